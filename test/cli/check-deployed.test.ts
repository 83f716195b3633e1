import { check } from '../../cli/check.ts';
import { checkDeployed } from '../../cli/check-deployed.ts';
import type { Finding } from '../../cli/check-finding.ts';
import type { DeployedState, TrailState } from '../../lib/aws/deployed-state.ts';
import { decodeConfiguration } from '../../lib/config/decode-configuration.ts';
import { rulePatterns } from '../../lib/config/event-patterns.ts';
import { isObject, type JsonObject, parseJson } from '../../lib/kernel/json.ts';
import { SAMPLE } from '../config/sample-configuration.ts';

const LONG_STATE = 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';

const policy = (() => {
  const decoded = decodeConfiguration(SAMPLE, { allowEnvSecrets: false });
  if (!decoded.ok) throw new Error('The sample must decode.');
  return decoded.value.policy;
})();

const trail = (changes: Partial<TrailState> = {}): TrailState => ({
  name: 'management',
  homeRegion: 'eu-central-1',
  multiRegion: true,
  logging: true,
  managementEvents: 'all',
  ...changes,
});

const rules = (state: string) =>
  rulePatterns(policy).map(({ name, pattern }) => ({ name, state, pattern: JSON.stringify(pattern) }));

const patternOf = (text: string): JsonObject => {
  const pattern = parseJson(text);
  return isObject(pattern) ? pattern : {};
};

const confirmed = (endpoint: string) => ({ protocol: 'email', endpoint, confirmed: true });

/** A deploy that lacks nothing, with some answers replaced. */
const deployed = (changes: Partial<DeployedState> = {}): DeployedState => ({
  stack: async () => ({ exists: true, status: 'UPDATE_COMPLETE' }),
  parameterKind: async () => 'secure-string',
  topicArnOf: async (id) => `arn:aws:sns:us-east-1:111122223333:${id}`,
  operatorTopicArn: async () => 'arn:aws:sns:us-east-1:111122223333:operator',
  subscriptionsOf: async () => [confirmed('oncall@example.com')],
  trails: async () => [trail()],
  rules: async () => rules(LONG_STATE),
  ...changes,
});

const lacking = async (changes: Partial<DeployedState>): Promise<readonly string[]> =>
  (await checkDeployed(policy, deployed(changes)))
    .filter(({ state }) => state !== 'in-order')
    .map(({ state, subject, message }: Finding) => `${state} ${subject}: ${message}`);

