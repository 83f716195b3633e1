/** Who entered the canary's role: our own sweep, to prove that the bell rings, or somebody who has no business there. */
import type { RoleAccess } from '../access/role-access.ts';
import { parseAssumedRoleArn, parseRoleArn } from '../kernel/arn.ts';
import { defaultRoute } from '../policy/decide-route.ts';
import type { Policy } from '../policy/policy.ts';
import type { Judgement } from './judge-event.ts';

/** The harmless role, and who may assume it. */
export interface CanaryIdentity {
  readonly roleArn: string;
  /** Of the function `sweep`. */
  readonly sweepRoleArn: string;
}

export type CanaryJudgement =
  /** Not about the canary's role. */
  | { readonly kind: 'other' }
  | { readonly kind: 'canary'; readonly access: RoleAccess }
  /** Our own sweep was refused; it knows, and says so itself. */
  | { readonly kind: 'not-let-in' }
  /** Somebody else: told to the default owner, whatever rolecall.yml says of the role. */
  | { readonly kind: 'stranger'; readonly judgement: Extract<Judgement, { readonly kind: 'access' }> };

export const canarySession = (id: string): string => `canary-${id}`;

const SESSION = /^canary-[0-9a-f-]{36}$/;

/** Looks at what the policy made of a record. */
export const judgeCanaryAccess = (
  policy: Policy,
  canary: CanaryIdentity | undefined,
  judgement: Judgement,
): CanaryJudgement => {
  const access = accessOf(judgement);
  if (canary === undefined || access?.role?.arn !== canary.roleArn) return { kind: 'other' };
  if (isOurSweep(access, canary)) {
    if (access.outcome === 'denied') return { kind: 'not-let-in' };
    if (SESSION.test(access.session.name ?? '')) return { kind: 'canary', access };
  }
  return { kind: 'stranger', judgement: { kind: 'access', access, route: defaultRoute(policy) } };
};

const accessOf = (judgement: Judgement): RoleAccess | undefined =>
  judgement.kind === 'access' || judgement.kind === 'ignored' ? judgement.access : undefined;

/** A session of the sweep's own role, in our own account: AWS names it, the caller cannot. */
const isOurSweep = ({ caller, kind, accountId }: RoleAccess, { sweepRoleArn }: CanaryIdentity): boolean => {
  const sweep = parseRoleArn(sweepRoleArn);
  const session = parseAssumedRoleArn(caller.arn ?? '');
  return (
    kind === 'assume-role' &&
    caller.type === 'role-session' &&
    sweep !== undefined &&
    session?.accountId === sweep.accountId &&
    session.roleName === sweep.name &&
    accountId === sweep.accountId
  );
};
