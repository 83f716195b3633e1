/** Everything a verification reads, for a terminal: with the credentials of whoever sits there, or on the laptop. */
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import type { AwsCredentials } from '../kernel/aws-credentials.ts';
import type { Clock } from '../kernel/clock.ts';
import { archiveBucket } from './archive-bucket.ts';
import { dynamoDbEvents } from './dynamodb-events.ts';
import { dynamoDbExceptions } from './dynamodb-exceptions.ts';
import { dynamoDbHistory } from './dynamodb-history.ts';
import { dynamoDbSeals } from './dynamodb-seals.ts';
import { inspectTable } from './inspect-access.ts';
import { readStackOutputs } from './read-stack-outputs.ts';
import { sealBucket } from './seal-bucket.ts';
import { openTable } from './table.ts';

export interface VerifyPlace {
  readonly region: string;
  readonly tableName: string;
  readonly sealBucket: string;
  readonly archiveBucket: string;
  /** The laptop's stand-ins, instead of AWS. */
  readonly local?: {
    readonly databaseUrl: string;
    readonly bucketsUrl: string;
    readonly credentials: AwsCredentials;
  };
}

/** Nothing is asked yet. Needs `dynamodb:Query` and `GetItem`, `s3:ListBucketVersions`, `s3:GetObject`, `s3:GetObjectVersion` and `kms:Decrypt`. */
export const connectVerify = ({ region, local, ...place }: VerifyPlace, clock: Clock) => {
  const table = openTable(new DynamoDBClient({ region, ...localOf(local, 'databaseUrl') }), place.tableName);
  const s3 = new S3Client({ region, ...localOf(local, 'bucketsUrl'), forcePathStyle: local !== undefined });
  return {
    seals: dynamoDbSeals(table),
    anchors: sealBucket(s3, place.sealBucket),
    events: dynamoDbEvents({ table, clock }),
    exceptions: dynamoDbExceptions({ table }),
    history: dynamoDbHistory(table),
    inspection: inspectTable(table),
    archive: archiveBucket(s3, place.archiveBucket),
    clock,
  };
};

const localOf = (local: VerifyPlace['local'], url: 'databaseUrl' | 'bucketsUrl') =>
  local === undefined ? {} : { endpoint: local[url], credentials: local.credentials };

/** What the stack says of where its history is. Throws what CloudFormation throws. */
export const stackOutputs = ({
  region,
  stackName,
}: {
  readonly region: string;
  readonly stackName: string;
}): Promise<ReadonlyMap<string, string>> => readStackOutputs(new CloudFormationClient({ region }), stackName);
