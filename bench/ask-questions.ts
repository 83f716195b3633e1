/**
 * Asks every question of every table and measures. The tables take turns, round by round: whatever else the machine does
 * at a moment falls on all of them.
 */
import type { Table } from '../lib/aws/table.ts';
import { type CountedTable, countReads, type Reads } from './count-reads.ts';
import { type Measured, medianOf } from './measured.ts';
import { type AskedQuestion, questionsOver } from './questions-over.ts';

export interface Asking {
  readonly tables: readonly Table[];
  /** A clock that counts milliseconds. */
  readonly now: () => number;
  readonly rounds: number;
}

/** Of each table, in its order: every question. */
export const askQuestions = async ({
  tables,
  now,
  rounds,
}: Asking): Promise<readonly (readonly Measured[])[]> => {
  const asked = tables.map((table) => {
    const counted = countReads(table);
    return { counted, questions: questionsOver(counted.table), measured: [] as Measured[] };
  });
  for (const place of asked[0]?.questions.keys() ?? []) {
    const runs = asked.flatMap(({ counted, questions, measured }) => {
      const question = questions[place];
      return question === undefined ? [] : [{ run: runOf(question, counted), measured }];
    });
    for (const { run } of runs) await run.begin(rounds > 1);
    for (let round = 0; round < rounds; round += 1) for (const { run } of runs) await run.ask(now);
    for (const { run, measured } of runs) measured.push(run.end());
  }
  return asked.map(({ measured }) => measured);
};

interface Run {
  /** What a process does for the first time is slower: several rounds are asked once before. */
  readonly begin: (askBefore: boolean) => Promise<void>;
  readonly ask: (now: () => number) => Promise<void>;
  readonly end: () => Measured;
}

const runOf = ({ words, isPage, act, prepare }: AskedQuestion, counted: CountedTable): Run => {
  const times: number[] = [];
  let reads: Reads = { calls: 0, items: 0 };
  let found = 0;
  return {
    begin: async (askBefore) => {
      await prepare?.();
      if (askBefore) await act();
    },
    ask: async (now) => {
      counted.take();
      const start = now();
      found = await act();
      times.push(now() - start);
      reads = counted.take();
    },
    end: () => ({
      words,
      isPage,
      found,
      ...reads,
      median: medianOf(times),
      best: Math.min(...times),
    }),
  };
};
