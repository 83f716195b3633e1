/**
 * Sends a delivery; a later word about a notice edits the notice where the vendor can. It waits until the notice itself
 * has arrived: nobody should read that something repeated which he was not told.
 */
import type { DeliveryAttempt, Destination } from '../delivery/channel.ts';
import { type Delivery, deliveryIdOf } from '../delivery/delivery.ts';
import { describeAttempt } from '../delivery/doubt.ts';
import type { Ledger } from '../delivery/ledger.ts';
import type { Outcome } from '../delivery/outcome.ts';

interface Effects {
  readonly ledger: Pick<Ledger, 'find'>;
  readonly destination: (id: string) => Destination | undefined;
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
  if (destination === undefined) return { kind: 'rejected', code: 'not-configured' };
  const attempt = describeAttempt(deliveryIdOf(delivery), delivery.attempts);
  return delivery.follows === undefined
    ? destination.send(delivery.notification, attempt)
    : sendLaterWord(effects, destination, { delivery, edited: delivery.follows.edited, attempt });
};

interface LaterWord {
  readonly delivery: Delivery;
  readonly edited: Delivery['notification'];
  readonly attempt: DeliveryAttempt;
}

const sendLaterWord = async (
  { ledger }: Effects,
  destination: Destination,
  { delivery, edited, attempt }: LaterWord,
): Promise<Outcome> => {
  const { accessId, destinationId, notification } = delivery;
  const first = await ledger.find({ accessId, destinationId });
  if (first !== undefined && !(await isOver(ledger, first))) return FIRST_NOT_SENT;
  return first?.state === 'sent' && first.reference !== undefined && destination.update !== undefined
    ? destination.update(first.reference, { edited, news: notification }, attempt)
    : destination.send(notification, attempt);
};

/** Told, by itself or in a digest, or refused: its later words wait for nothing any more. */
const isOver = async (ledger: Pick<Ledger, 'find'>, first: Delivery): Promise<boolean> => {
  if (first.state !== 'digested') return first.state === 'sent' || first.state === 'rejected';
  if (first.digestedIn === undefined) return true;
  const digest = await ledger.find({ accessId: first.digestedIn, destinationId: first.destinationId });
  return digest === undefined || digest.state === 'sent' || digest.state === 'rejected';
};
