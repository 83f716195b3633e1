/**
 * A destination refuses for good: the owner's fallback is told instead, and the operator, once an hour and destination.
 * Opening is idempotent, so that a refusal that is repeated after a crash tells nobody twice.
 */
import { type Delivery, keyOf, type NewDelivery } from '../delivery/delivery.ts';
import type { Claimed, Ledger, PendingDelivery } from '../delivery/ledger.ts';
import { OPERATOR_CHANNEL, OPERATOR_DESTINATION } from '../delivery/operator.ts';
import type { Rejected } from '../delivery/outcome.ts';
import type { Clock } from '../kernel/clock.ts';
import { compact } from '../kernel/json.ts';
import { composeRefused, meantFor } from '../notification/compose-operator.ts';
import type { Policy } from '../policy/policy.ts';

interface Effects {
  readonly ledger: Pick<Ledger, 'open' | 'find'>;
  readonly policy: Policy;
  readonly clock: Clock;
  readonly historyUrl: string;
}

/** Opens what stands in for a refused delivery; answers what was opened, to be woken once the refusal is settled. */
export const redirectRejected = async (
  effects: Effects,
  { delivery }: Claimed,
  outcome: Rejected,
): Promise<readonly PendingDelivery[]> => {
  // Nobody is left to be told that the operator cannot be told: metrics and alarms say so.
  if (delivery.destinationId === OPERATOR_DESTINATION) return [];
  const untold = await toldBy(effects.ledger, delivery);
  return effects.ledger.open([
    ...untold.flatMap((one) => fallbackFor(effects.policy, one, outcome)),
    operatorNotice(effects, delivery, outcome),
  ]);
};

/** What the delivery would have told: itself, or the members of a digest, which may belong to different owners. */
const toldBy = async (ledger: Pick<Ledger, 'find'>, delivery: Delivery): Promise<readonly Delivery[]> => {
  if (delivery.members === undefined) return [delivery];
  const members: Delivery[] = [];
  for (const key of delivery.members) {
    const member = await ledger.find(key);
    if (member !== undefined) members.push(member);
  }
  return members;
};

const fallbackFor = (policy: Policy, refused: Delivery, { code }: Rejected): readonly NewDelivery[] => {
  const { destinationId, insteadOf, owner, follows } = refused;
  // Where the first notice stands nobody misses an edit that nobody was to be told of.
  if (follows?.quiet === true) return [];
  const fallback = policy.owners.find(({ id }) => id === owner)?.fallback;
  if (fallback === undefined || fallback === destinationId || insteadOf !== undefined) return [];
  const channel = policy.destinations.find(({ id }) => id === fallback)?.channel ?? 'unknown';
  return [
    {
      ...keyOf(refused),
      destinationId: fallback,
      part: insteadOfPart(refused),
      channel,
      edition: refused.edition,
      importance: refused.importance,
      notification: meantFor(refused.notification, destinationId, code),
      why: `fallback of ${owner ?? 'the owner'}: ${destinationId} refuses`,
      ...compact({ owner }),
      insteadOf: destinationId,
    },
  ];
};

/** A later word that is refused must not be taken for the first notice, which stands in the same place. */
const insteadOfPart = ({ destinationId, part }: Delivery): string =>
  part === undefined ? `instead-of-${destinationId}` : `instead-of-${destinationId}.${part}`;

const operatorNotice = (
  { clock, historyUrl }: Effects,
  { destinationId, channel }: Delivery,
  { code, detail }: Rejected,
): NewDelivery => {
  const at = clock.now().toISOString();
  const noticeId = `operator.${destinationId}.${at.slice(0, 13)}`;
  const refusal = { noticeId, destinationId, channel, at, historyUrl, code, ...compact({ detail }) };
  const notification = composeRefused(refusal);
  return {
    accessId: noticeId,
    destinationId: OPERATOR_DESTINATION,
    channel: OPERATOR_CHANNEL,
    edition: notification.edition,
    importance: notification.importance,
    notification,
    why: `${destinationId} refuses`,
  };
};
