import { RESOURCE_DOORS } from '../../../lib/access/doors/resource-doors.ts';
import { ACCOUNT, doorContext, doorOf, OUTSIDER, readDoor, recordOf } from './door-kit.ts';
import { processorMs } from '../../support/processor-ms.ts';

const policy = (...statements: readonly object[]): object => ({
  Version: '2012-10-17',
  Statement: statements,
});
const allow = (Principal: unknown, Action: unknown = 's3:GetObject', more: object = {}): object => ({
  Effect: 'Allow',
  Principal,
  Action,
  Resource: '*',
  ...more,
});
const bucketPolicy = (document: unknown, more: object = {}) =>
  recordOf('s3', 'PutBucketPolicy', {
    requestParameters: { bucketName: 'data', bucketPolicy: document },
    ...more,
  });

describe('a policy on a resource', () => {
  test('weighs by whom it lets in: the public, another account, ourselves', () => {
    const weights = [
      allow('*'),
      allow({ AWS: OUTSIDER }),
      allow({ AWS: `arn:aws:iam::${ACCOUNT}:role/reader` }),
      allow({ Service: 'delivery.logs.amazonaws.com' }),
    ].map((statement) => doorOf(bucketPolicy(policy(statement))).weight);
    expect(weights).toEqual(['urgent', 'normal', 'recorded', 'recorded']);
  });

  test('everybody but some is public as well', () => {
    const statement = { Effect: 'Allow', NotPrincipal: { AWS: OUTSIDER }, Action: 's3:*', Resource: '*' };
    expect(doorOf(bucketPolicy(policy(statement)))).toMatchObject({ weight: 'urgent' });
  });

  test('names the outsiders first, and of the actions those that they may use', () => {
    const door = doorOf(
      bucketPolicy(
        policy(allow({ AWS: ACCOUNT }, 's3:*'), allow({ AWS: OUTSIDER }, ['s3:GetObject', 's3:ListBucket'])),
      ),
    );
    expect(door.opens.map(({ principal }) => principal)).toEqual([OUTSIDER, ACCOUNT]);
    expect(door.explanation).toBe(
      `bucket data was opened to account ${OUTSIDER}; allowed: s3:GetObject, s3:ListBucket`,
    );
  });

  test('names four actions and counts the rest', () => {
    const door = doorOf(
      bucketPolicy(policy(allow({ AWS: OUTSIDER }, ['a:1', 'a:2', 'a:3', 'a:4', 'a:5', 'a:6']))),
    );
    expect(door.explanation).toMatch(/allowed: a:1, a:2, a:3, a:4 and 2 more$/);
  });

  test('does not name exceptions as if they were allowed', () => {
    const statement = { Effect: 'Allow', Principal: '*', NotAction: 's3:DeleteObject', Resource: '*' };
    expect(doorOf(bucketPolicy(policy(statement))).explanation).toBe('bucket data was opened to everybody');
  });

  test.each([
    ['text', JSON.stringify(policy(allow('*')))],
    ['URL-encoded text', encodeURIComponent(JSON.stringify(policy(allow('*'))))],
    ['object', policy(allow('*'))],
    ['single statement', { Version: '2012-10-17', Statement: allow('*') }],
  ])('is understood as %s', (_form, document) => {
    expect(doorOf(bucketPolicy(document)).weight).toBe('urgent');
  });

  test.each([
    ['hidden', 'HIDDEN_DUE_TO_SECURITY_REASONS', 'it cannot be read'],
    ['no JSON', '{"Statement":', 'it cannot be read'],
    ['a number', 7, 'it cannot be read'],
    ['absent', undefined, 'the record does not hold it'],
    ['empty', {}, 'the record does not hold it'],
  ])('that is %s is taken for an opening to outside, and says so', (_what, document, why) => {
    const door = doorOf(bucketPolicy(document));
    expect(door.weight).toBe('normal');
    expect(door.explanation).toBe(`the policy of bucket data was set; ${why}, so it may let outsiders in`);
  });

  test('that was refused opens nothing, and tells what it would have opened', () => {
    const door = doorOf(bucketPolicy(policy(allow('*')), { errorCode: 'AccessDenied' }));
    expect(door.opens).toEqual([]);
    expect(door.explanation).toMatch(/^bucket data would have been opened to everybody/);
  });

  test('of a hundred kilobytes is read in no time and told in a line', () => {
    const statements = Array.from({ length: 500 }, (_, index) =>
      allow(
        { AWS: `arn:aws:iam::${String(100_000_000_000 + index)}:root` },
        `s3:Action${'x'.repeat(100)}${String(index)}`,
      ),
    );
    const record = bucketPolicy(JSON.stringify(policy(...statements)));
    expect(processorMs(() => doorOf(record))).toBeLessThan(2_000);
    const door = doorOf(record);
    expect(door.opens).toHaveLength(500);
    expect(door.explanation.length).toBeLessThanOrEqual(1_000);
  });

  test('of a resource that is not ours is not ours to ring for', () => {
    const resources = [{ accountId: OUTSIDER, type: 'AWS::S3::Bucket', ARN: 'arn:aws:s3:::data' }];
    expect(doorOf(bucketPolicy(policy(allow('*')), { resources })).weight).toBe('recorded');
  });

  test('is found wherever the service wraps it', () => {
    const record = recordOf('s3', 'PutAccessPointPolicy', {
      requestParameters: {
        name: 'exchange',
        Wrapped: { Again: { Policy: JSON.stringify(policy(allow('*'))) } },
      },
    });
    expect(doorOf(record)).toMatchObject({ subject: { name: 'exchange' }, weight: 'urgent' });
  });
});

