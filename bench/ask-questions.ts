/** Asks every question and measures: the page of cards, then its rows and deliveries, as the list needs them. */
import { dynamoDbCards } from '../lib/aws/dynamodb-cards.ts';
import { readPage } from '../lib/aws/read-page.ts';
import type { Table } from '../lib/aws/table.ts';
import { MOST_READ_TO_COUNT, type Question } from '../lib/history/question.ts';
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
      if (round === 0) measured.push({ words, found, isPage, ...counted.take(), milliseconds: 0 });
    }
    const last = measured.pop();
    if (last !== undefined) measured.push({ ...last, milliseconds: medianOf(times) });
  };

  const page = async (question: Question, before: string | undefined): Promise<number> => {
    const asked = { ...question, limit: LIMIT, ...(before === undefined ? {} : { before }) };
    const { cards } = await index.page(asked);
    const rows = await readPage(
      counted.table,
      cards.map(({ accessId }) => accessId),
    );
    return rows.length;
  };

  for (const asked of QUESTIONS) {
    const before = await furtherDown(index, asked);
    await measure(asked.words, true, () => page(asked.question, before));
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

const furtherDown = async (
  index: ReturnType<typeof dynamoDbCards>,
  { question, skip }: BenchQuestion,
): Promise<string | undefined> => (skip === undefined ? undefined : (await index.read(question, skip)).next);

const medianOf = (times: readonly number[]): number =>
  [...times].sort((one, other) => one - other)[Math.floor(times.length / 2)] ?? 0;
