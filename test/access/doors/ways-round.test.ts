/** Ways in which somebody would go round the doors, and everyday calls that look like it. */
import type { DoorContext } from '../../../lib/access/doors/door-context.ts';
import type { JsonObject } from '../../../lib/kernel/json.ts';
import { ACCOUNT, ALICE, doorContext, OUTSIDER, readDoor, recordOf, ROOT } from './door-kit.ts';

const KEY = `arn:aws:kms:us-east-1:${ACCOUNT}:key/1234`;
const ours = (more: Partial<DoorContext> = {}): DoorContext =>
  doorContext({ ownStack: 'rolecall-prod', ownKeyIds: [KEY], ownParameters: ['/rolecall/url'], ...more });
const BY_DEPLOY: JsonObject = {
  userIdentity: { ...ALICE, invokedBy: 'cloudformation.amazonaws.com' },
  sourceIPAddress: 'cloudformation.amazonaws.com',
};
const BY_AWS: JsonObject = {
  userIdentity: {
    type: 'AssumedRole',
    sessionContext: {
      sessionIssuer: {
        arn: `arn:aws:iam::${ACCOUNT}:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX`,
      },
    },
  },
};

type Call = readonly [service: string, eventName: string, parameters: JsonObject];
const weightOf = ([service, eventName, requestParameters]: Call, more: JsonObject = {}, context = ours()) =>
  readDoor(recordOf(service, eventName, { requestParameters, ...more }), context)?.weight;

