/** Which destinations are down, on DynamoDB: one small partition. */
import type { DestinationHealth, DownDestination } from '../delivery/destination-health.ts';
import { assignFields } from './assign-fields.ts';
import { type Item, queryAll, type Table } from './table.ts';
import { HEALTH, healthKey } from './table-keys.ts';

export const dynamoDbHealth = (table: Table): DestinationHealth => ({
  down: async () => {
    const items = await queryAll(table, {
      condition: 'pk = :pk AND begins_with(sk, :prefix)',
      values: { ':pk': HEALTH.partition, ':prefix': HEALTH.prefix },
    });
    return items.filter((item) => item['since'] !== undefined).map(readDown);
  },
  markDown: (down) => markDown(table, down),
  markUp: (destinationId) => markUp(table, destinationId),
});

/** One call; a second one only when this failure is older than the one that was noted first. */
const markDown = async (table: Table, { since, ...latest }: DownDestination): Promise<void> => {
  const fields = assignFields(latest);
  const names = { ...fields.names, '#since': 'since' };
  const values = { ...fields.values, ':since': since };
  const kept = await table.update(healthKey(latest.destinationId), {
    update: `SET ${fields.text}, #since = if_not_exists(#since, :since)`,
    expression: 'attribute_not_exists(#since) OR #since <= :since',
    names,
    values,
  });
  if (kept.kind === 'written') return;
  await table.update(healthKey(latest.destinationId), {
    update: `SET ${fields.text}, #since = :since`,
    names,
    values,
  });
};

/** The item stays, empty: `deliver` calls this, and it may delete nothing in the table that holds the history. */
const markUp = async (table: Table, destinationId: string): Promise<void> => {
  await table.update(healthKey(destinationId), {
    update: 'REMOVE #since',
    expression: 'attribute_exists(#since)',
    names: { '#since': 'since' },
  });
};

/** Our own writing, so it is trusted. */
const readDown = (item: Item): DownDestination => {
  const { pk, sk, ...down } = item;
  return down as unknown as DownDestination;
};
