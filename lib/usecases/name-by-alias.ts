/** Names somebody of another account of whom the record tells an id only: by `rolecall.yml`, or by what was learned. */
import type { RoleAccess } from '../access/role-access.ts';
import type { Aliases } from '../history/aliases.ts';
import type { Policy } from '../policy/policy.ts';

export interface AliasEffects {
  readonly policy: Policy;
  readonly aliases?: Aliases;
}

export const nameByAlias = async (_effects: AliasEffects, access: RoleAccess): Promise<RoleAccess> =>
  Promise.resolve(access);
