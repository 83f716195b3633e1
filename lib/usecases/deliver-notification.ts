/**
 * One wake-up: claim the delivery, send, settle. Two calls to the ledger and one to the vendor; what a refusal or a
 * failing destination costs comes on top.
 */
import type { Destination } from '../delivery/channel.ts';
import { backOffSeconds, concludeAttempt, MOST_ATTEMPTS } from '../delivery/back-off.ts';
import type { DeliveryKey } from '../delivery/delivery.ts';
import type { DestinationHealth } from '../delivery/destination-health.ts';
import type { Claim, Claimed, Ledger, WakeDeliveries } from '../delivery/ledger.ts';
import type { Outcome } from '../delivery/outcome.ts';
import { type Clock, isoAfter, parseIso } from '../kernel/clock.ts';
import type { Logger, Metrics } from '../kernel/logger.ts';
import type { Policy } from '../policy/policy.ts';
import { noteHealth } from './note-health.ts';
import { redirectRejected } from './redirect-rejected.ts';
import { reportAttempt } from './report-attempt.ts';
import { sendOrEdit } from './send-or-edit.ts';
import { wakeUp } from './wake-up.ts';
import type { HowToDeliver, WakeUpResult } from './queued-wake-up.ts';

export interface DeliverEffects {
  readonly ledger: Ledger;
  readonly health: DestinationHealth;
  /** Failures in a row by destination, as this process has seen them: made once, kept as long as it lives. */
  readonly streaks: Map<string, number>;
  /** By destination: until when (ISO 8601) this process marked it as down. Kept like `streaks`. */
  readonly leftAlone: Map<string, string>;
  /**
   * `undefined` when the configuration no longer has it, or its settings no longer open. The built-in one for the
   * operator (lib/delivery/operator.ts) is among them.
   */
  readonly destination: (id: string) => Destination | undefined;
  /** Names fallbacks and their channels. */
  readonly policy: Policy;
  readonly wake: WakeDeliveries;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Base URL of the history page, without a slash at its end. */
  readonly historyUrl: string;
}

export const deliverNotification = async (
  effects: DeliverEffects,
  key: DeliveryKey,
  how: HowToDeliver = {},
): Promise<WakeUpResult> => {
  const claim = await effects.ledger.claim(key);
  return claim.kind === 'claimed' ? sendAndSettle(effects, claim, how) : unclaimed(effects, key, claim);
};

/** "In progress" is never swallowed: if its holder has died, this wake-up is the one that tells. */
const unclaimed = (
  { clock, logger }: DeliverEffects,
  key: DeliveryKey,
  claim: Exclude<Claim, Claimed>,
): WakeUpResult => {
  switch (claim.kind) {
    case 'settled':
      return { kind: 'done', idle: true };
    case 'unknown':
      logger.warn('delivery-unknown', { ...key });
      return { kind: 'done', idle: true };
    case 'in-progress':
      return { kind: 'later', seconds: secondsUntil(clock, claim.until) + 1, code: claim.kind, idle: true };
    case 'not-due':
      return { kind: 'later', seconds: secondsUntil(clock, claim.dueAt), code: claim.kind, idle: true };
  }
};

const sendAndSettle = async (
  effects: DeliverEffects,
  claim: Claimed,
  how: HowToDeliver,
): Promise<WakeUpResult> => {
  // A refusal of ours says nothing about the destination's health; the answer does.
  const answer = claim.attempt > MOST_ATTEMPTS ? UNTRIED : await sendOrEdit(effects, claim.delivery);
  const outcome = concludeAttempt(answer, claim.attempt);
  // Before the refusal is noted: whoever dies in between refuses again, and nobody stays untold.
  const redirected = outcome.kind === 'rejected' ? await redirectRejected(effects, claim, outcome) : [];
  const seconds = pauseAfter(effects, claim, answer);
  const dueAt =
    seconds === undefined || outcome.kind !== 'retry' ? undefined : isoAfter(effects.clock.now(), seconds);
  await effects.ledger.settle(claim, outcome, dueAt);
  // The destination was not even asked: nothing is known of it, and it needs no rest.
  if (outcome.kind === 'sent' && outcome.unsaid === true) return { kind: 'done', idle: true };
  const health = await noteHealth(effects, claim, {
    outcome: answer,
    pause: seconds ?? 0,
    probe: how.probe ?? false,
  });
  reportAttempt(effects, claim, outcome);
  await wakeUp(effects, redirected);
  return seconds === undefined || outcome.kind !== 'retry'
    ? { kind: 'done' }
    : { kind: 'later', seconds, code: outcome.code, ...(health === 'down' && { down: true }) };
};

/** Its attempts died before they could end, the last one too: another would be no different. */
const UNTRIED: Outcome = { kind: 'retry', code: 'unexpected' };

const pauseAfter = ({ clock }: DeliverEffects, claim: Claimed, outcome: Outcome): number | undefined =>
  outcome.kind === 'retry' ? backOffSeconds(outcome, claim.attempt, clock.random()) : undefined;

/** Negative when the moment has passed. */
const secondsUntil = (clock: Clock, iso: string): number =>
  ((parseIso(iso)?.getTime() ?? 0) - clock.now().getTime()) / 1000;
