/** How long rows stay in the table before they go to the archive. */
import type { Policy } from '../policy/policy.ts';
import { DEFAULT_RETENTION_DAYS } from './retire-rows.ts';

type Accounts = Pick<Policy, 'accounts'>;

export const retentionDaysOf = ({ accounts }: Accounts, accountId: string): number =>
  accounts.find(({ id }) => id === accountId)?.retentionDays ?? DEFAULT_RETENTION_DAYS;

const daysOf = ({ accounts }: Accounts): readonly number[] => [
  DEFAULT_RETENTION_DAYS,
  ...accounts.map(({ retentionDays }) => retentionDays),
];

/** Whatever is younger than this is there. */
export const shortestRetentionDays = (policy: Accounts): number => Math.min(...daysOf(policy));

/** Nothing older than this is there for long. */
export const longestRetentionDays = (policy: Accounts): number => Math.max(...daysOf(policy));
