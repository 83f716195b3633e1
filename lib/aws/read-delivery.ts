/** A stored item as a delivery. */
import { type Attempt, type Delivery, type DeliveryKey, keyOf } from '../delivery/delivery.ts';
import type { PendingDelivery } from '../delivery/ledger.ts';
import type { Importance } from '../notification/notification.ts';
import type { Item } from './table.ts';
import { duePlace } from './table-keys.ts';

/** Our own writing, so it is trusted; the numbers of the attempts are their positions in the list. */
export const readDelivery = (item: Item): Delivery => {
  const { attempts, ...rest } = withoutKeys(item);
  const numbered = (attempts as readonly Omit<Attempt, 'number'>[]).map((attempt, index) => ({
    ...attempt,
    number: index + 1,
  }));
  return { ...(rest as unknown as Delivery), attempts: numbered };
};

/** Leaves out what the ledger keeps for itself. */
const withoutKeys = (item: Item): Item => {
  const { pk, sk, dueKey, dueSort, listKey, listSort, ...fields } = item;
  const { openToken, leaseToken, leaseUntil, settledToken, finishToken, ...rest } = fields;
  const { doubtful, waitsSince, ...delivery } = rest;
  return delivery;
};

/** What `readPending`, `readyAt` and `placeOf` look at: hundreds of notices need not be read to wake them. */
export const PENDING_FIELDS = [
  'accessId',
  'destinationId',
  'part',
  'state',
  'importance',
  'createdAt',
  'dueAt',
  'dueSort',
  'leaseUntil',
  'waitsSince',
] as const;

export const readPending = (item: Item): PendingDelivery => ({
  ...readKey(item),
  dueAt: readyAt(item),
  importance: importanceOf(item),
  ...(item['state'] === 'gathering' ? { gathering: true as const } : {}),
});

export const readKey = (item: Item): DeliveryKey => keyOf(item as unknown as DeliveryKey);

const importanceOf = (item: Item): Importance => item['importance'] as Importance;

/** When it may be tried, or taken over from a holder that died. */
export const readyAt = (item: Item): string =>
  String(item['state'] === 'in-progress' ? item['leaseUntil'] : item['dueAt']);

/** When the oldest notice it tells was opened. */
export const openedAt = (item: Item): string => String(item['waitsSince'] ?? item['createdAt']);

/** Its place in the queue of its destination, in a text that sorts. */
export const placeOf = (item: Item): string => duePlace(importanceOf(item), String(item['dueSort']));
