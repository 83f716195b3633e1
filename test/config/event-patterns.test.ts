import { decodeConfiguration } from '../../lib/config/decode-configuration.ts';
import {
  everyRolePatterns,
  type GeneratedRule,
  patternSize,
  rulePatterns,
} from '../../lib/config/event-patterns.ts';
import { matchesPattern } from '../../lib/eventbridge/compile-pattern.ts';
import { checkPatternLimits, usesWildcard } from '../../lib/eventbridge/limits.ts';
import { parsePattern } from '../../lib/eventbridge/parse-pattern.ts';
import type { Account, DesignatedRole } from '../../lib/policy/policy.ts';
import { SAMPLE } from './sample-configuration.ts';

const parsed = (rule: GeneratedRule) => {
  const pattern = parsePattern(JSON.stringify(rule.pattern));
  if (!pattern.ok) throw new Error(pattern.error.reason);
  return pattern.value;
};

/** Names of the rules that would ring, without their number. */
const ringing = (rules: readonly GeneratedRule[], event: unknown): readonly string[] =>
  rules.filter((rule) => matchesPattern(parsed(rule), event)).map(({ name }) => name.replace(/\d+$/, ''));

const account = (id: string): Account => ({ id, name: id, owner: 'o', retentionDays: 400 });

const role = (pattern: string): DesignatedRole => ({
  pattern,
  accountId: pattern.split(':')[4] ?? '',
  name: pattern,
  owner: 'o',
});

const sampleRules = (): readonly GeneratedRule[] => {
  const decoded = decodeConfiguration(SAMPLE, { allowEnvSecrets: false });
  if (!decoded.ok) throw new Error('The sample must decode.');
  return rulePatterns(decoded.value.policy);
};

const entered = (roleArn: string, changes: Readonly<Record<string, unknown>> = {}) => ({
  version: '0',
  id: 'e0000000-0000-0000-0000-000000000001',
  'detail-type': 'AWS API Call via CloudTrail',
  source: 'aws.sts',
  account: '111122223333',
  time: '2026-11-22T10:00:00Z',
  region: 'us-east-1',
  resources: [],
  detail: {
    eventSource: 'sts.amazonaws.com',
    eventName: 'AssumeRole',
    userIdentity: { type: 'AWSAccount', principalId: 'AIDAEXAMPLE', accountId: '777788889999' },
    requestParameters: { roleArn, roleSessionName: 'bob' },
    recipientAccountId: '111122223333',
  },
  ...changes,
});

const PROD = 'arn:aws:iam::111122223333:role/prod-admin';

const denied = {
  ...entered(PROD),
  detail: {
    eventSource: 'sts.amazonaws.com',
    eventName: 'AssumeRole',
    errorCode: 'AccessDenied',
    errorMessage: `User: x is not authorized to perform: sts:AssumeRole on resource: ${PROD}`,
    requestParameters: null,
    responseElements: null,
  },
};

describe('the rules of a policy', () => {
  const rules = sampleRules();

  it.each(['AssumeRole', 'AssumeRoleWithSAML', 'AssumeRoleWithWebIdentity'])(
    'ring for %s into a designated role',
    (eventName) => {
      const event = entered(PROD);
      expect(ringing(rules, { ...event, detail: { ...event.detail, eventName } })).toEqual(['RoleEntries']);
    },
  );

  it('ring for a role of a wildcard account and for the role of the organisation', () => {
    const other = { account: '444455556666' };
    expect(ringing(rules, entered('arn:aws:iam::444455556666:role/break-glass', other))).toEqual([
      'RoleEntries',
    ]);
    expect(
      ringing(rules, entered('arn:aws:iam::444455556666:role/OrganizationAccountAccessRole', other)),
    ).toEqual(['RoleEntries']);
  });

  it('do not ring for other roles', () => {
    expect(ringing(rules, entered('arn:aws:iam::111122223333:role/service-role/lambda'))).toEqual([]);
    expect(ringing(rules, entered('arn:aws:iam::111122223333:role/break-glass-2'))).toEqual([]);
    expect(ringing(rules, entered('arn:aws:iam::999999999999:role/prod-admin'))).toEqual([]);
  });

  it("ring for the caller's copy in another listed account: the code decides", () => {
    expect(ringing(rules, entered(PROD, { account: '444455556666' }))).toEqual(['RoleEntries']);
  });

  it('do not ring in an account that is not listed', () => {
    expect(ringing(rules, entered(PROD, { account: '777788889999' }))).toEqual([]);
    expect(ringing(rules, { ...denied, account: '777788889999' })).toEqual([]);
  });

  it('ring for a refusal without request parameters', () => {
    expect(ringing(rules, denied)).toEqual(['DeniedEntries']);
  });

  it('ring for a refusal that names the role, on both rules', () => {
    const event = entered(PROD);
    expect(ringing(rules, { ...event, detail: { ...event.detail, errorCode: 'AccessDenied' } })).toEqual([
      'RoleEntries',
      'DeniedEntries',
    ]);
  });

  it.each([
    'AWS Console Sign In via CloudTrail',
    'AWS Console Signin via CloudTrail',
    'AWS Console Action via CloudTrail',
  ])('ring for Switch Role as "%s"', (detailType) => {
    const event = {
      ...entered(PROD),
      source: 'aws.signin',
      'detail-type': detailType,
      detail: { eventSource: 'signin.amazonaws.com', eventName: 'SwitchRole', requestParameters: null },
    };
    expect(ringing(rules, event)).toEqual(['SwitchedRoles']);
  });

  it('do not ring for other calls of STS and of the sign-in', () => {
    for (const eventName of ['GetCallerIdentity', 'AssumeRoot', 'GetSessionToken']) {
      expect(ringing(rules, { ...denied, detail: { ...denied.detail, eventName } })).toEqual([]);
    }
    const signin = { eventSource: 'signin.amazonaws.com', eventName: 'ConsoleLogin' };
    expect(ringing(rules, { ...denied, source: 'aws.signin', detail: signin })).toEqual([]);
  });

  it.each(['example.x', 'aws.s3', 'AWS.STS'])('do not ring for a spoofed source %s', (source) => {
    expect(ringing(rules, entered(PROD, { source }))).toEqual([]);
    expect(ringing(rules, { ...denied, source })).toEqual([]);
  });

  it('have names that CloudFormation takes, each once', () => {
    const names = rules.map(({ name }) => name);
    expect(names).toEqual(['RoleEntries1', 'DeniedEntries1', 'SwitchedRoles1']);
    for (const name of names) expect(name).toMatch(/^[A-Za-z0-9]+$/);
  });
});

