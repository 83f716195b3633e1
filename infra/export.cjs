/**
 * Exports: the queue of those that are too large to be downloaded at once, the bucket they lie in, and the table by which
 * Athena reads the days that are written there.
 */
'use strict';

const arnOf = (logicalId) => ({ 'Fn::GetAtt': [logicalId, 'Arn'] });

const queue = (properties) => ({
  Type: 'AWS::SQS::Queue',
  Properties: { KmsMasterKeyId: arnOf('DataKey'), ...properties },
});

/** What somebody asked for is his for a week; the days stay. */
const KEPT_DAYS = 7;

const bucket = () => ({
  Type: 'AWS::S3::Bucket',
  DeletionPolicy: 'Retain',
  UpdateReplacePolicy: 'Retain',
  Properties: {
    BucketEncryption: {
      ServerSideEncryptionConfiguration: [
        {
          ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: arnOf('DataKey') },
          BucketKeyEnabled: true,
        },
      ],
    },
    LifecycleConfiguration: {
      Rules: [
        { Id: 'ExportsExpire', Status: 'Enabled', Prefix: 'exports/', ExpirationInDays: KEPT_DAYS },
        {
          Id: 'UnfinishedUploadsEnd',
          Status: 'Enabled',
          Prefix: 'exports/',
          AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
        },
      ],
    },
    OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    },
  },
});

const bucketPolicy = () => ({
  Type: 'AWS::S3::BucketPolicy',
  Properties: {
    Bucket: { Ref: 'ExportBucket' },
    PolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'DenyInsecureTransport',
          Effect: 'Deny',
          Principal: '*',
          Action: 's3:*',
          Resource: [arnOf('ExportBucket'), { 'Fn::Sub': '${ExportBucket.Arn}/*' }],
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        },
      ],
    },
  },
});

/** Lists are arrays of texts, `time` and its like ISO 8601 texts: Athena casts them with from_iso8601_timestamp. */
const LISTS = ['observations', 'told', 'not_told'];

const glueTable = (columns) => ({
  Type: 'AWS::Glue::Table',
  Properties: {
    CatalogId: { Ref: 'AWS::AccountId' },
    DatabaseName: { Ref: 'HistoryDatabase' },
    TableInput: {
      Name: 'accesses',
      Description: 'Rolecall: who became a production role, one row for each access',
      TableType: 'EXTERNAL_TABLE',
      // No crawler and no partition to add: https://docs.aws.amazon.com/athena/latest/ug/partition-projection.html
      Parameters: {
        classification: 'json',
        'projection.enabled': 'true',
        'projection.day.type': 'date',
        'projection.day.format': 'yyyy-MM-dd',
        'projection.day.range': '2025-01-01,NOW',
        'storage.location.template': { 'Fn::Sub': 's3://${ExportBucket}/accesses/day=${!day}/' },
      },
      PartitionKeys: [{ Name: 'day', Type: 'string', Comment: 'UTC, 2026-11-22' }],
      StorageDescriptor: {
        Location: { 'Fn::Sub': 's3://${ExportBucket}/accesses/' },
        InputFormat: 'org.apache.hadoop.mapred.TextInputFormat',
        OutputFormat: 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat',
        SerdeInfo: { SerializationLibrary: 'org.openx.data.jsonserde.JsonSerDe' },
        Columns: columns.map(({ name, means }) => ({
          Name: name,
          Type: LISTS.includes(name) ? 'array<string>' : 'string',
          Comment: means,
        })),
      },
    },
  },
});

/** `columns`: those of lib/export/columns.ts. */
const exportResources = (columns) => ({
  // Six times the function's time-out would be 90 minutes; one job at a time and its own saved place make one enough.
  ExportQueue: queue({
    VisibilityTimeout: 5400,
    MessageRetentionPeriod: 345600,
    RedrivePolicy: { deadLetterTargetArn: arnOf('ExportDeadLetters'), maxReceiveCount: 5 },
  }),
  ExportDeadLetters: queue({ MessageRetentionPeriod: 1209600 }),
  ExportBucket: bucket(),
  ExportBucketPolicy: bucketPolicy(),
  HistoryDatabase: {
    Type: 'AWS::Glue::Database',
    Properties: {
      CatalogId: { Ref: 'AWS::AccountId' },
      DatabaseInput: {
        // Lower case, because Athena knows no other.
        Name: { 'Fn::Join': ['_', { 'Fn::Split': ['-', { 'Fn::Sub': '${AWS::StackName}' }] }] },
        Description: 'Rolecall: the history for questions that its page does not answer',
      },
    },
  },
  AccessesTable: glueTable(columns),
});

module.exports = { exportResources };
