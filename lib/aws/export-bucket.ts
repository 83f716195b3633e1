/** The bucket for exports: files that were asked for, which expire there, and the days that Athena reads. */
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  NoSuchUpload,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { type ExportFiles, UploadGone } from '../history/export-job.ts';

const unlessGone = async <T>(send: () => Promise<T>): Promise<T> => {
  try {
    return await send();
  } catch (cause) {
    if (cause instanceof NoSuchUpload || (cause instanceof Error && cause.name === 'NoSuchUpload'))
      throw new UploadGone('The upload is not there any more.', { cause });
    throw cause;
  }
};

/** Everything is gzip: `content-encoding` is left away, so that a file keeps the name it has. */
export const exportBucket = (client: S3Client, bucket: string): ExportFiles => ({
  begin: async (name, contentType) => {
    const { UploadId } = await client.send(
      new CreateMultipartUploadCommand({ Bucket: bucket, Key: name, ContentType: typeOf(name, contentType) }),
    );
    if (UploadId === undefined) throw new Error('S3 began an upload without an id.');
    return UploadId;
  },

  addPart: (name, uploadId, number, body) =>
    unlessGone(async () => {
      const { ETag } = await client.send(
        new UploadPartCommand({
          Bucket: bucket,
          Key: name,
          UploadId: uploadId,
          PartNumber: number,
          Body: body,
        }),
      );
      if (ETag === undefined) throw new Error('S3 took a part without an ETag.');
      return ETag;
    }),

  finish: (name, uploadId, parts) =>
    unlessGone(async () => {
      await client.send(
        new CompleteMultipartUploadCommand({
          Bucket: bucket,
          Key: name,
          UploadId: uploadId,
          MultipartUpload: { Parts: parts.map((ETag, index) => ({ ETag, PartNumber: index + 1 })) },
        }),
      );
    }),

  put: async (name, body, contentType) => {
    await client.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: name,
        Body: body,
        ContentType: typeOf(name, contentType),
      }),
    );
  },

  link: (name, fileName, seconds) =>
    getSignedUrl(
      client,
      new GetObjectCommand({
        Bucket: bucket,
        Key: name,
        ResponseContentDisposition: `attachment; filename="${fileName}"`,
      }),
      { expiresIn: seconds },
    ),
});

const typeOf = (name: string, contentType: string): string =>
  name.endsWith('.gz') ? 'application/gzip' : contentType;
