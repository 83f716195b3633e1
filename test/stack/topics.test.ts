import { at, listAt } from '../../lib/kernel/json.ts';
import { arnOf, ofType, packagedStack, PACKAGING_MILLISECONDS, type Stack } from './packaged-stack.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await packagedStack();
}, PACKAGING_MILLISECONDS);

const topics = () => ofType(stack.template, 'AWS::SNS::Topic');

const statementsOf = (topic: string): readonly unknown[] =>
  ofType(stack.template, 'AWS::SNS::TopicPolicy')
    .filter(([, policy]) => at(listAt(policy, 'Topics')[0], 'Ref') === topic)
    .flatMap(([, policy]) => listAt(policy, 'PolicyDocument', 'Statement'));

test('every topic is encrypted with the stack’s own key, which alarms can use', () => {
  expect(topics().length).toBeGreaterThan(0);
  for (const [, topic] of topics()) expect(topic.KmsMasterKeyId).toEqual(arnOf('DataKey'));
});

test('every topic refuses to be published to without TLS', () => {
  for (const [name] of topics()) {
    expect(statementsOf(name)).toContainEqual(
      expect.objectContaining({
        Effect: 'Deny',
        Action: 'sns:Publish',
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
    );
  }
});

test('only deliver publishes to the topics of destinations', () => {
  for (const [name] of topics().filter(([topic]) => topic !== 'OperatorTopic')) {
    const allowed = statementsOf(name).filter((statement) => at(statement, 'Effect') === 'Allow');
    expect(allowed.map((statement) => at(statement, 'Principal'))).toEqual([{ AWS: arnOf('DeliverRole') }]);
  }
});

test('only alarms of this account, deliver, and the watching rules publish to the operator’s topic', () => {
  const allowed = statementsOf('OperatorTopic').filter((statement) => at(statement, 'Effect') === 'Allow');
  expect(allowed).toEqual([
    expect.objectContaining({
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
    }),
    expect.objectContaining({ Principal: { AWS: arnOf('DeliverRole') }, Action: 'sns:Publish' }),
    // Without a condition: AWS gives a topic's policy nothing to compare when a rule publishes.
    {
      Sid: 'AllowWatchingRules',
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: 'sns:Publish',
      Resource: { Ref: 'OperatorTopic' },
    },
  ]);
});

test('another rule than the watching ones is refused by the operator’s topic wherever AWS names it', () => {
  const watching = ofType(stack.template, 'AWS::Events::Rule').flatMap(([name]) =>
    name.startsWith('Watch') ? [arnOf(name)] : [],
  );
  expect(watching.length).toBeGreaterThan(0);
  expect(statementsOf('OperatorTopic')).toContainEqual({
    Sid: 'DenyOtherRules',
    Effect: 'Deny',
    Principal: { Service: 'events.amazonaws.com' },
    Action: 'sns:Publish',
    Resource: { Ref: 'OperatorTopic' },
    // `Null` first: where the key is missing nothing is denied.
    Condition: { Null: { 'aws:SourceArn': 'false' }, ArnNotEquals: { 'aws:SourceArn': watching } },
  });
});
