/** The delivery ledger on DynamoDB: every step is one conditional write. */
import type { Attempt, Delivery, DeliveryKey, NewDelivery } from '../delivery/delivery.ts';
import {
  type Claim,
  type Claimed,
  LEASE_SECONDS,
  type Ledger,
  type PendingDelivery,
} from '../delivery/ledger.ts';
import type { Outcome } from '../delivery/outcome.ts';
import { type Clock, isoAfter } from '../kernel/clock.ts';
import { compact } from '../kernel/json.ts';
import { deliveryKey, dueKeyOfDelivery, dueSort, INDEX } from './table-keys.ts';
import type { Item, Table } from './table.ts';

export interface LedgerEffects {
  readonly table: Table;
  readonly clock: Clock;
  /** Destinations of the present configuration. */
  readonly destinationIds: readonly string[];
}

export const dynamoDbLedger = (effects: LedgerEffects): Ledger => {
  const ask = askUnsettled(effects);
  return {
    open: async (deliveries) => {
      const opened = await Promise.all(deliveries.map((delivery) => openOne(effects, delivery)));
      return opened.filter((delivery) => delivery !== undefined);
    },
    claim: (key) => claimOne(effects, key),
    settle: (claim, outcome, dueAt) => settleOne(effects, { claim, outcome, dueAt }),
    pending: (dueBefore, limit) => pendingOf(ask, dueBefore, limit),
    oldestOpened: () => oldestOf(ask),
  };
};

const openOne = async (
  { table, clock }: LedgerEffects,
  delivery: NewDelivery,
): Promise<PendingDelivery | undefined> => {
  const createdAt = clock.now().toISOString();
  const { accessId, destinationId } = delivery;
  const stored: Delivery = {
    ...delivery,
    schemaVersion: 1,
    state: 'pending',
    createdAt,
    dueAt: createdAt,
    attempts: [],
  };
  const written = await table.put(
    {
      ...deliveryKey(delivery),
      dueKey: dueKeyOfDelivery(destinationId),
      dueSort: dueSort(createdAt, accessId),
      ...stored,
    },
    { expression: 'attribute_not_exists(pk)' },
  );
  return written.kind === 'written' ? { accessId, destinationId, dueAt: createdAt } : undefined;
};

const claimOne = async ({ table, clock }: LedgerEffects, key: DeliveryKey): Promise<Claim> => {
  const now = clock.now();
  const token = clock.newId();
  const until = isoAfter(now, LEASE_SECONDS);
  const claimed = await table.update(deliveryKey(key), {
    update:
      'SET #state = :inProgress, leaseUntil = :until, leaseToken = :token, dueSort = :dueSort, ' +
      'attempts = list_append(attempts, :attempt)',
    expression: '(#state = :pending AND dueAt <= :now) OR (#state = :inProgress AND leaseUntil <= :now)',
    names: { '#state': 'state' },
    values: {
      ':inProgress': 'in-progress',
      ':pending': 'pending',
      ':now': now.toISOString(),
      ':until': until,
      ':token': token,
      ':dueSort': dueSort(until, key.accessId),
      // The number is filled in when the attempts are read: the list's order is the count.
      ':attempt': [{ startedAt: now.toISOString() }],
    },
  });
  if (claimed.kind === 'written') return claimOf(claimed.item, token);
  return unclaimed(claimed.item, token);
};

