/** Notes that records arrive, at most once a minute per process: a mark to measure silence by, not a count. */
import type { Clock } from '../kernel/clock.ts';
import type { Logger } from '../kernel/logger.ts';

export interface NoteSeenEffects {
  /** Writes the present moment to the mark of the last record. */
  readonly noteSeen?: () => Promise<void>;
  /** The same for the mark of the last heartbeat. */
  readonly noteHeartbeat?: () => Promise<void>;
  readonly clock: Clock;
  readonly logger: Logger;
}

const PAUSE_MS = 60_000;

/** When each mark was last written: one for a function's whole life. */
const noted = new WeakMap<() => Promise<void>, number>();

/** Never fails: a mark that is not written must not bring a recorded message back. */
export const noteRecordSeen = async ({ noteSeen, clock, logger }: NoteSeenEffects): Promise<void> => {
  const now = clock.now().getTime();
  if (noteSeen === undefined || Math.abs(now - (noted.get(noteSeen) ?? -Infinity)) < PAUSE_MS) return;
  noted.set(noteSeen, now);
  try {
    await noteSeen();
  } catch (cause) {
    logger.warn('seen-not-noted', { reason: cause instanceof Error ? cause.name : 'unknown' });
  }
};

/** Never fails; heartbeats are few. */
export const noteHeartbeatSeen = async ({ noteHeartbeat, logger }: NoteSeenEffects): Promise<void> => {
  try {
    await noteHeartbeat?.();
  } catch (cause) {
    logger.warn('seen-not-noted', { reason: cause instanceof Error ? cause.name : 'unknown' });
  }
};
