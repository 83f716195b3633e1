/** The sign-in half of a console switch came first: the access gains the human's name before anybody is told. */
import {
  apartBy,
  belongsTogether,
  callerFromHalf,
  isByConsole,
  toldByHalf,
} from '../access/join-switch-role.ts';
import type { RoleAccess } from '../access/role-access.ts';
import type { SwitchRoleHalf } from '../access/switch-role-half.ts';
import type { AccessHistory } from '../history/access-history.ts';
import type { Correction, JoinedRecord } from '../history/access-row.ts';

interface WithHalves {
  readonly access: RoleAccess;
  readonly joined: readonly JoinedRecord[];
  readonly halves: readonly SwitchRoleHalf[];
}

/** Only calls made by the console itself can have another half: others cost no question to the table. */
export const joinWaitingHalf = async (history: AccessHistory, access: RoleAccess): Promise<WithHalves> => {
  const session = access.session.principalId;
  if (!isByConsole(access) || session === undefined) return { access, joined: [], halves: [] };
  const waiting = await history.halvesOfSession(access.accountId, session);
  const halves = nearest(
    access,
    waiting.map(({ half }) => half).filter((half) => belongsTogether(access, half)),
  );
  return {
    access: {
      ...access,
      caller: halves.reduce(callerFromHalf, access.caller),
      ...halves.map(toldByHalf).reduce((told, more) => ({ ...told, ...more }), {}),
    },
    joined: halves.map(joinedRecordOf),
    halves,
  };
};

/** Of two switches within a minute each has an entry of its own. A half may wait twice: as it was, and corrected. */
const nearest = (access: RoleAccess, halves: readonly SwitchRoleHalf[]): readonly SwitchRoleHalf[] => {
  const [best] = [...halves].sort((one, other) => apartBy(access, one) - apartBy(access, other));
  return halves.filter(({ eventId }) => eventId === best?.eventId);
};

/** The correction that a half makes; `undefined` when it makes none. `at` is when it was recorded (ISO 8601). */
export const correctionByHalf = ({ correction }: SwitchRoleHalf, at: string): Correction | undefined =>
  correction && { eventId: correction.eventId, at, ...correction.why };

/** What the history says about a half that was joined. */
export const joinedRecordOf = (half: SwitchRoleHalf): JoinedRecord => ({
  told: toldByHalf(half),
  eventId: half.eventId,
  eventName: 'SwitchRole',
  time: half.time,
  note:
    half.switchedFrom === undefined
      ? `The console’s SwitchRole record adds the address ${half.origin.text}.`
      : `The console’s SwitchRole record names ${half.switchedFrom}, at ${half.origin.text}.`,
});