describe('what a first deploy still lacks', () => {
  it('is nothing when all stands; everything looked at is listed', async () => {
    const findings = await checkDeployed(policy, deployed());
    expect(findings.every(({ state }) => state === 'in-order')).toBe(true);
    expect(findings.map(({ subject }) => subject)).toEqual([
      'secret /rolecall/platform-slack-url',
      'secret /rolecall/jira-token',
      'secret /rolecall/chat-token',
      'secret /rolecall/hook-url',
      'secret /rolecall/hook-secret',
      'stack',
      'oncall@example.com (platform-mail)',
      'topic of acme-mail',
      'topic of the alarms',
      'trail',
      'rule RoleEntries1',
      'rule DeniedEntries1',
      'rule SwitchedRoles1',
    ]);
  });

  it('is the stack, and then not also its topics and rules', async () => {
    const missing = await lacking({
      stack: async () => ({ exists: false }),
      rules: async () => {
        throw new Error('must not be asked');
      },
    });
    expect(missing).toEqual(['missing stack: does not exist; deploy it']);
  });

  it('is a stack that came to rest', async () => {
    expect(await lacking({ stack: async () => ({ exists: true, status: 'ROLLBACK_COMPLETE' }) })).toEqual([
      expect.stringContaining('missing stack: is in state ROLLBACK_COMPLETE'),
    ]);
  });

  it('is a secret that is not stored, or not encrypted', async () => {
    const missing = await lacking({
      parameterKind: async (name) =>
        name.endsWith('jira-token') ? 'missing' : name.endsWith('hook-url') ? 'not-secure' : 'secure-string',
    });
    expect(missing).toEqual([
      'missing secret /rolecall/jira-token: is not stored; in the console: Systems Manager, Parameter Store, Create parameter, name /rolecall/jira-token, type SecureString',
      'missing secret /rolecall/hook-url: is stored, but not as a SecureString; delete it and store it again as one',
    ]);
  });

  it('is a click on the link in the mail', async () => {
    const pending = { ...confirmed('OnCall@example.com'), confirmed: false };
    expect(await lacking({ subscriptionsOf: async () => [pending, confirmed('x@example.com')] })).toEqual([
      'missing oncall@example.com (platform-mail): has not confirmed yet; click the link in the mail from AWS Notifications',
    ]);
  });

  it('is a subscription SNS has dropped', async () => {
    expect(await lacking({ subscriptionsOf: async () => [] })).toEqual([
      expect.stringContaining('oncall@example.com (platform-mail): is not subscribed'),
      expect.stringContaining('topic of acme-mail: has no confirmed subscription'),
      expect.stringContaining('topic of the alarms: has no confirmed subscription'),
    ]);
  });

  it('is a topic', async () => {
    expect(await lacking({ topicArnOf: async () => undefined })).toEqual([
      'missing topic of platform-mail: does not exist; deploy again',
    ]);
    expect(await lacking({ subscriptionsOf: async () => undefined })).toHaveLength(3);
  });

  it.each([
    [[], 'none records this Region; create a trail with read and write management events'],
    [[trail({ multiRegion: false })], 'none records this Region'],
    [[trail({ logging: false })], 'management is not logging; start logging'],
    [[trail({ managementEvents: 'write-only' })], 'management records writing management events only'],
    [[trail({ managementEvents: 'none' })], 'management records no management events of STS'],
  ])('is a trail that records entries', async (trails, words) => {
    expect(await lacking({ trails: async () => trails })).toEqual([
      expect.stringContaining(`missing trail: ${words}`),
    ]);
  });

  it('may be a trail of the organisation, whose selectors only its owner can read', async () => {
    expect(await lacking({ trails: async () => [trail({ managementEvents: 'unknown' })] })).toEqual([
      expect.stringContaining('unknown trail: management is logging'),
    ]);
  });

  it('is one good trail among others', async () => {
    const trails = [trail({ logging: false }), trail({ multiRegion: false, homeRegion: 'us-east-1' })];
    expect(await lacking({ trails: async () => trails })).toEqual([]);
  });

  it.each(['ENABLED', 'DISABLED'])('is the long state of rules in state %s', async (state) => {
    const missing = await lacking({ rules: async () => rules(state) });
    expect(missing).toHaveLength(3);
    expect(missing[0]).toContain(`rule RoleEntries1: is in state ${state}, in which it misses AssumeRole`);
  });

  it('is a rule with the pattern of today', async () => {
    const old = rules(LONG_STATE).map((rule, index) =>
      index === 0 ? { ...rule, pattern: '{"source":["x"]}' } : rule,
    );
    expect(await lacking({ rules: async () => [...old, { name: 'schedule', state: 'ENABLED' }] })).toEqual([
      'missing rule RoleEntries1: does not stand as rolecall.yml wants it; deploy again',
    ]);
  });

  it('knows a pattern whatever the order of its keys', async () => {
    const reordered = rules(LONG_STATE).map((rule) => ({
      ...rule,
      pattern: JSON.stringify(Object.fromEntries(Object.entries(patternOf(rule.pattern)).reverse())),
    }));
    expect(await lacking({ rules: async () => reordered })).toEqual([]);
  });

  it('stays unknown where AWS refuses the question, and the others are asked', async () => {
    const refused = Object.assign(new Error('User arn:aws:iam::1:user/x may not ssm:DescribeParameters'), {
      name: 'AccessDeniedException',
    });
    const missing = await lacking({
      parameterKind: () => Promise.reject(refused),
      trails: async () => [],
    });
    expect(missing).toHaveLength(6);
    expect(missing[0]).toBe(
      'unknown secret /rolecall/platform-slack-url: could not be looked at (AccessDeniedException); check your permissions',
    );
    expect(missing[5]).toContain('missing trail');
  });

  it('makes rolecall check fail until nothing is lacking', async () => {
    const run = async (state: DeployedState) => {
      const written: string[] = [];
      const write = (text: string): void => void written.push(text);
      const code = await check({ configurationText: SAMPLE, file: 'rolecall.yml', deployed: state, write });
      return { code, text: written.join('') };
    };
    expect(await run(deployed())).toMatchObject({
      code: 0,
      text: expect.stringContaining('  ok      stack: stands'),
    });
    expect(await run(deployed({ trails: async () => [] }))).toMatchObject({
      code: 1,
      text: expect.stringContaining('  MISSING trail: none records this Region'),
    });
  });
});