describe('access control lists', () => {
  const list = (parameters: object) =>
    doorOf(recordOf('s3', 'PutBucketAcl', { requestParameters: { bucketName: 'data', ...parameters } }));
  const id = (letter: string): string => letter.repeat(64);
  const granted = (...Grant: readonly object[]) => ({
    AccessControlPolicy: { Owner: { ID: id('a') }, AccessControlList: { Grant } },
  });

  test.each(['public-read', 'public-read-write', 'authenticated-read'])('%s is public', (acl) => {
    expect(list({ 'x-amz-acl': acl }).weight).toBe('urgent');
    expect(list({ 'x-amz-acl': [acl] }).weight).toBe('urgent');
  });

  test.each(['private', 'log-delivery-write', 'bucket-owner-read', 'constructor'])('%s is not', (acl) => {
    expect(list({ 'x-amz-acl': [acl] }).weight).toBe('recorded');
  });

  test('the owner is no outsider, whoever else is one', () => {
    const owner = { Grantee: { ID: id('a') }, Permission: 'FULL_CONTROL' };
    const other = { Grantee: { ID: id('b') }, Permission: 'READ' };
    expect(list(granted(owner)).opens).toEqual([]);
    expect(list(granted(owner, other)).opens).toMatchObject([{ kind: 'canonical-user', principal: id('b') }]);
  });

  test('everybody in a document is public', () => {
    const Grantee = { URI: 'http://acs.amazonaws.com/groups/global/AllUsers' };
    expect(list(granted({ Grantee, Permission: 'READ' })).weight).toBe('urgent');
  });

  test('a grantee that cannot be understood is taken for an outsider', () => {
    expect(list(granted({ Grantee: {}, Permission: 'READ' })).weight).toBe('normal');
    expect(list({ 'x-amz-grant-read': 'emailAddress="somebody@example.com"' }).weight).toBe('normal');
  });
});

describe('grants on keys', () => {
  const grant = (parameters: object) =>
    readDoor(recordOf('kms', 'CreateGrant', { requestParameters: { keyId: 'key', ...parameters } }));

  test('to ourselves and to services of AWS are not even kept', () => {
    expect(grant({ granteePrincipal: `arn:aws:iam::${ACCOUNT}:role/app` })).toBeUndefined();
    expect(grant({ granteePrincipal: 'rds.eu-central-1.amazonaws.com' })).toBeUndefined();
    expect(grant({})).toBeUndefined();
  });

  test('to an outsider ring, also when he may only retire them', () => {
    expect(grant({ granteePrincipal: `arn:aws:iam::${OUTSIDER}:root` })?.weight).toBe('normal');
    expect(
      grant({ granteePrincipal: 'rds.amazonaws.com', retiringPrincipal: `arn:aws:iam::${OUTSIDER}:root` })
        ?.weight,
    ).toBe('normal');
  });
});

