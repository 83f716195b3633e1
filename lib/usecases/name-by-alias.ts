/** Names somebody of another account of whom the record tells an id only: by `rolecall.yml`, or by what was learned. */
import type { Caller, Evidence } from '../access/caller.ts';
import { isAliasOfRole, PRINCIPAL } from '../access/judge-again.ts';
import { aliasLabel } from '../access/name-by-joined.ts';
import type { RoleAccess } from '../access/role-access.ts';
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

/** Only the name of a user is that of a person; a role's is a team's, and its session's name was chosen. */
const named = (access: RoleAccess, name: string, note: string): RoleAccess => {
  const { caller } = access;
  const piece: Evidence = { source: PRINCIPAL, value: name, certainty: 'resolved', note };
  return {
    ...access,
    caller: {
      ...caller,
      label: aliasLabel(caller, name),
      certainty: isAliasOfRole(caller, piece) ? 'claimed' : 'resolved',
      evidence: [piece, ...caller.evidence],
    },
  };
};
