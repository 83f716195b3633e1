/** Makes the policy out of a configuration without mistakes: defaults filled in, wildcards spelled out, owners inherited. */
import { createHash } from 'node:crypto';
import { compact } from '../kernel/json.ts';
import type { Account, DesignatedRole, Party, Policy, TrustedAccount } from '../policy/policy.ts';
import { globalRegionOf } from './aws-regions.ts';
import { canonicalJson } from '../kernel/canonical-json.ts';
import {
  type Configuration,
  DEFAULT_REPEAT_WINDOW_MINUTES,
  DEFAULT_RETENTION_DAYS,
} from './configuration-schema.ts';
import { settingsOf } from './destination-problems.ts';
import { optionalParts, ownerOf } from './normalise-optional.ts';
import { partitionOfConfiguration } from './partition-problems.ts';
import { parseRolePattern } from './role-pattern.ts';

/** The role AWS Organizations makes in every account it creates: the widest door there is. */
const ORGANIZATION_ROLE = 'OrganizationAccountAccessRole';

export const normalisePolicy = (configuration: Configuration): Policy => {
  const partition = partitionOfConfiguration(configuration);
  const homeRegion = configuration.homeRegion ?? globalRegionOf(partition);
  const accounts = accountsOf(configuration);
  const rules = {
    homeRegion,
    regions: [...new Set([homeRegion, ...(configuration.regions ?? [])])],
    accounts,
    roles: rolesOf(configuration, accounts),
    owners: configuration.owners.map(ownerOf),
    clients: (configuration.clients ?? []).map((client): Party => compact(client)),
    defaultOwner: configuration.defaultOwner,
    repeatWindowMinutes: configuration.repeatWindowMinutes ?? DEFAULT_REPEAT_WINDOW_MINUTES,
    trustedAccounts: (configuration.trustedAccounts ?? []).map((account): TrustedAccount => compact(account)),
    destinations: configuration.destinations.map((entry) => ({
      id: entry.id,
      channel: entry.channel,
      settings: settingsOf(entry),
    })),
    ...optionalParts(configuration),
  };
  return { hash: createHash('sha256').update(canonicalJson(rules)).digest('hex'), ...rules };
};

const accountsOf = ({ accounts, defaultOwner }: Configuration): readonly Account[] =>
  accounts.map((account) => ({
    ...compact(account),
    owner: account.owner ?? defaultOwner,
    retentionDays: account.retentionDays ?? DEFAULT_RETENTION_DAYS,
  }));

type ConfiguredRole = NonNullable<Configuration['roles']>[number];

/** In the order of the file. A role written for one account wins over the same one written for all of them. */
const rolesOf = (configuration: Configuration, accounts: readonly Account[]): readonly DesignatedRole[] => {
  const configured = configuration.roles ?? [];
  const spelledOut = new Set(configured.map((role) => role.arn));
  const roles = configured.flatMap((role) =>
    accountsNamedBy(role, accounts)
      .map((account) => designatedRole(role, account))
      .filter(({ pattern }) => pattern === role.arn || !spelledOut.has(pattern)),
  );
  if (configuration.organizationAccountAccessRole === false) return roles;
  const partition = partitionOfConfiguration(configuration);
  const known = new Set(roles.map((role) => role.pattern));
  const added = accounts.map((account) =>
    designatedRole(
      { arn: `arn:${partition}:iam::*:role/${ORGANIZATION_ROLE}`, name: ORGANIZATION_ROLE },
      account,
    ),
  );
  return [...roles, ...added.filter((role) => !known.has(role.pattern))];
};

const accountsNamedBy = ({ arn }: ConfiguredRole, accounts: readonly Account[]): readonly Account[] => {
  const pattern = parseRolePattern(arn);
  if (!pattern.ok) throw new Error('Roles are normalised after they were found free of mistakes.');
  const { account } = pattern.value;
  return account === '*' ? accounts : accounts.filter(({ id }) => id === account);
};

const designatedRole = (role: ConfiguredRole, account: Account): DesignatedRole =>
  compact({
    pattern: role.arn.replace(/^(arn:[^:]*:iam::)\*:/, `$1${account.id}:`),
    accountId: account.id,
    name: role.name,
    owner: role.owner ?? account.owner,
    client: role.client ?? account.client,
    thirdParty: role.thirdParty,
    expectedAccounts: role.expectedAccounts,
    services: role.services,
    longestHours: role.longestHours,
  });
