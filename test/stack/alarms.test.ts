import { METRIC_NAMES } from '../../lib/kernel/logger.ts';
import { at, listAt } from '../../lib/kernel/json.ts';
import { ofType, packagedStack, PACKAGING_MILLISECONDS, type Stack } from './packaged-stack.ts';

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

test.each(['IntakeDeadLetters', 'RuleDeadLetters', 'DeliveryDeadLetters'])(
  'one message in %s is enough',
  (queue) => {
    expect(alarmOn('ApproximateNumberOfMessagesVisible', queueName(queue))).toMatchObject({
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
      Statistic: 'Maximum',
    });
  },
);

test.each(['IntakeQueue', 'DeliveryQueue'])('messages that wait in %s are noticed', (queue) => {
  expect(alarmOn('ApproximateAgeOfOldestMessage', queueName(queue))).toMatchObject({ Statistic: 'Maximum' });
});

test.each(['Errors', 'Throttles'])('%s of every function are noticed', (metric) => {
  const functions = ofType(stack.template, 'AWS::Lambda::Function').map(([name]) => name);
  expect(functions).toHaveLength(4);
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

test('a sweep that says nothing is an alarm, not a gap in the data', () => {
  expect(alarmOn('SweepCompleted')).toMatchObject({
    Namespace: 'Rolecall',
    Statistic: 'Sum',
    Threshold: 1,
    ComparisonOperator: 'LessThanThreshold',
    TreatMissingData: 'breaching',
  });
});

test.each(['DeliveryRejected', 'DeliveryOldestPendingAge'])('%s is noticed', (metric) => {
  expect(alarmOn(metric)).toMatchObject({ Namespace: 'Rolecall', TreatMissingData: 'notBreaching' });
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
