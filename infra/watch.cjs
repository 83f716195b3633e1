/**
 * The second, independent rules: whoever blinds Rolecall, or the trail it lives on, is told of by EventBridge itself, past
 * queue, functions and table. After a rule was disabled it may not deliver the event that tells so: these do. A refused
 * call blinds nobody and often names nothing; those are left to the rules that record them.
 */
'use strict';

const sub = (text) => ({ 'Fn::Sub': text });

const prefixed = (...texts) => texts.map((text) => ({ prefix: sub(text) }));

/** CloudFormation begins the names of a stack's resources with the stack's name. */
const OURS = prefixed('${AWS::StackName}-');

/** Buckets have lower-case names, whatever the stack's is. */
const OUR_BUCKETS = [{ prefix: { 'equals-ignore-case': sub('${AWS::StackName}-') } }];

const arnsOfOurs = (service, kind) =>
  prefixed(`arn:\${AWS::Partition}:${service}:\${AWS::Region}:\${AWS::AccountId}:${kind}\${AWS::StackName}-`);

/** Also by the older names of the endpoint, which SQS still answers to. */
const OUR_QUEUES = prefixed(
  'https://sqs.${AWS::Region}.${AWS::URLSuffix}/${AWS::AccountId}/${AWS::StackName}-',
  'https://${AWS::Region}.queue.amazonaws.com/${AWS::AccountId}/${AWS::StackName}-',
  'https://queue.amazonaws.com/${AWS::AccountId}/${AWS::StackName}-',
);

/** https://docs.aws.amazon.com/lambda/latest/api/API_DeleteFunction.html (the three ways to name a function) */
const OUR_FUNCTIONS = [
  ...OURS,
  ...arnsOfOurs('lambda', 'function:'),
  ...prefixed('${AWS::AccountId}:function:${AWS::StackName}-'),
];

const OUR_STACK = [
  { Ref: 'AWS::StackName' },
  ...prefixed(
    'arn:${AWS::Partition}:cloudformation:${AWS::Region}:${AWS::AccountId}:stack/${AWS::StackName}/',
  ),
];

/** The rules of this stack and of its collectors. */
const rulesNamed = (names) => [
  {
    eventSource: ['events.amazonaws.com'],
    eventName: ['DisableRule', 'DeleteRule', 'EnableRule', 'PutRule'],
    requestParameters: { name: names },
  },
  {
    eventSource: ['events.amazonaws.com'],
    eventName: ['RemoveTargets', 'PutTargets'],
    requestParameters: { rule: names },
  },
];

/**
 * Changes of a trail that take something out of sight. Advanced selectors are told whatever they select: a pattern cannot
 * see that something is missing.
 */
const TRAILS = [
  { eventSource: ['cloudtrail.amazonaws.com'], eventName: ['StopLogging', 'DeleteTrail'] },
  ...['isMultiRegionTrail', 'includeGlobalServiceEvents', 'isOrganizationTrail'].map((setting) => ({
    eventSource: ['cloudtrail.amazonaws.com'],
    eventName: ['UpdateTrail'],
    requestParameters: { [setting]: [false] },
  })),
  ...[
    { eventSelectors: { readWriteType: ['ReadOnly', 'WriteOnly'] } },
    { eventSelectors: { includeManagementEvents: [false] } },
    { advancedEventSelectors: { fieldSelectors: { field: [{ exists: true }] } } },
  ].map((requestParameters) => ({
    eventSource: ['cloudtrail.amazonaws.com'],
    eventName: ['PutEventSelectors'],
    requestParameters,
  })),
];

/** Statements by which other accounts may forward: forwarding.cjs. */
const BUS = [{ statementId: OURS }, { removeAllPermissions: [true] }].map((requestParameters) => ({
  eventSource: ['events.amazonaws.com'],
  eventName: ['RemovePermission'],
  requestParameters,
}));

const QUEUES_AND_TOPICS = [
  {
    eventSource: ['sqs.amazonaws.com'],
    eventName: ['PurgeQueue', 'DeleteQueue', 'SetQueueAttributes', 'AddPermission', 'RemovePermission'],
    requestParameters: { queueUrl: OUR_QUEUES },
  },
  {
    eventSource: ['sns.amazonaws.com'],
    eventName: ['DeleteTopic', 'SetTopicAttributes', 'AddPermission', 'RemovePermission', 'Subscribe'],
    requestParameters: { topicArn: arnsOfOurs('sns', '') },
  },
  {
    eventSource: ['sns.amazonaws.com'],
    eventName: ['Unsubscribe', 'SetSubscriptionAttributes'],
    requestParameters: { subscriptionArn: arnsOfOurs('sns', '') },
  },
];