const documentOf = (...Statement: readonly JsonObject[]): string => JSON.stringify({ Statement });
const ALLOW = {
  Effect: 'Allow',
  Principal: { Service: ['events.amazonaws.com', 'cloudwatch.amazonaws.com'] },
  Action: '*',
  Resource: '*',
};
const DENY = { Effect: 'Deny', Principal: '*', Action: '*', Resource: '*' };
const NO_PLAIN_TEXT = { ...DENY, Condition: { Bool: { 'aws:SecureTransport': 'false' } } };
const OTHER_RULES = {
  ...DENY,
  Principal: { Service: 'events.amazonaws.com' },
  Condition: {
    Null: { 'aws:SourceArn': 'false' },
    ArnNotEquals: { 'aws:SourceArn': [`arn:aws:events:us-east-1:${ACCOUNT}:rule/rolecall-prod-Watch`] },
  },
};
const QUEUE = `https://sqs.us-east-1.amazonaws.com/${ACCOUNT}/rolecall-prod-IntakeQueue-1`;
const TOPIC = `arn:aws:sns:us-east-1:${ACCOUNT}:rolecall-prod-OperatorTopic-1`;
const queuePolicy = (...statements: readonly JsonObject[]): Call => [
  'sqs',
  'SetQueueAttributes',
  { queueUrl: QUEUE, attributes: { Policy: documentOf(...statements) } },
];
const topicPolicy = (...statements: readonly JsonObject[]): Call => [
  'sns',
  'SetTopicAttributes',
  { topicArn: TOPIC, attributeName: 'Policy', attributeValue: documentOf(...statements) },
];
const rolePolicy = (...statements: readonly JsonObject[]): Call => [
  'iam',
  'PutRolePolicy',
  { roleName: 'rolecall-prod-RecordRole-1', policyDocument: documentOf(...statements) },
];
const keyPolicy = (...services: readonly string[]): Call => [
  'kms',
  'PutKeyPolicy',
  {
    keyId: KEY,
    policy: documentOf(
      { ...ALLOW, Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` } },
      { ...ALLOW, Principal: { Service: services } },
    ),
  },
];
const OUR_SERVICES = ['events.amazonaws.com', 'sns.amazonaws.com', 'cloudwatch.amazonaws.com'];
const targets = (arn: string): Call => [
  'events',
  'PutTargets',
  { rule: 'rolecall-prod-RuleDoors1', targets: [{ id: 'intake', arn }] },
];

describe("somebody else's stack that touches ours", () => {
  test.each<readonly [string, Call]>([
    ['a queue that nobody may send to', queuePolicy(ALLOW, DENY)],
    ['a queue that lets our rules in no more', queuePolicy(NO_PLAIN_TEXT)],
    ['a topic that nobody may publish to', topicPolicy(ALLOW, DENY)],
    [
      'a denial under a condition of its own',
      topicPolicy({ ...DENY, Condition: { Bool: { 'aws:SecureTransport': 'true' } } }),
    ],
    [
      "a denial that spares somebody else's rules",
      topicPolicy({
        ...OTHER_RULES,
        Condition: {
          Null: { 'aws:SourceArn': 'false' },
          ArnNotEquals: { 'aws:SourceArn': 'arn:aws:events:us-east-1:1:rule/x' },
        },
      }),
    ],
    ['a role that may do nothing', rolePolicy(DENY)],
    [
      'a role with a policy of somebody else',
      [
        'iam',
        'AttachRolePolicy',
        { roleName: 'rolecall-prod-RecordRole-1', policyArn: 'arn:aws:iam::aws:policy/AWSDenyAll' },
      ],
    ],
    [
      'a role with a limit',
      ['iam', 'PutRolePermissionsBoundary', { roleName: 'rolecall-prod-RecordRole-1' }],
    ],
    ['a key without the services that need it', keyPolicy('events.amazonaws.com')],
    ['a subscriber that is no mailbox', ['sns', 'Subscribe', { topicArn: TOPIC, protocol: 'https' }]],
    ['a target elsewhere', targets(`arn:aws:sqs:us-east-1:${ACCOUNT}:attacker`)],
    ['a bus of an outsider', targets(`arn:aws:events:us-east-1:${OUTSIDER}:event-bus/default`)],
    ['a disabled rule', ['events', 'DisableRule', { name: 'rolecall-prod-RuleDoors1' }]],
    [
      'the table, which our stack retains',
      ['dynamodb', 'DeleteTable', { tableName: 'rolecall-prod-HistoryTable-1' }],
    ],
    [
      'a bucket, which our stack retains',
      ['s3', 'DeleteBucket', { bucketName: 'rolecall-prod-sealbucket-1' }],
    ],
  ])('rings: %s', (_what, call) => {
    expect(weightOf(call, BY_DEPLOY)).toBe('urgent');
  });

  test.each<readonly [string, Call]>([
    ['the policy of the intake queue', queuePolicy(ALLOW, NO_PLAIN_TEXT)],
    ['the policy of the operator topic', topicPolicy(ALLOW, NO_PLAIN_TEXT, OTHER_RULES)],
    [
      'a policy taken away with its queue',
      ['sqs', 'SetQueueAttributes', { queueUrl: QUEUE, attributes: { Policy: '' } }],
    ],
    [
      'dead letters let nobody in',
      [
        'sqs',
        'SetQueueAttributes',
        {
          queueUrl: QUEUE.replace('IntakeQueue', 'IntakeDeadLetters'),
          attributes: { Policy: documentOf(NO_PLAIN_TEXT) },
        },
      ],
    ],
    ['the rights of a function', rolePolicy({ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: QUEUE })],
    [
      "AWS's policy for functions",
      [
        'iam',
        'AttachRolePolicy',
        {
          roleName: 'rolecall-prod-RecordRole-1',
          policyArn: 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole',
        },
      ],
    ],
    ['the policy of the key', keyPolicy(...OUR_SERVICES)],
    [
      'a mailbox',
      [
        'sns',
        'Subscribe',
        { topicArn: TOPIC, protocol: 'email', endpoint: 'HIDDEN_DUE_TO_SECURITY_REASONS' },
      ],
    ],
    [
      'the queue of the canary',
      ['sns', 'Subscribe', { topicArn: TOPIC.replace('OperatorTopic', 'CanaryTopic'), protocol: 'sqs' }],
    ],
    ['the intake queue', targets(`arn:aws:sqs:us-east-1:${ACCOUNT}:rolecall-prod-IntakeQueue-1`)],
    ['the operator topic', targets(TOPIC)],
    ['the home bus', targets(`arn:aws:events:eu-west-1:${ACCOUNT}:event-bus/default`)],
  ])('our own deploy does not ring: %s', (_what, call) => {
    expect(weightOf(call, BY_DEPLOY)).toBe('recorded');
  });
});

describe('where the secrets of the destinations are kept', () => {
  test.each<readonly [string, string, JsonObject, string | undefined]>([
    ['overwritten', 'PutParameter', { name: '/rolecall/url', overwrite: true }, 'urgent'],
    ['made', 'PutParameter', { name: '/rolecall/url', overwrite: false }, 'recorded'],
    [
      'named by its ARN',
      'DeleteParameter',
      { name: `arn:aws:ssm:us-east-1:${ACCOUNT}:parameter/rolecall/url` },
      'urgent',
    ],
    ['one of many', 'DeleteParameters', { names: ['/a', '/rolecall/url'] }, 'urgent'],
    ['of somebody else', 'DeleteParameter', { name: '/rolecall/url-of-others' }, undefined],
  ])('%s', (_what, eventName, parameters, weight) => {
    expect(weightOf(['ssm', eventName, parameters])).toBe(weight);
  });
});

describe('what else of ours nobody may touch', () => {
  test.each<Call>([
    ['lambda', 'PutFunctionEventInvokeConfig', { functionName: 'rolecall-prod-record' }],
    ['lambda', 'UpdateFunctionEventInvokeConfig', { functionName: 'rolecall-prod-record' }],
    ['lambda', 'AddPermission20150331v2', { functionName: 'rolecall-prod-record', principal: ACCOUNT }],
    ['monitoring', 'SetAlarmState', { alarmName: 'rolecall-prod-Age', stateValue: 'OK' }],
  ])('%s %s', (...call) => {
    expect(weightOf(call)).toBe('urgent');
    expect(weightOf(call, {}, ours({ ownStack: 'other' }))).not.toBe('urgent');
  });

  test('a route of an API that asks nobody who they are', () => {
    const route = (authorizationType: string): Call => [
      'apigateway',
      'UpdateRoute',
      { apiId: 'a', routeId: 'b', authorizationType },
    ];
    expect(weightOf(route('NONE'))).toBe('normal');
    expect(weightOf(route('JWT'))).toBeUndefined();
  });
});

describe('root that only looks', () => {
  const look = (userIdentity: JsonObject) =>
    weightOf(['iam', 'ListUsers', {}], { readOnly: true, userIdentity: { ...ROOT, ...userIdentity } });

  test('rings where it takes a key or a session of AssumeRoot', () => {
    expect(look({ accessKeyId: 'ASIAEXAMPLE' })).toBe('recorded');
    expect(look({ accessKeyId: 'AKIAEXAMPLE' })).toBe('urgent');
    expect(look({ sessionContext: { assumedRoot: 'true' } })).toBe('urgent');
    expect(look({ sessionContext: { assumedRoot: 'false' } })).toBe('recorded');
  });
});

describe('rights', () => {
  const gives = (Action: unknown, Resource: unknown, extra: JsonObject = {}) =>
    weightOf([
      'iam',
      'PutRolePolicy',
      { roleName: 'builder', policyDocument: documentOf({ Effect: 'Allow', Action, Resource, ...extra }) },
    ]);

  test.each<readonly [unknown, unknown]>([
    ['sts:AssumeRole', `arn:aws:iam::${ACCOUNT}:role/prod-admin`],
    ['sts:Assume*', `arn:aws:iam::${ACCOUNT}:role/prod-*`],
    ['iam:UpdateAssumeRolePolicy', `arn:aws:iam::${ACCOUNT}:role/prod-*`],
    ['*', ['?*', 'arn:*']],
    ['*', '**'],
    ['iam:*', 'arn:aws:iam::*:ro*'],
    ['iam:SetDefaultPolicyVersion', '*'],
    ['iam:UpdateLoginProfile', '*'],
    ['iam:CreateLoginProfile', '*'],
    ['iam:AddUserToGroup', '*'],
    ['iam:PutGroupPolicy', '*'],
    ['iam:AttachGroupPolicy', '*'],
    ['iam:PassRole', '*'],
  ])('%j on %j is as good as a designated role', (action, resource) => {
    expect(gives(action, resource)).toBe('normal');
  });

  test.each<readonly [unknown, unknown]>([
    ['sts:AssumeRole', `arn:aws:iam::${ACCOUNT}:role/builder-*`],
    ['s3:*', '*'],
    ['iam:PassRole', `arn:aws:iam::${ACCOUNT}:role/builder`],
    ['iam:Get*', '*'],
    ['*', 'arn:aws:s3:::bucket/*'],
  ])('%j on %j is not', (action, resource) => {
    expect(gives(action, resource)).toBe('recorded');
  });

  test('every administrator policy of AWS counts', () => {
    const attached = (name: string) =>
      weightOf([
        'iam',
        'AttachRolePolicy',
        { roleName: 'builder', policyArn: `arn:aws:iam::aws:policy/${name}` },
      ]);
    expect(attached('AdministratorAccess-Amplify')).toBe('normal');
    expect(attached('ReadOnlyAccess')).toBe('recorded');
  });

  test('a version of a policy put in force rings: nobody sees what it gives', () => {
    expect(
      weightOf([
        'iam',
        'SetDefaultPolicyVersion',
        { policyArn: `arn:aws:iam::${ACCOUNT}:policy/x`, versionId: 'v1' },
      ]),
    ).toBe('normal');
  });

  test('a boundary that goes, or holds nothing back, gives what it kept', () => {
    const arn = (name: string) => ({ permissionsBoundary: `arn:aws:iam::aws:policy/${name}` });
    expect(weightOf(['iam', 'DeleteRolePermissionsBoundary', { roleName: 'builder' }])).toBe('normal');
    expect(
      weightOf(['iam', 'PutRolePermissionsBoundary', { roleName: 'builder', ...arn('AdministratorAccess') }]),
    ).toBe('normal');
    expect(
      weightOf(['iam', 'PutRolePermissionsBoundary', { roleName: 'builder', ...arn('ReadOnlyAccess') }]),
    ).toBe('recorded');
    expect(
      weightOf(['iam', 'PutUserPermissionsBoundary', { userName: 'bob', ...arn('AdministratorAccess') }]),
    ).toBe('normal');
    expect(
      weightOf(['iam', 'PutUserPermissionsBoundary', { userName: 'bob', ...arn('ReadOnlyAccess') }]),
    ).toBe('recorded');
  });
});

describe('resources', () => {
  test.each<readonly [string, Call, string | undefined]>([
    [
      'a snapshot, in the older form',
      [
        'ec2',
        'ModifySnapshotAttribute',
        {
          snapshotId: 's',
          attributeType: 'CREATE_VOLUME_PERMISSION',
          operationType: 'add',
          userIds: [OUTSIDER],
        },
      ],
      'normal',
    ],
    [
      'a snapshot for all',
      ['ec2', 'ModifySnapshotAttribute', { snapshotId: 's', operationType: 'add', groupNames: ['all'] }],
      'urgent',
    ],
    [
      'a snapshot taken back',
      ['ec2', 'ModifySnapshotAttribute', { snapshotId: 's', operationType: 'remove', userIds: [OUTSIDER] }],
      'recorded',
    ],
    ['a snapshot, no telling with whom', ['ec2', 'ModifySnapshotAttribute', { snapshotId: 's' }], 'normal'],
    [
      'an image, in the older form',
      [
        'ec2',
        'ModifyImageAttribute',
        {
          imageId: 'i',
          attributeType: 'launchPermission',
          operationType: 'add',
          userIds: { items: [{ userId: OUTSIDER }] },
        },
      ],
      'normal',
    ],
    [
      "an image's description",
      ['ec2', 'ModifyImageAttribute', { imageId: 'i', description: { value: 'x' } }],
      undefined,
    ],
    [
      'an access control list that the record does not show',
      ['s3', 'PutBucketAcl', { bucketName: 'b' }],
      'normal',
    ],
    [
      'a private access control list',
      ['s3', 'PutBucketAcl', { bucketName: 'b', 'x-amz-acl': ['private'] }],
      'recorded',
    ],
    [
      'a bucket made public',
      ['s3', 'CreateBucket', { bucketName: 'b', 'x-amz-acl': 'public-read' }],
      'urgent',
    ],
    ['a bucket made', ['s3', 'CreateBucket', { bucketName: 'b' }], undefined],
    [
      'a queue, with its attributes in a list',
      [
        'sqs',
        'SetQueueAttributes',
        { queueUrl: 'q', attribute: [{ name: 'Policy', value: documentOf({ ...ALLOW, Principal: '*' }) }] },
      ],
      'urgent',
    ],
    [
      'a function with code of a stranger',
      [
        'lambda',
        'UpdateFunctionConfiguration20150331v2',
        { functionName: 'f', layers: [`arn:aws:lambda:us-east-1:${OUTSIDER}:layer:x:1`] },
      ],
      'normal',
    ],
    [
      "a function with code of AWS's",
      [
        'lambda',
        'UpdateFunctionConfiguration20150331v2',
        {
          functionName: 'f',
          layers: ['arn:aws:lambda:us-east-1:580247275435:layer:LambdaInsightsExtension:1'],
        },
      ],
      'recorded',
    ],
  ])('%s', (_what, call, weight) => {
    expect(weightOf(call)).toBe(weight);
  });
});

describe('what AWS and our own deploys do every day stays quiet', () => {
  test.each<Call>([
    ['config', 'DeleteConfigRule', { configRuleName: 'securityhub-x' }],
    ['config', 'StopConfigurationRecorder', { configurationRecorderName: 'default' }],
    ['wafv2', 'DeleteLoggingConfiguration', { resourceArn: 'arn:aws:wafv2:x' }],
    ['logs', 'DeleteLogStream', { logGroupName: '/aws/eks/prod/cluster', logStreamName: 'x' }],
  ])('%s %s', (...call) => {
    expect(weightOf(call, BY_AWS)).toBe('recorded');
    expect(weightOf(call, { userIdentity: { type: 'AWSService', invokedBy: 'x.amazonaws.com' } })).toBe(
      'recorded',
    );
    expect(weightOf(call)).not.toBe('recorded');
  });

  test.each<Call>([
    ['logs', 'DeleteLogGroup', { logGroupName: '/aws/lambda/shop-security-headers' }],
    ['events', 'RemovePermission', { eventBusName: 'shop', statementId: 'x' }],
    ['s3', 'DeleteBucketPublicAccessBlock', { bucketName: 'shop' }],
    [
      'events',
      'PutPermission',
      {
        eventBusName: 'default',
        statementId: 'rolecall-prod-partners',
        policy: documentOf({ Sid: 'rolecall-prod-partners', ...ALLOW, Principal: { AWS: OUTSIDER } }),
      },
    ],
  ])('%s %s by CloudFormation', (...call) => {
    expect(weightOf(call, BY_DEPLOY, ours({ partnerIds: new Set([OUTSIDER]) }))).toBe('recorded');
  });

  test('a statement on the bus rings that lets in somebody who is no partner', () => {
    const call: Call = [
      'events',
      'PutPermission',
      { statementId: 'rolecall-prod-partners', principal: OUTSIDER, action: 'events:PutEvents' },
    ];
    expect(weightOf(call, BY_DEPLOY)).toBe('normal');
    expect(weightOf(call, {}, ours({ partnerIds: new Set([OUTSIDER]) }))).toBe('normal');
  });

  test('our own statement taken off the bus rings, and any of the bus that carries everything', () => {
    expect(weightOf(['events', 'RemovePermission', { statementId: 'rolecall-prod-accounts' }])).toBe(
      'urgent',
    );
    expect(weightOf(['events', 'RemovePermission', { removeAllPermissions: true }])).toBe('urgent');
    expect(weightOf(['events', 'RemovePermission', { statementId: 'x' }])).toBe('normal');
  });
});
