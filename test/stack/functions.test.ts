import {
  deliverEnvironment,
  enrichEnvironment,
  historyEnvironment,
  recordEnvironment,
  sweepEnvironment,
} from '../../lib/config/environment.ts';
import { LEASE_SECONDS } from '../../lib/delivery/ledger.ts';
import { at, isObject, listAt, numberAt } from '../../lib/kernel/json.ts';
import { ofType, packagedStack, PACKAGING_MILLISECONDS, propertiesOf, type Stack } from './packaged-stack.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await packagedStack();
}, PACKAGING_MILLISECONDS);

const FUNCTIONS = [
  { name: 'Record', timeout: 30 },
  { name: 'Deliver', timeout: 30 },
  { name: 'Enrich', timeout: 120 },
  { name: 'Sweep', timeout: 300 },
  { name: 'History', timeout: 20 },
  { name: 'Export', timeout: 900 },
];

const functionOf = (name: string) => propertiesOf(stack.template, `${name}LambdaFunction`);

/** What CloudFormation would put in the place of a reference. */
const resolved = (value: unknown): string => {
  if (typeof value === 'string') return value;
  const sub = at(value, 'Fn::Sub');
  if (typeof sub === 'string')
    return sub
      .replaceAll(/\$\{(Topic\w+|OperatorTopic|CanaryTopic)\}/g, 'arn:aws:sns:us-east-1:1:t')
      .replaceAll(/\$\{[\w:]+\}/g, 'x');
  const [role] = listAt(value, 'Fn::GetAtt');
  if (typeof role === 'string') return `arn:aws:iam::111122223333:role/${role}`;
  const logicalId = String(at(value, 'Ref'));
  return /Queue$|DeadLetters$/.test(logicalId)
    ? `https://sqs.us-east-1.amazonaws.com/1/${logicalId}`
    : `name-of-${logicalId}`;
};

const variablesOf = (name: string): Readonly<Record<string, string>> => {
  const variables = at(functionOf(name), 'Environment', 'Variables');
  return Object.fromEntries(
    Object.entries(isObject(variables) ? variables : {}).map(([key, value]) => [key, resolved(value)]),
  );
};

test('there are these functions', () => {
  const names = ofType(stack.template, 'AWS::Lambda::Function').map(([name]) => name);
  expect(names.sort()).toEqual(FUNCTIONS.map(({ name }) => `${name}LambdaFunction`).sort());
});

test.each(FUNCTIONS)('$name runs on Node 24 on ARM, for at most $timeout seconds', ({ name, timeout }) => {
  expect(functionOf(name)).toMatchObject({
    Runtime: 'nodejs24.x',
    Architectures: ['arm64'],
    Timeout: timeout,
    Handler: `dist/${name.toLowerCase()}.handler`,
  });
  expect(numberAt(functionOf(name), 'MemorySize')).toBeGreaterThanOrEqual(256);
});

test('a claim outlives the function that holds it', () => {
  expect(numberAt(functionOf('Deliver'), 'Timeout')).toBeLessThan(LEASE_SECONDS);
});

test('logs are kept for a limited time', () => {
  const groups = ofType(stack.template, 'AWS::Logs::LogGroup');
  expect(groups.length).toBeGreaterThanOrEqual(FUNCTIONS.length);
  for (const [, group] of groups) expect(numberAt(group, 'RetentionInDays')).toBeGreaterThan(0);
});

test('a sweep that fails is not begun again: its next run is due anyway', () => {
  const retries = ofType(stack.template, 'AWS::Lambda::EventInvokeConfig').map(([, config]) => [
    config.FunctionName,
    config.MaximumRetryAttempts,
  ]);
  expect(retries).toEqual([[{ Ref: 'SweepLambdaFunction' }, 0]]);
});

test('deploys leave no old versions behind', () => {
  expect(ofType(stack.template, 'AWS::Lambda::Version')).toEqual([]);
});

const CANARY = {
  roleArn: 'arn:aws:iam::111122223333:role/CanaryRole',
  sweepRoleArn: 'arn:aws:iam::111122223333:role/SweepRole',
};

test('every function finds in its environment what it asks for', () => {
  expect(recordEnvironment(variablesOf('Record')).tableName).toBe('name-of-HistoryTable');
  const own = stack.policy.destinations
    .filter(({ channel, settings }) => channel === 'sns' && settings.topicArn === undefined)
    .map(({ id }) => id);
  const { topicArns } = deliverEnvironment(variablesOf('Deliver'));
  expect(Object.keys(topicArns).sort()).toEqual([...own, 'rolecall-canary', 'rolecall-operator'].sort());
  const queue = (name: string) => `https://sqs.us-east-1.amazonaws.com/1/${name}`;
  expect(sweepEnvironment(variablesOf('Sweep'))).toMatchObject({
    topicArns,
    archiveBucket: 'name-of-ArchiveBucket',
    sealBucket: 'name-of-SealBucket',
    deadLetters: {
      intake: queue('IntakeDeadLetters'),
      rules: queue('RuleDeadLetters'),
      delivery: queue('DeliveryDeadLetters'),
      enrich: queue('EnrichDeadLetters'),
    },
    intakeQueueUrl: queue('IntakeQueue'),
    canaryQueueUrl: queue('CanaryQueue'),
    canary: CANARY,
  });
  expect(recordEnvironment(variablesOf('Record')).canary).toEqual(CANARY);
  const watching = ofType(stack.template, 'AWS::Events::Rule').filter(([name]) => name.startsWith('Watch'));
  expect(sweepEnvironment(variablesOf('Sweep')).watchRules).toHaveLength(watching.length);
  for (const environment of [
    recordEnvironment(variablesOf('Record')),
    sweepEnvironment(variablesOf('Sweep')),
    enrichEnvironment(variablesOf('Enrich')),
  ]) {
    expect(environment.enrichQueueUrl).toBe(queue('EnrichQueue'));
  }
  expect(at(functionOf('Enrich'), 'Environment', 'Variables', 'OWN_ACCOUNT_ID')).toEqual({
    Ref: 'AWS::AccountId',
  });
  expect(historyEnvironment(variablesOf('History')).tableName).toBe('name-of-HistoryTable');
});

test('no environment holds a secret or points to this machine', () => {
  const all = FUNCTIONS.map(({ name }) => JSON.stringify(variablesOf(name))).join();
  expect(all).not.toMatch(/ssm:|env:|token|hooks\.slack|localhost|127\.0\.0\.1/i);
});

test('what an operator needs is an output', () => {
  expect(Object.keys(stack.template.Outputs)).toEqual(
    expect.arrayContaining([
      'HistoryUrl',
      'HistoryTableName',
      'TopicArns',
      'OperatorTopicArn',
      'IntakeQueueUrl',
      'ArchiveBucketName',
      'SealBucketName',
    ]),
  );
});
