/** One IAM role per function, with the actions that function uses and the resources it uses them on. */
'use strict';

const { assumeCanary } = require('./canary.cjs');
const { ownTopicArns, publishedTopicArns } = require('./topics.cjs');

const allow = (Action, Resource) => ({ Effect: 'Allow', Action, Resource });

const arnOf = (logicalId) => ({ 'Fn::GetAtt': [logicalId, 'Arn'] });

/** The group is made by the framework (`/aws/lambda/...`, with its retention); its ARN already ends in `:*`. */
const logs = (group) => allow(['logs:CreateLogStream', 'logs:PutLogEvents'], [arnOf(group)]);

const dynamodb = (actions, resources) =>
  allow(
    actions.map((action) => `dynamodb:${action}`),
    resources,
  );

/** Whose partition key is like this. Both conditions, because `ForAllValues` also holds when there is no key at all. */
const itemsLike = (partition, ...actions) => ({
  ...items(...actions),
  Condition: {
    'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [partition] },
    Null: { 'dynamodb:LeadingKeys': 'false' },
  },
});

const items = (...actions) => dynamodb(actions, [arnOf('HistoryTable')]);

const query = () =>
  dynamodb(['Query'], [arnOf('HistoryTable'), { 'Fn::Sub': '${HistoryTable.Arn}/index/*' }]);

/** What an event source mapping needs: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html */
const receive = (queue, ...more) =>
  allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', ...more], [arnOf(queue)]);

const send = (...queues) => allow(['sqs:SendMessage'], queues.map(arnOf));

/** What is taken up from the dead letters is removed once it is dealt with. */
const takeUp = (queues) => allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage'], queues.map(arnOf));

/** Seals are written once and read back, every version of them. Nobody may delete one, and Object Lock holds it. */
const seals = () => [
  allow(
    ['s3:PutObject', 's3:GetObject', 's3:GetObjectVersion'],
    [{ 'Fn::Sub': '${SealBucket.Arn}/seals/*' }],
  ),
  allow(['s3:ListBucketVersions'], [arnOf('SealBucket')]),
];

/** The key, through the named services only: nobody decrypts a thing by hand with a function's role. */
const key = (actions, services) => ({
  ...allow(
    actions.map((action) => `kms:${action}`),
    [arnOf('DataKey')],
  ),
  Condition: {
    StringEquals: {
      'kms:ViaService': services.map((service) => ({
        'Fn::Sub': `${service}.\${AWS::Region}.\${AWS::URLSuffix}`,
      })),
    },
  },
});

/** Every `ssm:/name` in the settings of the destinations, however deep. */
const parameterNames = (value) => {
  if (typeof value === 'string') return value.startsWith('ssm:') ? [value.slice('ssm:'.length)] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(parameterNames);
};

const parameterArns = (policy) =>
  [...new Set(policy.destinations.flatMap(({ settings }) => parameterNames(settings)))]
    .sort()
    .map(
      (name) =>
        `arn:\${AWS::Partition}:ssm:\${AWS::Region}:\${AWS::AccountId}:parameter/${name.replace(/^\//, '')}`,
    )
    .map((arn) => ({ 'Fn::Sub': arn }));

const readSecrets = (policy) => {
  const parameters = parameterArns(policy);
  return parameters.length > 0 ? [allow(['ssm:GetParameter'], parameters)] : [];
};

const opsItems = (policy) =>
  policy.destinations.some(({ channel }) => channel === 'ops-center')
    ? [
        allow(['ssm:CreateOpsItem'], '*'),
        allow(
          ['ssm:UpdateOpsItem'],
          [{ 'Fn::Sub': 'arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:opsitem/*' }],
        ),
      ]
    : [];

const TRUST_LAMBDA = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};

const role = (description, statements) => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    Description: description,
    AssumeRolePolicyDocument: TRUST_LAMBDA,
    Policies: [{ PolicyName: 'own', PolicyDocument: { Version: '2012-10-17', Statement: statements } }],
  },
});

/** What DynamoDB and SQS ask of a caller who writes under a customer key. */
const READ_AND_WRITE = [
  'Decrypt',
  'DescribeKey',
  'Encrypt',
  'GenerateDataKey',
  'ReEncryptFrom',
  'ReEncryptTo',
];

const recordRole = () =>
  role('Rolecall: writes down who entered a role', [
    logs('RecordLogGroup'),
    // It deletes one kind of item: the half of a Switch Role that waited for its access and has found it.
    itemsLike('half#*', 'DeleteItem'),
    // What was seen on a role before is read at once.
    itemsLike('seen#*', 'BatchGetItem'),
    items('GetItem', 'PutItem', 'UpdateItem'),
    query(),
    receive('IntakeQueue'),
    send('DeliveryQueue', 'EnrichQueue'),
    key(READ_AND_WRITE, ['dynamodb', 'sqs']),
  ]);

const deliverRole = (policy) =>
  role('Rolecall: tells owners and clients', [
    logs('DeliverLogGroup'),
    // It opens deliveries too: for the fallback and the operator, when a destination refuses for good.
    items('GetItem', 'PutItem', 'UpdateItem'),
    query(),
    receive('DeliveryQueue', 'sqs:ChangeMessageVisibility'),
    send('DeliveryQueue'),
    // Asking whether a topic is there: the doctor wants to know.
    allow(['sns:Publish', 'sns:GetTopicAttributes'], publishedTopicArns(policy)),
    ...readSecrets(policy),
    ...opsItems(policy),
    key(READ_AND_WRITE, ['dynamodb', 'sqs', 'sns', 'ssm']),
  ]);

/** Beyond this the roles of an account are read by any name: a role's own policy holds 10,240 characters. */
const MOST_NAMED_ROLES = 40;

