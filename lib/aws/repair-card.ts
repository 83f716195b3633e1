/** Gives a row the card and the places it should have: rows from before there were cards, or from another version. */
import { hasCurrentCard, changeIndexes } from './index-attributes.ts';
import { readRow } from './read-row.ts';
import type { Item, Table } from './table.ts';
import { accessKey } from './table-keys.ts';

/**
 * True when something was wrong and is right now. Whoever changes the row meanwhile writes its card himself: nothing is
 * left to do then. One read, and one write where it is needed.
 */
export const repairCard = async (table: Table, accessId: string): Promise<boolean> => {
  const item = await table.get(accessKey(accessId));
  return item === undefined ? false : repairItem(table, item);
};

/** The same for a row's item that was just read. */
export const repairItem = async (table: Table, item: Item): Promise<boolean> => {
  const row = readRow(item);
  if (hasCurrentCard(item, row)) return false;
  const { set, remove, values, unchanged } = changeIndexes(item, row);
  const written = await table.update(accessKey(row.accessId), {
    update: [
      set.length === 0 ? '' : `SET ${set.join(', ')}`,
      remove.length === 0 ? '' : `REMOVE ${remove.join(', ')}`,
    ].join(' '),
    expression: `attribute_exists(pk) AND ${unchanged} AND size(#row.#joined) = :joined`,
    names: { '#row': 'row', '#joined': 'joined' },
    values: { ...values, ':joined': row.joined.length },
  });
  return written.kind === 'written';
};