/** The names of Lambda's calls carry versions. */
const FUNCTIONS_AND_ALARMS = [
  {
    eventSource: ['lambda.amazonaws.com'],
    eventName: [
      { prefix: 'DeleteFunction' },
      { prefix: 'PutFunction' },
      { prefix: 'UpdateFunction' },
      { prefix: 'AddPermission' },
      { prefix: 'RemovePermission' },
    ],
    requestParameters: { functionName: OUR_FUNCTIONS },
  },
  {
    // They are named by a bare id; only the answer tells whose they are.
    eventSource: ['lambda.amazonaws.com'],
    eventName: [{ prefix: 'UpdateEventSourceMapping' }, { prefix: 'DeleteEventSourceMapping' }],
    responseElements: { functionArn: arnsOfOurs('lambda', 'function:') },
  },
  {
    eventSource: ['monitoring.amazonaws.com'],
    eventName: ['DeleteAlarms', 'DisableAlarmActions'],
    requestParameters: { alarmNames: OURS },
  },
  {
    eventSource: ['monitoring.amazonaws.com'],
    eventName: ['PutMetricAlarm', 'SetAlarmState'],
    requestParameters: { alarmName: OURS },
  },
  {
    eventSource: ['logs.amazonaws.com'],
    eventName: ['DeleteLogGroup', 'DeleteLogStream', 'PutRetentionPolicy'],
    requestParameters: { logGroupName: prefixed('/aws/lambda/${AWS::StackName}-') },
  },
];

const TABLE_AND_BUCKETS = [
  {
    eventSource: ['dynamodb.amazonaws.com'],
    eventName: ['DeleteTable', 'UpdateTable', 'UpdateTimeToLive'],
    requestParameters: { tableName: [...OURS, ...arnsOfOurs('dynamodb', 'table/')] },
  },
  {
    eventSource: ['dynamodb.amazonaws.com'],
    eventName: ['UpdateContinuousBackups'],
    requestParameters: {
      tableName: [...OURS, ...arnsOfOurs('dynamodb', 'table/')],
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: [false] },
    },
  },
  {
    eventSource: ['dynamodb.amazonaws.com'],
    eventName: ['DeleteBackup'],
    requestParameters: { backupArn: arnsOfOurs('dynamodb', 'table/') },
  },
  {
    eventSource: ['dynamodb.amazonaws.com'],
    eventName: ['PutResourcePolicy', 'DeleteResourcePolicy'],
    requestParameters: { resourceArn: arnsOfOurs('dynamodb', 'table/') },
  },
  {
    eventSource: ['s3.amazonaws.com'],
    eventName: [{ prefix: 'DeleteBucket' }, { prefix: 'PutBucket' }, 'PutObjectLockConfiguration'],
    requestParameters: { bucketName: OUR_BUCKETS },
  },
];

const KEY_ROLES_AND_STACK = [
  {
    eventSource: ['kms.amazonaws.com'],
    eventName: ['ScheduleKeyDeletion', 'DisableKey', 'PutKeyPolicy'],
    requestParameters: { keyId: [{ Ref: 'DataKey' }, { 'Fn::GetAtt': ['DataKey', 'Arn'] }] },
  },
  {
    eventSource: ['iam.amazonaws.com'],
    eventName: [
      { prefix: 'DeleteRole' },
      { prefix: 'PutRole' },
      'AttachRolePolicy',
      'DetachRolePolicy',
      'UpdateAssumeRolePolicy',
    ],
    requestParameters: { roleName: OURS },
  },
  {
    eventSource: ['cloudformation.amazonaws.com'],
    eventName: ['DeleteStack'],
    requestParameters: { stackName: OUR_STACK },
  },
  {
    eventSource: ['cloudformation.amazonaws.com'],
    eventName: ['UpdateTerminationProtection'],
    requestParameters: { stackName: OUR_STACK, enableTerminationProtection: [false] },
  },
];

/** Every `ssm:/name` in the settings of the destinations: without its secret a destination is silent. */
const secretsIn = (value) => {
  if (typeof value === 'string') return value.startsWith('ssm:') ? [value.slice('ssm:'.length)] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(secretsIn);
};

/** Parameter Store takes names of a thousand characters; three of them would be too many for a pattern. */
const LONGEST_NAME = 400;
const named = (name) => (name.length > LONGEST_NAME ? { prefix: name.slice(0, LONGEST_NAME) } : name);

