/** Every minute: whatever waits and is due is taken up again, and the sweep says that it lives. */
import { accessFromHalf } from '../access/join-switch-role.ts';
import { parseIso } from '../kernel/clock.ts';
import { defaultRoute, routeForRole } from '../policy/decide-route.ts';
import { findDesignatedByName } from '../policy/designated-role.ts';
import { joinHalf } from './keep-or-join-half.ts';
import { type RecordEffects, recordAccess } from './record-event.ts';

/** More than this waits for the next minute: a wake-up costs a queue message each. */
const AT_ONCE = 500;

export interface PendingSweep {
  readonly woken: number;
  readonly halvesJoined: number;
  readonly halvesRung: number;
}

/** Wakes unsettled deliveries that are due, and settles the SwitchRole records whose 15 minutes are over. */
export const sweepPending = async (effects: RecordEffects): Promise<PendingSweep> => {
  const halves = await settleHalves(effects);
  const now = effects.clock.now();
  const pending = await effects.ledger.pending(now.toISOString(), AT_ONCE);
  if (pending.length > 0) await effects.wake(pending);
  const oldest = pending.map(({ dueAt }) => parseIso(dueAt)?.getTime() ?? now.getTime());
  effects.metrics.count('DeliveryPending', pending.length);
  effects.metrics.seconds(
    'DeliveryOldestPendingAge',
    Math.max(0, now.getTime() - Math.min(now.getTime(), ...oldest)) / 1000,
  );
  effects.metrics.count('SweepCompleted');
  return { woken: pending.length, ...halves };
};

/** Joins a half whose access was recorded meanwhile; one whose access never came is an access of its own. */
const settleHalves = async (
  effects: RecordEffects,
): Promise<{ readonly halvesJoined: number; readonly halvesRung: number }> => {
  let [halvesJoined, halvesRung] = [0, 0];
  for (const { half } of await effects.history.halvesDue(effects.clock.now().toISOString(), AT_ONCE)) {
    if (await joinHalf(effects, half)) halvesJoined += 1;
    else {
      const designated = findDesignatedByName(effects.policy, half.accountId, half.roleName);
      const route =
        designated === undefined ? defaultRoute(effects.policy) : routeForRole(effects.policy, designated);
      const judged = { access: accessFromHalf(half), route, foundBy: 'event' as const };
      await recordAccess(effects, designated === undefined ? judged : { ...judged, designated });
      halvesRung += 1;
    }
    await effects.history.releaseHalf(half);
  }
  return { halvesJoined, halvesRung };
};
