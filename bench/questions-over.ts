/** Every question over one table, asked through the API: cards, their rows and deliveries, and the words for them. */
import type { AccessListAnswer, CountsAnswer, OverviewAnswer } from '../lib/api/contract.ts';
import { dynamoDbCards } from '../lib/aws/dynamodb-cards.ts';
import type { Table } from '../lib/aws/table.ts';
import { type Filters, MOST_READ_TO_COUNT, type Question } from '../lib/history/question.ts';
import { apiOver } from './api-over.ts';
import { type BenchQuestion, COUNTED, OVERVIEWS, PREFIXES, QUESTIONS, YEAR } from './bench-questions.ts';

export interface AskedQuestion {
  readonly words: string;
  readonly isPage: boolean;
  /** Answers what was found. */
  readonly act: () => Promise<number>;
  /** What has to be known before, and is not measured. */
  readonly prepare?: () => Promise<void>;
}

/** Rows of a page. */
export const LIMIT = 50;

export const questionsOver = (table: Table): readonly AskedQuestion[] => {
  const ask = apiOver(table);
  const index = dynamoDbCards(table);
  const page = async (question: Question, cursor: string | undefined): Promise<AccessListAnswer> =>
    JSON.parse(await ask(`/api/accesses?${queryOf(question, cursor)}`, question.scope)) as AccessListAnswer;
  const numbers = (path: string, { words, question }: BenchQuestion): AskedQuestion => ({
    words,
    isPage: false,
    act: async () => {
      const { from, to, filters, scope } = question;
      const answer = await ask(`${path}?${windowAnd({ from, to }, filters)}`, scope);
      return (JSON.parse(answer) as Totalled).total.count;
    },
  });
  return [
    ...QUESTIONS.map((asked) => pageOf(page, asked)),
    ...PREFIXES.map((prefix) => ({
      words: `values that begin with ${prefix}`,
      isPage: true,
      act: async () => (await index.values(prefix, YEAR)).length,
    })),
    ...COUNTED.map((asked) => numbers('/api/counts', asked)),
    ...OVERVIEWS.map((asked) => numbers('/api/overview', asked)),
    {
      words: 'reading explained ones to count them',
      isPage: false,
      act: async () => {
        const explained: Question = { ...YEAR, filters: { state: ['explained'] } };
        return (await index.read(explained, MOST_READ_TO_COUNT)).cards.length;
      },
    },
  ];
};

type Totalled = Pick<CountsAnswer | OverviewAnswer, 'total'>;
type AskPage = (question: Question, cursor: string | undefined) => Promise<AccessListAnswer>;

const pageOf = (page: AskPage, { words, question, pages = 0 }: BenchQuestion): AskedQuestion => {
  let cursor: string | undefined;
  return {
    words,
    isPage: true,
    act: async () => (await page(question, cursor)).accesses.length,
    prepare: async () => {
      for (let n = 0; n < pages; n += 1) cursor = (await page(question, cursor)).nextCursor;
    },
  };
};

/** A cursor brings its own window. */
const queryOf = ({ from, to, filters }: Question, cursor: string | undefined): string =>
  windowAnd({ limit: String(LIMIT), ...(cursor === undefined ? { from, to } : { cursor }) }, filters);

const windowAnd = (parameters: Readonly<Record<string, string>>, filters: Filters): string => {
  const query = new URLSearchParams(parameters);
  for (const [field, values] of Object.entries(filters)) {
    for (const value of values) query.append(field, value);
  }
  return query.toString();
};
