/** The clients that only the sweep needs: they would double the bundles of the hot path. */
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { IAMClient } from '@aws-sdk/client-iam';
import { S3Client } from '@aws-sdk/client-s3';
import { type ClientSettings, clientConfiguration } from './clients.ts';
import { cloudTrailClients, type TrailEffects } from './cloud-trail.ts';

export const connectTrail = (settings: ClientSettings): Omit<TrailEffects, 'clock'> => ({
  clientFor: cloudTrailClients(
    (region) => new CloudTrailClient({ ...clientConfiguration({ ...settings, region }), maxAttempts: 8 }),
  ),
  iam: new IAMClient(clientConfiguration(settings)),
});

export const connectArchive = (settings: ClientSettings): S3Client =>
  new S3Client({ ...clientConfiguration(settings), forcePathStyle: true });
