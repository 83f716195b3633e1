/**
 * Where everything lies in the one table.
 *
 * | item            | pk                          | sk                      | list                         | due                            | session                       |
 * | --------------- | --------------------------- | ----------------------- | ---------------------------- | ------------------------------ | ----------------------------- |
 * | access row      | access#<id>                 | row                     | accesses#<yyyy-mm>, time#id  | see below                      | <account>#<AROA:session>, time |
 * | event           | access#<id>                 | event#<name>            | events#<yyyy-mm-dd>#<0-7>, noted at#id#name |                 |                               |
 * | delivery        | access#<id>                 | delivery#<destination>[#<part>] | unnoted, settled#delivery id | delivery#<destination>, rank due#delivery id | |
 * | waiting half    | half#<account>#<session>    | <time>#<event id>       |                              | half, due#event id             |                               |
 * | waiting copy    | copy#<shared event id>      | copy                    |                              | copy, due#shared event id      |                               |
 * | learned name    | alias#<principal id>        | alias                   |                              |                                |                               |
 * | group window    | group#<key>                 | window                  |                              |                                |                               |
 * | sweep mark      | mark#<question>             | mark                    |                              |                                |                               |
 * | seen on a role  | seen#<role>                 | <facet>#<value>         |                              |                                |                               |
 * | watched since   | seen#<role>                 | watched                 |                              |                                |                               |
 * | known roles     | roles                       | known                   |                              |                                |                               |
 * | seal            | seals                       | <yyyy-mm-ddThh>         |                              |                                |                               |
 * | first sealing   | sealing                     | begun                   |                              |                                |                               |
 * | destinations    | destinations                | known                   |                              |                                |                               |
 * | down            | destinations                | health#<destination>    |                              |                                |                               |
 * | counter of an hour | counters#h#<yyyy-mm>     | <yyyy-mm-ddThh>         |                              |                                |                               |
 * | counter of a day | counters#d#<yyyy>          | <yyyy-mm-dd>            |                              |                                |                               |
 * | ... of a month   | counters#m#<view>#<yyyy>   | <yyyy-mm>               |                              |                                |                               |
 * | exception       | exceptions                  | <exception id>          |                              |                                |                               |
 * | counted so far  | counting                    | v<version of the cards> |                              |                                |                               |
 *
 * A row that counts its repeats is due under `window`, at the end of its window, until they are counted; the row of a
 * repeat stays under `repeats#<id of the first>`, by its time, where it is counted.
 * The review finds rows by ten indexes of their own, each with a `card` beside its keys: `card-places.ts`, ADR 0015.
 * One query on the partition of an access answers its whole page. The due index is sparse: settled deliveries leave it.
 */
import { MONTH_LENGTH, monthAfter, monthOf } from '../history/months.ts';
import { createHash } from 'node:crypto';
import { type DeliveryKey, deliveryIdOf } from '../delivery/delivery.ts';
import type { MonthView } from '../history/counters.ts';
import type { Importance } from '../notification/notification.ts';

export const INDEX = { list: 'list', due: 'due', session: 'session' } as const;

export const accessKey = (accessId: string) => ({ pk: `access#${accessId}`, sk: 'row' });

/** Months as buckets: a year is twelve questions, and no bucket outgrows an index partition's throughput per second. */
export const listKey = (iso: string): string => `accesses#${iso.slice(0, 7)}`;

/** Canaries are kept, and not listed among what people read. */
export const canaryListKey = (iso: string): string => `canaries#${iso.slice(0, 7)}`;

export const listSort = (time: string, accessId: string): string => `${time}#${accessId}`;

export const dueSort = (dueAt: string, id: string): string => `${dueAt}#${id}`;

export const HALF_DUE = 'half';

export const COPY_DUE = 'copy';

export const copyKey = (sharedEventId: string) => ({ pk: `copy#${sharedEventId}`, sk: 'copy' });

export const aliasKey = (principalId: string) => ({ pk: `alias#${principalId}`, sk: 'alias' });

export const halfPartition = (accountId: string, sessionPrincipalId: string): string =>
  `half#${accountId}#${sessionPrincipalId}`;

export const sessionKey = (accountId: string, sessionPrincipalId: string): string =>
  `${accountId}#${sessionPrincipalId}`;

// History: windows and repeats, events, seals, roles.

export const WINDOW_DUE = 'window';

export const repeatsDue = (firstAccessId: string): string => `repeats#${firstAccessId}`;

export const EVENT_PREFIX = 'event#';

export const eventKey = (accessId: string, name: string) => ({
  pk: `access#${accessId}`,
  sk: `${EVENT_PREFIX}${name}`,
});

/** A day's events are spread, so that a burst is not held up by what one index partition takes per second. */
const EVENT_SHARDS = 8;

/** `day`: any ISO 8601 text that begins with it. */
const eventListKey = (day: string, shard: number): string => `events#${day.slice(0, 10)}#${shard}`;

