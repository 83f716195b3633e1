/** Windows of repeats in the table: who came first, what was grouped with it, and what has to be counted. */
import type { AccessHistory, TimeWindow } from '../history/access-history.ts';
import type { Repeats } from '../history/access-row.ts';
import { at } from '../kernel/json.ts';
import { readRow } from './read-row.ts';
import { queryAll, type Table } from './table.ts';
import { accessKey, INDEX, repeatsDue, WINDOW_DUE } from './table-keys.ts';

type Windows = Pick<
  AccessHistory,
  'firstOfGroup' | 'currentOfGroup' | 'windowsDue' | 'repeatsOf' | 'closeWindow'
>;

export const groupWindows = (table: Table): Windows => ({
  firstOfGroup: (key, accessId, window) => firstOfGroup(table, { key, accessId, window }),

  currentOfGroup: async (key, now) => {
    const first = await table.get(groupKey(key));
    if (first === undefined) return undefined;
    const isOpen = String(first['windowBegins']) <= now && now < String(first['windowEnds']);
    return isOpen ? String(first['accessId']) : undefined;
  },

  windowsDue: async (before, limit) => {
    const items = await queryAll(table, {
      index: INDEX.due,
      // A window that ends at that very moment sorts behind it: its sort key goes on with an id.
      condition: 'dueKey = :key AND dueSort < :before',
      values: { ':key': WINDOW_DUE, ':before': before },
      limit,
    });
    return items.map(readRow);
  },

  repeatsOf: (accessId) => repeatsOf(table, accessId),

  closeWindow: async (accessId, repeats) => {
    await table.update(accessKey(accessId), {
      update: `${repeats === undefined ? '' : 'SET #row.#repeats = :repeats '}REMOVE dueKey, dueSort`,
      // Open: a second count must not replace the one that was told.
      expression: 'dueKey = :window',
      values: { ':window': WINDOW_DUE, ...(repeats === undefined ? {} : { ':repeats': repeats }) },
      ...(repeats === undefined ? {} : { names: { '#row': 'row', '#repeats': 'repeats' } }),
    });
  },
});

interface GroupQuestion {
  readonly key: string;
  readonly accessId: string;
  readonly window: TimeWindow;
}

const firstOfGroup = async (
  table: Table,
  { key, accessId, window }: GroupQuestion,
): Promise<string | undefined> => {
  const written = await table.put(
    { ...groupKey(key), accessId, windowBegins: window.from, windowEnds: window.to },
    {
      expression: 'attribute_not_exists(pk) OR windowEnds <= :from',
      values: { ':from': window.from },
    },
  );
  if (written.kind === 'written' || written.item === undefined) return undefined;
  const { accessId: first, windowBegins } = written.item;
  const overlaps = window.to > String(windowBegins);
  return overlaps && first !== accessId ? String(first) : undefined;
};

const groupKey = (key: string) => ({ pk: `group#${key}`, sk: 'window' });

const MOST_ORIGINS = 5;

/** In the order of their sort keys, which begin with the time. A burst has thousands: only what is counted is read. */
const repeatsOf = async (table: Table, accessId: string): Promise<Repeats | undefined> => {
  const items = await queryAll(table, {
    index: INDEX.due,
    condition: 'dueKey = :key',
    values: { ':key': repeatsDue(accessId) },
    names: {
      '#row': 'row',
      '#time': 'time',
      '#access': 'access',
      '#door': 'door',
      '#origin': 'origin',
      '#text': 'text',
    },
    only: ['#row.#time', '#row.#access.#origin.#text', '#row.#door.#origin.#text'],
  });
  const times = items.map((item) => String(at(item, 'row', 'time')));
  const [first, last] = [times.at(0), times.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const texts = items.map(
    (item) => at(item, 'row', 'access', 'origin', 'text') ?? at(item, 'row', 'door', 'origin', 'text'),
  );
  const origins = [...new Set(texts.filter((text) => typeof text === 'string'))].slice(0, MOST_ORIGINS);
  return { count: times.length, first, last, origins };
};
