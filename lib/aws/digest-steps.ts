/** A digest from its beginning to its end: each step one conditional write that is safe to repeat. */
import { beginDigest } from '../delivery/begin-digest.ts';
import { type Delivery, type DeliveryKey, keyOf } from '../delivery/delivery.ts';
import { GATHER_LEASE_SECONDS, type NewDigest, type PendingDelivery } from '../delivery/ledger.ts';
import { isoAfter } from '../kernel/clock.ts';
import { compact } from '../kernel/json.ts';
import type { Notification } from '../notification/notification.ts';
import { assignFields } from './assign-fields.ts';
import type { StepEffects } from './ledger-effects.ts';
import { readDelivery } from './read-delivery.ts';
import type { Table } from './table.ts';
import { deliveryKey, dueKeyOfDelivery, dueSortOfDelivery, UNNOTED, unnotedSort } from './table-keys.ts';

export const openDigest = async ({ table, clock }: StepEffects, digest: NewDigest): Promise<void> => {
  const delivery = beginDigest(digest, clock);
  await table.put(
    {
      ...delivery,
      ...deliveryKey(delivery),
      dueKey: dueKeyOfDelivery(delivery.destinationId),
      dueSort: dueSortOfDelivery(delivery, delivery.importance, delivery.dueAt),
      ...compact({ waitsSince: await openingOf(table, digest.members[0]) }),
    },
    { expression: 'attribute_not_exists(pk)' },
  );
};

/** Since when somebody has not been told does not change because it will be told in a digest. */
const openingOf = async (table: Table, oldest: DeliveryKey | undefined): Promise<string | undefined> => {
  const item = oldest === undefined ? undefined : await table.get(deliveryKey(oldest));
  return item === undefined ? undefined : readDelivery(item).createdAt;
};

/** Its place in the queue stays as it is: readers look at `dueAt`. */
export const resumeDigest = async (
  { table, clock }: StepEffects,
  key: DeliveryKey,
): Promise<Delivery | undefined> => {
  const now = clock.now();
  const token = clock.newId();
  const resumed = await table.update(deliveryKey(key), {
    update: 'SET dueAt = :until, leaseToken = :token',
    expression: '#state = :gathering AND dueAt <= :now',
    names: { '#state': 'state' },
    values: {
      ':gathering': 'gathering',
      ':now': now.toISOString(),
      ':until': isoAfter(now, GATHER_LEASE_SECONDS),
      ':token': token,
    },
  });
  const { item } = resumed;
  const isOurs =
    resumed.kind === 'written' || (item?.['state'] === 'gathering' && item['leaseToken'] === token);
  return isOurs && item !== undefined ? readDelivery(item) : undefined;
};

/** One that may have arrived is asked for at the vendor, not told again in a digest. */
export const moveIntoDigest = async (
  { table, clock }: StepEffects,
  member: DeliveryKey,
  digestId: string,
): Promise<Delivery | undefined> => {
  const fields = assignFields({
    state: 'digested',
    digestedIn: digestId,
    listKey: UNNOTED,
    listSort: unnotedSort(clock.now().toISOString(), member),
  });
  const moved = await table.update(deliveryKey(member), {
    update: `SET ${fields.text} REMOVE dueKey, dueSort`,
    expression: '#state = :pending AND attribute_not_exists(doubtful)',
    names: fields.names,
    values: { ...fields.values, ':pending': 'pending' },
  });
  const { item } = moved;
  const isThere =
    moved.kind === 'written' || (item?.['state'] === 'digested' && item['digestedIn'] === digestId);
  return isThere && item !== undefined ? readDelivery(item) : undefined;
};

export interface FinishedDigest {
  readonly key: DeliveryKey;
  readonly members: readonly DeliveryKey[];
  readonly notification: Notification;
}

export const finishDigest = async (
  { table, clock }: StepEffects,
  { key, members, notification }: FinishedDigest,
): Promise<PendingDelivery | undefined> => {
  const dueAt = clock.now().toISOString();
  const { importance } = notification;
  const token = clock.newId();
  const fields = assignFields({
    state: 'pending',
    members: members.map(keyOf),
    notification,
    importance,
    dueAt,
    dueSort: dueSortOfDelivery(key, importance, dueAt),
    finishToken: token,
  });
  const finished = await table.update(deliveryKey(key), {
    update: `SET ${fields.text} REMOVE leaseToken`,
    expression: '#state = :gathering',
    names: fields.names,
    values: { ...fields.values, ':gathering': 'gathering' },
  });
  const isOurs = finished.kind === 'written' || finished.item?.['finishToken'] === token;
  return isOurs ? { ...keyOf(key), dueAt, importance } : undefined;
};

export const dropDigest = (table: Table, key: DeliveryKey): Promise<void> =>
  table.remove(deliveryKey(key), {
    expression: '#state = :gathering',
    names: { '#state': 'state' },
    values: { ':gathering': 'gathering' },
  });
