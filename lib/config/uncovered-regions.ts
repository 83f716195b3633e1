import type { Policy } from '../policy/policy.ts';

/**
 * The enabled Regions in which no rule listens: an entry through their STS endpoint is seen by nobody.
 * Rules stand in the Regions of the policy only.
 */
export const uncoveredRegions = (
  policy: Pick<Policy, 'regions'>,
  enabledRegions: readonly string[],
): readonly string[] => enabledRegions.filter((region) => !policy.regions.includes(region));
