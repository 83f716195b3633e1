import { roleResources } from '../../infra/roles.cjs';
import {
  emailsOfDefaultOwner,
  OPERATOR_DESTINATION,
  topicArnsText,
  topicResources,
} from '../../infra/topics.cjs';
import { RESERVED_DESTINATION } from '../../lib/config/reference-problems.ts';
import { OPERATOR_DESTINATION as CODE_OPERATOR } from '../../lib/delivery/operator.ts';
import type { ConfiguredDestination, Policy } from '../../lib/policy/policy.ts';

const policyWith = (destinations: readonly ConfiguredDestination[]): Policy => ({
  hash: '0',
  homeRegion: 'us-east-1',
  regions: ['us-east-1'],
  accounts: [{ id: '111122223333', name: 'Shop', owner: 'platform', retentionDays: 400 }],
  roles: [],
  owners: [
    { id: 'platform', name: 'Platform', timeZone: 'UTC', destinations: destinations.map(({ id }) => id) },
  ],
  clients: [],
  defaultOwner: 'platform',
  repeatWindowMinutes: 15,
  trustedAccounts: [],
  destinations,
});

const HOOK = {
  id: 'hook',
  channel: 'webhook',
  settings: { url: 'ssm:/rolecall/hook', secret: 'ssm:plain-name' },
};
const MAIL = { id: 'platform-mail', channel: 'sns', settings: { email: ['a@example.com', 'b@example.com'] } };
const OPS = { id: 'ops', channel: 'ops-center', settings: {} };
const THEIRS = {
  id: 'theirs',
  channel: 'sns',
  settings: { topicArn: 'arn:aws:sns:us-east-1:111122223333:alerts' },
};

type Role = keyof ReturnType<typeof roleResources>;

const statementsOf = (role: Role, ...destinations: ConfiguredDestination[]) =>
  roleResources(policyWith(destinations))[role].Properties.Policies[0].PolicyDocument.Statement;

const deliverStatements = (...destinations: ConfiguredDestination[]) =>
  statementsOf('DeliverRole', ...destinations);

const statementWith = (action: string, ...destinations: ConfiguredDestination[]) =>
  deliverStatements(...destinations).find(({ Action }) => Action.includes(action));

describe('what deliver may do follows from the destinations', () => {
  test('it reads the named parameters and no others', () => {
    expect(statementWith('ssm:GetParameter', HOOK)?.Resource).toEqual(
      ['plain-name', 'rolecall/hook']
        .map((name) => ({
          'Fn::Sub': `arn:\${AWS::Partition}:ssm:\${AWS::Region}:\${AWS::AccountId}:parameter/${name}`,
        }))
        .sort((one, other) => one['Fn::Sub'].localeCompare(other['Fn::Sub']))
        .reverse(),
    );
  });

  test('it reads no parameter when no destination has a secret', () => {
    expect(statementWith('ssm:GetParameter', MAIL)).toBeUndefined();
  });

  test('it touches OpsCenter only when a destination does', () => {
    expect(statementWith('ssm:CreateOpsItem', MAIL)).toBeUndefined();
    expect(statementWith('ssm:CreateOpsItem', OPS)?.Resource).toBe('*');
    expect(statementWith('ssm:UpdateOpsItem', OPS)?.Resource).not.toBe('*');
  });

  test('it publishes to the topics of the stack and to those that were named', () => {
    expect(statementWith('sns:Publish', MAIL, THEIRS)?.Resource).toEqual([
      { Ref: 'TopicPlatformMail' },
      { Ref: 'OperatorTopic' },
      { Ref: 'CanaryTopic' },
      'arn:aws:sns:us-east-1:111122223333:alerts',
    ]);
    expect(statementWith('sns:Publish', HOOK)?.Resource).toEqual([
      { Ref: 'OperatorTopic' },
      { Ref: 'CanaryTopic' },
    ]);
  });
});