describe('functions', () => {
  test('a permission is read as AWS wrote it, with the conditions that the request does not show', () => {
    const statement = {
      ...allow('*', 'lambda:InvokeFunction'),
      Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
    };
    const door = doorOf(
      recordOf('lambda', 'AddPermission20150331v2', {
        requestParameters: { functionName: 'billing', principal: '*', action: 'lambda:InvokeFunction' },
        responseElements: { statement: JSON.stringify(statement) },
      }),
    );
    expect(door.weight).toBe('normal');
    expect(door.opens).toMatchObject([{ kind: 'organization' }]);
  });

  test('a function that acts with a designated role rings, whoever deploys it', () => {
    const code = (role: string) =>
      doorOf(
        recordOf('lambda', 'UpdateFunctionCode20150331v2', {
          requestParameters: { functionName: 'tidy-up' },
          responseElements: { role },
        }),
      ).weight;
    expect(code(`arn:aws:iam::${ACCOUNT}:role/prod-admin`)).toBe('normal');
    expect(code(`arn:aws:iam::${ACCOUNT}:role/billing`)).toBe('recorded');
    expect(code(`arn:aws:iam::${OUTSIDER}:role/prod-admin`)).toBe('recorded');
  });

  test('the event for a URL is not taken for a new function', () => {
    const door = doorOf(
      recordOf('lambda', 'CreateFunctionUrlConfig', {
        requestParameters: { functionName: 'x', authType: 'NONE' },
      }),
    );
    expect(door).toMatchObject({ kind: 'resource-policy', weight: 'urgent' });
  });
});

describe('shares', () => {
  const database = (parameters: object) =>
    doorOf(recordOf('rds', 'ModifyDBSnapshotAttribute', { requestParameters: parameters }));

  test('old samples of databases, with other shapes, are read as far as they go', () => {
    expect(database({ dBSnapshotIdentifier: 'nightly' }).weight).toBe('normal');
    expect(database({ dBSnapshotIdentifier: 'nightly', valuesToRemove: ['all'] }).weight).toBe('recorded');
    expect(database({ dBSnapshotIdentifier: 'nightly', valuesToAdd: { member: [OUTSIDER] } }).weight).toBe(
      'normal',
    );
    expect(database({ dbSnapshotIdentifier: 'nightly', valuesToAdd: 'all' }).weight).toBe('urgent');
  });

  test('an organization that one of our accounts manages is ours', () => {
    const shared = (manager: string) =>
      doorOf(
        recordOf('ec2', 'ModifyImageAttribute', {
          requestParameters: {
            imageId: 'ami-1',
            launchPermission: {
              add: {
                items: [{ organizationArn: `arn:aws:organizations::${manager}:organization/o-a1b2c3d4e5` }],
              },
            },
          },
        }),
      ).weight;
    expect(shared(ACCOUNT)).toBe('recorded');
    expect(shared(OUTSIDER)).toBe('normal');
  });

  test('several accounts are each named, by name where they have one', () => {
    const context = doorContext({ accountName: (id) => (id === OUTSIDER ? 'Northwind' : undefined) });
    const record = recordOf('ram', 'CreateResourceShare', {
      requestParameters: { name: 'network', principals: [OUTSIDER, '888888888888'] },
    });
    expect(doorOf(record, context).explanation).toBe(
      `resource share network was opened to account ${OUTSIDER} (Northwind); account 888888888888`,
    );
  });
});

test('what stands in a record is one line of text, without a character that hides another', () => {
  const door = doorOf(
    bucketPolicy(policy(allow('*')), {
      requestParameters: { bucketName: 'a\n\u202eb\u0000c', bucketPolicy: policy(allow('*')) },
    }),
  );
  expect(door.subject.name).toBe('a b c');
  expect(door.explanation).not.toMatch(/[\p{Cc}\p{Cf}]/u);
});

test('a pattern of the rule never keeps out what a decoder would read', () => {
  const attributes = RESOURCE_DOORS.filter(({ detail }) => detail !== undefined).map(
    ({ eventNames }) => eventNames,
  );
  expect(attributes).toEqual([
    ['SetTopicAttributes'],
    ['CreateTopic'],
    ['SetQueueAttributes', 'CreateQueue'],
    ['SetQueueAttributes', 'CreateQueue'],
    ...Array.from({ length: 6 }, () => ['CreateBucket']),
    ['CreateGrant'],
    ['CreateGrant'],
  ]);
});
