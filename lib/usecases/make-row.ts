/** The history row of a judged event. */
import type { RoleAccess } from '../access/role-access.ts';
import type { UnreadableRecord } from '../access/unreadable-record.ts';
import type { AccessRow, Correction, JoinedRecord } from '../history/access-row.ts';
import type { Clock } from '../kernel/clock.ts';
import { compact } from '../kernel/json.ts';
import { accountName } from '../policy/decide-route.ts';
import type { DesignatedRole, Policy } from '../policy/policy.ts';
import type { Route } from '../policy/route.ts';

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
export const correctionBy = (access: RoleAccess, at: string): Correction | undefined =>
  access.correction === undefined ? undefined : { eventId: access.eventId, at, ...access.correction };

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
