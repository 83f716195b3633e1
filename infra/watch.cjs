/**
 * The second, independent rule: whoever blinds Rolecall, or the trail it lives on, is told of by EventBridge itself, past
 * queue, functions and table. After a rule is disabled it may not deliver the event that tells so: this one does.
 */
'use strict';

const sub = (text) => ({ 'Fn::Sub': text });

/** A resource of the stack, wherever its name stands by itself or ends an ARN or a URL. */
const ours = { prefix: sub('${AWS::StackName}-') };
const arnOfOurs = (service, kind) => ({
  prefix: sub(`arn:\${AWS::Partition}:${service}:\${AWS::Region}:\${AWS::AccountId}:${kind}\${AWS::StackName}-`),
});
const queueOfOurs = {
  prefix: sub('https://sqs.${AWS::Region}.${AWS::URLSuffix}/${AWS::AccountId}/${AWS::StackName}-'),
};

/** https://docs.aws.amazon.com/service-authorization/latest/reference/ names the calls, CloudTrail the parameters. */
const BLINDING = [
  {
    eventSource: ['cloudtrail.amazonaws.com'],
    eventName: ['StopLogging', 'DeleteTrail', 'PutEventSelectors', 'UpdateTrail'],
  },
  {
    eventSource: ['events.amazonaws.com'],
    eventName: ['DisableRule', 'DeleteRule', 'EnableRule', 'PutRule'],
    requestParameters: { name: [ours] },
  },
  {
    eventSource: ['events.amazonaws.com'],
    eventName: ['RemoveTargets', 'PutTargets'],
    requestParameters: { rule: [ours] },
  },
  {
    eventSource: ['sqs.amazonaws.com'],
    eventName: ['PurgeQueue', 'DeleteQueue', 'SetQueueAttributes'],
    requestParameters: { queueUrl: [queueOfOurs] },
  },
  {
    eventSource: ['lambda.amazonaws.com'],
    eventName: [{ prefix: 'DeleteFunction' }, { prefix: 'PutFunctionConcurrency' }, { prefix: 'UpdateFunction' }],
    requestParameters: { functionName: [ours, arnOfOurs('lambda', 'function:')] },
  },
  {
    eventSource: ['dynamodb.amazonaws.com'],
    eventName: ['DeleteTable', 'UpdateTable'],
    requestParameters: { tableName: [ours, arnOfOurs('dynamodb', 'table/')] },
  },
  {
    eventSource: ['sns.amazonaws.com'],
    eventName: ['DeleteTopic', 'SetTopicAttributes'],
    requestParameters: { topicArn: [arnOfOurs('sns', '')] },
  },
  {
    eventSource: ['cloudformation.amazonaws.com'],
    eventName: ['DeleteStack'],
    requestParameters: { stackName: [{ Ref: 'AWS::StackName' }, arnOfStack()] },
  },
  {
    eventSource: ['kms.amazonaws.com'],
    eventName: ['ScheduleKeyDeletion', 'DisableKey', 'PutKeyPolicy'],
    requestParameters: { keyId: [{ Ref: 'DataKey' }, { 'Fn::GetAtt': ['DataKey', 'Arn'] }] },
  },
];

function arnOfStack() {
  return {
    prefix: sub('arn:${AWS::Partition}:cloudformation:${AWS::Region}:${AWS::AccountId}:stack/${AWS::StackName}/'),
  };
}

const SOURCES = [
  ...new Set(BLINDING.flatMap(({ eventSource }) => eventSource.map((host) => `aws.${host.split('.')[0]}`))),
];

/** Plain words, made by EventBridge: quotes around a value that is a text are its to add. */
const WORDS =
  '"Rolecall, or the trail it lives on, was touched: <event> by <who> (<type>) in account <account>, <region>, at <time>. ' +
  'Error, if it was refused: <error>. This notice comes straight from EventBridge, past everything Rolecall runs. If nobody ' +
  'meant it, run: npx rolecall doctor"';

const watchRule = (detail) => ({
  Type: 'AWS::Events::Rule',
  Properties: {
    Description: 'Rolecall: attempts to blind Rolecall itself, told past its queues and functions',
    State: 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS',
    EventPattern: {
      account: [{ Ref: 'AWS::AccountId' }],
      source: SOURCES,
      // Our own deploys: CloudFormation calls for whoever deploys, and names itself.
      detail: { sourceIPAddress: [{ 'anything-but': ['cloudformation.amazonaws.com'] }], $or: detail },
    },
    Targets: [
      {
        Id: 'operator',
        Arn: { Ref: 'OperatorTopic' },
        DeadLetterConfig: { Arn: { 'Fn::GetAtt': ['RuleDeadLetters', 'Arn'] } },
        RetryPolicy: { MaximumEventAgeInSeconds: 86400, MaximumRetryAttempts: 185 },
        InputTransformer: {
          InputPathsMap: {
            event: '$.detail.eventName',
            who: '$.detail.userIdentity.arn',
            type: '$.detail.userIdentity.type',
            error: '$.detail.errorCode',
            account: '$.account',
            region: '$.region',
            time: '$.time',
          },
          InputTemplate: WORDS,
        },
      },
    ],
  },
});

/** Two rules: a pattern holds 2,048 characters once CloudFormation has filled in the names. */
const WATCH_RULES = ['WatchTrailAndRules', 'WatchOwnResources'];

const watchResources = () => ({
  [WATCH_RULES[0]]: watchRule(BLINDING.slice(0, 3)),
  [WATCH_RULES[1]]: watchRule(BLINDING.slice(3)),
});

module.exports = { watchResources, WATCH_RULES };
