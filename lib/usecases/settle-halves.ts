/** Settles the SwitchRole records that wait: looked at once more after a minute, and rung when 15 minutes are over. */
import { accessFromHalf } from '../access/join-switch-role.ts';
import type { WaitingHalf } from '../history/access-history.ts';
import { defaultRoute, routeForRole } from '../policy/decide-route.ts';
import { findDesignatedByName } from '../policy/designated-role.ts';
import { joinHalf, ringsAt } from './keep-or-join-half.ts';
import { recordAccess } from './record-event.ts';
import type { RecordEffects } from './record-row.ts';

export interface SettledHalves {
  readonly halvesJoined: number;
  readonly halvesRung: number;
  readonly halvesFailed: number;
}

/** At most so many a minute. */
const AT_ONCE = 500;

/** One half that cannot be settled must not keep the others waiting; it is due again next minute. */
export const settleHalves = async (effects: RecordEffects): Promise<SettledHalves> => {
  const counted = { halvesJoined: 0, halvesRung: 0, halvesFailed: 0 };
  for (const waiting of await effects.history.halvesDue(effects.clock.now().toISOString(), AT_ONCE)) {
    try {
      const settled = await settleHalf(effects, waiting);
      if (settled !== 'waits') counted[settled] += 1;
    } catch (cause) {
      counted.halvesFailed += 1;
      effects.logger.error('switch-not-settled', { eventId: waiting.half.eventId }, cause);
    }
  }
  return counted;
};

/** Joins a half whose access was recorded meanwhile; one whose access never came is an access of its own. */
const settleHalf = async (
  effects: RecordEffects,
  waiting: WaitingHalf,
): Promise<'halvesJoined' | 'halvesRung' | 'waits'> => {
  const { half, foundBy } = waiting;
  const joined = await joinHalf(effects, half);
  if (joined === undefined && effects.clock.now().toISOString() < ringsAt(half)) {
    await effects.history.keepHalf({ ...waiting, dueAt: ringsAt(half) });
    return 'waits';
  }
  if (joined === undefined) {
    const designated = findDesignatedByName(effects.policy, half.accountId, half.roleName);
    const route =
      designated === undefined ? defaultRoute(effects.policy) : routeForRole(effects.policy, designated);
    const judged = { access: accessFromHalf(half), route, foundBy };
    const result = await recordAccess(effects, designated === undefined ? judged : { ...judged, designated });
    if (foundBy === 'sweep' && result === 'recorded') effects.metrics.count('SweepFoundMissed');
  }
  await effects.history.releaseHalf(half);
  return joined === undefined ? 'halvesRung' : 'halvesJoined';
};
