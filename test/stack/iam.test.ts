import unscopedActions from '../../infra/unscoped-actions.cjs';
import {
  accessKey,
  exceptionKey,
  exportKey,
  halfPartition,
  seenPartition,
} from '../../lib/aws/table-keys.ts';
import { at, listAt } from '../../lib/kernel/json.ts';
import {
  arnOf,
  listOf,
  ofType,
  packagedStack,
  PACKAGING_MILLISECONDS,
  propertiesOf,
  type Stack,
} from './packaged-stack.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await packagedStack();
}, PACKAGING_MILLISECONDS);

const statementsOf = (role: string): readonly unknown[] =>
  listAt(propertiesOf(stack.template, role), 'Policies').flatMap((policy) =>
    listAt(policy, 'PolicyDocument', 'Statement'),
  );

const actionsOf = (role: string): readonly unknown[] =>
  statementsOf(role)
    .flatMap((statement) => listOf(at(statement, 'Action')))
    .sort();

const LOGS = ['logs:CreateLogStream', 'logs:PutLogEvents'];
const READ_AND_WRITE = [
  'Decrypt',
  'DescribeKey',
  'Encrypt',
  'GenerateDataKey',
  'ReEncryptFrom',
  'ReEncryptTo',
].map((action) => `kms:${action}`);
const RECEIVE = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];
const table = (...actions: string[]) => actions.map((action) => `dynamodb:${action}`);

const hasChannel = (channel: string) =>
  stack.policy.destinations.some((destination) => destination.channel === channel);
const hasParameters = () => JSON.stringify(stack.policy.destinations).includes('"ssm:');
const OPS_ITEMS = ['ssm:CreateOpsItem', 'ssm:UpdateOpsItem'];

test('record may do this and nothing else', () => {
  const wanted = [
    ...LOGS,
    ...table('BatchGetItem', 'DeleteItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'),
    ...RECEIVE,
    'sqs:SendMessage',
    ...READ_AND_WRITE,
  ];
  expect(actionsOf('RecordRole')).toEqual(wanted.sort());
});

test('enrich may do this and nothing else', () => {
  const wanted = [
    ...LOGS,
    ...table('GetItem', 'PutItem', 'Query', 'UpdateItem'),
    ...RECEIVE,
    ...['sqs:SendMessage', 'cloudtrail:LookupEvents', 'iam:GetRole'],
    ...(stack.policy.organization === true ? ['organizations:DescribeAccount'] : []),
    ...READ_AND_WRITE,
  ];
  expect(actionsOf('EnrichRole')).toEqual(wanted.sort());
});

test('enrich reads the designated roles by name, and no other', () => {
  const asking = statementsOf('EnrichRole').filter((statement) =>
    listOf(at(statement, 'Action')).includes('iam:GetRole'),
  );
  const patterns = stack.policy.roles.map(({ pattern }) => pattern);
  expect(patterns.length).toBeGreaterThan(0);
  expect(asking).toEqual([
    { Effect: 'Allow', Action: ['iam:GetRole'], Resource: [...new Set(patterns)].sort() },
  ]);
});

test.each([
  ['RecordRole', ['DeliveryQueue', 'EnrichQueue']],
  ['EnrichRole', ['DeliveryQueue', 'EnrichQueue']],
  ['SweepRole', ['DeliveryQueue', 'EnrichQueue']],
  ['DeliverRole', ['DeliveryQueue']],
  ['HistoryRole', ['DeliveryQueue', 'ExportQueue']],
])('%s sends into %j only', (role, queues) => {
  const sending = statementsOf(role).filter((statement) =>
    listOf(at(statement, 'Action')).includes('sqs:SendMessage'),
  );
  expect(sending.flatMap((statement) => listOf(at(statement, 'Resource')))).toEqual(queues.map(arnOf));
});

