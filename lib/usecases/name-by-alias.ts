/** Names somebody of another account of whom the record tells an id only: by `rolecall.yml`, or by what was learned. */
import type { Caller, Evidence } from '../access/caller.ts';
import type { RoleAccess } from '../access/role-access.ts';
import { sessionOf } from '../access/session-name.ts';
import type { Aliases } from '../history/aliases.ts';
import type { Policy } from '../policy/policy.ts';
import { principalStem } from './learn-alias.ts';

export interface AliasEffects {
  readonly policy: Policy;
  readonly aliases?: Aliases;
}

/** Asks the store only for a caller that the record does not name and the configuration does not know. */
export const nameByAlias = async (effects: AliasEffects, access: RoleAccess): Promise<RoleAccess> => {
  const { caller } = access;
  const stem = principalStem(caller.principalId);
  if (caller.type !== 'other-account' || stem === undefined || isNamed(caller)) return access;
  const known = effects.policy.principals?.find(({ id }) => id === stem);
  if (known !== undefined) return named(access, known.name, 'named in rolecall.yml');
  const learned = await effects.aliases?.find(stem);
  return learned === undefined
    ? access
    : named(
        access,
        learned.name,
        `its id was named before, ${learned.how}, on ${learned.learnedAt.slice(0, 10)}`,
      );
};

const isNamed = ({ certainty }: Caller): boolean => certainty === 'asserted' || certainty === 'resolved';

/** Where the evidence of an alias stands. */
const PRINCIPAL = 'userIdentity.principalId';

/** An id of a user is one person. That of a role is a team: who of them it was remains the session's own word. */
const named = (access: RoleAccess, name: string, note: string): RoleAccess => {
  const { caller } = access;
  const session = sessionOf(caller.principalId ?? '');
  const piece: Evidence = { source: PRINCIPAL, value: name, certainty: 'resolved', note };
  return {
    ...access,
    caller: {
      ...caller,
      label: session === undefined ? name : `${name} (session ${session})`,
      certainty: 'resolved',
      evidence: [piece, ...caller.evidence],
    },
  };
};
