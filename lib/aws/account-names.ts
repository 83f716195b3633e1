/**
 * Names of accounts, as AWS Organizations knows them. Only the management account and delegated administrators may ask.
 * https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribeAccount.html
 */
import {
  AccountNotFoundException,
  DescribeAccountCommand,
  type OrganizationsClient,
} from '@aws-sdk/client-organizations';

const MOST_REMEMBERED = 5_000;

/** `undefined` for an account of somebody else's organisation. Names hardly ever change: asked once per process. */
export const nameAccounts = (
  client: OrganizationsClient,
): ((accountId: string) => Promise<string | undefined>) => {
  const known = new Map<string, string | undefined>();
  return async (accountId) => {
    if (known.has(accountId)) return known.get(accountId);
    const name = await ask(client, accountId);
    if (known.size >= MOST_REMEMBERED) known.clear();
    known.set(accountId, name);
    return name;
  };
};

const ask = async (client: OrganizationsClient, accountId: string): Promise<string | undefined> => {
  try {
    const answer = await client.send(new DescribeAccountCommand({ AccountId: accountId }));
    return answer.Account?.Name;
  } catch (error) {
    if (error instanceof AccountNotFoundException) return undefined;
    throw error;
  }
};
