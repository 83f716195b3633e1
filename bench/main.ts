/** `npm run bench`: the same questions at 10,000 and at 1,000,000 accesses in the local table. */
import { access, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connectTable } from '../lib/aws/connect.ts';
import type { Table } from '../lib/aws/table.ts';
import { type Endpoint, startDatabase } from '../local/database.ts';
import { askQuestions } from './ask-questions.ts';
import { TABLE } from './bench-table.ts';
import { loadCounters } from './load-counters.ts';
import { loadTable } from './load-table.ts';
import { makePresent } from './make-present.ts';
import { printTable } from './print-table.ts';
import { fillStore } from './store-entries.ts';

export interface Bench {
  /** Where loaded tables are kept: what is there is not loaded again. */
  readonly folder: string;
  readonly sizes: readonly number[];
  readonly write: (text: string) => void;
  /** Milliseconds. */
  readonly now: () => number;
}

const ROUNDS = 9;

/** 0 when every first page kept the promise. */
export const main = async ({ folder, sizes, write, now }: Bench): Promise<number> => {
  const opened: OpenTable[] = [];
  try {
    for (const rows of sizes) {
      const path = join(folder, String(rows));
      await ensureLoaded(path, rows, { write, now });
      opened.push(await open(path, rows));
    }
    const tables = opened.map(({ table }) => table);
    return printTable(sizes, await askQuestions({ tables, now, rounds: ROUNDS }), write);
  } finally {
    for (const { database } of opened) await database.close();
  }
};

type Words = Pick<Bench, 'write' | 'now'>;

/** A file tells that a step was finished: without it the step is not complete. */
const ensureLoaded = async (path: string, rows: number, words: Words): Promise<void> => {
  const folder = join(path, 'db');
  const [loaded, counted] = [join(path, 'loaded'), join(path, 'counted')];
  if (!(await exists(loaded))) {
    await rm(path, { recursive: true, force: true });
    const say = (text: string) => words.write(`${text}\n`);
    await timed(`loading ${rows.toLocaleString('en')} accesses`, words, () =>
      fillStore(folder, (store) => loadTable({ store, rows, say })),
    );
    await writeFile(loaded, '');
  }
  if (!(await exists(counted))) {
    await timed('counting them', words, () => fillStore(folder, (store) => loadCounters(store, rows)));
    await writeFile(counted, '');
  }
};

const timed = async (what: string, { write, now }: Words, act: () => Promise<void>): Promise<void> => {
  write(`${what}\n`);
  const start = now();
  await act();
  write(`  in ${((now() - start) / 1000).toFixed(0)} s\n`);
};

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

interface OpenTable {
  readonly database: Endpoint;
  readonly table: Table;
}

const open = async (path: string, rows: number): Promise<OpenTable> => {
  const database = await startDatabase(join(path, 'db'));
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const table = connectTable(
    { region: 'us-east-1', endpoint: database.url, credentials: () => Promise.resolve(credentials) },
    TABLE.TableName,
  );
  await makePresent(table, rows);
  return { database, table };
};
