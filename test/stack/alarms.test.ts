import { METRIC_NAMES } from '../../lib/kernel/logger.ts';
import { at, listAt } from '../../lib/kernel/json.ts';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ofType, packagedStack, PACKAGING_MILLISECONDS, ROOT, type Stack } from './packaged-stack.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await packagedStack();
}, PACKAGING_MILLISECONDS);

const alarms = () => ofType(stack.template, 'AWS::CloudWatch::Alarm').map(([, alarm]) => alarm);

const alarmOn = (metric: string, owner?: unknown) =>
  alarms().find(
    (alarm) =>
      alarm.MetricName === metric &&
      (owner === undefined ||
        JSON.stringify(at(listAt(alarm, 'Dimensions')[0], 'Value')) === JSON.stringify(owner)),
  );

const queueName = (queue: string) => ({ 'Fn::GetAtt': [queue, 'QueueName'] });

test('every alarm is heard by the operator, when it begins and when it ends', () => {
  expect(alarms().length).toBeGreaterThan(0);
  for (const alarm of alarms()) {
    expect(alarm.AlarmActions).toEqual([{ Ref: 'OperatorTopic' }]);
    expect(alarm.OKActions).toEqual([{ Ref: 'OperatorTopic' }]);
    expect(String(alarm.AlarmDescription).length).toBeGreaterThan(10);
  }
});

test.each(['IntakeDeadLetters', 'RuleDeadLetters', 'DeliveryDeadLetters', 'EnrichDeadLetters'])(
  'one message in %s is enough',
  (queue) => {
    expect(alarmOn('ApproximateNumberOfMessagesVisible', queueName(queue))).toMatchObject({
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
      Statistic: 'Maximum',
    });
  },
);

test.each(['IntakeQueue', 'DeliveryQueue', 'EnrichQueue'])(
  'messages that wait in %s are noticed',
  (queue) => {
    expect(alarmOn('ApproximateAgeOfOldestMessage', queueName(queue))).toMatchObject({
      Statistic: 'Maximum',
    });
  },
);

test.each(['Errors', 'Throttles'])('%s of every function are noticed', (metric) => {
  const functions = ofType(stack.template, 'AWS::Lambda::Function').map(([name]) => name);
  expect(functions).toHaveLength(6);
  for (const name of functions)
    expect(alarmOn(metric, { Ref: name })).toMatchObject({ Threshold: 0, Statistic: 'Sum' });
});

test('a rule that cannot hand over is noticed, each of them', () => {
  const rules = ofType(stack.template, 'AWS::Events::Rule').filter(
    ([, rule]) => rule.EventPattern !== undefined,
  );
  expect(rules.length).toBeGreaterThan(0);
  for (const [name] of rules) {
    expect(alarmOn('FailedInvocations', { Ref: name })).toMatchObject({
      Namespace: 'AWS/Events',
      Threshold: 0,
    });
  }
});

test.each(['SweepCompleted', 'ReconcileCompleted', 'SealCompleted', 'HeartbeatSeen'])(
  '%s that is not said is an alarm, not a gap in the data',
  (metric) => {
    expect(alarmOn(metric)).toMatchObject({
      Namespace: 'Rolecall',
      Statistic: 'Sum',
      Threshold: 1,
      ComparisonOperator: 'LessThanThreshold',
      TreatMissingData: 'breaching',
    });
  },
);

test('a heartbeat that stays away is noticed within fifteen minutes', () => {
  const { Period, EvaluationPeriods } = alarmOn('HeartbeatSeen') ?? {};
  expect(Number(Period) * Number(EvaluationPeriods)).toBe(900);
  // One beat in every period, or a late one would ring.
  expect(Number(Period)).toBeGreaterThanOrEqual(300);
});

test.each([
  'DeliveryRejected',
  'DeliveryOldestPendingAge',
  'DestinationDown',
  'SubscriptionUnconfirmed',
  'DoctorBroken',
  'CanaryMissing',
  'SweepStepFailed',
  'EnrichmentStepFailed',
])('%s is noticed', (metric) => {
  expect(alarmOn(metric)).toMatchObject({
    Namespace: 'Rolecall',
    ComparisonOperator: 'GreaterThanThreshold',
    TreatMissingData: 'notBreaching',
  });
});

test('one entry that EventBridge did not bring is noticed: a rule that is switched off fails nothing', () => {
  expect(alarmOn('SweepFoundMissed')).toMatchObject({
    Namespace: 'Rolecall',
    Statistic: 'Sum',
    Threshold: 0,
    ComparisonOperator: 'GreaterThanThreshold',
    Period: 1800,
    TreatMissingData: 'notBreaching',
  });
});

test('every alarm stands in the table of docs/operations.md', () => {
  const table = readFileSync(join(ROOT, 'docs/operations.md'), 'utf8');
  const names = ofType(stack.template, 'AWS::CloudWatch::Alarm').map(([name]) => name.replace(/Alarm$/, ''));
  const described = (name: string): boolean =>
    table.includes(`\`${name}\``) || /^Rule[A-Z]/.test(name) || /(Errors|Throttles)$/.test(name);
  expect(names.filter((name) => !described(name))).toEqual([]);
});

test('alarms on our own metrics name metrics that exist, with the dimension Powertools adds', () => {
  const own = alarms().filter(({ Namespace }) => Namespace === 'Rolecall');
  expect(own.length).toBeGreaterThan(0);
  for (const alarm of own) {
    expect(METRIC_NAMES).toContain(alarm.MetricName);
    expect(alarm.Dimensions).toEqual([{ Name: 'service', Value: 'rolecall' }]);
  }
  for (const [, { Environment }] of ofType(stack.template, 'AWS::Lambda::Function')) {
    expect(Environment).toMatchObject({
      Variables: { POWERTOOLS_SERVICE_NAME: 'rolecall', POWERTOOLS_METRICS_NAMESPACE: 'Rolecall' },
    });
  }
});
