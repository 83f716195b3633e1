/**
 * The rules that make EventBridge ring for a policy. They are coarse on purpose: EventBridge compares texts, the
 * product decides. A prefix may let a few records too many in, but none that is meant stays outside.
 *
 * Every pattern pins `source`, which nobody but AWS can write, and the account that recorded the event. No pattern
 * uses `wildcard`: a bus takes only 30 rules that do.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
import { checkPatternLimits, MAX_PATTERN_CHARACTERS } from '../eventbridge/limits.ts';
import { parsePattern } from '../eventbridge/parse-pattern.ts';
import type { Policy } from '../policy/policy.ts';
import { type RoleLiteral, minimalLiterals } from './role-literals.ts';

/** Rules of one event bus in most Regions. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
export const RULE_LIMIT = 300;

export type PatternJson = Readonly<Record<string, unknown>>;

export interface GeneratedRule {
  /** Letters and digits: usable as the logical id of a CloudFormation resource. Stable while the policy stays. */
  readonly name: string;
  readonly description: string;
  readonly pattern: PatternJson;
}

/**
 * The rules of a policy, always in the same order. Throws when EventBridge would refuse one of them,
 * which is a defect of this file and not of the policy.
 */
export const rulePatterns = (policy: Pick<Policy, 'accounts' | 'roles'>): readonly GeneratedRule[] => {
  const accountIds = policy.accounts.map((account) => account.id);
  return [
    ...entryRules(minimalLiterals(policy.roles)),
    ...accountRules(accountIds, DENIED),
    ...accountRules(accountIds, SWITCHED),
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
 * Switch Role in the console leaves a second record, with the full name of the human. AWS spells its detail-type
 * in more than one way, so it stays open.
 */
const SWITCHED: AccountRule = {
  name: 'SwitchedRoles',
  description: 'Switch Role in the console',
  pattern: (accountIds) => ({
    account: accountIds,
    source: ['aws.signin'],
    detail: { eventSource: ['signin.amazonaws.com'], eventName: ['SwitchRole'] },
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

const accountRules = (accountIds: readonly string[], rule: AccountRule): readonly GeneratedRule[] =>
  packed(accountIds, rule.pattern).map((pack, index) => ({
    name: `${rule.name}${String(index + 1)}`,
    description: `${rule.description}, in ${countOf(new Set(pack))}`,
    pattern: rule.pattern(pack),
  }));

/** Fills one rule after the other, each as far as the limit allows. */
const packed = <T>(
  items: readonly T[],
  patternOf: (items: readonly T[]) => PatternJson,
): readonly (readonly T[])[] => {
  const packs: T[][] = [];
  for (const item of items) {
    const current = packs.at(-1);
    if (current && patternSize(patternOf([...current, item])) <= MAX_PATTERN_CHARACTERS) current.push(item);
    else packs.push([item]);
  }
  return packs;
};

/** What AWS counts: the characters of the pattern's JSON. */
export const patternSize = (pattern: PatternJson): number => JSON.stringify(pattern).length;

const countOf = (accountIds: ReadonlySet<string>): string => {
  const [first] = accountIds;
  return accountIds.size === 1 && first ? `account ${first}` : `${String(accountIds.size)} accounts`;
};

const accepted = (rule: GeneratedRule): GeneratedRule => {
  const parsed = parsePattern(rule.pattern);
  if (!parsed.ok) throw new Error(`The pattern of ${rule.name} is not valid: ${parsed.error.reason}`);
  const [broken] = checkPatternLimits(parsed.value);
  if (broken) throw new Error(`The pattern of ${rule.name} is beyond a limit: ${broken.reason}`);
  return rule;
};
