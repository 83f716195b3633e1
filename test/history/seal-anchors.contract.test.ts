/** One suite for the anchors in S3 and for their twin. */
import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { sealBucket } from '../../lib/aws/seal-bucket.ts';
import type { SealAnchors, SealedHour } from '../../lib/history/seal.ts';
import { type LocalBuckets, startLocalBuckets } from '../support/local-buckets.ts';
import { MemoryAnchors } from '../support/memory-seals.ts';

const HOUR = '2026-11-22T14';
const KEY = 'seals/2026/11/22/14.json';

const sealedAt = (hour: string, root = 'a'.repeat(64)): SealedHour => ({
  schemaVersion: 1,
  hour,
  previousRoot: '0'.repeat(64),
  root,
  count: 1,
  sealedAt: '2026-11-22T15:15:00.000Z',
  leaves: [{ accessId: '111122223333.1', name: 'recorded', hash: 'c'.repeat(64) }],
});

const BUCKETS = [{ name: 'seal', lockDays: 430 }];

interface Opened {
  readonly anchors: SealAnchors;
  readonly close: () => Promise<void>;
}

const SUBJECTS: readonly (readonly [string, () => Promise<Opened>])[] = [
  ['in memory', async () => ({ anchors: new MemoryAnchors(), close: async () => undefined })],
  [
    'in S3',
    async () => {
      const local = await startLocalBuckets({ buckets: BUCKETS });
      return { anchors: sealBucket(local.client, 'seal'), close: local.close };
    },
  ],
];

describe.each(SUBJECTS)('Anchors %s', (_name, open) => {
  let opened: Opened;
  beforeEach(async () => {
    opened = await open();
  });
  afterEach(() => opened.close());

  it('are none at first', async () => {
    expect(await opened.anchors.read(HOUR)).toBeUndefined();
    expect(await opened.anchors.hours()).toEqual([]);
  });

  it('are read as they were stored', async () => {
    await opened.anchors.store(sealedAt(HOUR));
    expect(await opened.anchors.read(HOUR)).toEqual(sealedAt(HOUR));
  });

  it('stay what they were first', async () => {
    await opened.anchors.store(sealedAt(HOUR));
    await opened.anchors.store(sealedAt(HOUR, 'b'.repeat(64)));
    expect(await opened.anchors.read(HOUR)).toEqual(sealedAt(HOUR));
    expect(await opened.anchors.hours()).toEqual([HOUR]);
  });

  it('are listed by hour, the oldest first', async () => {
    for (const hour of ['2026-11-22T15', '2025-12-31T23', HOUR]) await opened.anchors.store(sealedAt(hour));
    expect(await opened.anchors.hours()).toEqual(['2025-12-31T23', HOUR, '2026-11-22T15']);
  });
});

describe('Anchors in S3, when somebody else may write there', () => {
  let local: LocalBuckets;
  let anchors: SealAnchors;
  beforeEach(async () => {
    local = await startLocalBuckets({ buckets: BUCKETS });
    anchors = sealBucket(local.client, 'seal');
  });
  afterEach(() => local.close());

  const put = (body: string) =>
    local.client.send(
      new PutObjectCommand({ Bucket: 'seal', Key: KEY, Body: body, ChecksumAlgorithm: 'SHA256' }),
    );

  it('answer the oldest version, whatever was put over it, however often', async () => {
    await anchors.store(sealedAt(HOUR));
    for (const letter of ['b', 'd', 'e']) await put(JSON.stringify(sealedAt(HOUR, letter.repeat(64))));
    expect(await anchors.read(HOUR)).toEqual(sealedAt(HOUR));
  });

  it('are found and read although the object was deleted', async () => {
    await anchors.store(sealedAt(HOUR));
    await local.client.send(new DeleteObjectCommand({ Bucket: 'seal', Key: KEY }));
    await expect(local.client.send(new GetObjectCommand({ Bucket: 'seal', Key: KEY }))).rejects.toMatchObject(
      { name: 'NoSuchKey' },
    );
    expect(await anchors.hours()).toEqual([HOUR]);
    expect(await anchors.read(HOUR)).toEqual(sealedAt(HOUR));
    // A delete marker makes the key look free; what is stored over it is still not the first.
    await anchors.store(sealedAt(HOUR, 'b'.repeat(64)));
    expect(await anchors.read(HOUR)).toEqual(sealedAt(HOUR));
  });

  it.each(['rubbish', '{}', JSON.stringify(sealedAt('2026-11-22T15'))])(
    'are stored and read although %s lies in their place',
    async (rubbish) => {
      await put(rubbish);
      expect(await anchors.read(HOUR)).toBeUndefined();
      await anchors.store(sealedAt(HOUR));
      expect(await anchors.read(HOUR)).toEqual(sealedAt(HOUR));
    },
  );

  it('are not mistaken for each other when keys begin alike', async () => {
    await local.client.send(
      new PutObjectCommand({
        Bucket: 'seal',
        Key: `${KEY}.copy`,
        Body: JSON.stringify(sealedAt(HOUR)),
        ChecksumAlgorithm: 'SHA256',
      }),
    );
    expect(await anchors.read(HOUR)).toBeUndefined();
    expect(await anchors.hours()).toEqual([]);
  });

  it('are not stored when the bucket is not there', async () => {
    await expect(sealBucket(local.client, 'another').store(sealedAt(HOUR))).rejects.toMatchObject({
      name: 'NoSuchBucket',
    });
  });

  it('are more than a page of a listing holds', async () => {
    for (let hour = 0; hour < 12; hour += 1) {
      await anchors.store(sealedAt(`2026-11-22T${String(hour).padStart(2, '0')}`));
    }
    let pages = 0;
    local.client.middlewareStack.add(
      (next) => (args) => {
        pages += 1;
        return next({ ...args, input: { ...args.input, MaxKeys: 5 } });
      },
      { step: 'initialize' },
    );
    expect(await anchors.hours()).toHaveLength(12);
    expect(pages).toBe(3);
  });
});
