/** The event log on DynamoDB: one item for each event, written once. */
import type { EventHash, EventLog, HistoryEvent, NotedEvent } from '../history/history-event.ts';
import { canonicalHash } from '../kernel/canonical-json.ts';
import type { Clock } from '../kernel/clock.ts';
import { actInSlices } from './act-in-slices.ts';
import { type Item, queryAll, type Table } from './table.ts';
import {
  accessKey,
  EVENT_PREFIX,
  eventKey,
  eventListKeyOf,
  eventListKeys,
  INDEX,
  listSort,
} from './table-keys.ts';

/** Enough to be quick, few enough to leave connections for others. */
const WRITES_AT_A_TIME = 10;

export const dynamoDbEvents = ({
  table,
  clock,
}: {
  readonly table: Table;
  readonly clock: Clock;
}): EventLog => ({
  note: (events) => actInSlices(events, WRITES_AT_A_TIME, (event) => noteOne(table, clock, event)),

  ofAccess: async (accessId) => {
    const items = await queryAll(table, {
      condition: 'pk = :pk AND begins_with(sk, :event)',
      values: { ':pk': eventKey(accessId, '').pk, ':event': EVENT_PREFIX },
    });
    return items.map(readEvent);
  },

  ofHour: async (hour) =>
    (await Promise.all(eventListKeys(hour).map((key) => hashesOf(table, key, hour)))).flat(),
});

/** Page by page: what is kept of an event is its hash, a thousandth of what a storm's hour weighs. */
const hashesOf = async (table: Table, listKey: string, hour: string): Promise<readonly EventHash[]> => {
  const hashes: EventHash[] = [];
  let startAfter: Item | undefined;
  do {
    const page = await table.query({
      index: INDEX.list,
      condition: 'listKey = :key AND begins_with(listSort, :hour)',
      values: { ':key': listKey, ':hour': `${hour}:` },
      ...(startAfter === undefined ? {} : { startAfter }),
    });
    hashes.push(...page.items.map(readHash));
    startAfter = page.continueAfter;
  } while (startAfter !== undefined);
  return hashes;
};

/** Named by its keys: an event that lost its shape must not keep its hour from being sealed or verified. */
const readHash = ({ pk, sk, listSort: sort, event }: Item): EventHash => ({
  accessId: String(pk).slice(accessKey('').pk.length),
  name: String(sk).slice(EVENT_PREFIX.length),
  notedAt: String(sort).split('#')[0] ?? '',
  hash: canonicalHash(event ?? null),
});

const noteOne = async (table: Table, clock: Clock, event: HistoryEvent): Promise<void> => {
  // Taken for each event anew: what waits behind others must not be dated into an hour that is sealed meanwhile.
  const notedAt = clock.now().toISOString();
  // Refused: it is there already, and an event never changes.
  await table.put(itemOfEvent({ ...event, notedAt }), { expression: 'attribute_not_exists(pk)' });
};

export const itemOfEvent = (event: NotedEvent): Item => ({
  ...eventKey(event.accessId, event.name),
  listKey: eventListKeyOf(event.notedAt, event.accessId),
  listSort: `${listSort(event.notedAt, event.accessId)}#${event.name}`,
  event,
});

export const isEventItem = (item: Item): boolean => String(item['sk']).startsWith(EVENT_PREFIX);

/** A stored item as an event, with everything that is kept of it: whatever was added to it shows in its hash. */
export const readEvent = (item: Item): NotedEvent => item['event'] as NotedEvent;
