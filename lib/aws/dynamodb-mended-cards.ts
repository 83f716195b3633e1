/** Cards of the rows of the `list` index, which every row lies in; where an item holds another card it is written anew. */
import type { TimeWindow } from '../history/access-history.ts';
import { cardOf } from '../history/card-of.ts';
import type { MendedCards, MendedPage } from '../history/mended-cards.ts';
import { monthOf } from '../history/months.ts';
import { isoAfter } from '../kernel/clock.ts';
import { inSlices } from '../kernel/in-slices.ts';
import { hasCurrentCard } from './index-attributes.ts';
import { listRows } from './list-rows.ts';
import { monthsBack } from './months-back.ts';
import { readRow } from './read-row.ts';
import { repairCard } from './repair-card.ts';
import type { Item, Table } from './table.ts';
import { INDEX, listKey } from './table-keys.ts';

export const dynamoDbMendedCards = (table: Table): MendedCards => ({
  ofRows: (between) => readRows(table, between),
  newestBefore: async (moment) => {
    const from = isoAfter(new Date(moment), -LOOK_BACK_DAYS * 86_400);
    const { rows } = await listRows(table, { from, to: moment, limit: 1 });
    return rows[0]?.time;
  },
});

/** Retention is at most ten years. */
const LOOK_BACK_DAYS = 3700;

const WRITES_AT_A_TIME = 10;

async function* readRows(table: Table, { from, to }: TimeWindow): AsyncGenerator<MendedPage> {
  for (const month of monthsBack(monthOf(to), monthOf(from))) {
    let startAfter: Item | undefined;
    do {
      const page = await table.query({
        index: INDEX.list,
        condition: 'listKey = :key AND listSort BETWEEN :from AND :to',
        // Whole seconds: times without milliseconds sort behind those with them.
        values: { ':key': listKey(month), ':from': from.slice(0, 19), ':to': `${to.slice(0, 19)}~` },
        newestFirst: true,
        ...(startAfter === undefined ? {} : { startAfter }),
      });
      yield await mend(table, page.items, { from, to });
      startAfter = page.continueAfter;
    } while (startAfter !== undefined);
  }
}

const mend = async (table: Table, items: readonly Item[], { from, to }: TimeWindow): Promise<MendedPage> => {
  const stale = items.filter((item) => !hasCurrentCard(item, readRow(item)));
  // Read again, because the index may lag behind the row.
  const mended = await inSlices(stale, WRITES_AT_A_TIME, (item) => repairCard(table, readRow(item).accessId));
  const cards = items.flatMap((item) => cardOf(readRow(item)) ?? []);
  return {
    cards: cards.filter(({ time }) => time >= from && time < to),
    mended: mended.filter(Boolean).length,
  };
};
