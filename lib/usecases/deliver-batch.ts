/**
 * A batch of wake-ups from the FIFO queue, a group for each destination. Groups take turns: while one rests, the next
 * one sends. A message that has to come back gives back only the rest of its own group, and all of them after the same
 * pause: messages merely reported as failed would stay invisible for the queue's whole visibility time-out.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
import type { Clock } from '../kernel/clock.ts';
import { lazily } from '../kernel/lazily.ts';
import type { BatchEffects, WakeUp } from './queued-wake-up.ts';
import { whatComesBack } from './what-comes-back.ts';
import { beginGroup, type GroupWork, takeStep } from './work-group.ts';

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
  await takeTurns(effects, groups);
  const failed: string[] = [];
  for (const group of groups) {
    for (const { wakeUp, seconds } of await whatComesBack(effects, group)) {
      failed.push(wakeUp.messageId);
      await postponeQuietly(effects, wakeUp.receiptHandle, seconds);
    }
  }
  await waitUntil(effects.clock, Math.max(0, ...groups.map(({ freeAt }) => freeAt)));
  return failed;
};

/** One step at a time, of the group that has rested longest. */
const takeTurns = async (effects: BatchEffects, groups: readonly GroupWork[]): Promise<void> => {
  const open = new Set(groups);
  for (let group = nextOf(open); group !== undefined; group = nextOf(open)) {
    await waitUntil(effects.clock, group.freeAt);
    const startedAt = effects.clock.now().getTime();
    const step = await takeStep(effects, group);
    if (step.asked) group.freeAt = startedAt + PACE_MS;
    if (!step.more) open.delete(group);
  }
};

const nextOf = (groups: ReadonlySet<GroupWork>): GroupWork | undefined =>
  [...groups].reduce<GroupWork | undefined>(
    (first, group) => (first === undefined || group.freeAt < first.freeAt ? group : first),
    undefined,
  );

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
