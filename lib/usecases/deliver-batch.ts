/**
 * A batch of wake-ups from the FIFO queue, a group for each destination. Groups are worked side by side, each at its own
 * pace: a vendor that is slow to answer holds up nobody else's notices. A message that has to come back gives back only the rest of its own group, and all of them after the same
 * pause: messages merely reported as failed would stay invisible for the queue's whole visibility time-out.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
import type { Clock } from '../kernel/clock.ts';
import { lazily } from '../kernel/lazily.ts';
import type { BatchEffects, WakeUp } from './queued-wake-up.ts';
import { everythingNotDone, type Returned, whatComesBack } from './what-comes-back.ts';
import { beginGroup, destinationOf, type GroupWork, takeStep } from './work-group.ts';

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
  const askDown = lazily(() => effects.health.down());
  const groups = groupsOf(wakeUps).map((group) => beginGroup(group, askDown, effects.clock.now()));
  const failed = await Promise.all(groups.map((group) => workOff(effects, group)));
  return failed.flat();
};

/**
 * One group to its end, and the rest its destination needs after that. Never throws: the function would end while other
 * groups are still in the middle of a request.
 */
const workOff = async (effects: BatchEffects, group: GroupWork): Promise<readonly string[]> => {
  const returned = await returnedBy(effects, group);
  // Whoever comes back may be taken up at once, by another instance: not before the destination has rested.
  await waitUntil(effects.clock, group.freeAt);
  for (const { wakeUp, seconds } of returned) await postponeQuietly(effects, wakeUp.receiptHandle, seconds);
  return returned.map(({ wakeUp }) => wakeUp.messageId);
};

const returnedBy = async (effects: BatchEffects, group: GroupWork): Promise<readonly Returned[]> => {
  try {
    await takeSteps(effects, group);
    return await whatComesBack(effects, group);
  } catch (cause) {
    effects.logger.error('wake-ups-not-worked', { destinationId: destinationOf(group) }, cause);
    return everythingNotDone(group);
  }
};

/** One after the other, with a rest after each that asked the destination. */
const takeSteps = async (effects: BatchEffects, group: GroupWork): Promise<void> => {
  for (let more = true; more; ) {
    await waitUntil(effects.clock, group.freeAt);
    const startedAt = effects.clock.now().getTime();
    const step = await takeStep(effects, group);
    if (step.asked) group.freeAt = startedAt + PACE_MS;
    more = step.more;
  }
};

const groupsOf = (wakeUps: readonly WakeUp[]): readonly (readonly WakeUp[])[] => [
  ...wakeUps
    .reduce(
      (groups, wakeUp) => groups.set(wakeUp.groupId, [...(groups.get(wakeUp.groupId) ?? []), wakeUp]),
      new Map<string, readonly WakeUp[]>(),
    )
    .values(),
];

const waitUntil = async (clock: Clock, moment: number): Promise<void> => {
  const wait = moment - clock.now().getTime();
  if (wait > 0) await clock.sleep(wait);
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
