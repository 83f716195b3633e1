/**
 * Anchors on S3. Object Lock protects versions: nobody can delete or change one until its lock ends, but anybody who may
 * write can put a newer version over it. So what was stored first is what counts.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html
 */
import {
  GetObjectCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  type ObjectVersion,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { decodeSealedHour } from '../history/decode-sealed-hour.ts';
import type { SealAnchors, SealedHour } from '../history/seal.ts';
import { compact } from '../kernel/json.ts';

const FOLDER = 'seals/';

export const sealBucket = (client: S3Client, bucket: string): SealAnchors => {
  const read = async (hour: string): Promise<SealedHour | undefined> => {
    for (const versionId of await versionsOf(client, bucket, keyOf(hour))) {
      const object = await client.send(
        new GetObjectCommand({ Bucket: bucket, Key: keyOf(hour), VersionId: versionId }),
      );
      const anchor = decodeSealedHour((await object.Body?.transformToString()) ?? '', hour);
      // Something that is no seal may have been put there before us: it must not take the place of one.
      if (anchor !== undefined) return anchor;
    }
    return undefined;
  };

  return {
    read,

    store: async (sealed) => {
      if ((await putFirst(client, bucket, sealed)) === 'stored') return;
      if ((await read(sealed.hour)) === undefined) await client.send(putOf(bucket, sealed));
    },

    hours: async () => {
      const hours = new Set<string>();
      for await (const { Key } of listVersions(client, bucket, FOLDER)) hours.add(hourOfKey(Key ?? ''));
      hours.delete('');
      return [...hours].sort();
    },
  };
};

const keyOf = (hour: string): string => `${FOLDER}${hour.replaceAll(/[-T]/g, '/')}.json`;

/** Empty when it is not the key of an anchor. */
const hourOfKey = (key: string): string => {
  const parts = /^seals\/(\d{4})\/(\d{2})\/(\d{2})\/(\d{2})\.json$/.exec(key);
  return parts === null ? '' : `${parts.slice(1, 4).join('-')}T${String(parts[4])}`;
};

/**
 * A bucket with Object Lock refuses an upload without a checksum.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html
 */
const putOf = (bucket: string, sealed: SealedHour): PutObjectCommand =>
  new PutObjectCommand({
    Bucket: bucket,
    Key: keyOf(sealed.hour),
    Body: JSON.stringify(sealed),
    ContentType: 'application/json',
    ChecksumAlgorithm: 'SHA256',
  });

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html */
const putFirst = async (
  client: S3Client,
  bucket: string,
  sealed: SealedHour,
): Promise<'stored' | 'something-there'> => {
  try {
    await client.send(new PutObjectCommand({ ...putOf(bucket, sealed).input, IfNoneMatch: '*' }));
    return 'stored';
  } catch (error) {
    // The conflict is another upload at the same moment, which may still fail.
    const name = error instanceof Error ? error.name : '';
    if (name === 'PreconditionFailed' || name === 'ConditionalRequestConflict') return 'something-there';
    throw error;
  }
};

/** Version ids of one key, the oldest first: S3 lists the newest first. */
const versionsOf = async (client: S3Client, bucket: string, key: string): Promise<readonly string[]> => {
  const ids: string[] = [];
  for await (const { Key, VersionId } of listVersions(client, bucket, key)) {
    if (Key === key && VersionId !== undefined) ids.push(VersionId);
  }
  return ids.reverse();
};

/** Every version below a prefix, hidden ones too; delete markers are none. The SDK has no paginator for it. */
async function* listVersions(
  client: S3Client,
  bucket: string,
  prefix: string,
): AsyncGenerator<ObjectVersion, void, undefined> {
  let after: { readonly KeyMarker?: string; readonly VersionIdMarker?: string } | undefined = {};
  while (after !== undefined) {
    const page: ListObjectVersionsCommandOutput = await client.send(
      new ListObjectVersionsCommand({ Bucket: bucket, Prefix: prefix, ...after }),
    );
    yield* page.Versions ?? [];
    const { IsTruncated, NextKeyMarker, NextVersionIdMarker } = page;
    after =
      IsTruncated === true && NextKeyMarker !== undefined
        ? compact({ KeyMarker: NextKeyMarker, VersionIdMarker: NextVersionIdMarker })
        : undefined;
  }
}
