/**
 * Fills the local table without its HTTP door: entries are written into LevelDB under the keys that dynalite gives them,
 * each index for itself and in the order of its keys. LevelDB then has nothing to sort, which is most of its work.
 */
import { indexAttributes } from '../lib/aws/index-attributes.ts';
import type { Item } from '../lib/aws/table.ts';
import { accessKey, deliveryKey } from '../lib/aws/table-keys.ts';
import type { AccessRow } from '../lib/history/access-row.ts';
import { believableRow } from './believable-row.ts';
import { type Entry, entriesOf, type Store, tableEntry } from './store-entries.ts';

export interface Load {
  readonly store: Store;
  readonly rows: number;
  readonly say: (text: string) => void;
}

/** Rows whose entries are sorted together; they are neighbours in time, and so in every index. */
const SORTED_TOGETHER = 20_000;
const WRITTEN_AT_ONCE = 5_000;
const WORTH_SORTING = 100_000;

/** Rows with their cards, and a delivery for each that rang. The lists of whole rows are left out: nothing here asks them. */
export const loadTable = async ({ store, rows, say }: Load): Promise<void> => {
  for (let start = 0; start < rows; start += SORTED_TOGETHER) {
    await writeRows(store, { start, end: Math.min(rows, start + SORTED_TOGETHER), rows });
    if ((start / SORTED_TOGETHER) % 5 === 4) say(`  ${String(start + SORTED_TOGETHER)} rows`);
  }
  // Much of it would be sorted while it is asked.
  if (rows >= WORTH_SORTING) await store.compactRange('\u0000', '\uffff');
  await store.batch([tableEntry()]);
};

interface Part {
  readonly start: number;
  readonly end: number;
  readonly rows: number;
}

const writeRows = async (store: Store, { start, end, rows }: Part): Promise<void> => {
  const entries: Entry[] = [];
  for (let n = start; n < end; n += 1) entries.push(...entriesOfRow(believableRow(n, rows)));
  entries.sort((one, other) => (one.key < other.key ? -1 : 1));
  for (let from = 0; from < entries.length; from += WRITTEN_AT_ONCE) {
    await store.batch(entries.slice(from, from + WRITTEN_AT_ONCE));
  }
};

const entriesOfRow = (row: AccessRow): readonly Entry[] =>
  [itemOf(row), ...deliveriesOf(row)].flatMap(entriesOf);

const itemOf = (row: AccessRow): Item => ({ ...accessKey(row.accessId), ...indexAttributes(row), row });

const deliveriesOf = ({ accessId, time, route }: AccessRow): readonly Item[] =>
  route.legs.map(({ destinationId, edition, why }) => ({
    ...deliveryKey({ accessId, destinationId }),
    schemaVersion: 1,
    accessId,
    destinationId,
    channel: 'slack-app',
    edition,
    importance: 'normal',
    why,
    state: 'sent',
    createdAt: time,
    dueAt: time,
    attempts: [{ startedAt: time, endedAt: time, outcome: { kind: 'sent', reference: '1763812800.000100' } }],
    notification: { title: 'An access', sentence: 'Somebody entered a role.', facts: [], links: [] },
  }));