describe('many roles', () => {
  const accounts = Array.from({ length: 250 }, (_, index) => account(String(100_000_000_000 + index)));
  const roles = accounts.flatMap(({ id }) => [
    role(`arn:aws:iam::${id}:role/teams/payments/prod-administrator`),
    role(`arn:aws:iam::${id}:role/prod-*`),
  ]);
  const rules = rulePatterns({ accounts, roles });

  it('are spread over rules within the limits of EventBridge', () => {
    expect(rules.length).toBeGreaterThan(10);
    expect(rules.length).toBeLessThan(40);
    for (const rule of rules) {
      expect(checkPatternLimits(parsed(rule))).toEqual([]);
      expect(patternSize(rule.pattern)).toBeLessThanOrEqual(2048);
      expect(usesWildcard(parsed(rule))).toBe(false);
    }
    expect(new Set(rules.map(({ name }) => name)).size).toBe(rules.length);
  });

  it('all ring, each on one rule', () => {
    for (const { pattern, accountId } of roles) {
      const roleArn = pattern.replace('*', 'x');
      expect(ringing(rules, entered(roleArn, { account: accountId }))).toEqual(['RoleEntries']);
    }
  });

  it('all ring when refused', () => {
    for (const { id } of accounts) {
      expect(ringing(rules, { ...denied, account: id })).toEqual(['DeniedEntries']);
    }
  });

  it('fill a rule up to the last character that fits', () => {
    const entries = rules.filter(({ name }) => name.startsWith('RoleEntries'));
    for (const rule of entries.slice(0, -1)) expect(patternSize(rule.pattern)).toBeGreaterThan(2048 - 160);
  });
});

describe('the smallest set of texts', () => {
  const literals = (patterns: readonly string[]): unknown => {
    const [rule] = rulePatterns({ accounts: [account('111122223333')], roles: patterns.map(role) });
    return JSON.parse(JSON.stringify(rule?.pattern)).detail.requestParameters.roleArn;
  };
  const arn = (name: string): string => `arn:aws:iam::111122223333:role/${name}`;

  it('leaves out what a prefix covers already', () => {
    expect(literals([arn('prod-admin'), arn('prod-*'), arn('prod-*-reader'), arn('p*'), arn('ops')])).toEqual(
      [arn('ops'), { prefix: arn('p') }],
    );
  });

  it('keeps an exact name beside a longer one', () => {
    expect(literals([arn('prod'), arn('prod-admin'), arn('prod-*-x')])).toEqual([
      arn('prod'),
      { prefix: arn('prod-') },
    ]);
    expect(literals([arn('prod'), arn('prod-admin')])).toEqual([arn('prod'), arn('prod-admin')]);
  });

  it('names one text once', () => {
    expect(literals([arn('prod'), arn('prod'), arn('x*'), arn('x*y')])).toEqual([
      arn('prod'),
      { prefix: arn('x') },
    ]);
  });

  it('takes the text before the first star, wherever it stands', () => {
    expect(literals([arn('*-admin')])).toEqual([{ prefix: arn('') }]);
  });
});

describe('every role of an account', () => {
  const rules = everyRolePatterns('111122223333');

  it('rings for any role, for refusals and for Switch Role', () => {
    expect(ringing(rules, entered('arn:aws:iam::111122223333:role/whatever/else'))).toEqual(['RoleEntries']);
    expect(ringing(rules, denied)).toEqual(['DeniedEntries']);
  });

  it('does not ring for roles of other accounts', () => {
    expect(ringing(rules, entered('arn:aws:iam::444455556666:role/prod-admin'))).toEqual([]);
  });
});