/** Where an event noted at that moment (ISO 8601) is listed. */
export const eventListKeyOf = (notedAt: string, accessId: string): string =>
  eventListKey(notedAt, createHash('sha256').update(accessId).digest().readUInt8(0) % EVENT_SHARDS);

/** Every list key of a day. */
export const eventListKeys = (day: string): readonly string[] =>
  Array.from({ length: EVENT_SHARDS }, (_each, shard) => eventListKey(day, shard));

export const SEALS = 'seals';

/** Not among the seals: it is none. */
export const SEALING = { pk: 'sealing', sk: 'begun' } as const;

export const sealKey = (hour: string) => ({ pk: SEALS, sk: hour });

export const WATCHED = 'watched';

export const seenPartition = (roleArn: string): string =>
  `seen#${createHash('sha256').update(roleArn).digest('hex').slice(0, 32)}`;

export const KNOWN_ROLES = { pk: 'roles', sk: 'known' } as const;

// Deliveries

/** The first notice to a destination, or a later word about it. */
export const deliveryKey = ({ accessId, destinationId, part }: DeliveryKey) => ({
  pk: `access#${accessId}`,
  sk: part === undefined ? `delivery#${destinationId}` : `delivery#${destinationId}#${part}`,
});

export const dueKeyOfDelivery = (destinationId: string): string => `delivery#${destinationId}`;

/** Sorts before the moment, so that what is urgent is found first however long the rest has waited. */
const RANKS: Readonly<Record<Importance, string>> = { urgent: 'a', normal: 'b', routine: 'c' };

/** Its place in the queue of its destination: it changes when a delivery is put back, not when it is claimed. */
export const dueSortOfDelivery = (key: DeliveryKey, importance: Importance, dueAt: string): string =>
  `${RANKS[importance]}${dueSort(dueAt, deliveryIdOf(key))}`;

/** A stored `dueSort` with the rank that those from before there were ranks lack: they begin with a digit. */
export const duePlace = (importance: Importance, stored: string): string =>
  /^\d/.test(stored) ? `${RANKS[importance]}${stored}` : stored;

/** The parts of a destination's queue in the order of importance, the one without ranks last. */
export const DUE_RANKS: readonly string[] = [...Object.values(RANKS), ''];

/** The first and the last `dueSort` of a rank, up to a moment or all of it. */
export const dueRange = (rank: string, dueBefore?: string) => ({
  from: `${rank}0`,
  // `~` sorts after every character of an id, so that the moment itself is included.
  to: dueBefore === undefined ? `${rank}9~` : `${rank}${dueSort(dueBefore, '~')}`,
});

/** List key of the deliveries whose events the history has not noted yet. */
export const UNNOTED = 'unnoted';

export const unnotedSort = (settledAt: string, key: DeliveryKey): string =>
  `${settledAt}#${deliveryIdOf(key)}`;

// Destinations

export const KNOWN_DESTINATIONS = { pk: 'destinations', sk: 'known' } as const;

export const HEALTH = { partition: 'destinations', prefix: 'health#' } as const;

export const healthKey = (destinationId: string) => ({
  pk: HEALTH.partition,
  sk: `${HEALTH.prefix}${destinationId}`,
});

// Exceptions

/** Partition of the exceptions that were made. Their ids begin with when. */
export const EXCEPTIONS = 'exceptions';

export const exceptionKey = (exceptionId: string) => ({ pk: EXCEPTIONS, sk: exceptionId });

// Exports

/** Partition of the exports that were asked for. */
export const EXPORTS = 'exports';

export const exportKey = (jobId: string) => ({ pk: EXPORTS, sk: jobId });

// Counters

/** Of an hour (`2026-11-22T14`), a day or a month: a month of hours, a year of days or months lie in one partition each. */
const counterPartition = (bucket: string, view: MonthView | undefined): string => {
  if (bucket.length > DAY_LENGTH) return `counters#h#${bucket.slice(0, 7)}`;
  if (bucket.length === DAY_LENGTH) {
    const seen = view === undefined ? '' : `${view}#`;
    return `counters#d#${seen}${bucket.slice(0, 4)}`;
  }
  return `counters#m#${view ?? 'plain'}#${bucket.slice(0, 4)}`;
};

const DAY_LENGTH = '2026-11-22'.length;
export const counterKey = (bucket: string, view?: MonthView) => ({
  pk: counterPartition(bucket, view),
  sk: bucket,
});

/** Every partition between two buckets of the same length, the later one included. */
export const counterPartitions = (from: string, to: string, view?: MonthView): readonly string[] => {
  const partitions: string[] = [];
  const last = monthOf(to);
  for (let month = monthOf(from); month <= last; month = monthAfter(month)) {
    const bucket = from.length === MONTH_LENGTH ? month : `${month}-01${from.slice(DAY_LENGTH)}`;
    partitions.push(counterPartition(bucket, view));
  }
  return [...new Set(partitions)];
};

/** Counted again from the beginning when cards or counters get another shape. */
export const COUNTING = { pk: 'counting', sk: 'v1' } as const;
