/** One wake-up: claim the delivery, send, settle. Two calls to the ledger and one to the vendor. */
import type { Destination } from '../delivery/channel.ts';
import { backOffSeconds } from '../delivery/back-off.ts';
import type { Delivery, DeliveryKey } from '../delivery/delivery.ts';
import { deliveryIdOf } from '../delivery/delivery.ts';
import { describeAttempt } from '../delivery/doubt.ts';
import type { Claim, Claimed, Ledger } from '../delivery/ledger.ts';
import type { Outcome } from '../delivery/outcome.ts';
import { type Clock, isoAfter, parseIso } from '../kernel/clock.ts';
import type { Logger, Metrics } from '../kernel/logger.ts';

export interface DeliverEffects {
  readonly ledger: Ledger;
  /** `undefined` when the configuration no longer has it, or its settings no longer open. */
  readonly destination: (id: string) => Destination | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** `done`: nothing is left to do for this wake-up. `later`: come back after so many seconds. */
export type WakeUpResult =
  | { readonly kind: 'done' }
  | { readonly kind: 'later'; readonly seconds: number; readonly code: string };

const DONE: WakeUpResult = { kind: 'done' };

export const deliverNotification = async (
  effects: DeliverEffects,
  key: DeliveryKey,
): Promise<WakeUpResult> => {
  const claim = await effects.ledger.claim(key);
  return claim.kind === 'claimed' ? sendAndSettle(effects, key, claim) : unclaimed(effects, key, claim);
};

/** "In progress" is never swallowed: if its holder has died, this wake-up is the one that tells. */
const unclaimed = (
  { clock, logger }: DeliverEffects,
  key: DeliveryKey,
  claim: Exclude<Claim, Claimed>,
): WakeUpResult => {
  switch (claim.kind) {
    case 'settled':
      return DONE;
    case 'unknown':
      logger.warn('delivery-unknown', { accessId: key.accessId, destinationId: key.destinationId });
      return DONE;
    case 'in-progress':
      return { kind: 'later', seconds: secondsUntil(clock, claim.until) + 1, code: 'in-progress' };
    case 'not-due':
      return { kind: 'later', seconds: secondsUntil(clock, claim.dueAt), code: 'not-due' };
  }
};

const sendAndSettle = async (
  effects: DeliverEffects,
  key: DeliveryKey,
  claim: Claimed,
): Promise<WakeUpResult> => {
  const outcome = await sendTo(effects.destination(key.destinationId), claim.delivery);
  const seconds =
    outcome.kind === 'retry' ? backOffSeconds(outcome, claim.attempt, effects.clock.random()) : undefined;
  const dueAt = seconds === undefined ? undefined : isoAfter(effects.clock.now(), seconds);
  await effects.ledger.settle(claim, outcome, dueAt);
  report(effects, claim, outcome);
  return seconds === undefined || outcome.kind !== 'retry'
    ? DONE
    : { kind: 'later', seconds, code: outcome.code };
};

const sendTo = async (destination: Destination | undefined, delivery: Delivery): Promise<Outcome> => {
  if (destination === undefined) return { kind: 'rejected', code: 'not-configured' };
  return destination.send(delivery.notification, describeAttempt(deliveryIdOf(delivery), delivery.attempts));
};

const report = ({ logger, metrics, clock }: DeliverEffects, claim: Claimed, outcome: Outcome): void => {
  const { accessId, destinationId, createdAt } = claim.delivery;
  const fields = { accessId, destinationId, attempt: claim.attempt };
  switch (outcome.kind) {
    case 'sent':
      metrics.count('DeliverySent');
      metrics.seconds('DeliveryDelay', Math.max(0, -secondsUntil(clock, createdAt)));
      return logger.info('delivery-sent', fields);
    case 'retry':
      metrics.count('DeliveryRetried');
      return logger.warn('delivery-retried', { ...fields, code: outcome.code, detail: outcome.detail });
    case 'rejected':
      metrics.count('DeliveryRejected');
      return logger.error('delivery-rejected', { ...fields, code: outcome.code, detail: outcome.detail });
  }
};

/** Negative when the moment has passed. */
const secondsUntil = (clock: Clock, iso: string): number =>
  ((parseIso(iso)?.getTime() ?? 0) - clock.now().getTime()) / 1000;
