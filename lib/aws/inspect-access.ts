/** An access as its items lie in the table, their places included. */
import type { Delivery } from '../delivery/delivery.ts';
import type { Inspection } from '../history/inspection.ts';
import { canonicalJson } from '../kernel/canonical-json.ts';
import { compact, isObject } from '../kernel/json.ts';
import { isEventItem, itemOfEvent, readEvent } from './dynamodb-events.ts';
import { digestsOf, itemsOfAccess } from './find-access.ts';
import { INDEX_ATTRIBUTES } from './index-attributes.ts';
import { readDelivery } from './read-delivery.ts';
import { readRow } from './read-row.ts';
import type { Item, Table } from './table.ts';
import { deliveryKey, dueKeyOfDelivery, UNNOTED } from './table-keys.ts';
import { itemOfRow } from './write-row.ts';

export const inspectTable = (table: Table): Inspection => ({
  read: async (accessId) => {
    const items = await itemsOfAccess(table, accessId);
    const row = items.find(isRow);
    const deliveries = items.filter(isDelivery).flatMap((item) => {
      const delivery = deliveryOf(item);
      return delivery === undefined ? [] : [{ delivery, noted: item['listKey'] !== UNNOTED }];
    });
    const digests = await readableDigests(
      table,
      deliveries.map(({ delivery }) => delivery),
    );
    return {
      accessId,
      deliveries,
      digests,
      events: items.filter((item) => isEventItem(item) && isObject(item['event'])).map(readEvent),
      misplaced: items.flatMap(misplacement),
      ...compact({ row: row === undefined ? undefined : readRow(row) }),
    };
  },
});

const isRow = (item: Item): boolean => item['sk'] === 'row';

const isDelivery = (item: Item): boolean => String(item['sk']).startsWith('delivery#');

/** `undefined` when somebody took its shape. */
const deliveryOf = (item: Item): Delivery | undefined =>
  Array.isArray(item['attempts']) ? readDelivery(item) : undefined;

/** One that lost its shape is as good as gone: whoever was told in it is found to miss it. */
const readableDigests = async (
  table: Table,
  deliveries: readonly Delivery[],
): Promise<readonly Delivery[]> => {
  try {
    return await digestsOf(table, deliveries);
  } catch (error) {
    if (error instanceof TypeError) return [];
    throw error;
  }
};

/** A sentence about an item that does not lie where what it holds belongs: there nobody finds it. */
const misplacement = (item: Item): readonly string[] => {
  try {
    const wrong = Object.entries(placeOf(item)).filter(
      ([name, value]) => textOf(item[name]) !== textOf(value),
    );
    if (wrong.length === 0) return [];
    const names = wrong.map(([name]) => name).join(', ');
    return [
      `The item "${String(item['sk'])}" is not found where it belongs: its keys were changed (${names}).`,
    ];
  } catch {
    return [`The item "${String(item['sk'])}" has lost its shape: Rolecall did not write it.`];
  }
};

/** The attributes by which an item is found, as they follow from what it holds. Throws when it holds nothing of ours. */
const placeOf = (item: Item): Item => {
  if (isRow(item)) return placeOfRow(item);
  if (isEventItem(item)) {
    const { event, ...place } = itemOfEvent(readEvent(item));
    return place;
  }
  const delivery = isDelivery(item) ? deliveryOf(item) : undefined;
  if (delivery === undefined) throw new Error('not an item of ours');
  return isUnsettled(delivery)
    ? { ...deliveryKey(delivery), dueKey: dueKeyOfDelivery(delivery.destinationId) }
    : deliveryKey(delivery);
};

const placeOfRow = (item: Item): Item => {
  const kept = readRow(item);
  const { row, dueKey, dueSort, ...place } = itemOfRow(kept);
  // A first leaves the list of windows when its repeats were counted; a repeat stays with its first.
  const due = kept.groupedWith === undefined ? {} : { dueKey, dueSort };
  const session = { sessionKey: undefined, sessionSort: undefined };
  const indexes = Object.fromEntries(INDEX_ATTRIBUTES.map((name) => [name, undefined]));
  return { ...session, joinedIds: undefined, correctedIds: undefined, ...indexes, ...place, ...due };
};

const isUnsettled = ({ state }: Delivery): boolean =>
  state === 'pending' || state === 'in-progress' || state === 'gathering';

const textOf = (value: unknown): string =>
  value instanceof Set ? canonicalJson([...value].sort()) : canonicalJson(value ?? null);