const unclaimed = (item: Item | undefined, token: string): Claim => {
  if (item === undefined) return { kind: 'unknown' };
  // The SDK repeated a claim whose answer was lost: the condition failed on our own token.
  if (item['leaseToken'] === token) return claimOf(item, token);
  switch (item['state']) {
    case 'pending':
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

interface Settlement {
  readonly claim: Claimed;
  readonly outcome: Outcome;
  readonly dueAt: string | undefined;
}

const settleOne = async (
  { table, clock }: LedgerEffects,
  { claim, outcome, dueAt }: Settlement,
): Promise<boolean> => {
  const { delivery, attempt, token } = claim;
  const now = clock.now().toISOString();
  const again = outcome.kind === 'retry' ? (dueAt ?? now) : undefined;
  const given = Object.entries(givenByVendor(outcome));
  const settled = await table.update(deliveryKey(delivery), {
    update:
      `SET #state = :state, attempts[${attempt - 1}].endedAt = :now, attempts[${attempt - 1}].outcome = :outcome, ` +
      `settledToken = :token${given.map(([field]) => `, #${field} = :${field}`).join('')}` +
      (again === undefined
        ? ' REMOVE leaseToken, leaseUntil, dueKey, dueSort'
        : ', dueAt = :dueAt, dueSort = :dueSort REMOVE leaseToken, leaseUntil'),
    expression: '#state = :inProgress AND leaseToken = :token',
    names: { '#state': 'state', ...Object.fromEntries(given.map(([field]) => [`#${field}`, field])) },
    values: {
      ':state': outcome.kind === 'retry' ? 'pending' : outcome.kind,
      ':inProgress': 'in-progress',
      ':now': now,
      ':outcome': outcome,
      ':token': token,
      ...(again === undefined ? {} : { ':dueAt': again, ':dueSort': dueSort(again, delivery.accessId) }),
      ...Object.fromEntries(given.map(([field, value]) => [`:${field}`, value])),
    },
  });
  return settled.kind === 'written' || settled.item?.['settledToken'] === token;
};

/** What the vendor gave us to find the message again by. */
const givenByVendor = (outcome: Outcome): Readonly<Record<string, string>> =>
  outcome.kind === 'sent' ? compact({ reference: outcome.reference, url: outcome.url }) : {};

/** Unsettled deliveries of every known destination, those that are due earliest first; each page at most `limit`. */
type AskUnsettled = (question: {
  readonly dueBefore?: string;
  readonly limit: number;
}) => Promise<readonly Item[]>;

/**
 * Asks for every destination that was ever configured: one that left the configuration may still have deliveries
 * waiting, and they must end as rejected, not be forgotten.
 */
const askUnsettled = ({ table, destinationIds }: LedgerEffects): AskUnsettled => {
  let known: readonly string[] | undefined;
  return async ({ dueBefore, limit }) => {
    // The configuration is packaged with the code: remembering it once for each process is enough.
    known ??= await rememberDestinations(table, destinationIds);
    const pages = await Promise.all(
      known.map((destinationId) =>
        table.query({
          index: INDEX.due,
          condition: dueBefore === undefined ? 'dueKey = :key' : 'dueKey = :key AND dueSort <= :before',
          values: {
            ':key': dueKeyOfDelivery(destinationId),
            // `~` sorts after every character of an id, so that the moment itself is included.
            ...(dueBefore === undefined ? {} : { ':before': dueSort(dueBefore, '~') }),
          },
          limit,
        }),
      ),
    );
    return pages.flatMap(({ items }) => items);
  };
};

const pendingOf = async (
  ask: AskUnsettled,
  dueBefore: string,
  limit: number,
): Promise<readonly PendingDelivery[]> =>
  (await ask({ dueBefore, limit }))
    .map(readPending)
    .sort((one, other) => one.dueAt.localeCompare(other.dueAt));

/** Enough of each destination: what waits longest is due again within a quarter of an hour, so it comes early. */
const LOOKED_AT = 200;

const oldestOf = async (ask: AskUnsettled): Promise<string | undefined> =>
  (await ask({ limit: LOOKED_AT }))
    .map((item) => String(item['createdAt']))
    .sort()
    .at(0);

const rememberDestinations = async (table: Table, ids: readonly string[]): Promise<readonly string[]> => {
  if (ids.length === 0) return [];
  const key = { pk: 'destinations', sk: 'known' };
  const remembered = await table.update(key, { update: 'ADD ids :ids', values: { ':ids': new Set(ids) } });
  const known: unknown = remembered.kind === 'written' ? remembered.item['ids'] : undefined;
  return known instanceof Set ? [...known].map(String) : ids;
};

const readPending = (item: Item): PendingDelivery => ({
  accessId: String(item['accessId']),
  destinationId: String(item['destinationId']),
  dueAt: String(item['dueSort']).split('#')[0] ?? '',
});

/** A stored item as a delivery. Our own writing, so it is trusted; the numbers are the positions in the list. */
export const readDelivery = (item: Item): Delivery => {
  const { pk, sk, dueKey, dueSort: due, leaseToken, leaseUntil, settledToken, ...delivery } = item;
  const attempts = (item['attempts'] as readonly Omit<Attempt, 'number'>[]).map((attempt, index) => ({
    ...attempt,
    number: index + 1,
  }));
  return { ...(delivery as unknown as Delivery), attempts };
};
