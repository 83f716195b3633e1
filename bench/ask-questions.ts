/** Asks every question through the API and measures: cards, their rows and deliveries, and the words for them. */
import type { AccessListAnswer } from '../lib/api/contract.ts';
import { dynamoDbCards } from '../lib/aws/dynamodb-cards.ts';
import type { Table } from '../lib/aws/table.ts';
import { MOST_READ_TO_COUNT, type Question } from '../lib/history/question.ts';
import { apiOver } from './api-over.ts';
import { type BenchQuestion, PREFIXES, QUESTIONS } from './bench-questions.ts';
import { END } from './believable-row.ts';
import { countReads } from './count-reads.ts';

export interface Measured {
  readonly words: string;
  readonly items: number;
  readonly calls: number;
  /** Rows, values or cards that were found. */
  readonly found: number;
  /** Median of the rounds. */
  readonly milliseconds: number;
  /** Of the best round: what it takes when the machine does nothing else. */
  readonly best: number;
  /** Part of a list's first page: held to the promise. Counting is not. */
  readonly isPage: boolean;
}

export interface Asking {
  readonly table: Table;
  /** A clock that counts milliseconds. */
  readonly now: () => number;
  readonly rounds: number;
}

export const LIMIT = 50;

export const askQuestions = async ({ table, now, rounds }: Asking): Promise<readonly Measured[]> => {
  const counted = countReads(table);
  const index = dynamoDbCards(counted.table);
  const measured: Measured[] = [];
  const measure = async (words: string, isPage: boolean, act: () => Promise<number>): Promise<void> => {
    const times: number[] = [];
    let found = 0;
    // What a process does for the first time is slower: with several rounds one goes before them.
    if (rounds > 1) await act();
    counted.take();
    for (let round = 0; round < rounds; round += 1) {
      const start = now();
      found = await act();
      times.push(now() - start);
      if (round === 0) measured.push({ words, found, isPage, ...counted.take(), milliseconds: 0, best: 0 });
    }
    const last = measured.pop();
    if (last !== undefined)
      measured.push({ ...last, milliseconds: medianOf(times), best: Math.min(...times) });
  };

  const ask = apiOver(counted.table);
  const page = async (question: Question, cursor: string | undefined): Promise<AccessListAnswer> =>
    JSON.parse(await ask(pathOf(question, cursor), question.scope)) as AccessListAnswer;

  for (const asked of QUESTIONS) {
    const before = asked.pages === undefined ? undefined : await furtherDown(page, asked);
    await measure(asked.words, true, async () => (await page(asked.question, before)).accesses.length);
  }
  const year = { from: '2025-11-22T12:00:00.000Z', to: END };
  for (const prefix of PREFIXES) {
    await measure(
      `values that begin with ${prefix}`,
      true,
      async () => (await index.values(prefix, year)).length,
    );
  }
  await measure('counting explained ones', false, async () => {
    const { cards } = await index.read({ ...year, filters: { state: ['explained'] } }, MOST_READ_TO_COUNT);
    return cards.length;
  });
  return measured;
};

const pathOf = ({ from, to, filters }: Question, cursor: string | undefined): string => {
  // A cursor brings its own window.
  const query = new URLSearchParams({
    limit: String(LIMIT),
    ...(cursor === undefined ? { from, to } : { cursor }),
  });
  for (const [field, values] of Object.entries(filters)) {
    for (const value of values) query.append(field, value);
  }
  return `/api/accesses?${query.toString()}`;
};

const furtherDown = async (
  page: (question: Question, cursor: string | undefined) => Promise<AccessListAnswer>,
  { question, pages = 0 }: BenchQuestion,
): Promise<string | undefined> => {
  let cursor: string | undefined;
  for (let n = 0; n < pages; n += 1) cursor = (await page(question, cursor)).nextCursor;
  return cursor;
};

const medianOf = (times: readonly number[]): number =>
  [...times].sort((one, other) => one - other)[Math.floor(times.length / 2)] ?? 0;
