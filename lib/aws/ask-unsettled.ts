/** Questions about what is unsettled, answered by the due index: it may lag behind the deliveries by a moment. */
import { type Delivery, type DeliveryKey, deliveryIdOf } from '../delivery/delivery.ts';
import type { PendingDelivery } from '../delivery/ledger.ts';
import { compareBy } from '../kernel/compare-by.ts';
import type { LedgerEffects, StepEffects } from './ledger-effects.ts';
import {
  openedAt,
  PENDING_FIELDS,
  placeOf,
  readDelivery,
  readKey,
  readPending,
  readyAt,
} from './read-delivery.ts';
import { queryUntil } from './query-until.ts';
import type { Item, Table } from './table.ts';
import { DUE_RANKS, dueKeyOfDelivery, dueRange, INDEX, KNOWN_DESTINATIONS } from './table-keys.ts';

interface QueueQuestion {
  readonly destinationId: string;
  /** ISO 8601; absent: due or not. */
  readonly dueBefore?: string;
  readonly fits: (item: Item) => boolean;
  /** Reads the notices as well. */
  readonly whole?: boolean;
}

const FEW_FIELDS = {
  only: PENDING_FIELDS.map((field) => `#${field}`),
  names: Object.fromEntries(PENDING_FIELDS.map((field) => [`#${field}`, field])),
};

/** What stands in one rank of a destination's queue and fits, in its order, at most `limit`. */
const askRank = (
  table: Table,
  { destinationId, dueBefore, fits, whole }: QueueQuestion,
  { rank, limit }: { readonly rank: string; readonly limit: number },
): Promise<readonly Item[]> => {
  const { from, to } = dueRange(rank, dueBefore);
  return queryUntil(
    table,
    {
      index: INDEX.due,
      condition: 'dueKey = :key AND dueSort BETWEEN :from AND :to',
      values: { ':key': dueKeyOfDelivery(destinationId), ':from': from, ':to': to },
      ...(whole === true ? {} : FEW_FIELDS),
    },
    { limit, fits },
  );
};

/** Rank by rank until there are enough. */
const askQueue = async (table: Table, question: QueueQuestion, limit: number): Promise<readonly Item[]> => {
  const items: Item[] = [];
  for (const rank of DUE_RANKS) {
    if (items.length >= limit) break;
    items.push(...(await askRank(table, question, { rank, limit: limit - items.length })));
  }
  return items;
};

/** What was claimed keeps its place in the queue while it is held: only the lease tells. */
const isReady = (before: string) => (item: Item) => readyAt(item) <= before;

export const nextOf = async (
  { table, clock }: StepEffects,
  destinationId: string,
): Promise<DeliveryKey | undefined> => {
  const dueBefore = clock.now().toISOString();
  const fits = (item: Item) => item['state'] !== 'gathering' && isReady(dueBefore)(item);
  const [first] = await askQueue(table, { destinationId, dueBefore, fits }, 1);
  return first === undefined ? undefined : readKey(first);
};

export const waitingOf = async (
  table: Table,
  destinationId: string,
  limit: number,
): Promise<readonly Delivery[]> => {
  const fits = (item: Item) => item['state'] === 'pending';
  const waiting = await askQueue(table, { destinationId, fits, whole: true }, limit);
  return waiting
    .map(readDelivery)
    .sort(compareBy((delivery) => `${delivery.createdAt}#${deliveryIdOf(delivery)}`));
};

/** Answers every destination that was ever configured. */
export type KnownDestinations = () => Promise<readonly string[]>;

/**
 * One that left the configuration may still have deliveries waiting, and they must end as rejected, not be forgotten. The
 * configuration is packaged with the code: remembering it once for each process is enough.
 */
export const rememberDestinations = ({ table, destinationIds }: LedgerEffects): KnownDestinations => {
  let known: readonly string[] | undefined;
  return async () => {
    known ??= await addDestinations(table, destinationIds);
    return known;
  };
};

const addDestinations = async (table: Table, ids: readonly string[]): Promise<readonly string[]> => {
  if (ids.length === 0) return [];
  const remembered = await table.update(KNOWN_DESTINATIONS, {
    update: 'ADD ids :ids',
    values: { ':ids': new Set(ids) },
  });
  const known: unknown = remembered.kind === 'written' ? remembered.item['ids'] : undefined;
  return known instanceof Set ? [...known].map(String) : ids;
};

export const pendingOf = async (
  table: Table,
  destinationIds: readonly string[],
  { dueBefore, limit }: { readonly dueBefore: string; readonly limit: number },
): Promise<readonly PendingDelivery[]> => {
  const fits = isReady(dueBefore);
  const queues = await Promise.all(
    destinationIds.map((destinationId) => askQueue(table, { destinationId, dueBefore, fits }, limit)),
  );
  return [...queues.flat()].sort(compareBy(placeOf)).map(readPending);
};

/** Of each rank: one that was tried in vain goes back into the queue a few minutes further on, so it comes early. */
const LOOKED_AT = 250;

export const oldestOf = async (
  table: Table,
  destinationIds: readonly string[],
): Promise<string | undefined> => {
  const asked = destinationIds.flatMap((destinationId) =>
    DUE_RANKS.map((rank) => askRank(table, { destinationId, fits: () => true }, { rank, limit: LOOKED_AT })),
  );
  return (await Promise.all(asked)).flat().map(openedAt).sort().at(0);
};
