/** The rows of a page with their deliveries, in as few calls as there can be: all keys are known beforehand. */
import type { Delivery } from '../delivery/delivery.ts';
import type { AccessDetail } from '../history/access-history.ts';
import type { AccessRow } from '../history/access-row.ts';
import type { PageReader } from '../history/page-reader.ts';
import { readDelivery } from './read-delivery.ts';
import { readRow } from './read-row.ts';
import { type Item, type Key, queryAll, type Table } from './table.ts';
import { accessKey, deliveryKey } from './table-keys.ts';

export const dynamoDbPages = (table: Table): PageReader => ({
  rows: (accessIds) => readPage(table, accessIds),
});

/**
 * For 50 rows three calls: the rows, the first notices of their routes, and the digests of those that are in one. A
 * notice that was refused costs one more, to see who was told instead.
 */
export const readPage = async (
  table: Table,
  accessIds: readonly string[],
): Promise<readonly AccessDetail[]> => {
  const rows = await rowsOf(table, accessIds);
  const { deliveries, digests } = await deliveriesOfRows(table, rows);
  return rows.map((row) => {
    const own = deliveries.filter(({ accessId }) => accessId === row.accessId);
    const told = digests.filter((digest) => own.some((delivery) => isToldIn(delivery, digest)));
    return { row, deliveries: own, ...(told.length === 0 ? {} : { digests: told }) };
  });
};

/** In the order of the ids, each once; what is not there is left out. */
export const rowsOf = async (table: Table, accessIds: readonly string[]): Promise<readonly AccessRow[]> => {
  const ids = [...new Set(accessIds)];
  const items = await getAll(table, ids.map(accessKey));
  const rows = new Map(items.map((item) => [String(item['pk']), readRow(item)]));
  return ids.flatMap((id) => rows.get(accessKey(id).pk) ?? []);
};

export interface Told {
  readonly deliveries: readonly Delivery[];
  /** That tell some of them. */
  readonly digests: readonly Delivery[];
}

/** First notices of the rows, and everything about a row of which one was refused: somebody was told instead. */
export const deliveriesOfRows = async (table: Table, rows: readonly AccessRow[]): Promise<Told> => {
  const keys = rows.flatMap(({ accessId, route }) =>
    route.legs.map(({ destinationId }) => deliveryKey({ accessId, destinationId })),
  );
  const firsts = (await getAll(table, distinct(keys))).map(readDelivery);
  const digests = await digestsOfAll(table, firsts);
  const refused = [...new Set(firsts.filter((first) => isRefused(first, digests)).map(idOf))];
  if (refused.length === 0) return { deliveries: firsts, digests };
  const all = (await Promise.all(refused.map((accessId) => everyDelivery(table, accessId)))).flat();
  const others = firsts.filter(({ accessId }) => !refused.includes(accessId));
  return { deliveries: [...others, ...all], digests: [...digests, ...(await digestsOfAll(table, all))] };
};

const idOf = ({ accessId }: Delivery): string => accessId;

/** By itself, or with the digest that was to tell it. */
const isRefused = (delivery: Delivery, digests: readonly Delivery[]): boolean =>
  delivery.state === 'rejected' ||
  digests.some((digest) => digest.state === 'rejected' && isToldIn(delivery, digest));

const everyDelivery = async (table: Table, accessId: string): Promise<readonly Delivery[]> => {
  const items = await queryAll(table, {
    condition: 'pk = :pk AND begins_with(sk, :delivery)',
    values: { ':pk': accessKey(accessId).pk, ':delivery': 'delivery#' },
  });
  return items.map(readDelivery);
};

const isToldIn = ({ digestedIn, destinationId }: Delivery, digest: Delivery): boolean =>
  digestedIn === digest.accessId && destinationId === digest.destinationId;

const digestsOfAll = async (table: Table, deliveries: readonly Delivery[]): Promise<readonly Delivery[]> => {
  const keys = deliveries.flatMap(({ digestedIn, destinationId }) =>
    digestedIn === undefined ? [] : [deliveryKey({ accessId: digestedIn, destinationId })],
  );
  return (await getAll(table, distinct(keys))).map(readDelivery);
};

const distinct = (keys: readonly Key[]): readonly Key[] => [
  ...new Map(keys.map((key) => [`${key.pk} ${key.sk}`, key])).values(),
];

/** As many as DynamoDB answers at once. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html */
const MOST_AT_ONCE = 100;

const getAll = async (table: Table, keys: readonly Key[]): Promise<readonly Item[]> => {
  const slices = Array.from({ length: Math.ceil(keys.length / MOST_AT_ONCE) }, (_each, index) =>
    keys.slice(index * MOST_AT_ONCE, (index + 1) * MOST_AT_ONCE),
  );
  return (await Promise.all(slices.map((slice) => table.getEach(slice)))).flat();
};
