import { decodeConfiguration } from '../../lib/config/decode-configuration.ts';
import { DOOR_DECODERS } from '../../lib/access/doors/door-decoders.ts';
import { everyRolePatterns, RULE_LIMIT, rulePatterns } from '../../lib/config/event-patterns.ts';
import { type GeneratedRule, patternSize } from '../../lib/config/generated-rule.ts';
import { compilePattern, type EventMatcher } from '../../lib/eventbridge/compile-pattern.ts';
import { checkPatternLimits, usesWildcard } from '../../lib/eventbridge/limits.ts';
import { parsePattern } from '../../lib/eventbridge/parse-pattern.ts';
import type { Account, DesignatedRole } from '../../lib/policy/policy.ts';
import { SAMPLE } from './sample-configuration.ts';

const parsed = (rule: GeneratedRule) => {
  const pattern = parsePattern(JSON.stringify(rule.pattern));
  if (!pattern.ok) throw new Error(pattern.error.reason);
  return pattern.value;
};

/** Hundreds of events are asked of the same rules. */
const matchers = new WeakMap<GeneratedRule, EventMatcher>();
const matcherOf = (rule: GeneratedRule): EventMatcher => {
  const matcher = matchers.get(rule) ?? compilePattern(parsed(rule));
  matchers.set(rule, matcher);
  return matcher;
};

