/** Counters of hours and days in the table: one item for each, of few bytes; a year of days lies in one partition. */
import type { Counter, Counters, CountingProgress } from '../history/counters.ts';
import { compact, textAt } from '../kernel/json.ts';
import { dynamoDbChanges } from './dynamodb-changes.ts';
import { decodeCounter, encodeCounter } from './encode-counter.ts';
import { type Item, queryAll, type Table } from './table.ts';
import { COUNTING, counterKey, counterPartitions } from './table-keys.ts';

/** More hours than these are not counted anew for one answer. */
const MOST_CHANGES = 400;

export const dynamoDbCounters = (table: Table): Counters => ({
  hours: (from, to) => countersOf(table, from, to),
  days: (from, to) => countersOf(table, from, to),
  write: (counter) => write(table, counter),
  progress: () => readProgress(table),
  keepProgress: async ({ until, since }) => {
    if (until !== undefined) await move(table, 'until', until);
    if (since !== undefined) await move(table, 'since', since);
  },
  changedHours: async (since) => {
    const changes = await dynamoDbChanges(table).noted({ from: since, to: '9999' }, MOST_CHANGES);
    return [...new Set(changes.map(({ accessTime }) => accessTime.slice(0, 13)))].sort();
  },
});

/** Months of hours, and years of days, at once. */
const countersOf = async (table: Table, from: string, to: string): Promise<readonly Counter[]> => {
  if (from >= to) return [];
  const parts = await Promise.all(
    counterPartitions(from, to).map((pk) =>
      queryAll(table, {
        condition: 'pk = :pk AND sk BETWEEN :from AND :to',
        values: { ':pk': pk, ':from': from, ':to': to },
      }),
    ),
  );
  return parts
    .flat()
    .filter(({ sk }) => String(sk) < to)
    .flatMap((item) => readCounter(item) ?? []);
};

const readCounter = (item: Item): Counter | undefined => {
  const bytes = item['counter'];
  const body = bytes instanceof Uint8Array ? decodeCounter(bytes) : undefined;
  return body && { bucket: String(item['sk']), countedAt: String(item['countedAt']), ...body };
};

const write = async (table: Table, counter: Counter): Promise<void> => {
  const { bucket, countedAt } = counter;
  await table.put(
    { ...counterKey(bucket), countedAt, counter: encodeCounter(counter) },
    {
      expression: 'attribute_not_exists(pk) OR countedAt <= :countedAt',
      values: { ':countedAt': countedAt },
    },
  );
};

const readProgress = async (table: Table): Promise<CountingProgress> => {
  // A query, because whoever shows the history may do nothing else.
  const { items } = await table.query({
    condition: 'pk = :pk AND sk = :sk',
    values: { ':pk': COUNTING.pk, ':sk': COUNTING.sk },
  });
  return compact({ until: textAt(items[0], 'until'), since: textAt(items[0], 'since') });
};

const move = async (table: Table, which: 'until' | 'since', moment: string): Promise<void> => {
  await table.update(COUNTING, {
    update: 'SET #which = :moment',
    expression: `attribute_not_exists(#which) OR #which ${which === 'until' ? '<' : '>'} :moment`,
    names: { '#which': which },
    values: { ':moment': moment },
  });
};
