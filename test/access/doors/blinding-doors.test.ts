import type { DoorContext } from '../../../lib/access/doors/door-context.ts';
import type { JsonObject } from '../../../lib/kernel/json.ts';
import { ACCOUNT, ALICE, doorContext, doorOf, OUTSIDER, readDoor, recordOf, refusedFor } from './door-kit.ts';

const STACK = 'rolecall-prod';
const ours = (more: Partial<DoorContext> = {}): DoorContext => doorContext({ ownStack: STACK, ...more });
const BY_DEPLOY: JsonObject = {
  userIdentity: { ...ALICE, invokedBy: 'cloudformation.amazonaws.com' },
  sourceIPAddress: 'cloudformation.amazonaws.com',
};
const LONG_STATE = 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';

describe('which resources are ours', () => {
  const weighed = (queue: string, context = ours()) =>
    readDoor(recordOf('sqs', 'PurgeQueue', { requestParameters: { queueUrl: queue } }), context)?.weight;

  test.each([
    `https://sqs.eu-central-1.amazonaws.com/${ACCOUNT}/rolecall-prod-IntakeQueue-1ABC`,
    'rolecall-prod-IntakeQueue-1ABC',
    `arn:aws:sqs:eu-central-1:${ACCOUNT}:rolecall-prod-IntakeQueue-1ABC`,
  ])('%s is', (queue) => {
    expect(weighed(queue)).toBe('urgent');
  });

  test.each([
    'rolecall-production-queue',
    'Rolecall-Prod-IntakeQueue-1ABC',
    'old-rolecall-prod-IntakeQueue',
    'orders',
  ])('%s is not', (queue) => {
    expect(weighed(queue)).toBeUndefined();
  });

  test('where no stack is known, what could be ours is written down', () => {
    expect(weighed('orders', doorContext())).toBe('recorded');
  });

  test('names of buckets are lower-case, whatever the stack is called', () => {
    const record = recordOf('s3', 'DeleteBucket', {
      requestParameters: { bucketName: 'rolecallprod-sealbucket-1abc' },
    });
    expect(doorOf(record, doorContext({ ownStack: 'RolecallProd' }))).toMatchObject({
      kind: 'rolecall',
      weight: 'urgent',
    });
  });

  test('the message of a refused call tells whose the resource is', () => {
    const record = recordOf('lambda', 'DeleteFunction20150331', {
      ...refusedFor(
        'lambda:DeleteFunction',
        `arn:aws:lambda:eu-central-1:${ACCOUNT}:function:rolecall-prod-record`,
      ),
    });
    expect(doorOf(record, ours())).toMatchObject({ kind: 'rolecall', weight: 'urgent', outcome: 'denied' });
  });

  test('of several alarms, in whatever place, ours counts', () => {
    const alarmNames = [
      ...Array.from({ length: 20 }, (_, index) => `cpu-${String(index)}`),
      'rolecall-prod-Age',
    ];
    const door = doorOf(
      recordOf('monitoring', 'DeleteAlarms', { requestParameters: { alarmNames } }),
      ours(),
    );
    expect(door).toMatchObject({ weight: 'urgent', subject: { name: 'rolecall-prod-Age' } });
  });
});

