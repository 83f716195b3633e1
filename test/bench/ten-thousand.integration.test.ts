/** At 10,000 accesses: every question reads as many items as was promised, and no more. Times are for `npm run bench`. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { askQuestions } from '../../bench/ask-questions.ts';
import { TABLE } from '../../bench/bench-table.ts';
import { loadCounters } from '../../bench/load-counters.ts';
import { loadTable } from '../../bench/load-table.ts';
import { makePresent } from '../../bench/make-present.ts';
import type { Measured } from '../../bench/measured.ts';
import { LIMIT } from '../../bench/questions-over.ts';
import { fillStore } from '../../bench/store-entries.ts';
import { connectTable } from '../../lib/aws/connect.ts';
import { MOST_READ_FOR_PAGE, MOST_READ_TO_COUNT } from '../../lib/history/question.ts';
import { type Endpoint, startDatabase } from '../../local/database.ts';

const ROWS = 10_000;

let folder: string;
let database: Endpoint;
let measured: readonly Measured[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ten-thousand-'));
  const path = join(folder, 'db');
  await fillStore(path, async (store) => {
    await loadTable({ store, rows: ROWS, say: () => undefined });
    await loadCounters(store, ROWS);
  });
  database = await startDatabase(path);
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const table = connectTable(
    { region: 'us-east-1', endpoint: database.url, credentials: () => Promise.resolve(credentials) },
    TABLE.TableName,
  );
  await makePresent(table, ROWS);
  [measured = []] = await askQuestions({ tables: [table], now: () => performance.now(), rounds: 1 });
});

afterAll(async () => {
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

const readBy = (words: string): Measured => {
  const found = measured.find((each) => each.words === words);
  if (found === undefined) throw new Error(`nobody asked ${words}`);
  return found;
};

describe('At 10,000 accesses', () => {
  it('no page reads more than it may: its cards, then its rows and their deliveries', () => {
    const worst = Math.max(...measured.filter(({ isPage }) => isPage).map(({ items }) => items));
    expect(worst).toBeLessThanOrEqual(MOST_READ_FOR_PAGE + 2 * LIMIT);
    expect(worst).toBeGreaterThan(LIMIT);
  });

  it.each(['everything of a week', 'everything of a year', 'a page further down', 'explained', 'a role'])(
    '%s reads one card more than it shows, and each row with its delivery',
    (words) => {
      const { items, calls, found } = readBy(words);
      expect(found).toBe(LIMIT);
      expect(items).toBeLessThanOrEqual(3 * LIMIT + 3);
      expect(calls).toBeLessThanOrEqual(4);
    },
  );

  it('a value that is rare costs a call for each month, and no card of anybody else', () => {
    expect(readBy('somebody who was never there')).toMatchObject({ items: 0, calls: 13, found: 0 });
    const { items, found, calls } = readBy('a session name');
    expect(items).toBeLessThanOrEqual(3 * found);
    expect(calls).toBe(15);
  });

  it('a filter without an index stops after what one page may read', () => {
    expect(readBy('a kind of which there is none').items).toBe(MOST_READ_FOR_PAGE);
  });

  it('values are found by skipping from one to the next', () => {
    const { items, found } = readBy('values that begin with ops-12');
    expect(found).toBeGreaterThan(0);
    expect(items).toBeLessThan(100);
    expect(readBy('values that begin with zz')).toMatchObject({ items: 0, found: 0 });
  });

  it('counting reads what it counts', () => {
    const { items, found } = readBy('reading explained ones to count them');
    expect(items).toBe(found);
    expect(found).toBeLessThanOrEqual(MOST_READ_TO_COUNT);
  });
});
