/** The rules that ring, and who may put something into the intake queue because of them. */
'use strict';

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

const ruleArns = (rules) => rules.map((rule) => ({ 'Fn::GetAtt': [logicalIdOf(rule), 'Arn'] }));

const denyInsecureTransport = (queue) => ({
  Sid: 'DenyInsecureTransport',
  Effect: 'Deny',
  Principal: '*',
  Action: 'sqs:*',
  Resource: { 'Fn::GetAtt': [queue, 'Arn'] },
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
});

/** Lets our rules, and nobody else outside this account's IAM, send to a queue. */
const allowRules = (queue, rules) => ({
  Sid: 'AllowOurRules',
  Effect: 'Allow',
  Principal: { Service: 'events.amazonaws.com' },
  Action: 'sqs:SendMessage',
  Resource: { 'Fn::GetAtt': [queue, 'Arn'] },
  Condition: { ArnEquals: { 'aws:SourceArn': ruleArns(rules) } },
});

const queuePolicy = (queue, statements) => ({
  Type: 'AWS::SQS::QueuePolicy',
  Properties: {
    Queues: [{ Ref: queue }],
    PolicyDocument: { Version: '2012-10-17', Statement: [...statements, denyInsecureTransport(queue)] },
  },
});

/** The rules and the policies of every queue. */
const ruleResources = (rules) => ({
  ...Object.fromEntries(rules.map((rule) => [logicalIdOf(rule), ruleResource(rule)])),
  IntakeQueuePolicy: queuePolicy('IntakeQueue', [allowRules('IntakeQueue', rules)]),
  RuleDeadLettersPolicy: queuePolicy('RuleDeadLetters', [allowRules('RuleDeadLetters', rules)]),
  IntakeDeadLettersPolicy: queuePolicy('IntakeDeadLetters', []),
  DeliveryQueuePolicy: queuePolicy('DeliveryQueue', []),
  DeliveryDeadLettersPolicy: queuePolicy('DeliveryDeadLetters', []),
});

module.exports = { logicalIdOf, ruleResources };
