/** Which deliveries have moved on since the history noted their events: the list index holds them until then. */
import type { Delivery } from '../delivery/delivery.ts';
import { finalAttempts } from '../history/make-events.ts';
import { readDelivery } from './read-delivery.ts';
import { queryUntil } from './query-until.ts';
import type { Table } from './table.ts';
import { deliveryKey, INDEX, UNNOTED } from './table-keys.ts';

/** Longest unnoted first. */
export const unnotedOf = async (table: Table, limit: number): Promise<readonly Delivery[]> => {
  const items = await queryUntil(
    table,
    { index: INDEX.list, condition: 'listKey = :key', values: { ':key': UNNOTED } },
    { limit, fits: () => true },
  );
  return items.map(readDelivery);
};

/** Leaves it in the list when another attempt or another state has come since it was read. */
export const markNoted = async (table: Table, delivery: Delivery): Promise<void> => {
  await table.update(deliveryKey(delivery), {
    update: 'SET notedAttempts = :noted REMOVE listKey, listSort',
    expression: '#state = :state AND size(attempts) = :attempts',
    names: { '#state': 'state' },
    values: {
      ':state': delivery.state,
      ':attempts': delivery.attempts.length,
      ':noted': finalAttempts(delivery),
    },
  });
};
