/** The bucket for rows whose retention is over. */
import { GetObjectCommand, NoSuchKey, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { Archive, ReadArchive } from '../history/archive.ts';

export const archiveBucket = (client: S3Client, bucket: string): Archive & ReadArchive => ({
  store: async (name, lines) => {
    await client.send(
      new PutObjectCommand({ Bucket: bucket, Key: name, Body: lines, ContentType: 'application/x-ndjson' }),
    );
  },

  read: async (name) => {
    // A tombstone whose name somebody emptied; S3 would answer with a listing.
    if (name === '') return undefined;
    try {
      const object = await client.send(new GetObjectCommand({ Bucket: bucket, Key: name }));
      return await object.Body?.transformToString();
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined;
      throw error;
    }
  },
});