/** The designated roles, as they are named in rolecall.yml; those of other accounts are not for us to read anyway. */
const designatedRoleArns = (policy) => {
  const patterns = [...new Set(policy.roles.map(({ pattern }) => pattern))].sort();
  return patterns.length <= MOST_NAMED_ROLES
    ? patterns
    : [...new Set(patterns.map((pattern) => pattern.replace(/:role\/.*$/, ':role/*')))];
};

const readTrust = (policy) =>
  policy.roles.length > 0 ? [allow(['iam:GetRole'], designatedRoleArns(policy))] : [];

const accountNames = ({ organization }) =>
  organization === true ? [allow(['organizations:DescribeAccount'], [ACCOUNTS_OF_ORGANIZATION])] : [];

/** Of whatever organisation the account belongs to; its id is not known here. */
const ACCOUNTS_OF_ORGANIZATION = { 'Fn::Sub': 'arn:${AWS::Partition}:organizations::*:account/o-*/*' };

const enrichRole = (policy) =>
  role('Rolecall: asks AWS afterwards who it was', [
    logs('EnrichLogGroup'),
    items('GetItem', 'PutItem', 'UpdateItem'),
    query(),
    receive('EnrichQueue'),
    // It asks itself for the next look.
    send('DeliveryQueue', 'EnrichQueue'),
    allow(['cloudtrail:LookupEvents'], '*'),
    ...readTrust(policy),
    ...accountNames(policy),
    key(READ_AND_WRITE, ['dynamodb', 'sqs']),
  ]);

/** What the doctor asks; it reads descriptions only. Rules, trails and Regions in every Region. */
const examine = () => [
  allow(['cloudtrail:DescribeTrails', 'cloudtrail:GetTrailStatus', 'cloudtrail:GetEventSelectors'], '*'),
  allow(['events:ListRules'], '*'),
  allow(
    ['events:ListTargetsByRule'],
    [{ 'Fn::Sub': 'arn:${AWS::Partition}:events:*:${AWS::AccountId}:rule/*' }],
  ),
  allow(['account:ListRegions'], [{ 'Fn::Sub': 'arn:${AWS::Partition}:account::${AWS::AccountId}:account' }]),
  allow(['sqs:GetQueueAttributes'], EXAMINED_QUEUES.map(arnOf)),
  allow(['kms:GetKeyPolicy'], [arnOf('DataKey')]),
];

const EXAMINED_QUEUES = [
  'IntakeQueue',
  'IntakeDeadLetters',
  'RuleDeadLetters',
  'DeliveryDeadLetters',
  'EnrichDeadLetters',
  'CanaryQueue',
];

const sweepRole = (policy) =>
  role('Rolecall: finds what was missed, wakes what is pending, seals what is over', [
    logs('SweepLogGroup'),
    itemsLike('seen#*', 'BatchGetItem'),
    // When the accesses happened of which only an event tells that they changed.
    itemsLike('access#*', 'BatchGetItem'),
    items('DeleteItem', 'GetItem', 'PutItem', 'UpdateItem'),
    query(),
    send('DeliveryQueue', 'EnrichQueue'),
    takeUp(['IntakeDeadLetters', 'RuleDeadLetters', 'DeliveryDeadLetters', 'CanaryQueue']),
    allow(['s3:PutObject'], [{ 'Fn::Sub': '${ArchiveBucket.Arn}/*' }]),
    ...seals(),
    allow(['sns:ListSubscriptionsByTopic'], ownTopicArns(policy)),
    allow(['cloudtrail:LookupEvents', 'iam:ListRoles'], '*'),
    ...examine(),
    assumeCanary(),
    key(READ_AND_WRITE, ['dynamodb', 'sqs', 's3']),
  ]);

/** It reads the history and writes files; of the table it changes its own jobs only. */
const exportRole = () =>
  role('Rolecall: writes exports', [
    logs('ExportLogGroup'),
    itemsLike('exports', 'DeleteItem', 'PutItem'),
    // How far it has come with the days.
    itemsLike('mark#*', 'PutItem'),
    itemsLike('access#*', 'BatchGetItem', 'GetItem'),
    query(),
    receive('ExportQueue'),
    send('ExportQueue'),
    allow(
      ['s3:PutObject', 's3:AbortMultipartUpload'],
      [{ 'Fn::Sub': '${ExportBucket.Arn}/exports/*' }, { 'Fn::Sub': '${ExportBucket.Arn}/accesses/*' }],
    ),
    key(READ_AND_WRITE, ['dynamodb', 'sqs', 's3']),
  ]);

/**
 * It reads the history, and writes what people say: events and reviews beside their access, exceptions, export jobs. It may
 * take nothing away. What it changes of a row is told by an event, and events are sealed.
 */
const historyRole = () =>
  role('Rolecall: shows the history, and takes what people say about it', [
    logs('HistoryLogGroup'),
    query(),
    itemsLike('access#*', 'BatchGetItem', 'GetItem', 'PutItem', 'UpdateItem'),
    itemsLike('exceptions', 'GetItem', 'PutItem', 'UpdateItem'),
    itemsLike('exports', 'GetItem', 'PutItem'),
    send('DeliveryQueue', 'ExportQueue'),
    // Its links are signed with its own rights.
    allow(['s3:GetObject'], [{ 'Fn::Sub': '${ExportBucket.Arn}/exports/*' }]),
    key(READ_AND_WRITE, ['dynamodb', 'sqs', 's3']),
  ]);

const roleResources = (policy) => ({
  RecordRole: recordRole(),
  DeliverRole: deliverRole(policy),
  EnrichRole: enrichRole(policy),
  SweepRole: sweepRole(policy),
  HistoryRole: historyRole(),
  ExportRole: exportRole(),
});

module.exports = { roleResources };
