/** What a policy will do, for the person who wrote it. */
import { defaultRegionsBeside, regionsBeside } from '../lib/config/aws-regions.ts';
import { rulePatterns } from '../lib/config/event-patterns.ts';
import { patternSize } from '../lib/config/generated-rule.ts';
import { uncoveredRegions } from '../lib/config/uncovered-regions.ts';
import { MAX_PATTERN_CHARACTERS } from '../lib/eventbridge/limits.ts';
import type { DesignatedRole, Party, Policy } from '../lib/policy/policy.ts';
import { collectorLines, type CollectorSummary, summariseCollectors } from './check-collectors.ts';

interface RoleSummary {
  readonly pattern: string;
  readonly name: string;
  readonly owner: string;
  readonly client?: string;
  /** Ids of the destinations that get the owner's edition. */
  readonly ownerTold: readonly string[];
  /** Ids of the destinations that get the client's edition. */
  readonly clientTold: readonly string[];
}

export interface PolicySummary {
  readonly hash: string;
  readonly homeRegion: string;
  readonly accounts: Policy['accounts'];
  readonly roles: readonly RoleSummary[];
  readonly rules: readonly { readonly name: string; readonly description: string; readonly size: number }[];
  /** Where collectors belong. */
  readonly collectors: CollectorSummary;
  /** Enabled in every account, without a rule. */
  readonly uncoveredRegions: readonly string[];
  /** Without a rule, once somebody enables them. */
  readonly uncoveredOptInRegions: readonly string[];
}

export const summarisePolicy = (policy: Policy): PolicySummary => ({
  hash: policy.hash,
  homeRegion: policy.homeRegion,
  accounts: policy.accounts,
  roles: policy.roles.map((role) => summariseRole(policy, role)),
  rules: rulePatterns(policy).map(({ name, description, pattern }) => ({
    name,
    description,
    size: patternSize(pattern),
  })),
  collectors: summariseCollectors(policy),
  uncoveredRegions: uncoveredRegions(policy, defaultRegionsBeside(policy.homeRegion)),
  uncoveredOptInRegions: uncoveredRegions(
    policy,
    regionsBeside(policy.homeRegion)
      .filter(({ optIn }) => optIn)
      .map(({ name }) => name),
  ),
});

const summariseRole = (policy: Policy, { pattern, name, owner, client }: DesignatedRole): RoleSummary => ({
  pattern,
  name,
  owner,
  ...(client === undefined ? {} : { client }),
  ownerTold: destinationsOf(policy.owners, owner),
  clientTold: client === undefined ? [] : destinationsOf(policy.clients, client),
});

const destinationsOf = (parties: readonly Party[], id: string): readonly string[] =>
  parties.find((party) => party.id === id)?.destinations ?? [];

/** The summary in lines of words. */
export const summaryText = (summary: PolicySummary): string =>
  [
    `Accounts\n${lines(summary.accounts.map(accountText))}`,
    `Designated roles, and who is told\n${lines(summary.roles.flatMap(roleLines))}`,
    `Rules on the default bus of ${summary.homeRegion}: ${String(summary.rules.length)}\n${lines(
      summary.rules.map(
        ({ name, description, size }) =>
          `${name}: ${description} (${String(size)} of ${String(MAX_PATTERN_CHARACTERS)} characters)`,
      ),
    )}`,
    ...collectorsText(summary),
    `Not covered: entries through the STS endpoints of other Regions\n${lines([
      `enabled everywhere: ${summary.uncoveredRegions.join(', ') || 'none'}`,
      `if you enable them: ${summary.uncoveredOptInRegions.join(', ') || 'none'}`,
    ])}`,
    `Policy ${summary.hash.slice(0, 12)}\n`,
  ].join('\n');

const collectorsText = ({ homeRegion, collectors }: PolicySummary): readonly string[] => {
  const needed = collectorLines(collectors);
  return needed.length === 0
    ? []
    : [`Collectors, which forward to ${homeRegion} (docs/operations.md)\n${lines(needed)}`];
};

const accountText = ({ id, name, owner, client, retentionDays }: Policy['accounts'][number]): string => {
  const whose = client === undefined ? `owner ${owner}` : `owner ${owner}, client ${client}`;
  return `${id} ${name}: ${whose}, history kept ${String(retentionDays)} days`;
};

const roleLines = ({
  pattern,
  name,
  owner,
  client,
  ownerTold,
  clientTold,
}: RoleSummary): readonly string[] => [
  `${pattern} "${name}"`,
  `  ${owner}: ${ownerTold.join(', ')}`,
  ...(client === undefined ? [] : [`  ${client} (plain edition): ${clientTold.join(', ') || 'nobody'}`]),
];

const lines = (texts: readonly string[]): string => texts.map((text) => `  ${text}\n`).join('');
