/** Refusals of one caller, counted whatever role they were for: exact repeats are counted by their window anyway. */
import { createHash } from 'node:crypto';
import { repeatedDenials } from '../access/observation-reasons.ts';
import type { Observation } from '../access/observations.ts';
import type { RoleAccess } from '../access/role-access.ts';
import type { AccessHistory } from '../history/access-history.ts';
import { type Clock, isoAfter } from '../kernel/clock.ts';
import type { Policy } from '../policy/policy.ts';

export interface CountEffects {
  readonly policy: Pick<Policy, 'repeatWindowMinutes'>;
  readonly history: Pick<AccessHistory, 'firstOfGroup' | 'currentOfGroup'>;
  readonly clock: Clock;
}

/** So many refusals within one window are no mistyping any more. */
const REPEATED_FROM = 5;
/** Where nothing is grouped. */
const WINDOW_MINUTES = 15;

/**
 * Says that a caller was refused again and again: by the fifth refusal within one window, and by each after it. Every
 * refusal holds one of five places for as long as the window lasts; a retry finds the place it holds already.
 */
export const countRefusals = async (
  { policy, history, clock }: CountEffects,
  { accountId, accessId, caller, outcome }: RoleAccess,
): Promise<readonly Observation[]> => {
  if (outcome !== 'denied' || caller.principalId === undefined) return [];
  const { principalId } = caller;
  const placeKey = (place: number): string => keyOf(accountId, caller.accountId, principalId, place);
  const minutes = policy.repeatWindowMinutes > 0 ? policy.repeatWindowMinutes : WINDOW_MINUTES;
  const repeated = [repeatedDenials({ count: REPEATED_FROM, minutes })];
  const now = clock.now();
  // In a storm one look at the last place is enough.
  if ((await history.currentOfGroup(placeKey(REPEATED_FROM), now.toISOString())) !== undefined)
    return repeated;
  const window = { from: now.toISOString(), to: isoAfter(now, minutes * 60) };
  for (let place = 1; place <= REPEATED_FROM; place += 1) {
    const held = await history.firstOfGroup(placeKey(place), accessId, window);
    if (held === undefined) return place === REPEATED_FROM ? repeated : [];
  }
  return repeated;
};

const keyOf = (accountId: string, home: string | undefined, principalId: string, place: number): string =>
  createHash('sha256')
    .update(JSON.stringify(['refused', accountId, home ?? '-', principalId, place]))
    .digest('hex');