test('record may take away waiting halves of role switches, and nothing else of the history', () => {
  const deleting = statementsOf('RecordRole').filter((statement) =>
    listOf(at(statement, 'Action')).includes('dynamodb:DeleteItem'),
  );
  expect(deleting).toEqual([
    {
      Effect: 'Allow',
      Action: ['dynamodb:DeleteItem'],
      Resource: [arnOf('HistoryTable')],
      Condition: {
        'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['half#*'] },
        Null: { 'dynamodb:LeadingKeys': 'false' },
      },
    },
  ]);
  // What the table calls the partition of a half.
  expect(halfPartition('111122223333', 'AROAEXAMPLE:alice')).toMatch(/^half#/);
});

test.each([
  ['RecordRole', ['seen#*']],
  ['SweepRole', ['seen#*', 'access#*']],
])('%s reads many items at once only of %j', (role, partitions) => {
  const reading = statementsOf(role).filter((statement) =>
    listOf(at(statement, 'Action')).includes('dynamodb:BatchGetItem'),
  );
  expect(reading).toEqual(
    partitions.map((partition) => ({
      Effect: 'Allow',
      Action: ['dynamodb:BatchGetItem'],
      Resource: [arnOf('HistoryTable')],
      Condition: {
        'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [partition] },
        Null: { 'dynamodb:LeadingKeys': 'false' },
      },
    })),
  );
  expect(seenPartition('arn:aws:iam::111122223333:role/prod-admin')).toMatch(/^seen#/);
});

test('deliver may do this and nothing else', () => {
  const wanted = [
    ...LOGS,
    ...table('GetItem', 'PutItem', 'Query', 'UpdateItem'),
    ...RECEIVE,
    'sqs:ChangeMessageVisibility',
    'sqs:SendMessage',
    ...['sns:Publish', 'sns:GetTopicAttributes'],
    ...(hasParameters() ? ['ssm:GetParameter'] : []),
    ...(hasChannel('ops-center') ? OPS_ITEMS : []),
    ...READ_AND_WRITE,
  ];
  expect(actionsOf('DeliverRole')).toEqual(wanted.sort());
});

test('sweep may do this and nothing else', () => {
  const wanted = [
    ...LOGS,
    ...table('BatchGetItem', 'BatchGetItem', 'DeleteItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'),
    ...['cloudtrail:LookupEvents', 'iam:ListRoles', 'sqs:SendMessage'],
    ...['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sns:ListSubscriptionsByTopic'],
    // Into the archive, and into the bucket of the seals.
    ...['s3:PutObject', 's3:PutObject', 's3:GetObject', 's3:GetObjectVersion', 's3:ListBucketVersions'],
    ...DOCTOR,
    'sts:AssumeRole',
    ...READ_AND_WRITE,
  ];
  expect(actionsOf('SweepRole')).toEqual(wanted.sort());
});

/** What the doctor asks in the sweep: descriptions, and no secret. */
const DOCTOR = [
  'account:ListRegions',
  'cloudtrail:DescribeTrails',
  'cloudtrail:GetEventSelectors',
  'cloudtrail:GetTrailStatus',
  'events:ListRules',
  'events:ListTargetsByRule',
  'kms:GetKeyPolicy',
  'sqs:GetQueueAttributes',
];

test('the sweep reads no secret, and tells nobody past the delivery queue', () => {
  const actions = actionsOf('SweepRole').map(String);
  expect(actions.filter((action) => /^(ssm|secretsmanager):|^sns:Publish/.test(action))).toEqual([]);
});

test('the sweep assumes the canary’s role, by its path, and no other', () => {
  const assuming = statementsOf('SweepRole').filter((statement) =>
    listOf(at(statement, 'Action')).includes('sts:AssumeRole'),
  );
  const path = 'arn:${AWS::Partition}:iam::${AWS::AccountId}:role/rolecall-canary/${AWS::StackName}-*';
  expect(assuming).toEqual([
    { Effect: 'Allow', Action: ['sts:AssumeRole'], Resource: [{ 'Fn::Sub': path }] },
  ]);
  expect(propertiesOf(stack.template, 'CanaryRole').Path).toBe('/rolecall-canary/');
});

test('the canary’s role may do nothing, and only the sweep may take it', () => {
  const role = propertiesOf(stack.template, 'CanaryRole');
  expect([role.Policies, role.ManagedPolicyArns, role.PermissionsBoundary]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  // A name of its own would ask whoever deploys for more.
  expect(role.RoleName).toBeUndefined();
  expect(listAt(role, 'AssumeRolePolicyDocument', 'Statement')).toEqual([
    { Effect: 'Allow', Principal: { AWS: arnOf('SweepRole') }, Action: 'sts:AssumeRole' },
  ]);
  const attached = ['AWS::IAM::Policy', 'AWS::IAM::RolePolicy', 'AWS::IAM::ManagedPolicy'];
  expect(attached.flatMap((type) => ofType(stack.template, type))).toEqual([]);
});

describe('what the sweep may take away', () => {
  const resourcesOf = (action: string): readonly unknown[] =>
    statementsOf('SweepRole')
      .filter((statement) => listOf(at(statement, 'Action')).includes(action))
      .flatMap((statement) => listOf(at(statement, 'Resource')));

  test('is dead letters and its own canaries, and no message that waits', () => {
    const queues = ['IntakeDeadLetters', 'RuleDeadLetters', 'DeliveryDeadLetters', 'CanaryQueue'];
    const letters = queues.map(arnOf);
    expect(resourcesOf('sqs:DeleteMessage')).toEqual(letters);
    expect(resourcesOf('sqs:ReceiveMessage')).toEqual(letters);
  });

  test('is no object: it writes the archive and the seals, and reads seals only', () => {
    const actions = statementsOf('SweepRole').flatMap((statement) => listOf(at(statement, 'Action')));
    expect(actions.filter((action) => /^s3:(Delete|Bypass|PutObjectRetention)/.test(String(action)))).toEqual(
      [],
    );
    expect(resourcesOf('s3:GetObject')).toEqual([{ 'Fn::Sub': '${SealBucket.Arn}/seals/*' }]);
    expect(resourcesOf('s3:ListBucketVersions')).toEqual([arnOf('SealBucket')]);
  });
});

describe('history', () => {
  const writing = () =>
    statementsOf('HistoryRole').filter((statement) =>
      listOf(at(statement, 'Action')).some((action) => /^dynamodb:(?!Query$)/.test(String(action))),
    );

  test('may do this and nothing else', () => {
    const wanted = [
      ...LOGS,
      ...table('Query'),
      ...table('BatchGetItem', 'GetItem', 'PutItem', 'UpdateItem'),
      ...table('GetItem', 'PutItem', 'UpdateItem'),
      ...table('GetItem', 'PutItem'),
      ...['sqs:SendMessage', 's3:GetObject'],
      ...READ_AND_WRITE,
    ];
    expect(actionsOf('HistoryRole')).toEqual(wanted.sort());
  });

  test('writes what belongs to accesses, exceptions and export jobs, and nothing else of the table', () => {
    expect(
      writing().map((statement) =>
        at(statement, 'Condition', 'ForAllValues:StringLike', 'dynamodb:LeadingKeys'),
      ),
    ).toEqual([['access#*'], ['exceptions'], ['exports']]);
    for (const statement of writing()) {
      expect(at(statement, 'Condition', 'Null')).toEqual({ 'dynamodb:LeadingKeys': 'false' });
    }
    expect(accessKey('111122223333.alice').pk).toMatch(/^access#/);
    expect([exceptionKey('e').pk, exportKey('j').pk]).toEqual(['exceptions', 'exports']);
  });

  test('takes nothing away, and reads no file but the exports that it links to', () => {
    const actions = actionsOf('HistoryRole')
      .map(String)
      .filter((action) => !LOGS.includes(action));
    expect(actions.filter((action) => /Delete|Put(?!Item)|Publish|iam:|sts:/.test(action))).toEqual([]);
    const files = statementsOf('HistoryRole').filter((statement) =>
      listOf(at(statement, 'Action')).includes('s3:GetObject'),
    );
    expect(files.flatMap((statement) => listOf(at(statement, 'Resource')))).toEqual([
      { 'Fn::Sub': '${ExportBucket.Arn}/exports/*' },
    ]);
  });
});

describe('every role', () => {
  /** The canary's role is no function's: it may do nothing. */
  const roles = () =>
    ofType(stack.template, 'AWS::IAM::Role')
      .map(([name]) => name)
      .filter((name) => name !== 'CanaryRole');

  test('belongs to one function', () => {
    const used = ofType(stack.template, 'AWS::Lambda::Function').map(([, properties]) => properties.Role);
    expect(roles().sort()).toEqual([
      'DeliverRole',
      'EnrichRole',
      'ExportRole',
      'HistoryRole',
      'RecordRole',
      'SweepRole',
    ]);
    expect(used.map((role) => JSON.stringify(role)).sort()).toEqual(
      roles()
        .map((role) => JSON.stringify(arnOf(role)))
        .sort(),
    );
  });

  test('can be taken by Lambda only', () => {
    for (const role of roles()) {
      expect(listAt(propertiesOf(stack.template, role), 'AssumeRolePolicyDocument', 'Statement')).toEqual([
        { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
      ]);
    }
  });

  test('names every action in full', () => {
    const starred = roles()
      .flatMap(actionsOf)
      .filter((action) => String(action).includes('*'));
    expect(starred).toEqual([]);
  });

  test('names its resources, unless AWS has none for the action', () => {
    const excused = unscopedActions.map(({ action }) => action);
    const unscoped = roles()
      .flatMap(statementsOf)
      .filter((statement) => listOf(at(statement, 'Resource')).includes('*'))
      .flatMap((statement) => listOf(at(statement, 'Action')));
    expect(excused).toEqual(expect.arrayContaining([...unscoped]));
    for (const { reason } of unscopedActions) expect(reason.length).toBeGreaterThan(20);
  });

  test('uses the key through the services that hold the data, never directly', () => {
    for (const statement of roles().flatMap(statementsOf)) {
      // Reading its policy is no use of it.
      const usesKey = listOf(at(statement, 'Action')).some((action) =>
        /^kms:(?!GetKeyPolicy)/.test(String(action)),
      );
      if (!usesKey) continue;
      expect(at(statement, 'Resource')).toEqual([arnOf('DataKey')]);
      expect(listAt(statement, 'Condition', 'StringEquals', 'kms:ViaService').length).toBeGreaterThan(0);
    }
  });

  test('names resources of this stack or of this account', () => {
    const resources = roles()
      .flatMap(statementsOf)
      .flatMap((statement) => listOf(at(statement, 'Resource')))
      .filter((resource) => resource !== '*')
      .map((resource) => JSON.stringify(resource));
    const own = Object.keys(stack.template.Resources);
    for (const resource of resources) {
      const known = own.some(
        (name) => resource.includes(`"${name}"`) || resource.includes(`\${${name}.Arn}`),
      );
      const foreignTopic = /^"arn:aws[a-z-]*:sns:/.test(resource);
      const designated = stack.policy.roles.some(({ pattern }) => resource === JSON.stringify(pattern));
      const outside = foreignTopic || designated || resource.includes(':organizations::');
      expect({ resource, known: known || outside || resource.includes('${AWS::AccountId}') }).toEqual({
        resource,
        known: true,
      });
    }
  });
});
