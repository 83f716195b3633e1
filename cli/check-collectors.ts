/** Where collectors belong, beside the stack itself, and how they get there. */
import type { Policy } from '../lib/policy/policy.ts';

export interface CollectorSummary {
  /** Regions of the stack's own account. Which of the accounts that is, the configuration does not know. */
  readonly ownAccount: readonly string[];
  /** Regions of each of the others; none when there is one account only. */
  readonly otherAccounts: readonly string[];
  /** Accounts of partners. */
  readonly partners: readonly string[];
}

export const summariseCollectors = ({
  homeRegion,
  regions,
  accounts,
  trustedAccounts,
}: Policy): CollectorSummary => ({
  ownAccount: regions.filter((region) => region !== homeRegion),
  otherAccounts: accounts.length > 1 ? regions : [],
  partners: trustedAccounts.filter(({ partner }) => partner === true).map(({ id }) => id),
});

/** Lines of words, each with the command; no line where nothing is needed. */
export const collectorLines = ({
  ownAccount,
  otherAccounts,
  partners,
}: CollectorSummary): readonly string[] => {
  const [example] = [...ownAccount, ...otherAccounts];
  return [
    ...(ownAccount.length === 0 ? [] : [`in the stack’s own account: ${ownAccount.join(', ')}`]),
    ...(otherAccounts.length === 0 ? [] : [`in every other account above: ${otherAccounts.join(', ')}`]),
    ...(example === undefined
      ? []
      : [
          `  cd infra/collector && npx serverless deploy --region ${example} --param home-account=ACCOUNT --param operator-email=ADDRESS`,
          '  or for many at once, as a StackSet: npx rolecall template collector',
        ]),
    ...(partners.length === 0
      ? []
      : [`in the accounts of partners (${partners.join(', ')}): npx rolecall template partner`]),
  ];
};