const onSecrets = (names) => [
  {
    eventSource: ['ssm.amazonaws.com'],
    eventName: ['DeleteParameter'],
    requestParameters: { name: names },
  },
  {
    eventSource: ['ssm.amazonaws.com'],
    eventName: ['DeleteParameters'],
    requestParameters: { names },
  },
  {
    eventSource: ['ssm.amazonaws.com'],
    eventName: ['PutParameter'],
    requestParameters: { name: names, overwrite: [true] },
  },
];

const sourcesOf = (blinding) => [
  ...new Set(blinding.flatMap(({ eventSource }) => eventSource.map((host) => `aws.${host.split('.')[0]}`))),
];

/** CloudFormation calls for whoever deploys, and names itself: our own deploys are silent. */
const patternOf = (account, blinding) => ({
  account,
  source: sourcesOf(blinding),
  detail: { sourceIPAddress: [{ 'anything-but': ['cloudformation.amazonaws.com'] }], $or: blinding },
});

/** EventBridge fills in the words; what an event does not hold stays empty. */
const WORDS =
  '"Rolecall, or the trail it lives on, was touched: <event> by <who> (<type>) in account <account>, <region>, at <time>. ' +
  'Error, if it was refused: <error>. This notice comes straight from EventBridge, past everything Rolecall runs. If nobody ' +
  'meant it, run: npx rolecall doctor"';

const watchRule = (description, pattern) => ({
  Type: 'AWS::Events::Rule',
  Properties: {
    Description: `Rolecall itself: attempts to blind it, told past its queues and functions (${description})`,
    State: 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS',
    EventPattern: pattern,
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

const OWN_ACCOUNT = { Ref: 'AWS::AccountId' };

/** So many account numbers have room beside the calls in a pattern of 2,048 characters. */
const CROWD = 50;

/** As many names as stand three times in a pattern. */
const SECRETS_ROOM = 480;

const secretRules = ({ destinations = [] }) => {
  const crowds = [];
  for (const secret of [...new Set(destinations.flatMap(({ settings }) => secretsIn(settings)))].sort()) {
    const last = crowds.at(-1);
    const name = named(secret);
    if (last === undefined || JSON.stringify([...last, name]).length > SECRETS_ROOM) crowds.push([name]);
    else last.push(name);
  }
  return crowds.map((names, index) => [
    `WatchSecrets${index === 0 ? '' : index + 1}`,
    watchRule('secrets of destinations', patternOf([OWN_ACCOUNT], onSecrets(names))),
  ]);
};

const crowdsOf = (ids) =>
  Array.from({ length: Math.ceil(ids.length / CROWD) }, (_, index) =>
    ids.slice(index * CROWD, (index + 1) * CROWD),
  );

/** Collectors forward what is done to the trails and the rules of other accounts: they are watched as well. */
const EVERYWHERE = {
  WatchTrails: ['trails', TRAILS],
  WatchRules: ['rules', [...rulesNamed(OURS), ...BUS]],
};

const OF_THE_STACK = {
  WatchQueuesAndTopics: ['queues and topics', QUEUES_AND_TOPICS],
  WatchFunctionsAndAlarms: ['functions and alarms', FUNCTIONS_AND_ALARMS],
  WatchTableAndBuckets: ['table and buckets', TABLE_AND_BUCKETS],
  WatchKeyRolesAndStack: ['key, roles and stack', KEY_ROLES_AND_STACK],
};

const rulesOf = (kinds, crowds) =>
  Object.entries(kinds).flatMap(([name, [description, blinding]]) =>
    crowds.map((ids, index) => [
      `${name}${index === 0 ? '' : index + 1}`,
      watchRule(description, patternOf([OWN_ACCOUNT, ...ids], blinding)),
    ]),
  );

/** The rules by logical id: as many as it takes, for each may have 2,048 characters once the names are filled in. */
const watchResources = (policy) =>
  Object.fromEntries([
    ...rulesOf(EVERYWHERE, crowdsOf(policy.accounts.map(({ id }) => id))),
    ...rulesOf(OF_THE_STACK, [[]]),
    ...secretRules(policy),
  ]);

/**
 * What a collector forwards beside the rules of rolecall.yml: attempts at these very rules, at the collector's stack and at
 * the trail, by a rule of its own.
 */
const collectorWatchPattern = () =>
  patternOf(
    [OWN_ACCOUNT],
    [
      ...TRAILS,
      ...rulesNamed(prefixed('${HomeStack}-')),
      {
        eventSource: ['cloudformation.amazonaws.com'],
        eventName: ['DeleteStack'],
        requestParameters: { stackName: OUR_STACK },
      },
    ],
  );

module.exports = { collectorWatchPattern, watchResources };
