/** The clients that only the sweep needs: they would double the bundles of the hot path. */
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { IAMClient } from '@aws-sdk/client-iam';
import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { STSClient } from '@aws-sdk/client-sts';
import { type ClientSettings, clientConfiguration } from './clients.ts';
import { cloudTrailClients, type TrailEffects } from './cloud-trail.ts';

export const connectTrail = (settings: ClientSettings): Omit<TrailEffects, 'clock'> => ({
  clientFor: cloudTrailClients(
    // Pauses between attempts are ours to choose (trail-pace.ts): those of the SDK know nothing of the shared limit.
    (region) => new CloudTrailClient({ ...clientConfiguration({ ...settings, region }), maxAttempts: 2 }),
  ),
  iam: new IAMClient(clientConfiguration(settings)),
});

/** Of the archive and of the seals. */
export const connectBuckets = (settings: ClientSettings): S3Client =>
  new S3Client({ ...clientConfiguration(settings), forcePathStyle: true });

export const connectDeadLetters = (settings: ClientSettings): SQSClient =>
  new SQSClient(clientConfiguration(settings));

export const connectSubscriptions = (settings: ClientSettings): SNSClient =>
  new SNSClient(clientConfiguration(settings));

/** Assuming the role twice for one question would be two canaries. */
export const connectCanary = (
  settings: ClientSettings,
): { readonly sts: STSClient; readonly sqs: SQSClient } => ({
  sts: new STSClient({ ...clientConfiguration(settings), maxAttempts: 1 }),
  sqs: new SQSClient(clientConfiguration(settings)),
});
