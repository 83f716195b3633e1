/**
 * Open, claim, settle: each one conditional write. The SDK repeats a write whose answer was lost, so each step knows its
 * own earlier success from somebody else's.
 */
import { type Attempt, type Delivery, keyOf, type NewDelivery } from '../delivery/delivery.ts';
import type { DeliveryKey } from '../delivery/delivery.ts';
import { isDoubtful } from '../delivery/doubt.ts';
import { type Claim, type Claimed, LEASE_SECONDS, type PendingDelivery } from '../delivery/ledger.ts';
import type { Outcome } from '../delivery/outcome.ts';
import { isoAfter } from '../kernel/clock.ts';
import { compact } from '../kernel/json.ts';
import { assignFields } from './assign-fields.ts';
import type { StepEffects } from './ledger-effects.ts';
import { readDelivery } from './read-delivery.ts';
import type { Item } from './table.ts';
import { deliveryKey, dueKeyOfDelivery, dueSortOfDelivery, UNNOTED, unnotedSort } from './table-keys.ts';

/** `undefined` when the delivery was there already. */
export const openDelivery = async (
  { table, clock }: StepEffects,
  delivery: NewDelivery,
): Promise<PendingDelivery | undefined> => {
  const createdAt = clock.now().toISOString();
  const openToken = clock.newId();
  const stored: Delivery = {
    ...delivery,
    schemaVersion: 1,
    state: 'pending',
    createdAt,
    dueAt: createdAt,
    attempts: [],
  };
  const written = await table.put(
    { ...stored, ...deliveryKey(delivery), ...queuedAt(stored, createdAt), openToken },
    { expression: 'attribute_not_exists(pk)' },
  );
  const isOurs = written.kind === 'written' || written.item?.['openToken'] === openToken;
  return isOurs ? { ...keyOf(delivery), dueAt: createdAt, importance: delivery.importance } : undefined;
};

const queuedAt = (delivery: Delivery, dueAt: string): Item => ({
  dueKey: dueKeyOfDelivery(delivery.destinationId),
  dueSort: dueSortOfDelivery(delivery, delivery.importance, dueAt),
});

/** The place in the queue stays as it is: only the delivery itself knows its rank, and readers look at the lease. */
export const claimDelivery = async ({ table, clock }: StepEffects, key: DeliveryKey): Promise<Claim> => {
  const now = clock.now();
  const token = clock.newId();
  const claimed = await table.update(deliveryKey(key), {
    update:
      'SET #state = :inProgress, leaseUntil = :until, leaseToken = :token, ' +
      'attempts = list_append(attempts, :attempt)',
    expression: '(#state = :pending AND dueAt <= :now) OR (#state = :inProgress AND leaseUntil <= :now)',
    names: { '#state': 'state' },
    values: {
      ':inProgress': 'in-progress',
      ':pending': 'pending',
      ':now': now.toISOString(),
      ':until': isoAfter(now, LEASE_SECONDS),
      ':token': token,
      // The number is filled in when the attempts are read: the list's order is the count.
      ':attempt': [{ startedAt: now.toISOString() }],
    },
  });
  if (claimed.kind === 'written') return claimOf(claimed.item, token);
  return unclaimed(claimed.item, token);
};

const unclaimed = (item: Item | undefined, token: string): Claim => {
  if (item === undefined) return { kind: 'unknown' };
  if (item['leaseToken'] === token) return claimOf(item, token);
  switch (item['state']) {
    case 'pending':
    case 'gathering':
      return { kind: 'not-due', dueAt: String(item['dueAt']) };
    case 'in-progress':
      return { kind: 'in-progress', until: String(item['leaseUntil']) };
    default:
      return { kind: 'settled' };
  }
};

const claimOf = (item: Item, token: string): Claimed => {
  const delivery = readDelivery(item);
  return { kind: 'claimed', delivery, attempt: delivery.attempts.length, token };
};

export interface Settlement {
  readonly claim: Claimed;
  readonly outcome: Outcome;
  readonly dueAt: string | undefined;
}

export const settleDelivery = async (
  { table, clock }: StepEffects,
  settlement: Settlement,
): Promise<boolean> => {
  const { delivery, attempt, token } = settlement.claim;
  const now = clock.now().toISOString();
  const fields = assignFields({
    ...fieldsAfter(settlement, now),
    listKey: UNNOTED,
    listSort: unnotedSort(now, delivery),
  });
  const place = `attempts[${attempt - 1}]`;
  const leftIndex = settlement.outcome.kind === 'retry' ? '' : ', dueKey, dueSort';
  const settled = await table.update(deliveryKey(delivery), {
    update:
      `SET ${fields.text}, ${place}.endedAt = :now, ${place}.outcome = :outcome ` +
      `REMOVE leaseToken, leaseUntil${leftIndex}`,
    expression: '#state = :inProgress AND leaseToken = :token',
    names: fields.names,
    values: {
      ...fields.values,
      ':inProgress': 'in-progress',
      ':now': now,
      ':outcome': settlement.outcome,
      ':token': token,
    },
  });
  // Only the holder of a claim ends its attempt: when it has ended, it was this settlement.
  return settled.kind === 'written' || hasEnded(settled.item, attempt);
};

const fieldsAfter = ({ claim: { delivery }, outcome, dueAt }: Settlement, now: string): Item => {
  switch (outcome.kind) {
    case 'sent':
      // What the vendor gave us to find the message again by.
      return { state: 'sent', ...compact({ reference: outcome.reference, url: outcome.url }) };
    case 'rejected':
      return { state: 'rejected' };
    case 'retry': {
      const again = dueAt ?? now;
      const before = delivery.attempts.slice(0, -1);
      const isInDoubt = isDoubtful([...before, { number: before.length + 1, startedAt: now, outcome }]);
      return {
        state: 'pending',
        dueAt: again,
        dueSort: dueSortOfDelivery(delivery, delivery.importance, again),
        ...(isInDoubt ? { doubtful: true } : {}),
      };
    }
  }
};

const hasEnded = (item: Item | undefined, attempt: number): boolean => {
  const attempts = (item?.['attempts'] ?? []) as readonly Partial<Attempt>[];
  return attempts[attempt - 1]?.endedAt !== undefined;
};
