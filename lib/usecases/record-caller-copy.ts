/** The copy that a partner's account forwarded: joined to the access it belongs to, or kept until that comes. */
import type { CallerCopy } from '../access/caller-copy.ts';
import { isoAfter, parseIso } from '../kernel/clock.ts';
import { joinCopy } from './join-caller-copy.ts';
import type { RecordEffects, RecordResult } from './record-row.ts';

export const recordCallerCopy = async (effects: RecordEffects, copy: CallerCopy): Promise<RecordResult> => {
  const { copies, clock } = effects;
  if (copies === undefined) return 'ignored';
  const joined = await joinCopy(effects, copy);
  if (joined !== undefined) return joined === 'already-there' ? 'already-there' : 'copy-joined';
  // Its access may be recorded at this moment, and not have found it: the sweep looks again.
  await copies.keep({ copy, dueAt: isoAfter(clock.now(), LOOK_AGAIN_SECONDS) });
  return 'copy-kept';
};

const LOOK_AGAIN_SECONDS = 60;
/** CloudTrail and EventBridge may be late, and the sweep that finds what they lost comes every half hour. */
const COPY_WAITS_SECONDS = 24 * 3600;

const AT_ONCE = 200;

export interface SettledCopies {
  readonly copiesJoined: number;
  /** Whose access never came. */
  readonly copiesGivenUp: number;
  readonly copiesFailed: number;
}

/** Every minute: copies whose access was recorded meanwhile. One that cannot be settled does not keep the others waiting. */
export const settleCopies = async (effects: RecordEffects): Promise<SettledCopies> => {
  const counted = { copiesJoined: 0, copiesGivenUp: 0, copiesFailed: 0 };
  const now = effects.clock.now();
  for (const copy of (await effects.copies?.due(now.toISOString(), AT_ONCE)) ?? []) {
    try {
      const settled = await settleCopy(effects, copy, now);
      if (settled !== undefined) counted[settled] += 1;
    } catch (cause) {
      counted.copiesFailed += 1;
      effects.logger.error('copy-not-settled', { eventId: copy.eventId }, cause);
    }
  }
  return counted;
};

const settleCopy = async (
  effects: RecordEffects,
  copy: CallerCopy,
  now: Date,
): Promise<'copiesJoined' | 'copiesGivenUp' | undefined> => {
  if ((await joinCopy(effects, copy)) !== undefined) {
    await effects.copies?.release(copy.sharedEventId);
    return 'copiesJoined';
  }
  const waited = (now.getTime() - (parseIso(copy.time)?.getTime() ?? 0)) / 1000;
  if (waited > COPY_WAITS_SECONDS) {
    effects.logger.warn('copy-without-access', { eventId: copy.eventId, accountId: copy.accountId });
    await effects.copies?.release(copy.sharedEventId);
    return 'copiesGivenUp';
  }
  // Less and less often: every few minutes in the first hour, then every hour.
  const again = Math.min(3600, Math.max(LOOK_AGAIN_SECONDS, waited / 4));
  await effects.copies?.keep({ copy, dueAt: isoAfter(now, again) });
  return undefined;
};