describe("CloudFormation's calls on our own resources", () => {
  const change = (service: string, eventName: string, requestParameters: JsonObject) =>
    doorOf(recordOf(service, eventName, { requestParameters, ...BY_DEPLOY }), ours()).weight;

  test('are a deploy, and do not ring', () => {
    expect(change('sqs', 'DeleteQueue', { queueUrl: 'rolecall-prod-Queue' })).toBe('recorded');
    expect(change('lambda', 'UpdateFunctionCode20150331v2', { functionName: 'rolecall-prod-record' })).toBe(
      'recorded',
    );
    expect(
      change('events', 'PutRule', { name: 'rolecall-prod-Rule', eventPattern: '{}', state: LONG_STATE }),
    ).toBe('recorded');
  });

  test.each<[string, string, JsonObject]>([
    ['events', 'PutRule', { name: 'rolecall-prod-Rule', eventPattern: '{}', state: 'ENABLED' }],
    ['events', 'PutRule', { name: 'rolecall-prod-Rule', eventPattern: '{}' }],
    [
      'events',
      'PutRule',
      { name: 'rolecall-prod-Beat', scheduleExpression: 'rate(5 minutes)', state: 'DISABLED' },
    ],
    ['dynamodb', 'UpdateTable', { tableName: 'rolecall-prod-Table', deletionProtectionEnabled: 'false' }],
    [
      'lambda',
      'PutFunctionConcurrency20171031',
      { functionName: 'rolecall-prod-record', reservedConcurrentExecutions: 0 },
    ],
    ['cloudformation', 'DeleteStack', { stackName: STACK }],
    [
      'sqs',
      'SetQueueAttributes',
      {
        queueUrl: 'rolecall-prod-Queue',
        attributes: { Policy: `{"Statement":{"Effect":"Allow","Principal":"*","Action":"sqs:*"}}` },
      },
    ],
  ])('ring where no deploy of ours would do it: %s %s %j', (service, eventName, parameters) => {
    expect(change(service, eventName, parameters)).toBe('urgent');
  });

  test('nobody else can pass for CloudFormation', () => {
    const record = recordOf('sqs', 'DeleteQueue', {
      requestParameters: { queueUrl: 'rolecall-prod-Queue' },
      userAgent: 'cloudformation.amazonaws.com',
      userIdentity: { ...ALICE, userName: 'cloudformation.amazonaws.com' },
    });
    expect(doorOf(record, ours()).weight).toBe('urgent');
  });

  test('a policy of our queue that opens it tells to whom', () => {
    const Policy = JSON.stringify({
      Statement: { Effect: 'Allow', Principal: { AWS: OUTSIDER }, Action: 'sqs:ReceiveMessage' },
    });
    const requestParameters = { queueUrl: 'rolecall-prod-Queue', attributes: { Policy } };
    expect(doorOf(recordOf('sqs', 'SetQueueAttributes', { requestParameters }), ours())).toMatchObject({
      kind: 'rolecall',
      explanation: `Rolecall's own queue rolecall-prod-Queue was opened to account ${OUTSIDER}; allowed: sqs:ReceiveMessage`,
      opens: [{ principal: OUTSIDER }],
    });
  });
});

describe('keys', () => {
  const scheduled = (keyId: string, context: DoorContext) =>
    doorOf(recordOf('kms', 'ScheduleKeyDeletion', { requestParameters: { keyId } }), context);
  const OUR_SERVICES = ['events.amazonaws.com', 'sns.amazonaws.com', 'cloudwatch.amazonaws.com'];
  const ownKeyIds = [`arn:aws:kms:eu-central-1:${ACCOUNT}:key/1234`];

  test('ours is known by its id, in whatever form', () => {
    expect(scheduled('1234', ours({ ownKeyIds }))).toMatchObject({ kind: 'rolecall', weight: 'urgent' });
    expect(scheduled(ownKeyIds[0] ?? '', ours({ ownKeyIds })).weight).toBe('urgent');
    expect(scheduled('5678', ours({ ownKeyIds })).weight).toBe('recorded');
  });

  test('any could be ours as long as ours is not known', () => {
    expect(scheduled('1234', ours()).weight).toBe('normal');
    expect(scheduled('1234', ours({ ownKeyIds: [''] })).weight).toBe('normal');
    expect(scheduled('1234', doorContext()).weight).toBe('recorded');
  });

  test('a new policy on ours rings unless a deploy wrote it and it opens nothing', () => {
    const policy = (Principal: unknown, more: JsonObject = {}) => {
      const document = JSON.stringify({
        Statement: [Principal, { Service: OUR_SERVICES }].map((one) => ({
          Effect: 'Allow',
          Principal: one,
          Action: 'kms:*',
          Resource: '*',
        })),
      });
      const requestParameters = { keyId: '1234', policy: document };
      return doorOf(recordOf('kms', 'PutKeyPolicy', { requestParameters, ...more }), ours({ ownKeyIds }))
        .weight;
    };
    expect(policy({ AWS: ACCOUNT })).toBe('urgent');
    expect(policy({ AWS: ACCOUNT }, BY_DEPLOY)).toBe('recorded');
    expect(policy({ AWS: OUTSIDER }, BY_DEPLOY)).toBe('urgent');
  });
});

