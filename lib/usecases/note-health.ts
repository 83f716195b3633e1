/** After an attempt: notes that its destination is down, or back. */
import type { DestinationHealth } from '../delivery/destination-health.ts';
import { countsAsDown, failuresAmong, isItsFault, showsDown } from '../delivery/failures.ts';
import type { Claimed } from '../delivery/ledger.ts';
import type { Outcome, Retry } from '../delivery/outcome.ts';
import { type Clock, isoAfter } from '../kernel/clock.ts';
import type { Logger } from '../kernel/logger.ts';

interface Effects {
  readonly health: DestinationHealth;
  readonly streaks: Map<string, number>;
  readonly leftAlone: Map<string, string>;
  readonly clock: Clock;
  readonly logger: Logger;
}

export interface Ended {
  readonly outcome: Outcome;
  /** Seconds until the next attempt, after a `retry`. */
  readonly pause: number;
  /** The destination was known to be down before. */
  readonly probe: boolean;
}

type Noted = 'down' | 'up' | 'as-before';

/**
 * Answers what was noted. A destination that was down is back when the probe gets an answer, or a delivery that had failed
 * there: also a refusal, because whatever waits there must be refused soon and go to a fallback.
 * Never throws: the delivery is settled, and the next probe of the sweep finds out the same.
 */
export const noteHealth = async (effects: Effects, claim: Claimed, ended: Ended): Promise<Noted> => {
  try {
    return await noteOnce(effects, claim, ended);
  } catch (cause) {
    const { destinationId } = claim.delivery;
    effects.logger.error('destination-health-not-noted', { destinationId }, cause);
    return 'as-before';
  }
};

const noteOnce = async (
  effects: Effects,
  claim: Claimed,
  { outcome, pause, probe }: Ended,
): Promise<Noted> => {
  const { health, streaks, leftAlone, logger } = effects;
  const { destinationId, attempts } = claim.delivery;
  const before = attempts.slice(0, -1);
  if (outcome.kind === 'retry') {
    const inARow = streaks.get(destinationId) ?? 0;
    if (countsAsDown(outcome)) streaks.set(destinationId, inARow + 1);
    const down = (probe && isItsFault(outcome)) || showsDown(outcome, { before, inARow, pause });
    if (down) await markDown(effects, claim, { outcome, pause });
    return down ? 'down' : 'as-before';
  }
  streaks.delete(destinationId);
  if (!probe && failuresAmong(before).length === 0) return 'as-before';
  leftAlone.delete(destinationId);
  await health.markUp(destinationId);
  logger.info('destination-up', { destinationId });
  return 'up';
};

const markDown = async (
  { health, leftAlone, clock, logger }: Effects,
  { delivery }: Claimed,
  { outcome, pause }: { readonly outcome: Retry; readonly pause: number },
): Promise<void> => {
  const { destinationId, attempts } = delivery;
  const now = clock.now();
  const [first] = [...failuresAmong(attempts), ...attempts.slice(-1)];
  const since = first?.startedAt ?? now.toISOString();
  const nextTryAt = isoAfter(now, pause);
  leftAlone.set(destinationId, nextTryAt);
  await health.markDown({ destinationId, since, nextTryAt, code: outcome.code });
  logger.warn('destination-down', { destinationId, since, nextTryAt, code: outcome.code });
};
