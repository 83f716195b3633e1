/** Changes by the events of the table, from the index in which each day's events lie. */
import { CARD_CHANGING, type Change, type Changes } from '../history/changes.ts';
import { inSlices } from '../kernel/in-slices.ts';
import { textAt } from '../kernel/json.ts';
import { readRow } from './read-row.ts';
import { type Item, queryAll, type QueryQuestion, type Table } from './table.ts';
import { accessKey, eventListKeys, INDEX } from './table-keys.ts';

export const dynamoDbChanges = (table: Table): Changes => ({
  noted: async (between, most) => {
    const keys = daysOf(between.from, between.to).flatMap(eventListKeys);
    const read = await inSlices(keys, QUERIES_AT_A_TIME, (key) =>
      readShard(table, key, { ...between, most: most && Math.ceil(most / SHARDS) }),
    );
    return withTimes(table, read.flat());
  },
});

const QUERIES_AT_A_TIME = 8;
const SHARDS = eventListKeys('2000-01-01').length;

interface Shard {
  readonly from: string;
  readonly to: string;
  readonly most: number | undefined;
}

type Timed = Omit<Change, 'accessTime'> & { readonly accessTime?: string };

/** Of the events only what tells when their access happened: their rows would be a thousand times that. */
const readShard = async (table: Table, key: string, { from, to, most }: Shard): Promise<readonly Timed[]> => {
  const kinds = Object.fromEntries(CARD_CHANGING.map((kind, place) => [`:kind${String(place)}`, kind]));
  const question = {
    index: INDEX.list,
    condition: 'listKey = :key AND listSort BETWEEN :from AND :to',
    filter: `#event.#kind IN (${Object.keys(kinds).join(', ')})`,
    values: { ':key': key, ':from': from, ':to': to, ...kinds },
    names: {
      '#pk': 'pk',
      '#sort': 'listSort',
      '#event': 'event',
      '#kind': 'kind',
      '#body': 'body',
      '#row': 'row',
      '#time': 'time',
      '#accessTime': 'accessTime',
    },
    only: ['#pk', '#sort', '#event.#kind', '#event.#body.#row.#time', '#event.#body.#accessTime'],
  };
  const items = most === undefined ? await queryAll(table, question) : await latest(table, question, most);
  return items.flatMap((item) => readChange(item) ?? []);
};

/**
 * The looks of a day lie in one part of it, and of a busy page there are more than there are changes: so it is read on
 * behind them, more at a time, as far as a bound. Looks are small: 2,000 of them weigh what 200 rows do.
 */
const latest = async (table: Table, question: QueryQuestion, most: number): Promise<readonly Item[]> => {
  const items: Item[] = [];
  let [lookedAt, limit] = [0, most];
  let startAfter: Item | undefined;
  do {
    const page = await table.query({
      ...question,
      newestFirst: true,
      limit,
      ...(startAfter === undefined ? {} : { startAfter }),
    });
    items.push(...page.items);
    startAfter = page.continueAfter;
    lookedAt += limit;
    limit = Math.min(limit * 2, MOST_LOOKED_AT - lookedAt);
  } while (startAfter !== undefined && items.length < most && limit > 0);
  return items.slice(0, most);
};

/** Of a part of a day, for one answer. */
const MOST_LOOKED_AT = 2_000;

const readChange = ({ pk, listSort, event }: Item): Timed | undefined => {
  const kind = CARD_CHANGING.find((known) => known === textAt(event, 'kind'));
  if (kind === undefined) return undefined;
  const accessTime = textAt(event, 'body', 'accessTime') ?? textAt(event, 'body', 'row', 'time');
  return {
    accessId: String(pk).slice(accessKey('').pk.length),
    kind,
    notedAt: String(listSort).split('#')[0] ?? '',
    ...(accessTime === undefined ? {} : { accessTime }),
  };
};

/**
 * What a joined record tells of is looked up, unless another event of the same access said it; of a correction as well,
 * which may tell another time than the row lies under.
 */
const withTimes = async (table: Table, timed: readonly Timed[]): Promise<readonly Change[]> => {
  const times = new Map<string, string>();
  for (const { accessId, accessTime } of timed) if (accessTime !== undefined) times.set(accessId, accessTime);
  const missing = [...new Set(timed.map(({ accessId }) => accessId))].filter((id) => !times.has(id));
  for (let start = 0; start < missing.length; start += KEYS_AT_ONCE) {
    const items = await table.getEach(missing.slice(start, start + KEYS_AT_ONCE).map(accessKey));
    for (const row of items.map(readRow)) times.set(row.accessId, row.time);
  }
  return timed.flatMap((change) => {
    const accessTime = times.get(change.accessId);
    return accessTime === undefined ? [] : [{ ...change, accessTime }];
  });
};

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html */
const KEYS_AT_ONCE = 100;

const DAY_MS = 86_400_000;

/** At most the days until tomorrow: nothing is noted in the future. */
const daysOf = (from: string, to: string): readonly string[] => {
  const days: string[] = [];
  const first = Date.parse(`${from.slice(0, 10)}T00:00:00.000Z`);
  for (let day = first; days.length < MOST_DAYS; day += DAY_MS) {
    const text = new Date(day).toISOString().slice(0, 10);
    if (text > to) break;
    days.push(text);
  }
  return days;
};

/** A question for changes is about minutes; after a long silence the sweep asks hour by hour. */
const MOST_DAYS = 2;
