/** What the operator is told. An alarm that nobody hears is none: every one of them goes to the operator topic. */
'use strict';

const { logicalIdOf } = require('./rules.cjs');

const alarm = ({ description, namespace, metric, dimensions, statistic, threshold, ...options }) => ({
  Type: 'AWS::CloudWatch::Alarm',
  Properties: {
    AlarmDescription: description,
    Namespace: namespace,
    MetricName: metric,
    Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
    Statistic: statistic,
    Period: options.period ?? 300,
    EvaluationPeriods: options.periods ?? 1,
    Threshold: threshold,
    ComparisonOperator: options.comparison ?? 'GreaterThanThreshold',
    TreatMissingData: options.missing ?? 'notBreaching',
    AlarmActions: [{ Ref: 'OperatorTopic' }],
    OKActions: [{ Ref: 'OperatorTopic' }],
  },
});

const queueName = (queue) => ({ 'Fn::GetAtt': [queue, 'QueueName'] });

const notEmpty = (queue, description) =>
  alarm({
    description,
    namespace: 'AWS/SQS',
    metric: 'ApproximateNumberOfMessagesVisible',
    dimensions: { QueueName: queueName(queue) },
    statistic: 'Maximum',
    threshold: 0,
  });

const tooOld = (queue, seconds, description) =>
  alarm({
    description,
    namespace: 'AWS/SQS',
    metric: 'ApproximateAgeOfOldestMessage',
    dimensions: { QueueName: queueName(queue) },
    statistic: 'Maximum',
    threshold: seconds,
  });

const QUEUE_ALARMS = {
  IntakeDeadLettersAlarm: notEmpty(
    'IntakeDeadLetters',
    'Records that could not be written down: taken up again every half hour, once the cause is mended.',
  ),
  RuleDeadLettersAlarm: notEmpty(
    'RuleDeadLetters',
    'EventBridge could not reach the intake queue; what it could not hand over is taken up every half hour.',
  ),
  DeliveryDeadLettersAlarm: notEmpty(
    'DeliveryDeadLetters',
    'Wake-ups that failed again and again; the ledger still holds the deliveries.',
  ),
  EnrichDeadLettersAlarm: notEmpty(
    'EnrichDeadLetters',
    'Accesses that could not be looked at again and again: told, but perhaps without a name that AWS knows.',
  ),
  ExportDeadLettersAlarm: notEmpty(
    'ExportDeadLetters',
    'An export could not be written again and again: whoever asked for it sees that it failed.',
  ),
  IntakeAgeAlarm: tooOld('IntakeQueue', 300, 'Records wait for more than five minutes.'),
  // A request waits for up to fifteen minutes by design.
  EnrichAgeAlarm: tooOld(
    'EnrichQueue',
    3600,
    'Requests to look at an access again wait for more than an hour.',
  ),
  DeliveryAgeAlarm: tooOld('DeliveryQueue', 900, 'Wake-ups wait for more than fifteen minutes.'),
};

const functionAlarm = (name, metric, description) =>
  alarm({
    description,
    namespace: 'AWS/Lambda',
    metric,
    dimensions: { FunctionName: { Ref: `${name}LambdaFunction` } },
    statistic: 'Sum',
    threshold: 0,
  });

const functionAlarms = (name) => ({
  [`${name}ErrorsAlarm`]: functionAlarm(name, 'Errors', `${name} failed.`),
  [`${name}ThrottlesAlarm`]: functionAlarm(name, 'Throttles', `${name} was not allowed to run.`),
});

const ruleAlarm = (logicalId, description) => [
  `${logicalId}Alarm`,
  alarm({
    description: `${description}: EventBridge could not hand an event over.`,
    namespace: 'AWS/Events',
    metric: 'FailedInvocations',
    dimensions: { RuleName: { Ref: logicalId } },
    statistic: 'Sum',
    threshold: 0,
  }),
];

/** Metrics of the functions themselves; Powertools adds the dimension from POWERTOOLS_SERVICE_NAME. */
const ownAlarm = (metric, options) =>
  alarm({ namespace: 'Rolecall', metric, dimensions: { service: 'rolecall' }, ...options });

