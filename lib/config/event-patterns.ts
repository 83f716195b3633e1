/**
 * The rules that make EventBridge ring for a policy. They are coarse on purpose: EventBridge compares texts, the
 * product decides. A prefix may let a few records too many in, but none that is meant stays outside.
 *
 * Every pattern pins `source`, which nobody but AWS can write, and the account that recorded the event. No pattern
 * uses `wildcard`: a bus takes only 30 rules that do.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
import { DOOR_DECODERS } from '../access/doors/door-decoders.ts';
import type { Policy } from '../policy/policy.ts';
import { doorRules } from './door-patterns.ts';
import { accepted, countOf, type GeneratedRule, packed, type PatternJson } from './generated-rule.ts';
import { type RoleLiteral, minimalLiterals } from './role-literals.ts';

/** Rules of one event bus in most Regions. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
export const RULE_LIMIT = 300;

type Watched = Pick<Policy, 'accounts' | 'roles'> & Partial<Pick<Policy, 'trustedAccounts'>>;

/**
 * The rules of a policy, always in the same order. Throws when EventBridge would refuse one of them,
 * which is a defect of this file and not of the policy.
 */
export const rulePatterns = (policy: Watched): readonly GeneratedRule[] => {
  const accountIds = policy.accounts.map((account) => account.id);
  const literals = minimalLiterals(policy.roles);
  return [
    ...entryRules(literals),
    ...accountRules(accountIds, DENIED),
    ...accountRules(accountIds, SWITCHED),
    ...accountRules(accountIds, CERTIFIED),
    ...copyRules(literals, partnersOf(policy)),
    ...doorRules(accountIds, DOOR_DECODERS),
  ].map(accepted);
};

/** The rules that ring for every role of one account: for replaying old records without a policy. */
export const everyRolePatterns = (accountId: string): readonly GeneratedRule[] =>
  rulePatterns({
    accounts: [{ id: accountId, name: accountId, owner: '', retentionDays: 0 }],
    roles: [{ pattern: `arn:aws:iam::${accountId}:role/*`, accountId, name: '', owner: '' }],
  });

/** One kind of rule whose pattern depends on the accounts only. */
interface AccountRule {
  readonly name: string;
  readonly description: string;
  readonly pattern: (accountIds: readonly string[]) => PatternJson;
}

/**
 * A refused attempt has `requestParameters: null`: no rule on the role's ARN can ever see it, so every refusal
 * is let in and the code reads the role from the error message.
 */
const DENIED: AccountRule = {
  name: 'DeniedEntries',
  description: 'Refused attempts to enter a role',
  pattern: (accountIds) => stsPattern(accountIds, { errorCode: [{ exists: true }] }),
};

/**
 * Switch Role in the console leaves a second record, with the full name of the human, and so does its renewal after an
 * hour. AWS spells its detail-type in more than one way, so it stays open.
 */
const SWITCHED: AccountRule = {
  name: 'SwitchedRoles',
  description: 'Switch Role in the console',
  pattern: (accountIds) => ({
    account: accountIds,
    source: ['aws.signin'],
    detail: { eventSource: ['signin.amazonaws.com'], eventName: ['SwitchRole', 'RenewRole'] },
  }),
};

/**
 * Sessions of IAM Roles Anywhere. No record of one is public, so where it names the role is not known for sure: all of them
 * are let in, and the code decides.
 */
const CERTIFIED: AccountRule = {
  name: 'CertificateEntries',
  description: 'Sessions of IAM Roles Anywhere',
  pattern: (accountIds) => ({
    account: accountIds,
    source: ['aws.rolesanywhere'],
    detail: { eventSource: ['rolesanywhere.amazonaws.com'], eventName: ['CreateSession'] },
  }),
};

const stsPattern = (accountIds: readonly string[], fields: PatternJson): PatternJson => ({
  account: accountIds,
  source: ['aws.sts'],
  'detail-type': ['AWS API Call via CloudTrail'],
  detail: { eventSource: ['sts.amazonaws.com'], eventName: [{ prefix: 'AssumeRole' }], ...fields },
});

const entryPattern = (literals: readonly RoleLiteral[]): PatternJson =>
  stsPattern([...new Set(literals.map((literal) => literal.accountId))], {
    requestParameters: {
      roleArn: literals.map(({ text, exact }) => (exact ? text : { prefix: text })),
    },
  });

const entryRules = (literals: readonly RoleLiteral[]): readonly GeneratedRule[] =>
  packed(literals, entryPattern).map((pack, index) => ({
    name: `RoleEntries${String(index + 1)}`,
    description: `Entries into designated roles of ${countOf(new Set(pack.map((literal) => literal.accountId)))}`,
    pattern: entryPattern(pack),
  }));

/** The copies that partners forward: what their people do with our roles, with their names. */
const copyRules = (
  literals: readonly RoleLiteral[],
  partnerIds: readonly string[],
): readonly GeneratedRule[] => {
  if (partnerIds.length === 0) return [];
  const patternOf = (some: readonly RoleLiteral[], accountIds: readonly string[]): PatternJson => ({
    ...entryPattern(some),
    account: accountIds,
  });
  return packed(literals, (some) => patternOf(some, partnerIds.slice(0, 1)))
    .flatMap((some) =>
      packed(partnerIds, (accountIds) => patternOf(some, accountIds)).map((accountIds) => ({
        description: `Copies of entries into designated roles, from ${countOf(new Set(accountIds))}`,
        pattern: patternOf(some, accountIds),
      })),
    )
    .map((rule, index) => ({ name: `PartnerCopies${String(index + 1)}`, ...rule }));
};

const partnersOf = ({ trustedAccounts = [] }: Watched): readonly string[] =>
  trustedAccounts.filter(({ partner }) => partner === true).map(({ id }) => id);

const accountRules = (accountIds: readonly string[], rule: AccountRule): readonly GeneratedRule[] =>
  packed(accountIds, rule.pattern).map((pack, index) => ({
    name: `${rule.name}${String(index + 1)}`,
    description: `${rule.description}, in ${countOf(new Set(pack))}`,
    pattern: rule.pattern(pack),
  }));
