/** Facts worth a second look that the record alone does not tell: by the configuration, and by what was seen before. */
import type { RoleAccess } from '../access/role-access.ts';
import type { AccessRow } from '../history/access-row.ts';
import type { SeenBefore } from '../history/seen-before.ts';
import type { Clock } from '../kernel/clock.ts';
import type { DesignatedRole, Policy } from '../policy/policy.ts';

export interface ObserveEffects {
  readonly policy: Policy;
  readonly clock: Clock;
  readonly seen?: SeenBefore;
}

/** The access with everything that is worth a note. Ask only for one that has no row yet. */
export const observeAccess = async (
  _effects: ObserveEffects,
  access: RoleAccess,
  _designated: DesignatedRole | undefined,
): Promise<RoleAccess> => Promise.resolve(access);

/** After its row was written: the next one like it is no longer the first. */
export const rememberAccess = async (_effects: ObserveEffects, _row: AccessRow): Promise<void> =>
  Promise.resolve();
