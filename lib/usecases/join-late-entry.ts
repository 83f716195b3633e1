/**
 * The AssumeRole record of a console switch whose sign-in half has rung by itself: the same entry, not another. Its row
 * gains what this record knows.
 */
import {
  accessIdOfHalf,
  belongsTogether,
  callerFromHalf,
  halfThatRang,
  isByConsole,
  toldByEntry,
} from '../access/join-switch-role.ts';
import type { RoleAccess } from '../access/role-access.ts';
import type { SwitchRoleHalf } from '../access/switch-role-half.ts';
import type { AccessDetail, AccessHistory } from '../history/access-history.ts';
import type { AccessRow } from '../history/access-row.ts';
import { correctedAccessOf, correctionOf } from '../history/make-events.ts';
import { hasJoined, type JoinEffects, type Joining, joinRecord } from './join-record.ts';
import { rowsAround } from './keep-or-join-half.ts';
import { correctionBy } from './make-row.ts';
import { type ObserveEffects, observeJoined, rememberAccess } from './observe-access.ts';

interface LateJoin {
  readonly row: AccessRow;
  readonly result: Joining;
}

/** `undefined` when no half of this entry has rung. `waiting`: its halves that still wait, as far as the table knows. */
export const joinLateEntry = async (
  effects: JoinEffects & ObserveEffects,
  access: RoleAccess,
  waiting: readonly SwitchRoleHalf[],
): Promise<LateJoin | undefined> => {
  if (!isByConsole(access)) return undefined;
  const detail = await findRung(effects.history, access, waiting);
  const rang = detail?.row.access;
  if (detail === undefined || rang === undefined) return undefined;
  const told = toldByEntry(await observeJoined(effects, rang, access));
  const caller = callerFromHalf(access.caller, halfThatRang(rang) ?? {});
  const now: RoleAccess = { ...rang, ...told, caller };
  const correction = correctionBy(access, effects.clock.now().toISOString());
  const result = await joinRecord(effects, detail, {
    joined: {
      eventId: originalIdOf(access),
      eventName: access.eventName,
      time: access.time,
      note: 'The console’s AssumeRole record came later; it adds the role’s ARN and the session.',
      told,
    },
    caller,
    corrected: correction && { access: correctedBefore(detail, access) ?? now, correction },
  });
  await rememberAccess(effects, { ...detail.row, access: now });
  return { row: detail.row, result };
};

/** An attempt that died after its event has fixed what is told: the memory may be fuller since. */
const correctedBefore = ({ events = [] }: AccessDetail, { eventId }: RoleAccess): RoleAccess | undefined =>
  events.filter((event) => correctionOf(event)?.eventId === eventId).map(correctedAccessOf)[0];

/** The id that an access has in its own row is the original's, also when a correction came. */
const originalIdOf = ({ accessId, accountId }: RoleAccess): string => accessId.slice(accountId.length + 1);

const findRung = async (
  history: AccessHistory,
  access: RoleAccess,
  waiting: readonly SwitchRoleHalf[],
): Promise<AccessDetail | undefined> => {
  // A half that rang is released after its row is written: while it waits, only its own key tells.
  const ids = waiting.length > 0 ? waiting.map(accessIdOfHalf) : await rungInSession(history, access);
  for (const accessId of ids) {
    const detail = await history.find(accessId);
    if (detail !== undefined && mayJoin(detail.row, access)) return detail;
  }
  return undefined;
};

const rungInSession = async (history: AccessHistory, access: RoleAccess): Promise<readonly string[]> => {
  const { accountId, time, session } = access;
  const rows = await rowsAround(history, { accountId, time, sessionPrincipalId: session.principalId ?? '' });
  const own = (row: AccessRow): number => Number(hasJoined(row, originalIdOf(access)));
  return rows
    .filter((row) => mayJoin(row, access))
    .sort((one, other) => own(other) - own(one))
    .map(({ accessId }) => accessId);
};

/** A row that has its AssumeRole record is no place for another: whoever switches again at once enters again. */
const mayJoin = (row: AccessRow, access: RoleAccess): boolean => {
  const rang = row.access && halfThatRang(row.access);
  if (rang === undefined || !belongsTogether(access, rang)) return false;
  return hasJoined(row, originalIdOf(access)) || row.joined.length === 0;
};
