/** The history row of a judged event. */
import type { Door } from '../access/door.ts';
import type { RoleAccess } from '../access/role-access.ts';
import type { UnreadableRecord } from '../access/unreadable-record.ts';
import type { AccessRow, Correction, JoinedRecord } from '../history/access-row.ts';
import type { Clock } from '../kernel/clock.ts';
import { compact } from '../kernel/json.ts';
import { accountName } from '../policy/decide-route.ts';
import type { DesignatedRole, Policy } from '../policy/policy.ts';
import type { Route } from '../policy/route.ts';
import { roleOfDoor } from '../policy/weigh-door.ts';
import type { Happening } from './repeat-subject.ts';

interface Effects {
  readonly policy: Policy;
  readonly clock: Clock;
}

interface JudgedAccess {
  readonly access: RoleAccess;
  readonly route: Route;
  readonly designated?: DesignatedRole;
  readonly foundBy: AccessRow['foundBy'];
  readonly joined: readonly JoinedRecord[];
}

/** The correction that a record makes; `undefined` when it makes none. `at` is when it was recorded (ISO 8601). */
export const correctionBy = ({ eventId, correction }: Happening, at: string): Correction | undefined =>
  correction === undefined ? undefined : { eventId, at, ...correction };

export const rowOfAccess = ({ policy, clock }: Effects, judged: JudgedAccess): AccessRow => {
  const now = clock.now().toISOString();
  const correction = correctionBy(judged.access, now);
  return {
    schemaVersion: 1,
    accessId: judged.access.accessId,
    time: judged.access.time,
    recordedAt: now,
    foundBy: judged.foundBy,
    accountId: judged.access.accountId,
    accountName: accountName(policy, judged.access.accountId) ?? judged.access.accountId,
    access: judged.access,
    route: judged.route,
    policyHash: policy.hash,
    joined: judged.joined,
    ...compact({ roleName: judged.designated?.name, corrections: correction && [correction] }),
  };
};

interface JudgedDoor {
  readonly door: Door;
  readonly route: Route;
  readonly foundBy: AccessRow['foundBy'];
}

/** Of a door that is about a designated role the row has its name. */
export const rowOfDoor = ({ policy, clock }: Effects, { door, route, foundBy }: JudgedDoor): AccessRow => {
  const now = clock.now().toISOString();
  const correction = correctionBy(door, now);
  return {
    schemaVersion: 1,
    accessId: door.accessId,
    time: door.time,
    recordedAt: now,
    foundBy,
    accountId: door.accountId,
    accountName: accountName(policy, door.accountId) ?? door.accountId,
    door,
    route,
    policyHash: policy.hash,
    joined: [],
    ...compact({ roleName: roleOfDoor(policy, door)?.name, corrections: correction && [correction] }),
  };
};

interface JudgedUnreadable {
  readonly unreadable: UnreadableRecord;
  readonly route: Route;
}

export const rowOfUnreadable = (
  { policy, clock }: Effects,
  { unreadable, route }: JudgedUnreadable,
  foundBy: AccessRow['foundBy'],
): AccessRow => {
  const now = clock.now().toISOString();
  const account = unreadable.accountId ?? 'unknown';
  return {
    schemaVersion: 1,
    accessId: unreadable.accessId,
    time: now,
    recordedAt: now,
    foundBy,
    accountId: account,
    accountName: accountName(policy, account) ?? account,
    unreadable,
    route,
    policyHash: policy.hash,
    joined: [],
  };
};
