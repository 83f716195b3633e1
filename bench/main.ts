/** `npm run bench`: the same questions at 10,000 and at 1,000,000 accesses in the local table. */
import { access, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { connectTable } from '../lib/aws/connect.ts';
import { startDatabase } from '../local/database.ts';
import { askQuestions, type Measured } from './ask-questions.ts';
import { TABLE } from './bench-table.ts';
import { loadTable } from './load-table.ts';
import { printTable } from './print-table.ts';

export interface Bench {
  /** Where loaded tables are kept: what is there is not loaded again. */
  readonly folder: string;
  readonly sizes: readonly number[];
  readonly write: (text: string) => void;
  /** Milliseconds. */
  readonly now: () => number;
}

const ROUNDS = 7;

/** 0 when every first page kept the promise. */
export const main = async ({ folder, sizes, write, now }: Bench): Promise<number> => {
  const results: (readonly Measured[])[] = [];
  for (const rows of sizes) {
    const path = join(folder, String(rows));
    await ensureLoaded(path, rows, { write, now });
    results.push(await askAt(path, now));
  }
  return printTable(sizes, results, write);
};

type Words = Pick<Bench, 'write' | 'now'>;

const ensureLoaded = async (path: string, rows: number, { write, now }: Words): Promise<void> => {
  const done = join(path, 'loaded');
  if (await exists(done)) return;
  await rm(path, { recursive: true, force: true });
  write(`loading ${rows.toLocaleString('en')} accesses\n`);
  const start = now();
  await loadTable({ folder: join(path, 'db'), rows, say: (text) => write(`${text}\n`), done });
  const seconds = (now() - start) / 1000;
  write(`  in ${seconds.toFixed(0)} s: ${Math.round(rows / seconds).toLocaleString('en')} a second\n`);
};

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

const askAt = async (path: string, now: () => number): Promise<readonly Measured[]> => {
  const database = await startDatabase(join(path, 'db'));
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const table = connectTable(
    { region: 'us-east-1', endpoint: database.url, credentials: () => Promise.resolve(credentials) },
    TABLE.TableName,
  );
  try {
    return await askQuestions({ table, now, rounds: ROUNDS });
  } finally {
    await database.close();
  }
};
