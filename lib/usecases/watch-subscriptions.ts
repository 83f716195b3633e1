/**
 * Every half hour: is every address of every topic confirmed? SNS sends nothing to one that is not, and says so to nobody:
 * an address that never clicked, one that got too much and was suspended, one whose reader unsubscribed. Then the operator
 * is told once a day, and the owner through the fallback, because the destination itself is what does not work.
 */
import type { NewDelivery } from '../delivery/delivery.ts';
import type { Ledger } from '../delivery/ledger.ts';
import { OPERATOR_CHANNEL, OPERATOR_DESTINATION } from '../delivery/operator.ts';
import type { SubscriptionsOf, TopicSubscription } from '../delivery/subscriptions.ts';
import { listAt } from '../kernel/json.ts';
import type { Metrics } from '../kernel/logger.ts';
import { composeUnconfirmed } from '../notification/compose-operator.ts';
import type { Policy } from '../policy/policy.ts';
import { type WakeEffects, wakeUp } from './wake-up.ts';

export interface WatchEffects extends WakeEffects {
  readonly policy: Policy;
  readonly ledger: Pick<Ledger, 'open'>;
  readonly subscriptionsOf: SubscriptionsOf;
  /** Of the topics the stack made, by destination; that of the operator among them. */
  readonly topicArns: Readonly<Record<string, string>>;
  readonly metrics: Metrics;
  readonly historyUrl: string;
}

export interface Watched {
  readonly topics: number;
  /** Addresses that get nothing. */
  readonly unconfirmed: number;
  /** Topics that could not be looked at. */
  readonly unknown: number;
}

export const watchSubscriptions = async (effects: WatchEffects): Promise<Watched> => {
  const total = { topics: 0, unconfirmed: 0, unknown: 0 };
  for (const [destinationId, topicArn] of Object.entries(effects.topicArns)) {
    try {
      const addresses = unreached(effects.policy, destinationId, await effects.subscriptionsOf(topicArn));
      total.topics += 1;
      total.unconfirmed += addresses;
      if (addresses > 0) await tell(effects, destinationId, addresses);
    } catch (cause) {
      total.unknown += 1;
      effects.logger.error('subscriptions-unknown', { destinationId }, cause);
    }
  }
  // Also when it is none, or the alarm would never end.
  effects.metrics.count('SubscriptionUnconfirmed', total.unconfirmed);
  return total;
};

/** How many addresses a published message does not reach. Who hears the alarms was decided when the stack was deployed. */
const unreached = (
  policy: Policy,
  destinationId: string,
  listed: readonly TopicSubscription[] = [],
): number => {
  const reached = new Set(listed.filter(({ confirmed }) => confirmed).map(lowerCase));
  if (destinationId !== OPERATOR_DESTINATION) {
    return addressesOf(policy, destinationId).filter((address) => !reached.has(address)).length;
  }
  const waiting = listed.filter(({ confirmed }) => !confirmed).length;
  return reached.size === 0 ? Math.max(1, waiting) : waiting;
};

const lowerCase = ({ endpoint }: TopicSubscription): string => endpoint.toLowerCase();

const addressesOf = ({ destinations }: Policy, destinationId: string): readonly string[] =>
  listAt(destinations.find(({ id }) => id === destinationId)?.settings, 'email').map((address) =>
    String(address).toLowerCase(),
  );

const tell = async (effects: WatchEffects, destinationId: string, addresses: number): Promise<void> => {
  const { clock, historyUrl, policy } = effects;
  const at = clock.now().toISOString();
  const noticeId = `operator.${destinationId}.${at.slice(0, 10)}`;
  const notification = composeUnconfirmed({ noticeId, destinationId, at, historyUrl, addresses });
  const to = (id: string, channel: string): NewDelivery => ({
    accessId: noticeId,
    destinationId: id,
    channel,
    edition: notification.edition,
    importance: notification.importance,
    notification,
    why: `addresses of ${destinationId} are not confirmed`,
  });
  const opened = await effects.ledger.open([
    to(OPERATOR_DESTINATION, OPERATOR_CHANNEL),
    ...fallbacksFor(policy, destinationId).map(({ id, channel }) => to(id, channel)),
  ]);
  effects.logger.warn('subscription-unconfirmed', { destinationId, addresses });
  await wakeUp(effects, opened);
};

/** Of the owners who read there, and of those whose clients do; for the operator's topic, of the default owner. */
const fallbacksFor = (policy: Policy, destinationId: string): Policy['destinations'] => {
  const clients = policy.clients.filter(({ destinations }) => destinations.includes(destinationId));
  const served = [...policy.accounts, ...policy.roles]
    .filter(({ client }) => clients.some(({ id }) => id === client))
    .map(({ owner }) => owner);
  const owners = policy.owners.filter(
    ({ id, destinations }) =>
      destinations.includes(destinationId) ||
      served.includes(id) ||
      (destinationId === OPERATOR_DESTINATION && id === policy.defaultOwner),
  );
  const fallbacks = new Set(owners.flatMap(({ fallback }) => fallback ?? []));
  return policy.destinations.filter(({ id }) => fallbacks.has(id) && id !== destinationId);
};
