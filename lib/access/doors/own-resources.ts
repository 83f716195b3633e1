/** Calls that can silence or spoil Rolecall itself, by what they do to a resource of its stack. */
import { type JsonObject, numberAt } from '../../kernel/json.ts';
import type { DoorContext } from './door-context.ts';
import { permissionGrant } from './function-doors.ts';
import type { Grant } from './grant.ts';
import { seekFlag, seekText } from './seek.ts';

export interface OwnResource {
  readonly eventSource: string;
  readonly eventNames: readonly string[];
  readonly type: string;
  /** Parameters that name the resource, spelled as in the record: the rule compares them. */
  readonly name: readonly string[];
  /** Elements of the answer that name it, where the parameters hold a bare id. */
  readonly answered?: readonly string[];
  readonly did: string;
  /** What follows, after a colon. */
  readonly so?: string;
  /** The parameter that holds a resource policy or a trust policy. */
  readonly policy?: string;
  /** The parameter that holds rights of the role itself. */
  readonly rights?: string;
  /** Services that the policy of a resource whose name holds this text must let in. */
  readonly needs?: Readonly<Record<string, readonly string[]>>;
  /** Whom a permission that is no document lets in. */
  readonly grant?: (record: JsonObject, context: DoorContext) => Grant;
  /** Parameters that no deploy of ours has: then it is no excuse that CloudFormation made the call. */
  readonly weakens?: (parameters: unknown) => boolean;
  /** What was done when it weakens. */
  readonly weakened?: string;
  /** A protection: unless it weakens, it is only written down. */
  readonly protects?: boolean;
  /** Names of buckets are lower-case. */
  readonly lowerCase?: boolean;
  /** Written down as well where the name of our stack is not known; else it is left to other decoders, or to nobody. */
  readonly keptUnclear?: boolean;
  /** Weighs this whoever does it, CloudFormation or not: a deploy itself. Urgent unless it is one of ours. */
  readonly always?: 'urgent' | 'normal' | 'recorded';
}

const SNS = { eventSource: 'sns.amazonaws.com' } as const;
const SQS = { eventSource: 'sqs.amazonaws.com', type: 'queue', name: ['queueUrl'] } as const;
const LAMBDA = { eventSource: 'lambda.amazonaws.com', type: 'function', name: ['functionName'] } as const;
const MAPPING = {
  eventSource: 'lambda.amazonaws.com',
  type: 'connection of a queue to function',
  name: ['functionName'],
  answered: ['functionArn'],
} as const;
const TABLE = { eventSource: 'dynamodb.amazonaws.com', type: 'table', name: ['tableName'] } as const;
const LOGS = { eventSource: 'logs.amazonaws.com', type: 'log group', name: ['logGroupName'] } as const;
const ALARM = { eventSource: 'monitoring.amazonaws.com', type: 'alarm' } as const;
const STACK = { eventSource: 'cloudformation.amazonaws.com', type: 'stack', name: ['stackName'] } as const;
const BUCKET = {
  eventSource: 's3.amazonaws.com',
  type: 'bucket',
  name: ['bucketName'],
  lowerCase: true,
} as const;
const ROLE = { eventSource: 'iam.amazonaws.com', type: 'role', name: ['roleName'] } as const;

const LOST = 'what waited in it is lost';
const UNHEARD = 'what it was told goes nowhere';

/** Mailboxes, which confirm by themselves, and the queue of the canary; CloudTrail hides the address. */
const isOwnSubscriber = (parameters: unknown): boolean => {
  const protocol = seekText(parameters, 'protocol');
  const isCanary = seekText(parameters, 'topicArn')?.includes('-CanaryTopic') === true;
  return protocol === 'email' || (protocol === 'sqs' && isCanary);
};

/** What AWS gives functions: `service-role/AWSLambdaBasicExecutionRole`. */
const OF_FUNCTIONS = /^arn:[^:]+:iam::aws:policy\/service-role\/AWSLambda/;