const OWN_ALARMS = {
  SweepSilenceAlarm: ownAlarm('SweepCompleted', {
    description: 'No sweep has completed for fifteen minutes: nobody looks for what was missed.',
    statistic: 'Sum',
    threshold: 1,
    comparison: 'LessThanThreshold',
    periods: 3,
    missing: 'breaching',
  }),
  ReconcileSilenceAlarm: ownAlarm('ReconcileCompleted', {
    description: 'CloudTrail has not been asked for two hours: entries that EventBridge loses stay unknown.',
    statistic: 'Sum',
    threshold: 1,
    comparison: 'LessThanThreshold',
    period: 3600,
    periods: 2,
    missing: 'breaching',
  }),
  // A rule that was switched off fails nothing and says nothing: what it does not bring is found here.
  SweepFoundMissedAlarm: ownAlarm('SweepFoundMissed', {
    description: 'CloudTrail had an entry that EventBridge did not bring: it was told late.',
    statistic: 'Sum',
    threshold: 0,
    period: 1800,
  }),
  SweepQuestionFailedAlarm: ownAlarm('SweepQuestionFailed', {
    description:
      'CloudTrail did not answer, or a record it gave could not be written down, two hours in a row.',
    statistic: 'Sum',
    threshold: 0,
    period: 3600,
    periods: 2,
  }),
  // Counted by `record`, raised by CloudWatch: it also rings when schedules, queue and functions are all still.
  HeartbeatSilenceAlarm: ownAlarm('HeartbeatSeen', {
    description:
      'No heartbeat came through the intake queue for fifteen minutes: entries are not being recorded either.',
    statistic: 'Sum',
    threshold: 1,
    comparison: 'LessThanThreshold',
    periods: 3,
    missing: 'breaching',
  }),
  SealSilenceAlarm: ownAlarm('SealCompleted', {
    description: 'No hour of the history has been sealed for two hours: changes to it cannot be proved.',
    statistic: 'Sum',
    threshold: 1,
    comparison: 'LessThanThreshold',
    period: 3600,
    periods: 2,
    missing: 'breaching',
  }),
  SweepStepFailedAlarm: ownAlarm('SweepStepFailed', {
    description: 'A step of the sweep failed, or a seal does not fit the history: its log names which.',
    statistic: 'Sum',
    threshold: 0,
  }),
  EnrichmentStepFailedAlarm: ownAlarm('EnrichmentStepFailed', {
    description: 'AWS did not answer who somebody was, two hours in a row.',
    statistic: 'Sum',
    threshold: 0,
    period: 3600,
    periods: 2,
  }),
  DoctorBrokenAlarm: ownAlarm('DoctorBroken', {
    description: 'The doctor found something broken: somebody may enter and nobody be told.',
    statistic: 'Maximum',
    threshold: 0,
    period: 3600,
  }),
  CanaryMissingAlarm: ownAlarm('CanaryMissing', {
    description: 'The bell does not ring: the canary’s alert did not arrive.',
    statistic: 'Maximum',
    threshold: 0,
    periods: 2,
  }),
  DestinationDownAlarm: ownAlarm('DestinationDown', {
    description: 'A destination has taken no message for ten minutes: what is meant for it waits.',
    statistic: 'Maximum',
    threshold: 0,
    periods: 2,
  }),
  SubscriptionUnconfirmedAlarm: ownAlarm('SubscriptionUnconfirmed', {
    description: 'An address of a topic is not confirmed: whoever reads there is not told.',
    statistic: 'Maximum',
    threshold: 0,
    period: 3600,
  }),
  DeliveryRejectedAlarm: ownAlarm('DeliveryRejected', {
    description: 'A destination refused a message for good: somebody was not told.',
    statistic: 'Sum',
    threshold: 0,
  }),
  DeliveryPendingAgeAlarm: ownAlarm('DeliveryOldestPendingAge', {
    description: 'A delivery has been pending for more than fifteen minutes.',
    statistic: 'Maximum',
    threshold: 900,
  }),
};

const alarmResources = (rules, watch) => ({
  ...QUEUE_ALARMS,
  ...Object.assign({}, ...['Record', 'Deliver', 'Enrich', 'Sweep', 'Export', 'History'].map(functionAlarms)),
  ...Object.fromEntries(rules.map((rule) => ruleAlarm(logicalIdOf(rule), rule.description))),
  ...Object.fromEntries(
    Object.entries(watch).map(([name, { Properties }]) => ruleAlarm(name, Properties.Description)),
  ),
  ...OWN_ALARMS,
});

module.exports = { alarmResources };
