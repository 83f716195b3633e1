/** The bucket for rows whose retention is over. */
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { Archive } from '../history/archive.ts';

export const archiveBucket = (client: S3Client, bucket: string): Archive => ({
  store: async (name, lines) => {
    await client.send(
      new PutObjectCommand({ Bucket: bucket, Key: name, Body: lines, ContentType: 'application/x-ndjson' }),
    );
  },
});
