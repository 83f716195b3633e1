import { CARD_ORDERS, indexOf, keyNameOf, sortNameOf } from '../../lib/aws/card-places.ts';
import { at, listAt } from '../../lib/kernel/json.ts';
import { DEFAULT_RETENTION_DAYS } from '../../lib/usecases/retire-rows.ts';
import { arnOf, packagedStack, PACKAGING_MILLISECONDS, propertiesOf, type Stack } from './packaged-stack.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await packagedStack();
}, PACKAGING_MILLISECONDS);

const KEPT = ['HistoryTable', 'DataKey', 'ArchiveBucket', 'SealBucket'];

describe('what outlives the stack', () => {
  test.each(KEPT)('%s is kept when the stack goes or replaces it', (logicalId) => {
    const resource = stack.template.Resources[logicalId];
    expect(resource?.DeletionPolicy).toBe('Retain');
    expect(resource?.UpdateReplacePolicy).toBe('Retain');
  });

  test.each(KEPT)(
    '%s refers to nothing that goes with the stack, so that it can be imported',
    (logicalId) => {
      const references = JSON.stringify(propertiesOf(stack.template, logicalId)).match(
        /"(?:Ref|Fn::GetAtt)":(?:"[^"]+"|\["[^"]+")/g,
      );
      for (const reference of references ?? []) expect(reference).toMatch(/DataKey|AWS::AccountId/);
    },
  );

  test.each(['HistoryTable', 'ArchiveBucket', 'SealBucket'])(
    '%s has no fixed name, so that two stacks do not collide',
    (logicalId) => {
      const names = Object.keys(propertiesOf(stack.template, logicalId)).filter((key) =>
        /^(Table|Bucket)Name$/.test(key),
      );
      expect(names).toEqual([]);
    },
  );
});

describe('the history table', () => {
  test('cannot be deleted by mistake and can be restored to any second', () => {
    expect(propertiesOf(stack.template, 'HistoryTable')).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      DeletionProtectionEnabled: true,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    });
  });

  test('is encrypted with the stack’s own key', () => {
    expect(propertiesOf(stack.template, 'HistoryTable').SSESpecification).toEqual({
      SSEEnabled: true,
      SSEType: 'KMS',
      KMSMasterKeyId: arnOf('DataKey'),
    });
  });

  test('never expires a row by itself: the sweep archives it first', () => {
    expect(propertiesOf(stack.template, 'HistoryTable')).not.toHaveProperty('TimeToLiveSpecification');
  });

  test('has the keys the adapters use', () => {
    const table = propertiesOf(stack.template, 'HistoryTable');
    const keys = (schema: unknown) => listAt({ schema }, 'schema').map((key) => at(key, 'AttributeName'));
    expect(keys(table.KeySchema)).toEqual(['pk', 'sk']);
    const indexes = listAt(table, 'GlobalSecondaryIndexes').map((index) => [
      at(index, 'IndexName'),
      keys(at(index, 'KeySchema')),
      at(index, 'Projection', 'ProjectionType'),
    ]);
    for (const index of listAt(table, 'GlobalSecondaryIndexes').slice(3)) {
      expect(listAt(index, 'Projection', 'NonKeyAttributes')).toEqual(['card']);
    }
    expect(indexes).toEqual([
      ['list', ['listKey', 'listSort'], 'ALL'],
      ['due', ['dueKey', 'dueSort'], 'ALL'],
      ['session', ['sessionKey', 'sessionSort'], 'ALL'],
      ...CARD_ORDERS.map((order) => [indexOf(order), [keyNameOf(order), sortNameOf(order)], 'INCLUDE']),
    ]);
  });
});

describe('the key', () => {
  const statementFor = (principal: string): unknown =>
    listAt(propertiesOf(stack.template, 'DataKey'), 'KeyPolicy', 'Statement').find((statement) =>
      JSON.stringify(at(statement, 'Principal')).includes(principal),
    );

  test('turns every year', () => {
    expect(propertiesOf(stack.template, 'DataKey').EnableKeyRotation).toBe(true);
  });

  test.each(['cloudwatch.amazonaws.com', 'sns.amazonaws.com'])(
    'lets %s in, for this account only',
    (service) => {
      expect(statementFor(service)).toMatchObject({
        Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
        Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
      });
    },
  );

  // EventBridge does not tell KMS the source account: the condition would lose every event without a word.
  test('lets events.amazonaws.com in without a condition on the source', () => {
    expect(statementFor('events.amazonaws.com')).toMatchObject({
      Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
    });
    expect(statementFor('events.amazonaws.com')).not.toHaveProperty('Condition');
  });

  test('lets nobody of another account in', () => {
    const principals = listAt(propertiesOf(stack.template, 'DataKey'), 'KeyPolicy', 'Statement').map(
      (statement) => at(statement, 'Principal', 'AWS'),
    );
    expect(principals.filter((principal) => principal !== undefined)).toEqual([
      { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' },
    ]);
  });
});

describe.each(['ArchiveBucket', 'SealBucket'])('%s', (bucket) => {
  test('is private, versioned and encrypted with the stack’s own key', () => {
    expect(propertiesOf(stack.template, bucket)).toMatchObject({
      VersioningConfiguration: { Status: 'Enabled' },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [
          { ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: arnOf('DataKey') } },
        ],
      },
    });
  });

  test('refuses whoever does not use TLS', () => {
    const [statement] = listAt(
      propertiesOf(stack.template, `${bucket}Policy`),
      'PolicyDocument',
      'Statement',
    );
    expect(statement).toMatchObject({
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    });
  });
});

describe('the seals', () => {
  test('cannot be deleted or changed by anybody for longer than a row is kept', () => {
    const properties = propertiesOf(stack.template, 'SealBucket');
    expect(properties).toMatchObject({
      ObjectLockEnabled: true,
      ObjectLockConfiguration: {
        ObjectLockEnabled: 'Enabled',
        Rule: { DefaultRetention: { Mode: 'COMPLIANCE' } },
      },
    });
    const days = at(properties, 'ObjectLockConfiguration', 'Rule', 'DefaultRetention', 'Days');
    expect(days).toBeGreaterThan(DEFAULT_RETENTION_DAYS);
  });
});
