/** Answers `GET /api/health`: what is watched, what is not, and when the last record came. */
import type { AccessHistory } from '../history/access-history.ts';
import { isoAfter } from '../kernel/clock.ts';
import type { Policy } from '../policy/policy.ts';
import type { HealthAnswer } from './contract.ts';

const LOOK_BACK_SECONDS = 30 * 86_400;

const LIMITS = [
  'Refused attempts from other accounts are not recorded in this account: none in the list does not mean that nobody tried.',
  'For callers from other accounts the record holds no name and no MFA; names marked “claimed” are the caller’s own words.',
  'Regions that were opted into are not checked here: whoever enters through their endpoints is not heard.',
] as const;

interface Source {
  readonly history: AccessHistory;
  readonly policy: Policy;
  readonly regionsNotCovered: readonly string[];
}

/** Throws what the history throws. */
export const reportHealth = async (
  { history, policy, regionsNotCovered }: Source,
  now: Date,
): Promise<HealthAnswer> => {
  const from = isoAfter(now, -LOOK_BACK_SECONDS);
  const newest = await history.list({ from, to: now.toISOString(), limit: 1 });
  const lastRecordAt = newest.rows[0]?.recordedAt;
  return {
    policyHash: policy.hash,
    homeRegion: policy.homeRegion,
    regionsNotCovered,
    ...(lastRecordAt === undefined ? {} : { lastRecordAt }),
    limits: LIMITS,
  };
};
