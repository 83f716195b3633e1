/** An access with everything that belongs to it: its partition, and the digests that told of it. */
import type { Delivery } from '../delivery/delivery.ts';
import type { AccessDetail } from '../history/access-history.ts';
import type { NotedEvent } from '../history/history-event.ts';
import { isEventItem, readEvent } from './dynamodb-events.ts';
import { readDelivery } from './read-delivery.ts';
import { readRow } from './read-row.ts';
import { type Item, queryAll, type Table } from './table.ts';
import { accessKey, deliveryKey } from './table-keys.ts';

/** Every item of the partition of an access, as it stands now. */
export const itemsOfAccess = (table: Table, accessId: string): Promise<readonly Item[]> =>
  queryAll(table, { condition: 'pk = :pk', values: { ':pk': accessKey(accessId).pk } });

/** `undefined` when it has no row, also when its tombstone is there. One call, and one for each digest. */
export const findAccess = async (table: Table, accessId: string): Promise<AccessDetail | undefined> => {
  const items = await itemsOfAccess(table, accessId);
  const row = items.find((item) => item['sk'] === 'row');
  if (row === undefined) return undefined;
  const deliveries = items.filter((item) => String(item['sk']).startsWith('delivery#')).map(readDelivery);
  const digests = await digestsOf(table, deliveries);
  const events = items.filter(isEventItem).map(readEvent).sort(asNoted);
  return { row: readRow(row), deliveries, events, ...(digests.length === 0 ? {} : { digests }) };
};

/** Two deliveries of one access may be told in the same digest. */
export const digestsOf = async (
  table: Table,
  deliveries: readonly Delivery[],
): Promise<readonly Delivery[]> => {
  const keys = new Map(
    deliveries.flatMap(({ destinationId, digestedIn }) => {
      if (digestedIn === undefined) return [];
      const key = deliveryKey({ accessId: digestedIn, destinationId });
      return [[`${key.pk} ${key.sk}`, key] as const];
    }),
  );
  // Queries, although each finds one item: the role of `history` may do nothing else.
  const found = await Promise.all(
    [...keys.values()].map(({ pk, sk }) =>
      queryAll(table, { condition: 'pk = :pk AND sk = :sk', values: { ':pk': pk, ':sk': sk } }),
    ),
  );
  return found.flat().map(readDelivery);
};

const asNoted = (one: NotedEvent, other: NotedEvent): number => {
  const [a, b] = [placeOf(one), placeOf(other)];
  return Number(a > b) - Number(a < b);
};

const placeOf = ({ notedAt, name }: NotedEvent): string => `${notedAt} ${name}`;
