/** About which roles CloudTrail is asked. */
import type { SweepMarks, Trail } from '../history/trail.ts';
import { parseRoleArn } from '../kernel/arn.ts';
import { isoAfter } from '../kernel/clock.ts';
import type { Logger } from '../kernel/logger.ts';
import { findDesignated } from '../policy/designated-role.ts';
import type { Policy } from '../policy/policy.ts';
import { TRAIL_MEMORY_SECONDS } from './trail-parts.ts';

interface Effects {
  readonly policy: Policy;
  readonly trail: Pick<Trail, 'roleArns'>;
  readonly marks: Pick<SweepMarks, 'rememberRoles'>;
  readonly logger: Logger;
}

export interface RolesToAsk {
  readonly arns: readonly string[];
  /** False when IAM did not answer: then those are asked for that it named before. */
  readonly listed: boolean;
  /** The account whose roles IAM named, and whose CloudTrail is asked; absent when it named none. */
  readonly accountId?: string;
}

/**
 * Exact names are asked for in any case; patterns are resolved against the roles that exist and those that did until
 * lately: what somebody did before deleting the role must still be found, as long as CloudTrail remembers it.
 */
export const rolesToAsk = async (
  { policy, trail, marks, logger }: Effects,
  now: Date,
): Promise<RolesToAsk> => {
  const isDesignated = (arn: string): boolean => findDesignated(policy, arn) !== undefined;
  const exact = policy.roles.map((role) => role.pattern).filter((pattern) => !pattern.includes('*'));
  let existing: readonly string[] = [];
  let listed = true;
  try {
    if (policy.roles.length > exact.length) existing = await trail.roleArns();
  } catch (cause) {
    listed = false;
    logger.error('reconcile-roles-not-listed', {}, cause);
  }
  const present = [...new Set([...exact, ...existing.filter(isDesignated)])];
  const known = await marks.rememberRoles(present, now.toISOString(), isoAfter(now, -TRAIL_MEMORY_SECONDS));
  const accountId = parseRoleArn(existing[0] ?? '')?.accountId;
  return {
    arns: [...new Set([...present, ...known.filter(isDesignated)])],
    listed,
    ...(accountId === undefined ? {} : { accountId }),
  };
};