/** Names of the rules that would ring, without their number. */
const ringing = (rules: readonly GeneratedRule[], event: unknown): readonly string[] =>
  rules.filter((rule) => matcherOf(rule)(event)).map(({ name }) => name.replace(/\d+$/, ''));

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

  it('do not ring for calls of STS and of the sign-in that are neither an entry nor a door', () => {
    for (const eventName of ['GetCallerIdentity', 'DecodeAuthorizationMessage', 'GetAccessKeyInfo']) {
      expect(ringing(rules, { ...denied, detail: { ...denied.detail, eventName } })).toEqual([]);
    }
    const signin = { eventSource: 'signin.amazonaws.com', eventName: 'ExchangeCertificateForToken' };
    expect(ringing(rules, { ...denied, source: 'aws.signin', detail: signin })).toEqual([]);
  });

  it.each(['example.x', 'aws.s3', 'AWS.STS'])('do not ring for a spoofed source %s', (source) => {
    expect(ringing(rules, entered(PROD, { source }))).toEqual([]);
    expect(ringing(rules, { ...denied, source })).toEqual([]);
  });

  it('have names that CloudFormation takes, each once', () => {
    const names = rules.map(({ name }) => name);
    const kinds = [...new Set(names.map((name) => name.replace(/\d+$/, '')))];
    expect(kinds).toEqual([
      'RoleEntries',
      'DeniedEntries',
      'SwitchedRoles',
      'CertificateEntries',
      'Doors',
      'EveryService',
      'RegionsEnabled',
    ]);
    expect(new Set(names).size).toBe(names.length);
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
    expect(rules.filter(({ name }) => !name.startsWith('Doors')).length).toBeLessThan(40);
    // Fewer than half of what a bus takes, with every door in every account.
    expect(rules.length).toBeLessThan(RULE_LIMIT / 2);
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

/** A value that meets a pattern of exact texts, prefixes and `exists`. */
const exampleOf = (detail: unknown): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(detail ?? {}).map(([key, wanted]) => [
      key,
      Array.isArray(wanted) ? exampleOfValue(wanted[0]) : exampleOf(wanted),
    ]),
  );

const exampleOfValue = (wanted: unknown): unknown =>
  typeof wanted === 'object' && wanted !== null
    ? ((wanted as { prefix?: string }).prefix ?? 'anything')
    : wanted;

describe('doors', () => {
  const rules = sampleRules();

  /** An event of a decoder, as coarse as the rules see it. */
  const eventOf = (eventSource: string, eventName: string, more: Readonly<Record<string, unknown>> = {}) => ({
    version: '0',
    'detail-type': 'AWS API Call via CloudTrail',
    source: `aws.${eventSource.split('.')[0] ?? ''}`,
    account: '111122223333',
    detail: { eventSource, eventName, userIdentity: { type: 'AssumedRole' }, ...more },
  });

  const named = (name: string): string => (name.endsWith('*') ? `${name.slice(0, -1)}20991231` : name);

  const everyEvent = DOOR_DECODERS.filter(({ eventSource }) => eventSource !== '*').flatMap(
    ({ eventSource, eventNames, detail }) =>
      eventNames.map((eventName) => eventOf(eventSource, named(eventName), exampleOf(detail))),
  );

  it('all ring: whatever the code knows, the bus lets in', () => {
    expect(everyEvent.length).toBeGreaterThan(300);
    expect(everyEvent.filter((event) => !ringing(rules, event).includes('Doors'))).toEqual([]);
  });

  it('ring in no account that is not listed, and from no source but AWS', () => {
    const others = everyEvent.flatMap((event) => [
      { ...event, account: '777788889999' },
      { ...event, source: `example.${event.source}` },
    ]);
    expect(others.filter((event) => ringing(rules, event).length > 0)).toEqual([]);
  });

  it('do not ring for the events of one service under the names of another', () => {
    expect(ringing(rules, eventOf('cloudtrail.amazonaws.com', 'PutBucketPolicy'))).toEqual([]);
    expect(ringing(rules, eventOf('s3.amazonaws.com', 'StopLogging'))).toEqual([]);
    expect(ringing(rules, eventOf('iam.amazonaws.com', 'ListUsers'))).toEqual([]);
    const disguised = { ...eventOf('iam.amazonaws.com', 'CreateUser'), source: 'aws.s3' };
    expect(ringing(rules, disguised)).toEqual([]);
  });

  it('ring for whatever root does, in any service', () => {
    const root = { userIdentity: { type: 'Root' } };
    expect(ringing(rules, eventOf('braket.amazonaws.com', 'CreateQuantumTask', root))).toEqual([
      'EveryService',
    ]);
    const forged = { ...eventOf('braket.amazonaws.com', 'CreateQuantumTask', root), source: 'my.aws.thing' };
    expect(ringing(rules, forged)).toEqual([]);
  });

  it.each(['AWS Console Sign In via CloudTrail', 'AWS Console Signin via CloudTrail'])(
    'ring for a login as "%s"',
    (detailType) => {
      const login = { ...eventOf('signin.amazonaws.com', 'ConsoleLogin'), 'detail-type': detailType };
      expect(ringing(rules, login)).toEqual(['Doors']);
    },
  );

  it('ring when a Region is enabled, which no CloudTrail record tells', () => {
    const event = {
      'detail-type': 'Region Opt-In Status Change',
      source: 'aws.account',
      account: '111122223333',
      detail: { accountId: '111122223333', regionName: 'af-south-1', status: 'ENABLED' },
    };
    expect(ringing(rules, event)).toEqual(['RegionsEnabled']);
    expect(ringing(rules, { ...event, source: 'example.account' })).toEqual([]);
    expect(ringing(rules, { ...event, account: '777788889999' })).toEqual([]);
  });
});

describe('partners', () => {
  const trusted = (id: string, partner: boolean) => ({ id, name: id, partner });
  const base = { accounts: [account('111122223333')], roles: [role(PROD)] };
  const rules = rulePatterns({
    ...base,
    trustedAccounts: [trusted('777788889999', true), trusted('666677778888', false)],
  });
  const copy = (accountId: string, roleArn = PROD) => ({
    ...entered(roleArn, { account: accountId }),
  });

  it('ring with their own copies of entries into our designated roles', () => {
    expect(ringing(rules, copy('777788889999'))).toEqual(['PartnerCopies']);
  });

  it('ring with nothing else', () => {
    expect(ringing(rules, copy('777788889999', 'arn:aws:iam::777788889999:role/theirs'))).toEqual([]);
    expect(ringing(rules, { ...denied, account: '777788889999' })).toEqual([]);
  });

  it('are asked for: an account that is only trusted rings with nothing', () => {
    expect(ringing(rules, copy('666677778888'))).toEqual([]);
    expect(rulePatterns(base).some(({ name }) => name.startsWith('PartnerCopies'))).toBe(false);
  });

  it('may be many', () => {
    const many = Array.from({ length: 300 }, (_, index) => trusted(String(200_000_000_000 + index), true));
    const made = rulePatterns({ ...base, trustedAccounts: many });
    for (const { id } of many) expect(ringing(made, copy(id))).toEqual(['PartnerCopies']);
  });
});
