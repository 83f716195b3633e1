/** Counters in the table: one item for each, of few bytes; a year of days or months lies in one partition. */
import type { Counter, Counters, CountingProgress, MonthCounter, MonthView } from '../history/counters.ts';
import { compact, textAt } from '../kernel/json.ts';
import { dynamoDbChanges } from './dynamodb-changes.ts';
import { decodeCounter, decodeMonth, encodeCounter, encodeMonth } from './encode-counter.ts';
import { type Item, queryAll, type Table } from './table.ts';
import { COUNTING, counterKey, counterPartitions } from './table-keys.ts';

/** More hours than these are not counted anew for one answer. */
const MOST_CHANGES = 400;

export const dynamoDbCounters = (table: Table): Counters => ({
  hours: (from, to) => countersOf(table, { from, to }, decodeCounter),
  days: (from, to) => countersOf(table, { from, to }, decodeCounter),
  months: async (from, to, view) => {
    const months = await countersOf(table, { from, to, view }, decodeMonth);
    return months.map((month) => ({ ...month, view }));
  },
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

type Decode<Body> = (bytes: Uint8Array) => Body | undefined;
type Named = Pick<Counter, 'bucket' | 'countedAt'>;

interface Between {
  readonly from: string;
  /** Excluded. */
  readonly to: string;
  readonly view?: MonthView;
}

/** Months of hours, and years of days or months, at once. */
const countersOf = async <Body>(
  table: Table,
  { from, to, view }: Between,
  decode: Decode<Body>,
): Promise<readonly (Body & Named)[]> => {
  if (from >= to) return [];
  const parts = await Promise.all(
    counterPartitions(from, to, view).map((pk) =>
      queryAll(table, {
        condition: 'pk = :pk AND sk BETWEEN :from AND :to',
        values: { ':pk': pk, ':from': from, ':to': to },
      }),
    ),
  );
  return parts
    .flat()
    .filter(({ sk }) => String(sk) < to)
    .flatMap((item) => readCounter(item, decode) ?? []);
};

const readCounter = <Body>(item: Item, decode: Decode<Body>): (Body & Named) | undefined => {
  const bytes = item['counter'];
  const body = bytes instanceof Uint8Array ? decode(bytes) : undefined;
  return body && { bucket: String(item['sk']), countedAt: String(item['countedAt']), ...body };
};

/** A month that is too large replaces what was there by nothing: its days tell. */
const write = async (table: Table, counter: Counter | MonthCounter): Promise<void> => {
  const { bucket, countedAt } = counter;
  const view = 'view' in counter ? counter.view : undefined;
  const bytes = view === undefined ? encodeCounter(counter) : encodeMonth(counter);
  await table.put(
    { ...counterKey(bucket, view), countedAt, counter: bytes },
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
