/** Who is told. Decided by the configuration alone: nothing in an event can redirect an alert. */
import type { Door } from '../access/door.ts';
import type { Account, DesignatedRole, Party, Policy } from './policy.ts';
import type { Route, RouteLeg } from './route.ts';

/** The route for an entry into a designated role: its owner, and its client in the client's edition. */
export const routeForRole = (policy: Policy, role: DesignatedRole): Route =>
  routeTo(policy, {
    owner: role.owner,
    ...(role.client === undefined ? {} : { client: role.client }),
    because: `of ${role.name}`,
  });

/** The route for something that concerns an account but no designated role: only its owner is told. */
export const routeForAccount = (policy: Policy, account: Account): Route =>
  routeTo(policy, { owner: account.owner, because: `of ${account.name}` });

/**
 * The route for a door: the owner of the role it concerns, or of the account. A client learns of two kinds only: that his
 * role may be entered by others now, and that somebody acted as root. Without legs where the door is recorded and not told.
 */
export const routeForDoor = (
  policy: Policy,
  { account, designated }: { readonly account: Account; readonly designated: DesignatedRole | undefined },
  door: Door,
): Route => {
  const owner = designated?.owner ?? account.owner;
  if (door.weight === 'recorded') return { owner, legs: [] };
  const client = concernsClient(door, designated) ? (designated?.client ?? account.client) : undefined;
  const because = `of ${designated?.name ?? account.name}`;
  return routeTo(policy, { owner, because, ...(client === undefined ? {} : { client }) });
};

const concernsClient = ({ kind, outcome }: Door, designated: DesignatedRole | undefined): boolean =>
  outcome === 'success' && (kind === 'root' || (kind === 'trust' && designated !== undefined));

/** The route for whatever belongs to nobody: never silent. */
export const defaultRoute = (policy: Policy): Route =>
  routeTo(policy, { owner: policy.defaultOwner, because: 'for everything that belongs to nobody else' });

interface Decision {
  readonly owner: string;
  readonly client?: string;
  readonly because: string;
}

const routeTo = (policy: Policy, { owner, client, because }: Decision): Route => {
  const legs = [
    ...legsOf(findParty(policy.owners, owner), 'owner', because),
    ...legsOf(findParty(policy.clients, client), 'client', because),
  ];
  const base = client === undefined ? { owner } : { owner, client };
  return legs.length === 0 && owner !== policy.defaultOwner ? defaultRoute(policy) : { ...base, legs };
};

const legsOf = (
  party: Party | undefined,
  edition: RouteLeg['edition'],
  because: string,
): readonly RouteLeg[] =>
  (party?.destinations ?? []).map((destinationId) => ({
    destinationId,
    edition,
    why: `${party?.name ?? 'nobody'} is the ${edition} ${because}`,
  }));

export const findParty = (parties: readonly Party[], id: string | undefined): Party | undefined =>
  parties.find((party) => party.id === id);

export const findAccount = (policy: Policy, id: string): Account | undefined =>
  policy.accounts.find((account) => account.id === id);

/** The name people use for an account: one of ours, a trusted one, or nothing. */
export const accountName = (policy: Policy, id: string | undefined): string | undefined =>
  [...policy.accounts, ...policy.trustedAccounts].find((account) => account.id === id)?.name;
