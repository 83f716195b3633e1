/**
 * What the sweep would have counted of the loaded year, counted by its own code: every hour from its cards, and every day
 * from its hours. The cards come from the rows as they were made, not from the table.
 */
import { dynamoDbCounters } from '../lib/aws/dynamodb-counters.ts';
import type { Item, Table } from '../lib/aws/table.ts';
import type { Card } from '../lib/history/card.ts';
import { cardOf } from '../lib/history/card-of.ts';
import type { Counter } from '../lib/history/counters.ts';
import { hourOf } from '../lib/history/hours.ts';
import { monthOf } from '../lib/history/months.ts';
import { dayOf, recountDays, type RecountEffects, recountHour } from '../lib/usecases/recount-hour.ts';
import { CLOCK, POLICY } from './believable-organisation.ts';
import { believableRow } from './believable-row.ts';
import { entriesOf, type Store } from './store-entries.ts';

/** Into a table that is loaded already. */
export const loadCounters = async (store: Store, rows: number): Promise<void> => {
  for (const month of monthsOf(rows)) {
    const items = await countMonth(month);
    await store.batch(items.flatMap((item) => [...entriesOf(item)]));
  }
};

/** Cards of one month under their hours. */
type Month = ReadonlyMap<string, readonly Card[]>;

function* monthsOf(rows: number): Generator<Month> {
  let month = new Map<string, Card[]>();
  for (let n = 0; n < rows; n += 1) {
    const card = cardOf(believableRow(n, rows));
    if (card === undefined) continue;
    const hour = hourOf(card.time);
    const [known] = month.keys();
    if (known !== undefined && monthOf(known) !== monthOf(hour)) {
      yield month;
      month = new Map();
    }
    const same = month.get(hour);
    if (same === undefined) month.set(hour, [card]);
    else same.push(card);
  }
  yield month;
}

const countMonth = async (month: Month): Promise<readonly Item[]> => {
  const counted: Counter[] = [];
  const items: Item[] = [];
  const stored = dynamoDbCounters(keptIn(items));
  const between = async (from: string, to: string): Promise<readonly Counter[]> =>
    counted.filter(({ bucket }) => bucket.length === from.length && bucket >= from && bucket < to);
  const effects: RecountEffects = {
    cards: {
      read: async ({ from }) => {
        const cards = month.get(hourOf(from)) ?? [];
        return { cards, read: cards.length };
      },
    },
    counters: {
      hours: between,
      daysSeen: nobody,
      write: async (counter) => {
        counted.push(counter);
        await stored.write(counter);
      },
    },
    policy: POLICY,
    clock: CLOCK,
  };
  for (const hour of month.keys()) await recountHour(effects, hour, undefined);
  await recountDays(effects, [...new Set([...month.keys()].map(dayOf))]);
  return items;
};

const nobody = (): Promise<never> => Promise.reject(new Error('nothing is read here'));

const keptIn = (items: Item[]): Table => {
  return {
    get: nobody,
    getEach: nobody,
    query: nobody,
    update: nobody,
    remove: nobody,
    put: async (item) => {
      items.push(item);
      return { kind: 'written' };
    },
  };
};
