/**
 * Sends a delivery; a later word about a notice edits the notice where the vendor can. It waits until the notice itself
 * has arrived: nobody should read that something repeated which he was not told.
 */
import type { DeliveryAttempt, Destination } from '../delivery/channel.ts';
import { type Delivery, deliveryIdOf } from '../delivery/delivery.ts';
import { describeAttempt } from '../delivery/doubt.ts';
import type { Ledger } from '../delivery/ledger.ts';
import { type Outcome, UNSAID } from '../delivery/outcome.ts';
import { type Clock, isoAfter } from '../kernel/clock.ts';

interface Effects {
  readonly ledger: Pick<Ledger, 'find'>;
  readonly destination: (id: string) => Destination | undefined;
  readonly clock: Clock;
}

/** Longer than the longest pause in the queue: what waits there would hold up the destination's other notices. */
const ASK_AGAIN_SECONDS = 90;

const FIRST_NOT_SENT: Outcome = {
  kind: 'retry',
  code: 'first-not-sent',
  retryAfterSeconds: ASK_AGAIN_SECONDS,
};

/** `delivery` as it was claimed: the present attempt is the last. */
export const sendOrEdit = async (effects: Effects, delivery: Delivery): Promise<Outcome> => {
  const destination = effects.destination(delivery.destinationId);
  if (destination === undefined) return notConfigured(effects, delivery);
  const attempt = describeAttempt(deliveryIdOf(delivery), delivery.attempts);
  return delivery.follows === undefined
    ? destination.send(delivery.notification, attempt)
    : sendLaterWord(effects, destination, { delivery, follows: delivery.follows, attempt });
};

/**
 * In the middle of a deploy the functions are replaced one after the other: what is new to this one may be old to the one
 * that opened the delivery. So it is believed after a while only.
 */
const notConfigured = ({ clock }: Effects, { createdAt }: Delivery): Outcome =>
  createdAt > isoAfter(clock.now(), -DEPLOY_SECONDS)
    ? { kind: 'retry', code: 'refused-for-now', retryAfterSeconds: ASK_AGAIN_SECONDS }
    : { kind: 'rejected', code: 'not-configured' };
const DEPLOY_SECONDS = 15 * 60;

interface LaterWord {
  readonly delivery: Delivery;
  readonly follows: NonNullable<Delivery['follows']>;
  readonly attempt: DeliveryAttempt;
}

const sendLaterWord = async (
  { ledger }: Effects,
  destination: Destination,
  { delivery, follows: { edited, quiet, aloud, titles, after = [] }, attempt }: LaterWord,
): Promise<Outcome> => {
  const { accessId, destinationId, notification } = delivery;
  const first = await ledger.find({ accessId, destinationId });
  if (first !== undefined && !(await isOver(ledger, first))) return FIRST_NOT_SENT;
  if (first?.state !== 'sent' || first.reference === undefined || destination.update === undefined) {
    return quiet === true ? UNSAID : destination.send(notification, attempt);
  }
  // An edit that was composed earlier knows less: it must not come last and stay.
  for (const part of after) {
    const word = await ledger.find({ accessId, destinationId, part });
    if (word !== undefined && !(await isOver(ledger, word))) return FIRST_NOT_SENT;
  }
  const word = {
    edited,
    news: notification,
    ...(titles !== undefined && { titles }),
    ...(quiet === true && { quiet }),
    ...(aloud === true && { aloud }),
  };
  return destination.update(first.reference, word, attempt);
};

/** Told, by itself or in a digest, or refused: its later words wait for nothing any more. */
const isOver = async (ledger: Pick<Ledger, 'find'>, first: Delivery): Promise<boolean> => {
  if (first.state !== 'digested') return first.state === 'sent' || first.state === 'rejected';
  if (first.digestedIn === undefined) return true;
  const digest = await ledger.find({ accessId: first.digestedIn, destinationId: first.destinationId });
  return digest === undefined || digest.state === 'sent' || digest.state === 'rejected';
};