export const OWN_RESOURCES: readonly OwnResource[] = [
  {
    ...SNS,
    eventNames: ['DeleteTopic'],
    type: 'topic',
    name: ['topicArn'],
    did: 'deleted',
    so: UNHEARD,
    keptUnclear: true,
  },
  {
    ...SNS,
    eventNames: ['Unsubscribe'],
    type: 'subscription',
    name: ['subscriptionArn'],
    did: 'cancelled',
    so: 'whoever it was is told no more',
    keptUnclear: true,
  },
  {
    ...SNS,
    eventNames: ['SetSubscriptionAttributes'],
    type: 'subscription',
    name: ['subscriptionArn'],
    did: 'changed',
  },
  {
    ...SNS,
    eventNames: ['Subscribe'],
    type: 'topic',
    name: ['topicArn'],
    did: 'given another subscriber',
    so: 'somebody more reads what is told',
    weakens: (parameters) => !isOwnSubscriber(parameters),
  },
  {
    ...SNS,
    eventNames: ['SetTopicAttributes'],
    type: 'topic',
    name: ['topicArn'],
    did: 'changed',
    policy: 'attributeValue',
    needs: { OperatorTopic: ['events.amazonaws.com', 'cloudwatch.amazonaws.com'] },
  },
  {
    ...SNS,
    eventNames: ['AddPermission', 'RemovePermission'],
    type: 'topic',
    name: ['topicArn'],
    did: 'changed',
  },
  { ...SQS, eventNames: ['PurgeQueue'], did: 'emptied', so: LOST, keptUnclear: true },
  { ...SQS, eventNames: ['DeleteQueue'], did: 'deleted', so: LOST, keptUnclear: true },
  {
    ...SQS,
    eventNames: ['SetQueueAttributes'],
    did: 'changed',
    policy: 'policy',
    needs: { IntakeQueue: ['events.amazonaws.com'], RuleDeadLetters: ['events.amazonaws.com'] },
  },
  { ...SQS, eventNames: ['AddPermission', 'RemovePermission'], did: 'changed' },
  {
    ...LAMBDA,
    eventNames: ['DeleteFunction', 'DeleteFunction2*'],
    did: 'deleted',
    so: 'it does nothing more',
    keptUnclear: true,
  },
  {
    ...LAMBDA,
    eventNames: ['PutFunctionConcurrency*'],
    did: 'limited in how much it may do at once',
    weakens: (parameters) => numberAt(parameters, 'reservedConcurrentExecutions') === 0,
    weakened: 'kept from running at all',
  },
  { ...LAMBDA, eventNames: ['UpdateFunctionCode*'], did: 'given other code' },
  { ...LAMBDA, eventNames: ['UpdateFunctionConfiguration*'], did: 'given other settings' },
  {
    ...LAMBDA,
    eventNames: ['PutFunctionEventInvokeConfig*', 'UpdateFunctionEventInvokeConfig*'],
    did: 'told otherwise what to do with calls that fail',
  },
  {
    ...LAMBDA,
    eventNames: ['AddPermission*'],
    did: 'opened to somebody more who calls it',
    grant: permissionGrant,
  },
  { ...LAMBDA, eventNames: ['RemovePermission*'], did: 'closed to somebody who called it' },
  {
    ...MAPPING,
    eventNames: ['UpdateEventSourceMapping*'],
    did: 'changed',
    weakens: (parameters) => seekFlag(parameters, 'enabled') === false,
    weakened: 'switched off, so that nothing is read from it',
  },
  {
    ...MAPPING,
    eventNames: ['DeleteEventSourceMapping*'],
    did: 'cut',
    so: 'what arrives in the queue is not read',
  },
  {
    ...TABLE,
    eventNames: ['DeleteTable'],
    did: 'deleted',
    so: 'the history is lost',
    keptUnclear: true,
    // Our stack retains it.
    weakens: () => true,
  },
  {
    ...TABLE,
    eventNames: ['UpdateTable'],
    did: 'changed',
    weakens: (parameters) => seekFlag(parameters, 'deletionProtectionEnabled') === false,
    weakened: 'left without protection against deletion',
  },
  {
    ...TABLE,
    eventNames: ['UpdateContinuousBackups'],
    did: 'given continuous backups',
    weakens: (parameters) => seekFlag(parameters, 'pointInTimeRecoveryEnabled') === false,
    weakened: 'left without continuous backups',
    protects: true,
  },
  { ...TABLE, eventNames: ['UpdateTimeToLive'], did: 'set to forget rows by their age' },
  { ...TABLE, eventNames: ['DeleteBackup'], name: ['backupArn'], did: 'robbed of a backup' },
  {
    ...TABLE,
    eventNames: ['PutResourcePolicy'],
    name: ['resourceArn'],
    did: 'given another policy',
    policy: 'policy',
  },
  { ...LOGS, eventNames: ['DeleteLogGroup', 'DeleteLogStream'], did: 'deleted' },
  { ...LOGS, eventNames: ['PutRetentionPolicy'], did: 'set to keep its lines for another time' },
  {
    ...ALARM,
    eventNames: ['DeleteAlarms'],
    name: ['alarmNames'],
    did: 'deleted',
    so: 'nobody hears when Rolecall fails',
  },
  {
    ...ALARM,
    eventNames: ['DisableAlarmActions'],
    name: ['alarmNames'],
    did: 'silenced',
    so: 'nobody hears when Rolecall fails',
  },
  {
    ...ALARM,
    eventNames: ['SetAlarmState'],
    name: ['alarmName'],
    did: 'put into a state by hand',
    weakens: () => true,
  },
  { ...ALARM, eventNames: ['PutMetricAlarm'], name: ['alarmName'], did: 'written anew' },
  {
    ...STACK,
    eventNames: ['DeleteStack'],
    did: 'deleted',
    so: 'nothing is watched any more',
    always: 'urgent',
    keptUnclear: true,
  },
  {
    eventSource: 'cloudformation.amazonaws.com',
    type: 'stack set',
    eventNames: ['DeleteStackSet', 'DeleteStackInstances'],
    name: ['stackSetName'],
    did: 'taken out of accounts or Regions',
    so: 'nothing is watched there any more',
    always: 'urgent',
  },
  { ...STACK, eventNames: ['UpdateStack', 'ExecuteChangeSet'], did: 'deployed', always: 'recorded' },
  { ...STACK, eventNames: ['SetStackPolicy', 'RollbackStack'], did: 'changed', always: 'normal' },
  {
    ...STACK,
    eventNames: ['UpdateTerminationProtection'],
    did: 'protected against deletion',
    weakens: (parameters) => seekFlag(parameters, 'enableTerminationProtection') !== true,
    weakened: 'left without protection against deletion',
    protects: true,
  },
  {
    ...BUCKET,
    eventNames: ['DeleteBucket'],
    did: 'deleted',
    // Our stack retains these.
    weakens: (parameters) => /sealbucket|archivebucket/.test(seekText(parameters, 'bucketName') ?? ''),
  },
  { ...BUCKET, eventNames: ['PutBucketPolicy'], did: 'given another policy', policy: 'bucketPolicy' },
  { ...BUCKET, eventNames: ['DeleteBucketPolicy'], did: 'left without a policy' },
  {
    ...BUCKET,
    eventNames: ['PutBucketLifecycle', 'PutBucketLifecycleConfiguration'],
    did: 'set to keep its files for another time',
  },
  {
    ...BUCKET,
    eventNames: ['PutBucketVersioning'],
    did: 'set to keep older versions of its files',
    weakens: (parameters) => seekText(parameters, 'Status') !== 'Enabled',
    weakened: 'set to keep no older versions of its files',
    protects: true,
  },
  {
    ...BUCKET,
    eventNames: ['PutObjectLockConfiguration', 'PutBucketObjectLockConfiguration'],
    did: 'given another lock on its files',
  },
  { ...BUCKET, eventNames: ['DeleteBucketPublicAccessBlock'], did: 'left without a block of public access' },
  {
    ...BUCKET,
    eventNames: ['DeleteBucketEncryption', 'PutBucketEncryption'],
    did: 'given another encryption',
  },
  {
    ...ROLE,
    eventNames: ['UpdateAssumeRolePolicy'],
    did: 'given another trust policy',
    policy: 'policyDocument',
  },
  { ...ROLE, eventNames: ['DeleteRole'], did: 'deleted', so: 'its function can do nothing more' },
  {
    ...ROLE,
    eventNames: ['DetachRolePolicy', 'DeleteRolePolicy', 'PutRolePolicy'],
    did: 'given other rights',
    rights: 'policyDocument',
  },
  {
    ...ROLE,
    eventNames: ['AttachRolePolicy'],
    did: 'given other rights',
    weakens: (parameters) => !OF_FUNCTIONS.test(seekText(parameters, 'policyArn') ?? ''),
  },
  {
    ...ROLE,
    eventNames: ['PutRolePermissionsBoundary'],
    did: 'given another limit of its rights',
    weakens: () => true,
  },
  { ...ROLE, eventNames: ['DeleteRolePermissionsBoundary'], did: 'given another limit of its rights' },
  {
    eventSource: 'events.amazonaws.com',
    eventNames: ['DeleteEventBus'],
    type: 'event bus',
    name: ['name'],
    did: 'deleted',
  },
];
