/**
 * The 90 days before Rolecall: who entered each designated role, looked up in every Region once and remembered in silence.
 * Until that is done nothing is called new. Comes after everything else of the sweep, with what time is left, and goes on
 * where the last run ended. Roles of other accounts, whose CloudTrail cannot be asked from here, are watched for 90 days
 * instead.
 */
import type { SeenBefore } from '../history/seen-before.ts';
import { withoutPath } from '../history/things-of-access.ts';
import { type SweepMarks, type Trail, TrailThrottled } from '../history/trail.ts';
import { parseRoleArn } from '../kernel/arn.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Logger } from '../kernel/logger.ts';
import type { Policy } from '../policy/policy.ts';
import { TIME_FOR_ONE_MS } from './ask-trail.ts';
import { readRegionsRead, writeRegionsRead } from './baseline-place.ts';
import { readBaseline } from './read-baseline.ts';
import { rolesToAsk } from './roles-to-ask.ts';

export interface BaselineEffects {
  readonly policy: Policy;
  readonly trail: Trail;
  readonly marks: SweepMarks;
  /** Absent where nothing is remembered: then there is nothing to build. */
  readonly seen?: SeenBefore;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Until the function is ended. */
  readonly remainingMs: () => number;
}

export interface Baselines {
  /** Roles whose baseline was completed by this run. */
  readonly baselinesCompleted: number;
  /** Roles that can be asked for and are not complete. */
  readonly baselinesOpen: number;
}

export const buildBaseline = async (effects: BaselineEffects): Promise<Baselines> => {
  const { seen, clock } = effects;
  const counted = { baselinesCompleted: 0, baselinesOpen: 0 };
  if (seen === undefined || effects.remainingMs() < TIME_FOR_ONE_MS) return counted;
  const now = clock.now();
  const { arns, accountId = await ownAccount(effects.trail) } = await rolesToAsk(effects, now);
  const throttled = new Set<string>();
  for (const roleArn of arns) {
    const end = await buildOne(effects, { seen, now, throttled, roleArn, accountId });
    counted.baselinesCompleted += end === 'completed' ? 1 : 0;
    counted.baselinesOpen += end === 'open' ? 1 : 0;
  }
  return counted;
};

/** IAM lists the roles of the account whose CloudTrail answers. */
const ownAccount = async (trail: Trail): Promise<string | undefined> =>
  parseRoleArn((await trail.roleArns())[0] ?? '')?.accountId;

interface Building {
  readonly seen: SeenBefore;
  readonly now: Date;
  /** Regions that are left alone for the rest of the run. */
  readonly throttled: Set<string>;
  readonly roleArn: string;
  readonly accountId: string | undefined;
}

/** `nothing`: it was complete, or is not ours to ask for. */
const buildOne = async (
  effects: BaselineEffects,
  building: Building,
): Promise<'completed' | 'open' | 'nothing'> => {
  const { policy, marks, logger } = effects;
  const { seen, now, roleArn } = building;
  const before = await readRegionsRead(marks, roleArn);
  const missing = policy.regions.filter((region) => before?.includes(region) !== true);
  if (missing.length === 0) return 'nothing';
  if (before === undefined) {
    // Since now, and not since the oldest of what is going to be found.
    await seen.remember(withoutPath(roleArn), [], 'baseline', now.toISOString());
    await writeRegionsRead(marks, roleArn, []);
  }
  if (parseRoleArn(roleArn)?.accountId !== building.accountId) return 'nothing';
  const read = await readRegions(effects, building, missing);
  if (read.length === missing.length) await seen.completeBaseline(withoutPath(roleArn), now.toISOString());
  if (read.length > 0) await writeRegionsRead(marks, roleArn, [...(before ?? []), ...read]);
  if (read.length < missing.length) return 'open';
  logger.info('baseline-completed', { role: roleArn });
  return 'completed';
};

/** The Regions that were read to the end. One that does not answer keeps the others from nothing. */
const readRegions = async (
  effects: BaselineEffects,
  { seen, now, throttled, roleArn }: Building,
  regions: readonly string[],
): Promise<readonly string[]> => {
  const read: string[] = [];
  const remembered = new Set<string>();
  for (const region of regions) {
    if (throttled.has(region) || effects.remainingMs() < TIME_FOR_ONE_MS) continue;
    try {
      const subject = { roleArn, region };
      const end = await readBaseline({ ...effects, seen }, { subject, now, remembered });
      if (end === 'reached') read.push(region);
    } catch (cause) {
      if (cause instanceof TrailThrottled) throttled.add(region);
      effects.logger.error('baseline-question-failed', { region, role: roleArn }, cause);
    }
  }
  return read;
};
