/** Every minute: whatever waits and is due is taken up again, and the sweep says that it lives. */
import { accessFromHalf } from '../access/join-switch-role.ts';
import type { SwitchRoleHalf } from '../access/switch-role-half.ts';
import { parseIso } from '../kernel/clock.ts';
import { defaultRoute, routeForRole } from '../policy/decide-route.ts';
import { findDesignatedByName } from '../policy/designated-role.ts';
import { joinHalf } from './keep-or-join-half.ts';
import { type RecordEffects, recordAccess } from './record-event.ts';

/** Of one destination; more than this waits for the next minute: a wake-up costs a queue message each. */
const AT_ONCE = 500;

export interface PendingSweep {
  readonly woken: number;
  readonly halvesJoined: number;
  readonly halvesRung: number;
  readonly halvesFailed: number;
}

/** Wakes unsettled deliveries that are due, and settles the SwitchRole records whose 15 minutes are over. */
export const sweepPending = async (effects: RecordEffects): Promise<PendingSweep> => {
  const now = effects.clock.now();
  const pending = await effects.ledger.pending(now.toISOString(), AT_ONCE);
  if (pending.length > 0) await effects.wake(pending);
  const oldest = parseIso((await effects.ledger.oldestOpened()) ?? '') ?? now;
  effects.metrics.count('DeliveryPending', pending.length);
  effects.metrics.seconds('DeliveryOldestPendingAge', Math.max(0, now.getTime() - oldest.getTime()) / 1000);
  const halves = await settleHalves(effects);
  effects.metrics.count('SweepCompleted');
  return { woken: pending.length, ...halves };
};

/** One half that cannot be settled must not keep the others waiting; it is due again next minute. */
const settleHalves = async (
  effects: RecordEffects,
): Promise<{ readonly halvesJoined: number; readonly halvesRung: number; readonly halvesFailed: number }> => {
  const counted = { halvesJoined: 0, halvesRung: 0, halvesFailed: 0 };
  for (const { half } of await effects.history.halvesDue(effects.clock.now().toISOString(), AT_ONCE)) {
    try {
      counted[await settleHalf(effects, half)] += 1;
    } catch (cause) {
      counted.halvesFailed += 1;
      effects.logger.error('switch-not-settled', { eventId: half.eventId }, cause);
    }
  }
  return counted;
};

/** Joins a half whose access was recorded meanwhile; one whose access never came is an access of its own. */
const settleHalf = async (
  effects: RecordEffects,
  half: SwitchRoleHalf,
): Promise<'halvesJoined' | 'halvesRung'> => {
  const joined = await joinHalf(effects, half);
  if (!joined) {
    const designated = findDesignatedByName(effects.policy, half.accountId, half.roleName);
    const route =
      designated === undefined ? defaultRoute(effects.policy) : routeForRole(effects.policy, designated);
    const judged = { access: accessFromHalf(half), route, foundBy: 'event' as const };
    await recordAccess(effects, designated === undefined ? judged : { ...judged, designated });
  }
  await effects.history.releaseHalf(half);
  return joined ? 'halvesJoined' : 'halvesRung';
};
