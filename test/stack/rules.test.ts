import { rulePatterns } from '../../lib/config/event-patterns.ts';
import { at, listAt, parseJson } from '../../lib/kernel/json.ts';
import { canaryRule } from '../../lib/usecases/examine/canary-rule.ts';
import { judgeEvent } from '../../lib/usecases/judge-event.ts';
import { SWEEP_TASKS } from '../../lib/wiring/sweep.ts';
import { inputOf, readTransformer } from '../../local/target-input.ts';
import {
  arnOf,
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

const isSchedule = (properties: unknown): boolean => at(properties, 'ScheduleExpression') !== undefined;

/** The rules that hand records over; those that watch over Rolecall itself tell the operator and nobody else. */
const bells = () =>
  ofType(stack.template, 'AWS::Events::Rule').filter(
    ([name, rule]) => !isSchedule(rule) && !name.startsWith('Watch'),
  );

const QUEUES = [
  'CanaryQueue',
  'IntakeQueue',
  'IntakeDeadLetters',
  'RuleDeadLetters',
  'DeliveryQueue',
  'DeliveryDeadLetters',
  'EnrichQueue',
  'ExportQueue',
  'ExportDeadLetters',
  'EnrichDeadLetters',
];

const statementsOf = (queue: string): readonly unknown[] => {
  const policies = ofType(stack.template, 'AWS::SQS::QueuePolicy').filter(
    ([, policy]) => at(listAt(policy, 'Queues')[0], 'Ref') === queue,
  );
  expect(policies).toHaveLength(1);
  return listAt(policies[0]?.[1], 'PolicyDocument', 'Statement');
};

describe('the rules that ring', () => {
  test('are exactly those the policy asks for', () => {
    const wanted = rulePatterns(stack.policy).map(({ name, pattern }) => [`Rule${name}`, pattern]);
    expect(wanted.length).toBeGreaterThan(0);
    const found = bells().map(([name, rule]) => [name, rule.EventPattern]);
    expect(found.slice(0, -1)).toEqual(wanted);
    // And the canary's, whose account only the stack knows.
    expect(found.at(-1)?.[0]).toBe('RuleCanary');
  });

  test('know the canary by its role’s path in the stack’s own account, as the doctor expects it', () => {
    const written = JSON.stringify(propertiesOf(stack.template, 'RuleCanary').EventPattern)
      .replace('{"Ref":"AWS::AccountId"}', '"222233334444"')
      .replace(/\{"Fn::Sub":("[^"]*")\}/, '$1')
      .replaceAll('${AWS::Partition}', 'aws')
      .replaceAll('${AWS::AccountId}', '222233334444');
    const role = 'arn:aws:iam::222233334444:role/rolecall-canary/rolecall-prod-CanaryRole-1';
    expect(parseJson(written)).toEqual(canaryRule(role)?.pattern);
  });

  test('receive read-only management events, of which AssumeRole is one', () => {
    const states = bells().map(([, rule]) => rule.State);
    expect(new Set(states)).toEqual(new Set(['ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS']));
  });

  test('stand on the default bus, the only one that hears CloudTrail', () => {
    expect(bells().filter(([, rule]) => 'EventBusName' in rule)).toEqual([]);
  });

  test('pin the source to AWS, so that nobody can ring with PutEvents', () => {
    for (const [, rule] of bells()) {
      const sources = listAt(rule, 'EventPattern', 'source');
      expect(sources.length).toBeGreaterThan(0);
      // A prefix that only AWS can write is as good as a name: whatever root does, in any service.
      for (const source of sources) {
        expect(at(source, 'prefix') ?? source).toMatch(/^aws\.([a-z0-9-]+)?$/);
        expect(source).not.toBe('aws.');
      }
    }
  });

  test('pin the account that recorded the event to the listed accounts', () => {
    const listed: readonly unknown[] = stack.policy.accounts.map(({ id }) => id);
    for (const [name, rule] of bells()) {
      const accounts = listAt(rule, 'EventPattern', 'account');
      expect(accounts.length).toBeGreaterThan(0);
      const own = name === 'RuleCanary' ? [{ Ref: 'AWS::AccountId' }] : listed;
      expect(own).toEqual(expect.arrayContaining([...accounts]));
    }
  });

  test('hand over to the intake queue alone, retry for a day and then keep the event', () => {
    for (const [, rule] of bells()) {
      expect(rule.Targets).toEqual([
        {
          Id: 'intake',
          Arn: arnOf('IntakeQueue'),
          DeadLetterConfig: { Arn: arnOf('RuleDeadLetters') },
          RetryPolicy: { MaximumEventAgeInSeconds: 86400, MaximumRetryAttempts: 185 },
        },
      ]);
    }
  });
});

describe('the schedules', () => {
  const schedulesTo = (target: unknown) =>
    ofType(stack.template, 'AWS::Events::Rule').filter(
      ([, rule]) =>
        isSchedule(rule) && JSON.stringify(at(listAt(rule, 'Targets')[0], 'Arn')) === JSON.stringify(target),
    );

  test('wake the sweep for each of its tasks', () => {
    const schedules = schedulesTo(arnOf('SweepLambdaFunction'));
    const tasks = schedules.map(([, rule]) => [
      rule.ScheduleExpression,
      at(listAt(rule, 'Targets')[0], 'Input'),
    ]);
    expect(tasks).toEqual([
      ['rate(1 minute)', '{"task":"pending"}'],
      ['rate(30 minutes)', '{"task":"reconcile"}'],
      ['rate(1 day)', '{"task":"retention"}'],
      ['rate(15 minutes)', '{"task":"seal"}'],
      ['rate(5 minutes)', '{"task":"count"}'],
      ['rate(1 hour)', '{"task":"doctor"}'],
      ['rate(5 minutes)', '{"task":"canary"}'],
    ]);
    expect(tasks.map(([, input]) => at(parseJson(String(input)), 'task')).sort()).toEqual(
      [...SWEEP_TASKS].sort(),
    );
    for (const [, rule] of schedules) expect(rule.State).toBe('ENABLED');
  });

  test('have deliver, which alone may read secrets, ask the destinations every hour', () => {
    const schedules = schedulesTo(arnOf('DeliverLambdaFunction'));
    expect(
      schedules.map(([, rule]) => [rule.ScheduleExpression, at(listAt(rule, 'Targets')[0], 'Input')]),
    ).toEqual([['rate(1 hour)', '{"task":"probe"}']]);
  });

  test('send a sign of life the way of every record, and keep none that is old', () => {
    const [heartbeat, ...others] = schedulesTo(arnOf('IntakeQueue'));
    expect(others).toEqual([]);
    expect(heartbeat?.[1]).toMatchObject({ ScheduleExpression: 'rate(5 minutes)', State: 'ENABLED' });
    const [target] = listAt(heartbeat?.[1], 'Targets');
    expect(target).toMatchObject({ RetryPolicy: { MaximumEventAgeInSeconds: 300 } });
    expect(target).not.toHaveProperty('DeadLetterConfig');
    const transformer = readTransformer(at(target, 'InputTransformer'));
    expect(transformer).toBeDefined();
    const text = inputOf(transformer === undefined ? {} : { transformer }, { time: '2026-11-22T12:00:00Z' });
    expect(judgeEvent(stack.policy, text)).toEqual({
      kind: 'heartbeat',
      time: new Date('2026-11-22T12:00:00Z'),
    });
  });
});

describe('the policies of the queues', () => {
  const rings = () => bells().map(([name]) => name);
  const watching = () =>
    ofType(stack.template, 'AWS::Events::Rule').flatMap(([name]) => (name.startsWith('Watch') ? [name] : []));

  test.each([
    { queue: 'IntakeQueue', senders: () => [...rings(), 'HeartbeatRule'] },
    { queue: 'RuleDeadLetters', senders: () => [...rings(), ...watching()] },
  ])('let our rules, and no others, send to $queue', ({ queue, senders }) => {
    const allowed = statementsOf(queue).filter((statement) => at(statement, 'Effect') === 'Allow');
    expect(allowed).toEqual([
      {
        Sid: 'AllowOurRules',
        Effect: 'Allow',
        Principal: { Service: 'events.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: arnOf(queue),
        Condition: { ArnEquals: { 'aws:SourceArn': senders().map(arnOf) } },
      },
    ]);
  });

  test('let the canary’s topic, and nobody else, send to its queue', () => {
    expect(statementsOf('CanaryQueue').filter((statement) => at(statement, 'Effect') === 'Allow')).toEqual([
      {
        Sid: 'AllowCanaryTopic',
        Effect: 'Allow',
        Principal: { Service: 'sns.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: arnOf('CanaryQueue'),
        Condition: { ArnEquals: { 'aws:SourceArn': { Ref: 'CanaryTopic' } } },
      },
    ]);
    expect(propertiesOf(stack.template, 'CanarySubscription')).toEqual({
      TopicArn: { Ref: 'CanaryTopic' },
      Protocol: 'sqs',
      Endpoint: arnOf('CanaryQueue'),
      RawMessageDelivery: true,
    });
  });

  test.each([
    'IntakeDeadLetters',
    'DeliveryQueue',
    'DeliveryDeadLetters',
    'EnrichQueue',
    'EnrichDeadLetters',
    'ExportQueue',
    'ExportDeadLetters',
  ])('let nobody send to %s but by IAM', (queue) => {
    expect(statementsOf(queue).filter((statement) => at(statement, 'Effect') === 'Allow')).toEqual([]);
  });

  test.each(QUEUES)('refuse a connection without TLS to %s', (queue) => {
    expect(statementsOf(queue)).toContainEqual({
      Sid: 'DenyInsecureTransport',
      Effect: 'Deny',
      Principal: '*',
      Action: 'sqs:*',
      Resource: arnOf(queue),
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    });
  });

  test('exist for every queue of the stack', () => {
    expect(
      ofType(stack.template, 'AWS::SQS::Queue')
        .map(([name]) => name)
        .sort(),
    ).toEqual([...QUEUES].sort());
    expect(propertiesOf(stack.template, 'IntakeQueue')).not.toHaveProperty('QueueName');
  });
});
