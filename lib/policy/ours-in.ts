/** What counts as ours where somebody is let into one of the guarded accounts. */
import type { Ours } from '../iam/ours.ts';
import { compact } from '../kernel/json.ts';
import type { Account, Policy } from './policy.ts';

/**
 * The accounts of the same owner and client: one client's people are strangers in the account of another. An account that is
 * not listed is nobody's, so all of them are taken for its own.
 */
export const oursIn = (policy: Policy, accountId: string): Ours => {
  const home = policy.accounts.find(({ id }) => id === accountId);
  const own = policy.accounts.filter((other) => home === undefined || isOfOneHand(home, other));
  return {
    ownAccountIds: new Set([accountId, ...own.map(({ id }) => id)]),
    ...compact({
      ownOrganizationIds: policy.organizationId === undefined ? undefined : new Set([policy.organizationId]),
      ownSubjects: policy.ownSubjects,
    }),
  };
};

const isOfOneHand = (one: Account, other: Account): boolean =>
  one.owner === other.owner && one.client === other.client;