describe('selectors of a trail', () => {
  const management = (...fields: readonly JsonObject[]): JsonObject => ({
    fieldSelectors: [{ field: 'eventCategory', equals: ['Management'] }, ...fields],
  });
  const set = (requestParameters: JsonObject) =>
    doorOf(
      recordOf('cloudtrail', 'PutEventSelectors', {
        requestParameters: { trailName: 'main', ...requestParameters },
      }),
    );

  test.each<[string, JsonObject, string]>([
    ['basic, everything by default', { eventSelectors: [{}] }, 'recorded'],
    [
      'basic, reads and writes apart',
      { eventSelectors: [{ readWriteType: 'ReadOnly' }, { readWriteType: 'WriteOnly' }] },
      'recorded',
    ],
    ['basic, no writes', { eventSelectors: [{ readWriteType: 'ReadOnly' }] }, 'urgent'],
    [
      'basic, without keys',
      { eventSelectors: [{ excludeManagementEventSources: ['kms.amazonaws.com'] }] },
      'normal',
    ],
    [
      'basic, without the Data API',
      { eventSelectors: [{ excludeManagementEventSources: ['rdsdata.amazonaws.com'] }] },
      'recorded',
    ],
    ['advanced, everything', { advancedEventSelectors: [management()] }, 'recorded'],
    [
      'advanced, not reads',
      { advancedEventSelectors: [management({ field: 'readOnly', notEquals: ['true'] })] },
      'urgent',
    ],
    [
      'advanced, reads and writes apart',
      {
        advancedEventSelectors: [
          management({ field: 'readOnly', equals: ['true'] }),
          management({ field: 'readOnly', equals: ['false'] }),
        ],
      },
      'recorded',
    ],
    [
      'advanced, reads without STS, writes whole',
      {
        advancedEventSelectors: [
          management(
            { field: 'readOnly', equals: ['true'] },
            { field: 'eventSource', notEquals: ['sts.amazonaws.com'] },
          ),
          management({ field: 'readOnly', equals: ['false'] }),
        ],
      },
      'urgent',
    ],
    [
      'advanced, without one caller',
      {
        advancedEventSelectors: [
          management({ field: 'userIdentity.arn', notStartsWith: ['arn:aws:iam::1'] }),
        ],
      },
      'urgent',
    ],
    [
      'advanced, without keys',
      { advancedEventSelectors: [management({ field: 'eventSource', notEquals: ['kms.amazonaws.com'] })] },
      'normal',
    ],
    [
      'advanced, data events alone',
      { advancedEventSelectors: [{ fieldSelectors: [{ field: 'eventCategory', equals: ['Data'] }] }] },
      'urgent',
    ],
    ['unreadable', { eventSelectors: 'none' }, 'normal'],
  ])('%s', (_what, parameters, weight) => {
    expect(set(parameters).weight).toBe(weight);
  });
});

describe('attempts that AWS refused', () => {
  test.each<[string, string]>([
    ['cloudtrail', 'StopLogging'],
    ['cloudtrail', 'PutEventSelectors'],
    ['guardduty', 'DeleteDetector'],
    ['config', 'StopConfigurationRecorder'],
    ['securityhub', 'DisableSecurityHub'],
    ['ec2', 'DeleteFlowLogs'],
  ])('at %s ring all the same: %s', (service, eventName) => {
    const door = doorOf(recordOf(service, eventName, { errorCode: 'AccessDenied' }), ours());
    expect(door.weight).not.toBe('recorded');
    expect(door.explanation).toContain('would have been');
  });
});
