/** The sign-in half of a console switch: evidence beside its AssumeRole record, or, if that never comes, an access. */
import {
  accessByCorrectedHalf,
  apartBy,
  belongsTogether,
  callerFromHalf,
  HALF_WAITS_SECONDS,
  type SwitchedSession,
} from '../access/join-switch-role.ts';
import type { SwitchRoleHalf } from '../access/switch-role-half.ts';
import type { AccessDetail, AccessHistory } from '../history/access-history.ts';
import type { AccessRow } from '../history/access-row.ts';
import { isoAfter, parseIso } from '../kernel/clock.ts';
import { BY_SWITCH, type LearnEffects, learnAlias } from './learn-alias.ts';
import { correctionByHalf, joinedRecordOf } from './join-waiting-half.ts';
import { hasJoined, type JoinEffects, type Joining, joinRecord } from './join-record.ts';

/** Joins the half to its access if that was recorded already; keeps it waiting for 15 minutes otherwise. */
export const keepOrJoinHalf = async (
  effects: JoinEffects & LearnEffects,
  half: SwitchRoleHalf,
  foundBy: AccessRow['foundBy'],
): Promise<Joining | 'half-kept'> =>
  (await joinHalf(effects, half)) ?? (await keepHalf(effects, half, foundBy));

/** When a half rings by itself. */
export const ringsAt = (half: SwitchRoleHalf): string => isoAfter(happenedAt(half), HALF_WAITS_SECONDS);

/** Its access may be recorded at this moment, by somebody who did not find the half: the sweep looks again. */
const LOOK_AGAIN_SECONDS = 60;

/**
 * What was brought first counts: a half that EventBridge brought is not late because the sweep reads it, too, and the
 * original does not undo its correction, which takes its place.
 */
const keepHalf = async (
  { history, clock }: JoinEffects,
  half: SwitchRoleHalf,
  foundBy: AccessRow['foundBy'],
): Promise<'half-kept' | 'already-there'> => {
  const waiting = await history.halvesOfSession(half.accountId, half.sessionPrincipalId);
  const same = waiting.filter((kept) => kept.half.eventId === half.eventId);
  const [first] = same;
  const { correction } = half;
  if (first === undefined) {
    const looks = isoAfter(clock.now(), LOOK_AGAIN_SECONDS);
    await history.keepHalf({ half, foundBy, dueAt: looks < ringsAt(half) ? looks : ringsAt(half) });
    return 'half-kept';
  }
  if (correction === undefined) return 'already-there';
  const isThere = same.some((kept) => kept.half.correction?.eventId === correction.eventId);
  if (!isThere) await history.keepHalf({ ...first, half });
  // A half is kept under its time: one with another time is still there.
  for (const other of same) if (other.half.time !== half.time) await history.releaseHalf(other.half);
  return isThere ? 'already-there' : 'half-kept';
};

/** Rows among which the other record of a switch must be. */
export const rowsAround = (
  history: AccessHistory,
  switched: SwitchedSession,
): Promise<readonly AccessRow[]> =>
  history.ofSession(switched.accountId, switched.sessionPrincipalId, {
    from: isoAfter(happenedAt(switched), -120),
    to: isoAfter(happenedAt(switched), 120),
  });

const happenedAt = ({ time }: SwitchedSession): Date => parseIso(time) ?? new Date(0);

/** What was done when the access of this half was found; it carries what the half knows now. */
export const joinHalf = async (
  effects: JoinEffects & LearnEffects,
  half: SwitchRoleHalf,
): Promise<Joining | undefined> => {
  const found = bestFitting(await rowsAround(effects.history, half), half);
  if (found === undefined) return undefined;
  if (half.correction === undefined && hasJoined(found, half.eventId)) return 'already-there';
  // The index may lag behind what was told and joined meanwhile.
  return joinHalfTo(effects, (await effects.history.find(found.accessId)) ?? asFound(found), half);
};

/** The entry that has this half, else one that has none, else any: whoever switches twice in a minute has two of each. */
const bestFitting = (rows: readonly AccessRow[], half: SwitchRoleHalf): AccessRow | undefined => {
  const rank = (row: AccessRow): number =>
    hasJoined(row, half.eventId) ? 0 : hasOtherHalf(row, half) ? 2 : 1;
  return rows
    .filter(({ access }) => access !== undefined && belongsTogether(access, half))
    .sort((one, other) => rank(one) - rank(other) || apartBy(one, half) - apartBy(other, half))[0];
};

export const hasOtherHalf = ({ joined }: AccessRow, half: SwitchRoleHalf): boolean =>
  !joined.some(({ eventId }) => eventId === half.eventId) &&
  joined.some(({ eventName }) => eventName === joinedRecordOf(half).eventName);

const asFound = (row: AccessRow): AccessDetail => ({ row, deliveries: [] });

/** The same with the access at hand. */
export const joinHalfTo = async (
  effects: JoinEffects & LearnEffects,
  detail: AccessDetail,
  half: SwitchRoleHalf,
): Promise<Joining | undefined> => {
  const { access } = detail.row;
  if (access === undefined) return undefined;
  const correction = correctionByHalf(half, effects.clock.now().toISOString());
  const joining = await joinRecord(effects, detail, {
    joined: joinedRecordOf(half),
    caller: callerFromHalf(access.caller, half),
    corrected: correction && { access: accessByCorrectedHalf(access, half), correction },
  });
  await learnAlias(effects, access.caller, half.switchedFrom, BY_SWITCH);
  return joining;
};
