/** The history row of a judged event. */
import type { RoleAccess } from '../access/role-access.ts';
import type { UnreadableRecord } from '../access/unreadable-record.ts';
import type { AccessRow, JoinedRecord } from '../history/access-row.ts';
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

export const rowOfAccess = ({ policy, clock }: Effects, judged: JudgedAccess): AccessRow => ({
  schemaVersion: 1,
  accessId: judged.access.accessId,
  time: judged.access.time,
  recordedAt: clock.now().toISOString(),
  foundBy: judged.foundBy,
  accountId: judged.access.accountId,
  accountName: accountName(policy, judged.access.accountId) ?? judged.access.accountId,
  access: judged.access,
  route: judged.route,
  policyHash: policy.hash,
  joined: judged.joined,
  ...compact({ roleName: judged.designated?.name }),
});

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