describe('what enrich may ask AWS follows from the configuration', () => {
  const roleNamed = (name: string, accountId = '111122223333') => ({
    pattern: `arn:aws:iam::${accountId}:role/${name}`,
    accountId,
    name: 'Production administrator',
    owner: 'platform',
  });
  const enrichStatement = (action: string, changes: Partial<Policy>) =>
    roleResources({
      ...policyWith([]),
      ...changes,
    }).EnrichRole.Properties.Policies[0].PolicyDocument.Statement.find(({ Action }) =>
      Action.includes(action),
    );

  test('it reads the designated roles, each pattern once', () => {
    const roles = [roleNamed('prod-*'), roleNamed('prod-*'), roleNamed('break-glass', '444455556666')];
    expect(enrichStatement('iam:GetRole', { roles })?.Resource).toEqual([
      'arn:aws:iam::111122223333:role/prod-*',
      'arn:aws:iam::444455556666:role/break-glass',
    ]);
    expect(enrichStatement('iam:GetRole', { roles: [] })).toBeUndefined();
  });

  test('it reads the roles of the accounts when there are more patterns than a role’s own policy holds', () => {
    const roles = Array.from({ length: 200 }, (_each, index) => roleNamed(`prod-${String(index)}`));
    expect(enrichStatement('iam:GetRole', { roles })?.Resource).toEqual(['arn:aws:iam::111122223333:role/*']);
  });

  test('it asks Organizations only where the configuration says so', () => {
    expect(enrichStatement('organizations:DescribeAccount', {})).toBeUndefined();
    expect(enrichStatement('organizations:DescribeAccount', { organization: true })?.Resource).toEqual([
      { 'Fn::Sub': 'arn:${AWS::Partition}:organizations::*:account/o-*/*' },
    ]);
  });
});

/** The topics that every stack has. */
const BUILT_IN = '"rolecall-operator":"${OperatorTopic}","rolecall-canary":"${CanaryTopic}"';

/** Rules that publish to the operator's topic. */
const WATCH = ['WatchTrails'];

test('the sweep looks at who reads the topics of the stack, and at no others', () => {
  const looks = statementsOf('SweepRole', MAIL, THEIRS).find(({ Action }) =>
    Action.includes('sns:ListSubscriptionsByTopic'),
  );
  expect(looks?.Resource).toEqual(
    ['TopicPlatformMail', 'OperatorTopic', 'CanaryTopic'].map((Ref) => ({ Ref })),
  );
});

describe('the topics', () => {
  test('are made for sns destinations that name none', () => {
    const made = Object.entries(topicResources(policyWith([MAIL, THEIRS]), [], WATCH));
    const topics = made.filter(([, { Type }]) => Type === 'AWS::SNS::Topic').map(([name]) => name);
    expect(topics).toEqual(['TopicPlatformMail', 'OperatorTopic', 'CanaryTopic']);
  });

  test('are told to deliver by destination id', () => {
    expect(topicArnsText(policyWith([MAIL, THEIRS]))).toEqual({
      'Fn::Sub': `{"platform-mail":"\${TopicPlatformMail}",${BUILT_IN}}`,
    });
    expect(topicArnsText(policyWith([HOOK]))).toEqual({
      'Fn::Sub': `{${BUILT_IN}}`,
    });
  });

  test('that of the operator has the id that the code and rolecall.yml keep for it', () => {
    expect(OPERATOR_DESTINATION).toBe(CODE_OPERATOR);
    expect(RESERVED_DESTINATION).toBe(CODE_OPERATOR);
  });

  test('have one subscription per address', () => {
    const parts = Object.values(topicResources(policyWith([MAIL]), ['ops@example.com'], WATCH));
    const addresses = parts
      .filter(({ Type }) => Type === 'AWS::SNS::Subscription')
      .map(({ Properties }) => [Properties.TopicArn, Properties.Endpoint]);
    expect(addresses).toEqual([
      [{ Ref: 'TopicPlatformMail' }, 'a@example.com'],
      [{ Ref: 'TopicPlatformMail' }, 'b@example.com'],
      [{ Ref: 'OperatorTopic' }, 'ops@example.com'],
    ]);
  });

  test('two ids that differ in punctuation only are refused instead of sharing a topic', () => {
    const other = { ...MAIL, id: 'platform.mail' };
    expect(() => topicResources(policyWith([MAIL, other]), [], WATCH)).toThrow('platform.mail');
  });

  test('the alarms go to the addresses of the default owner', () => {
    expect(emailsOfDefaultOwner(policyWith([MAIL, THEIRS, HOOK]))).toEqual([
      'a@example.com',
      'b@example.com',
    ]);
    expect(emailsOfDefaultOwner({ ...policyWith([MAIL]), defaultOwner: 'nobody' })).toEqual([]);
  });
});
