/** The digest that told a delivery, in words. */
import type { Delivery, DeliveryState } from '../delivery/delivery.ts';
import { type Beside, digestOf, toneOfDelivery } from './delivery-fate.ts';
import type { ShownDigest, ShownProgress, Worded } from './contract.ts';
import { describeAttempt, sayDeliveryState } from './describe-attempt.ts';
import { showLink, showText } from './show-text.ts';

/** What a reader is told of the notice; the digest itself is shown below it. */
const STATE_WORDS: Readonly<Record<DeliveryState, string>> = {
  pending: 'waits in a digest',
  'in-progress': 'its digest is being sent',
  sent: 'told in a digest',
  rejected: 'its digest was rejected',
  digested: 'taken into a digest',
  gathering: 'its digest is being put together',
};

const sayState = (delivery: Delivery, beside: Beside): Worded<DeliveryState> => {
  if (delivery.state !== 'digested') return sayDeliveryState(delivery.state);
  const digest = digestOf(delivery, beside);
  return { code: 'digested', words: STATE_WORDS[digest?.state ?? 'digested'] };
};

/** How far a delivery has come; a digested one as far as its digest. */
export const projectProgress = (delivery: Delivery, beside: Beside): ShownProgress => {
  const url = showLink(delivery.url);
  return {
    state: sayState(delivery, beside),
    tone: toneOfDelivery(delivery, beside),
    attempts: delivery.attempts.map((attempt) => describeAttempt(delivery.channel, attempt)),
    ...(delivery.state === 'pending' ? { nextTryAt: delivery.dueAt } : {}),
    ...(delivery.reference === undefined ? {} : { reference: showText(delivery.reference) }),
    ...(url === undefined ? {} : { url }),
  };
};

/** "together with 19 other notices"; while it is gathered its members are only meant to be in it. */
export const sayTogether = ({ state, members = [] }: Delivery): string => {
  const others = members.length - 1;
  if (state === 'gathering' || others < 0) return 'together with other notices';
  if (others === 0) return 'alone: the other notices were sent by themselves';
  return `together with ${others} other ${others === 1 ? 'notice' : 'notices'}`;
};

/** When a delivery was accepted. */
const sentAt = ({ attempts }: Delivery): string | undefined => {
  const sent = attempts.find(({ outcome }) => outcome?.kind === 'sent');
  return sent?.endedAt ?? sent?.startedAt;
};

/** `undefined` when the delivery is in none, or the history did not find it. */
export const projectDigest = (delivery: Delivery, beside: Beside): ShownDigest | undefined => {
  const digest = digestOf(delivery, beside);
  if (digest === undefined) return undefined;
  const at = sentAt(digest);
  return {
    ...projectProgress(digest, beside),
    digestId: showText(digest.accessId),
    words: sayTogether(digest),
    ...(at === undefined ? {} : { sentAt: at }),
  };
};
