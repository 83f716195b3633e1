/** Counters in the table: one item for each, of few bytes; a year of days or months lies in one partition. */
import type {
  Counter,
  Counters,
  CountingProgress,
  DayCounter,
  MonthCounter,
  MonthView,
} from '../history/counters.ts';
import { MONTH_LENGTH } from '../history/months.ts';
import { compact, textAt } from '../kernel/json.ts';
import { dynamoDbChanges } from './dynamodb-changes.ts';
import { decodeCounter, decodeMonth, encodeCounter, encodeDay, encodeMonth } from './encode-counter.ts';
import { type Item, queryAll, type Table } from './table.ts';
import { COUNTING, counterKey, counterPartitions } from './table-keys.ts';

/** More hours than these are not counted anew for one answer. */
const MOST_CHANGES = 400;

export const dynamoDbCounters = (table: Table): Counters => ({
  hours: (from, to) => countersOf(table, { from, to }, decodeCounter),
  days: (from, to) => countersOf(table, { from, to }, decodeCounter),
  daysSeen: async (from, to, view) => {
    const days = await countersOf(table, { from, to, view }, decodeCounter);
    return days.map((day) => ({ ...day, view }));
  },
  months: async (from, to, view) => {
    const months = await countersOf(table, { from, to, view }, decodeMonth);
    return months.map((month) => ({ ...month, view }));
  },
  ofHours: async (hours) => {
    if (hours.length === 0) return [];
    const items = await table.getEach(hours.map((hour) => counterKey(hour)));
    return items.flatMap((item) => readCounter(item, decodeCounter) ?? []);
  },
  write: (counter) => write(table, counter),
  progress: () => readProgress(table),
  keepProgress: async ({ until, since, viewed }) => {
    if (until !== undefined) await move(table, 'until', until);
    if (since !== undefined) await move(table, 'since', since);
    if (viewed !== undefined) await move(table, 'viewed', viewed);
  },
  changedHours: async (noted) => {
    const changes = await dynamoDbChanges(table).noted(noted, MOST_CHANGES);
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
const write = async (table: Table, counter: Counter | DayCounter | MonthCounter): Promise<void> => {
  const { bucket, countedAt } = counter;
  const view = 'view' in counter ? counter.view : undefined;
  const bytes = encode(counter, view);
  await table.put(
    { ...counterKey(bucket, view), countedAt, counter: bytes },
    {
      expression: 'attribute_not_exists(pk) OR countedAt <= :countedAt',
      values: { ':countedAt': countedAt },
    },
  );
};

const encode = (counter: Counter, view: MonthView | undefined): Uint8Array | undefined => {
  if (counter.bucket.length === MONTH_LENGTH) return encodeMonth(counter);
  return view === undefined ? encodeCounter(counter) : encodeDay(counter);
};

const readProgress = async (table: Table): Promise<CountingProgress> => {
  // A query, because whoever shows the history may do nothing else.
  const { items } = await table.query({
    condition: 'pk = :pk AND sk = :sk',
    values: { ':pk': COUNTING.pk, ':sk': COUNTING.sk },
  });
  const at = (name: keyof CountingProgress) => textAt(items[0], name);
  return compact({ until: at('until'), since: at('since'), viewed: at('viewed') });
};

const move = async (table: Table, which: keyof CountingProgress, moment: string): Promise<void> => {
  await table.update(COUNTING, {
    update: 'SET #which = :moment',
    expression: `attribute_not_exists(#which) OR #which ${which === 'since' ? '>' : '<'} :moment`,
    names: { '#which': which },
    values: { ':moment': moment },
  });
};
