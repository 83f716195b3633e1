/** The rules that ring, and who may put something into the intake queue because of them. */
'use strict';

const { letTopicIn } = require('./canary.cjs');

const logicalIdOf = (rule) => `Rule${rule.name}`;

/**
 * One raw `AWS::Events::Rule` per pattern: the frameworks' own `eventBridge` event knows no state but ENABLED, and
 * AssumeRole is a read-only management event, which a rule in that state does not receive.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail-management.html
 */
const ruleResource = (rule) => ({
  Type: 'AWS::Events::Rule',
  Properties: {
    Description: rule.description,
    State: 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS',
    EventPattern: rule.pattern,
    Targets: [
      {
        Id: 'intake',
        Arn: { 'Fn::GetAtt': ['IntakeQueue', 'Arn'] },
        DeadLetterConfig: { Arn: { 'Fn::GetAtt': ['RuleDeadLetters', 'Arn'] } },
        // The longest EventBridge offers: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-event-delivery.html
        RetryPolicy: { MaximumEventAgeInSeconds: 86400, MaximumRetryAttempts: 185 },
      },
    ],
  },
});

/**
 * A sign of life that goes the way of every record: schedule, queue, `record`. CloudWatch notices when it stays away, also
 * when nothing of ours runs any more. A beat that cannot be handed over is worth nothing a period later.
 */
const heartbeatRule = () => ({
  Type: 'AWS::Events::Rule',
  Properties: {
    Description: 'Rolecall: a sign of life into the intake queue',
    ScheduleExpression: 'rate(5 minutes)',
    State: 'ENABLED',
    Targets: [
      {
        Id: 'intake',
        Arn: { 'Fn::GetAtt': ['IntakeQueue', 'Arn'] },
        // Quotes around a value that is a text are EventBridge's to add.
        // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
        InputTransformer: {
          InputPathsMap: { time: '$.time' },
          InputTemplate: '{"source":"rolecall.heartbeat","time":<time>}',
        },
        RetryPolicy: { MaximumEventAgeInSeconds: 300, MaximumRetryAttempts: 5 },
      },
    ],
  },
});

const HEARTBEAT = 'HeartbeatRule';

const arnsOf = (logicalIds) => logicalIds.map((logicalId) => ({ 'Fn::GetAtt': [logicalId, 'Arn'] }));

const denyInsecureTransport = (queue) => ({
  Sid: 'DenyInsecureTransport',
  Effect: 'Deny',
  Principal: '*',
  Action: 'sqs:*',
  Resource: { 'Fn::GetAtt': [queue, 'Arn'] },
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
});

/** Lets our rules, and nobody else outside this account's IAM, send to a queue. */
const allowRules = (queue, logicalIds) => ({
  Sid: 'AllowOurRules',
  Effect: 'Allow',
  Principal: { Service: 'events.amazonaws.com' },
  Action: 'sqs:SendMessage',
  Resource: { 'Fn::GetAtt': [queue, 'Arn'] },
  Condition: { ArnEquals: { 'aws:SourceArn': arnsOf(logicalIds) } },
});

const queuePolicy = (queue, statements) => ({
  Type: 'AWS::SQS::QueuePolicy',
  Properties: {
    Queues: [{ Ref: queue }],
    PolicyDocument: { Version: '2012-10-17', Statement: [...statements, denyInsecureTransport(queue)] },
  },
});

/** The rules and the policies of every queue. What the watching rules cannot hand over lies with the rest. */
const ruleResources = (rules, watchNames) => ({
  ...Object.fromEntries(rules.map((rule) => [logicalIdOf(rule), ruleResource(rule)])),
  [HEARTBEAT]: heartbeatRule(),
  IntakeQueuePolicy: queuePolicy('IntakeQueue', [
    allowRules('IntakeQueue', [...rules.map(logicalIdOf), HEARTBEAT]),
  ]),
  RuleDeadLettersPolicy: queuePolicy('RuleDeadLetters', [
    allowRules('RuleDeadLetters', [...rules.map(logicalIdOf), ...watchNames]),
  ]),
  IntakeDeadLettersPolicy: queuePolicy('IntakeDeadLetters', []),
  DeliveryQueuePolicy: queuePolicy('DeliveryQueue', []),
  CanaryQueuePolicy: queuePolicy('CanaryQueue', [letTopicIn()]),
  DeliveryDeadLettersPolicy: queuePolicy('DeliveryDeadLetters', []),
  EnrichQueuePolicy: queuePolicy('EnrichQueue', []),
  ExportQueuePolicy: queuePolicy('ExportQueue', []),
  ExportDeadLettersPolicy: queuePolicy('ExportDeadLetters', []),
  EnrichDeadLettersPolicy: queuePolicy('EnrichDeadLetters', []),
});

module.exports = { logicalIdOf, ruleResources };
