/** The laptops that cases share. */
import { DESTINATIONS, ORDINARY_ROLES, SHORT_NAMES, SPARE_HOOK } from './fault-policy.ts';
import type { StageName, StageWish } from './fault-case.ts';
import type { StageOptions } from './stage.ts';

const ORDINARY = { policy: { roles: ORDINARY_ROLES, destinations: [SPARE_HOOK] } } as const;

/** The sweep asks CloudTrail about each role, two questions in more than a second. */
const FEW_ROLES = {
  policy: {
    roles: [
      { role: 'prod-all', destinations: SHORT_NAMES.map((name) => DESTINATIONS[name]) },
      { role: 'prod-hook', destinations: [DESTINATIONS.hook] },
    ],
  },
} as const;

export const STAGES: Readonly<Record<StageName, StageWish>> = {
  main: ORDINARY,
  kills: ORDINARY,
  sweeps: FEW_ROLES,
  slow: { ...ORDINARY, mostEnvironments: 10 },
  vendors: ORDINARY,
  poison: ORDINARY,
  refusals: ORDINARY,
  sweeping: FEW_ROLES,
};

/** Everything a stage needs, made of a wish and what all have in common. */
export function stageOptions(
  common: Pick<StageOptions, 'root' | 'packaged' | 'rolecall'>,
  wish: StageWish,
  prefix: string,
): StageOptions {
  return { ...common, policy: ORDINARY.policy, ...wish, prefix };
}
