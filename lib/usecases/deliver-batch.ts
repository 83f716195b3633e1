/**
 * A batch of wake-ups from the FIFO queue. A message that has to come back gives back only the rest of its own group,
 * and all of them after the same pause: messages merely reported as failed would stay invisible for the queue's whole
 * visibility time-out. https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
import type { DeliveryKey } from '../delivery/delivery.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Logger } from '../kernel/logger.ts';
import type { WakeUpResult } from './deliver-notification.ts';

export interface WakeUp {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly groupId: string;
  /** `undefined` when the message is none of ours: it goes the way of the dead letters. */
  readonly key: DeliveryKey | undefined;
}

export interface BatchEffects {
  readonly deliver: (key: DeliveryKey) => Promise<WakeUpResult>;
  /** Makes a message visible again after so many seconds. */
  readonly postpone: (receiptHandle: string, seconds: number) => Promise<void>;
  readonly remainingMs: () => number;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Longer pauses are not waited for in the queue: the ledger knows when, and the sweep wakes. */
const LONGEST_PAUSE_SECONDS = 60;
/** A request takes 5 s at most; asking first and sending then is two or three, claim and settle are quick. */
const TIME_FOR_ONE_MS = 15_000;
const PAUSE_AFTER_ERROR_SECONDS = 5;
/**
 * Between two messages to one destination: Slack takes one a second, and SNS suspends a mail subscription that gets more
 * than ten a second. The queue hands out a group's next batch only after this one has ended, so waiting at the end as
 * well keeps the pace across batches and instances, without asking anybody.
 */
const PACE_MS = 1_000;

/** Answers the ids of the messages that must come back. */
export const deliverBatch = async (
  effects: BatchEffects,
  wakeUps: readonly WakeUp[],
): Promise<readonly string[]> => {
  const held = new Map<string, number>();
  const failed: string[] = [];
  const taken = new Map<string, number>();
  for (const wakeUp of wakeUps) {
    const pause = held.get(wakeUp.groupId) ?? (await takePaced(effects, wakeUp, taken));
    if (pause === undefined) continue;
    held.set(wakeUp.groupId, pause);
    failed.push(wakeUp.messageId);
    await postponeQuietly(effects, wakeUp.receiptHandle, pause);
  }
  await waitUntil(effects.clock, Math.max(0, ...taken.values()) + PACE_MS);
  return failed;
};

/** As `takeOne`, but not sooner after the one before it in the same group than the pace allows. */
const takePaced = async (
  effects: BatchEffects,
  wakeUp: WakeUp,
  taken: Map<string, number>,
): Promise<number | undefined> => {
  const before = taken.get(wakeUp.groupId);
  if (before !== undefined) await waitUntil(effects.clock, before + PACE_MS);
  taken.set(wakeUp.groupId, effects.clock.now().getTime());
  return takeOne(effects, wakeUp);
};

const waitUntil = async (clock: Clock, moment: number): Promise<void> => {
  const wait = moment - clock.now().getTime();
  if (wait > 0) await clock.sleep(wait);
};

/** Seconds after which the message must come back; `undefined` when it is done with. */
const takeOne = async (effects: BatchEffects, wakeUp: WakeUp): Promise<number | undefined> => {
  if (wakeUp.key === undefined) {
    effects.logger.error('wake-up-not-understood', { messageId: wakeUp.messageId });
    return PAUSE_AFTER_ERROR_SECONDS;
  }
  if (effects.remainingMs() < TIME_FOR_ONE_MS) return 0;
  try {
    const result = await effects.deliver(wakeUp.key);
    return result.kind === 'later' && result.seconds <= LONGEST_PAUSE_SECONDS ? result.seconds : undefined;
  } catch (cause) {
    effects.logger.error('delivery-not-settled', { ...wakeUp.key }, cause);
    return PAUSE_AFTER_ERROR_SECONDS;
  }
};

/** Failing to postpone only means that the message comes back later than it might. */
const postponeQuietly = async (
  { postpone, logger }: BatchEffects,
  receiptHandle: string,
  seconds: number,
): Promise<void> => {
  try {
    await postpone(receiptHandle, seconds);
  } catch (cause) {
    logger.warn('wake-up-not-postponed', { reason: cause instanceof Error ? cause.name : 'unknown' });
  }
};
