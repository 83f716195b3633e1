/** Calls that set a policy on a resource as one document, and where their parameters hold it. */
import type { JsonObject } from '../../kernel/json.ts';

export interface PolicyParameters {
  /** In words: "bucket", "secret". */
  readonly type: string;
  /** Names of the parameter that holds the document, wherever it stands. */
  readonly policy: readonly string[];
  /** Names of the parameter that names the resource; empty where an account has one only. */
  readonly name: readonly string[];
  /** The call does much else; without a document it is no door. */
  readonly optional?: boolean;
}

export interface PolicyDoor extends PolicyParameters {
  readonly eventSource: string;
  readonly eventNames: readonly string[];
  readonly detail?: JsonObject;
}

const SEVERAL_SERVICES = {
  policy: ['policy', 'resourcePolicy', 'policyDocument'],
  name: ['resourceArn'],
} as const;

/**
 * Parameters as in the API models, wherever no real record was found. Not here, because no trail records them unless told to:
 * `PutObjectAcl` is a data event.
 */
export const POLICY_PARAMETERS: readonly PolicyDoor[] = [
  {
    eventSource: 's3.amazonaws.com',
    eventNames: ['PutBucketPolicy'],
    type: 'bucket',
    policy: ['bucketPolicy', 'policy'],
    name: ['bucketName', 'bucket'],
  },
  {
    eventSource: 's3.amazonaws.com',
    eventNames: [
      'PutAccessPointPolicy',
      'PutMultiRegionAccessPointPolicy',
      'PutAccessPointPolicyForObjectLambda',
    ],
    type: 'access point',
    policy: ['policy'],
    name: ['name'],
  },
  {
    eventSource: 's3.amazonaws.com',
    eventNames: ['PutAccessGrantsInstanceResourcePolicy'],
    type: 'S3 Access Grants instance of account',
    policy: ['policy'],
    name: [],
  },
  {
    eventSource: 's3tables.amazonaws.com',
    eventNames: ['PutTableBucketPolicy', 'PutTablePolicy'],
    type: 'table bucket',
    policy: ['resourcePolicy'],
    name: ['tableBucketARN'],
  },
  {
    eventSource: 'kms.amazonaws.com',
    eventNames: ['PutKeyPolicy'],
    type: 'KMS key',
    policy: ['policy'],
    name: ['keyId'],
  },
  {
    eventSource: 'kms.amazonaws.com',
    eventNames: ['CreateKey', 'ReplicateKey'],
    type: 'KMS key',
    policy: ['policy'],
    name: ['keyId'],
    optional: true,
  },
  {
    eventSource: 'sns.amazonaws.com',
    eventNames: ['SetTopicAttributes'],
    detail: { requestParameters: { attributeName: ['Policy'] } },
    type: 'topic',
    policy: ['attributeValue'],
    name: ['topicArn'],
  },
  {
    eventSource: 'sns.amazonaws.com',
    eventNames: ['CreateTopic'],
    detail: { requestParameters: { attributes: { Policy: [{ exists: true }] } } },
    type: 'topic',
    policy: ['policy'],
    name: ['name'],
    optional: true,
  },
  {
    eventSource: 'sqs.amazonaws.com',
    eventNames: ['SetQueueAttributes', 'CreateQueue'],
    detail: { requestParameters: { attributes: { Policy: [{ exists: true }] } } },
    type: 'queue',
    policy: ['policy'],
    name: ['queueUrl', 'queueName'],
    optional: true,
  },
  {
    // A list of pairs, as the older API has it.
    eventSource: 'sqs.amazonaws.com',
    eventNames: ['SetQueueAttributes', 'CreateQueue'],
    detail: { requestParameters: { attribute: { name: ['Policy'] } } },
    type: 'queue',
    policy: ['policy'],
    name: ['queueUrl', 'queueName'],
    optional: true,
  },
  {
    eventSource: 'ecr.amazonaws.com',
    eventNames: ['SetRepositoryPolicy'],
    type: 'image repository',
    policy: ['policyText'],
    name: ['repositoryName'],
  },
  {
    eventSource: 'ecr.amazonaws.com',
    eventNames: ['PutRegistryPolicy'],
    type: 'image registry of account',
    policy: ['policyText'],
    name: [],
  },
  {
    eventSource: 'ecr-public.amazonaws.com',
    eventNames: ['SetRepositoryPolicy'],
    type: 'public image repository',
    policy: ['policyText'],
    name: ['repositoryName'],
  },
  {
    eventSource: 'secretsmanager.amazonaws.com',
    eventNames: ['PutResourcePolicy'],
    type: 'secret',
    policy: ['resourcePolicy'],
    name: ['secretId'],
  },
  {
    eventSource: 'glue.amazonaws.com',
    eventNames: ['PutResourcePolicy'],
    type: 'data catalogue of account',
    policy: ['policyInJson'],
    name: [],
  },
  {
    eventSource: 'logs.amazonaws.com',
    eventNames: ['PutResourcePolicy'],
    type: 'CloudWatch Logs policy',
    policy: ['policyDocument'],
    name: ['resourceArn', 'policyName'],
  },
  {
    eventSource: 'logs.amazonaws.com',
    eventNames: ['PutDestinationPolicy', 'PutDeliveryDestinationPolicy'],
    type: 'log destination',
    policy: ['accessPolicy', 'deliveryDestinationPolicy'],
    name: ['destinationName', 'deliveryDestinationName'],
  },
  {
    eventSource: 'backup.amazonaws.com',
    eventNames: ['PutBackupVaultAccessPolicy'],
    type: 'backup vault',
    policy: ['policy'],
    name: ['backupVaultName'],
  },
  {
    eventSource: 'es.amazonaws.com',
    // `UpdateDomainConfig`, and `UpdateElasticsearchDomainConfig` of the older API; some records carry a version.
    eventNames: [
      'UpdateDomainConfig*',
      'UpdateElasticsearchDomainConfig*',
      'CreateDomain*',
      'CreateElasticsearchDomain*',
    ],
    type: 'search domain',
    policy: ['accessPolicies'],
    name: ['domainName'],
    optional: true,
  },
  {
    eventSource: 'elasticfilesystem.amazonaws.com',
    eventNames: ['PutFileSystemPolicy'],
    type: 'file system',
    policy: ['policy'],
    name: ['fileSystemId'],
  },
  {
    eventSource: 'codeartifact.amazonaws.com',
    eventNames: ['PutDomainPermissionsPolicy', 'PutRepositoryPermissionsPolicy'],
    type: 'package repository',
    policy: ['policyDocument'],
    name: ['repository', 'domain'],
  },
  {
    eventSource: 'ses.amazonaws.com',
    eventNames: ['PutIdentityPolicy', 'CreateEmailIdentityPolicy', 'UpdateEmailIdentityPolicy'],
    type: 'sending identity',
    policy: ['policy'],
    name: ['identity', 'emailIdentity'],
  },
  {
    eventSource: 'mediastore.amazonaws.com',
    eventNames: ['PutContainerPolicy'],
    type: 'media container',
    policy: ['policy'],
    name: ['containerName'],
  },
  {
    eventSource: 'glacier.amazonaws.com',
    eventNames: ['SetVaultAccessPolicy'],
    type: 'vault',
    policy: ['policy'],
    name: ['vaultName'],
  },
  {
    eventSource: 'schemas.amazonaws.com',
    eventNames: ['PutResourcePolicy'],
    type: 'schema registry',
    policy: ['policy'],
    name: ['registryName'],
  },
  {
    eventSource: 'acm-pca.amazonaws.com',
    eventNames: ['PutPolicy'],
    type: 'certificate authority',
    policy: ['policy'],
    name: ['resourceArn'],
  },
  {
    eventSource: 'kafka.amazonaws.com',
    eventNames: ['PutClusterPolicy'],
    type: 'Kafka cluster',
    policy: ['policy'],
    name: ['clusterArn'],
  },
  {
    eventSource: 'sagemaker.amazonaws.com',
    eventNames: ['PutModelPackageGroupPolicy'],
    type: 'model group',
    policy: ['resourcePolicy'],
    name: ['modelPackageGroupName'],
  },
  {
    eventSource: 'vpc-lattice.amazonaws.com',
    eventNames: ['PutAuthPolicy', 'PutResourcePolicy'],
    type: 'Lattice resource',
    policy: ['policy'],
    name: ['resourceIdentifier', 'resourceArn'],
  },
  {
    eventSource: 'dynamodb.amazonaws.com',
    eventNames: ['PutResourcePolicy'],
    type: 'table',
    ...SEVERAL_SERVICES,
  },
  {
    eventSource: 'kinesis.amazonaws.com',
    eventNames: ['PutResourcePolicy'],
    type: 'stream',
    ...SEVERAL_SERVICES,
  },
  {
    eventSource: 'cloudtrail.amazonaws.com',
    eventNames: ['PutResourcePolicy'],
    type: 'event data store',
    ...SEVERAL_SERVICES,
  },
  {
    eventSource: 'redshift.amazonaws.com',
    eventNames: ['PutResourcePolicy'],
    type: 'data warehouse',
    ...SEVERAL_SERVICES,
  },
  {
    eventSource: 'codebuild.amazonaws.com',
    eventNames: ['PutResourcePolicy'],
    type: 'build project',
    ...SEVERAL_SERVICES,
  },
  {
    eventSource: 'ssm.amazonaws.com',
    eventNames: ['PutResourcePolicy'],
    type: 'parameter',
    ...SEVERAL_SERVICES,
  },
  {
    eventSource: 'bedrock.amazonaws.com',
    eventNames: ['PutResourcePolicy'],
    type: 'Bedrock resource',
    ...SEVERAL_SERVICES,
  },
];
