/** Account numbers as names, as far as the configuration knows them. */
import type { Policy } from '../policy/policy.ts';

/** The configured name of one of our accounts or of a trusted one; `undefined` for a stranger's. */
export const findAccountName = (policy: Policy, accountId: string): string | undefined =>
  [...policy.accounts, ...policy.trustedAccounts].find((account) => account.id === accountId)?.name;

/** "Northwind Managed Services", or "account 777788889999" when nobody named it. */
export const nameAccount = (policy: Policy, accountId: string): string =>
  findAccountName(policy, accountId) ?? `account ${accountId}`;
