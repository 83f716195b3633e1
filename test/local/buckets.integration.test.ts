import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { isoAfter, systemClock } from '../../lib/kernel/clock.ts';
import { type LocalBuckets, startLocalBuckets } from '../support/local-buckets.ts';

const BUCKETS = [{ name: 'plain' }, { name: 'locked', lockDays: 430 }];
const KEY = 'a/b c.json';

let directory: string;
let local: LocalBuckets;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'buckets-'));
  local = await startLocalBuckets({ buckets: BUCKETS, directory });
});
afterEach(async () => {
  await local.close();
  await rm(directory, { recursive: true, force: true });
});

const put = (Body: string, more: { readonly Bucket?: string; readonly IfNoneMatch?: string } = {}) =>
  local.client.send(
    new PutObjectCommand({ Bucket: 'plain', Key: KEY, Body, ChecksumAlgorithm: 'SHA256', ...more }),
  );

const get = async (VersionId?: string): Promise<string | undefined> => {
  const { Body } = await local.client.send(new GetObjectCommand({ Bucket: 'plain', Key: KEY, VersionId }));
  return Body?.transformToString();
};

const versions = async (Bucket = 'plain') =>
  local.client.send(new ListObjectVersionsCommand({ Bucket, Prefix: KEY }));

const again = async (clock = systemClock): Promise<void> => {
  await local.close();
  local = await startLocalBuckets({ buckets: BUCKETS, directory, clock });
};

describe('A bucket on the laptop', () => {
  it('keeps every version of an object, the newest first, over a restart', async () => {
    const first = await put('one');
    const second = await put('two');
    await again();
    expect(await get()).toBe('two');
    expect(await get(first.VersionId)).toBe('one');
    const { Versions } = await versions();
    expect(Versions?.map(({ VersionId, IsLatest }) => [VersionId, IsLatest])).toEqual([
      [second.VersionId, true],
      [first.VersionId, false],
    ]);
    expect(await local.client.send(new HeadObjectCommand({ Bucket: 'plain', Key: KEY }))).toMatchObject({
      ContentLength: 3,
      VersionId: second.VersionId,
    });
  });

  it('hides a deleted object, and gives it back when the marker is deleted', async () => {
    await put('one');
    const { VersionId } = await local.client.send(new DeleteObjectCommand({ Bucket: 'plain', Key: KEY }));
    await expect(get()).rejects.toMatchObject({ name: 'NoSuchKey' });
    const listed = await local.client.send(new ListObjectsV2Command({ Bucket: 'plain' }));
    expect(listed.KeyCount).toBe(0);
    expect((await versions()).DeleteMarkers).toHaveLength(1);
    await local.client.send(new DeleteObjectCommand({ Bucket: 'plain', Key: KEY, VersionId }));
    expect(await get()).toBe('one');
  });

  it('stores an object only where none is, when asked, also for two at once', async () => {
    const both = await Promise.allSettled(['one', 'two'].map((body) => put(body, { IfNoneMatch: '*' })));
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect(put('three', { IfNoneMatch: '*' })).rejects.toMatchObject({ name: 'PreconditionFailed' });
  });

  it('reads what was written before there were versions', async () => {
    await mkdir(join(directory, 'plain'));
    await writeFile(join(directory, 'plain', encodeURIComponent(KEY).replaceAll('.', '%2E')), 'old');
    expect(await get()).toBe('old');
    await put('new');
    expect(await get()).toBe('new');
    expect(await get('null')).toBe('old');
  });

  it('does not know a bucket, an object or a version that is not there', async () => {
    await expect(put('x', { Bucket: 'another' })).rejects.toMatchObject({ name: 'NoSuchBucket' });
    await expect(get()).rejects.toMatchObject({ name: 'NoSuchKey' });
    await put('one');
    await expect(get('99')).rejects.toMatchObject({ name: 'NoSuchVersion' });
  });

  it('lists page by page', async () => {
    for (const body of ['1', '2', '3']) await put(body);
    const found: (string | undefined)[] = [];
    let after: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } = {};
    for (let page = 0; page < 2; page += 1) {
      const answer = await local.client.send(
        new ListObjectVersionsCommand({ Bucket: 'plain', MaxKeys: 2, ...after }),
      );
      found.push(...(answer.Versions ?? []).map(({ VersionId }) => VersionId));
      expect(answer.IsTruncated).toBe(page === 0);
      after = { KeyMarker: answer.NextKeyMarker, VersionIdMarker: answer.NextVersionIdMarker };
    }
    expect(new Set(found).size).toBe(3);
  });
});

describe('A bucket with Object Lock on the laptop', () => {
  it('gives no version away before its lock ends', async () => {
    const { VersionId } = await put('one', { Bucket: 'locked' });
    const version = { Bucket: 'locked', Key: KEY, VersionId };
    await expect(local.client.send(new DeleteObjectCommand(version))).rejects.toMatchObject({
      name: 'AccessDenied',
    });
    const later = (days: number) => new Date(isoAfter(systemClock.now(), days * 86_400));
    await again({ ...systemClock, now: () => later(429) });
    await expect(local.client.send(new DeleteObjectCommand(version))).rejects.toMatchObject({
      name: 'AccessDenied',
    });
    await again({ ...systemClock, now: () => later(431) });
    await local.client.send(new DeleteObjectCommand(version));
    expect((await versions('locked')).Versions ?? []).toEqual([]);
  });

  it('refuses an upload without a checksum, and any bucket one with a wrong checksum', async () => {
    const upload = async (bucket: string, headers: Readonly<Record<string, string>>): Promise<number> =>
      (await fetch(`${local.url}/${bucket}/x`, { method: 'PUT', body: 'x', headers })).status;
    expect(await upload('locked', {})).toBe(400);
    expect(await upload('plain', {})).toBe(200);
    expect(await upload('plain', { 'x-amz-checksum-sha256': 'wrong' })).toBe(400);
  });
});
