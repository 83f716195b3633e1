/** The clients that exports need: a part of five megabytes takes longer than a question to a table. */
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { type ClientSettings, clientConfiguration } from './clients.ts';

const PART_MS = 60_000;

export const connectBuckets = (settings: ClientSettings): S3Client =>
  new S3Client({ ...clientConfiguration({ ...settings, requestMs: PART_MS }), forcePathStyle: true });

export const connectExportQueue = (settings: ClientSettings): SQSClient =>
  new SQSClient(clientConfiguration(settings));
