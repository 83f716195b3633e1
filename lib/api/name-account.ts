/** Account numbers as names, as far as the configuration knows them. */
import { accountName } from '../policy/decide-route.ts';
import type { Policy } from '../policy/policy.ts';

/** "Northwind Managed Services", or "account 777788889999" when nobody named it. */
export const nameAccount = (policy: Policy, accountId: string): string =>
  accountName(policy, accountId) ?? `account ${accountId}`;
