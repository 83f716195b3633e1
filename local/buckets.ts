/**
 * The part of S3 the product uses, on disk: what retention moved out of the table and what seals the history must outlive
 * the process, and fauxqs keeps objects in memory only. Path style: `/<bucket>/<key>`. Every bucket keeps versions; one
 * with Object Lock gives none away before its time.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Clock } from '../lib/kernel/clock.ts';
import { listObjects, listVersions } from './list-objects.ts';
import { type MultipartUploads, multipartUploads } from './multipart-uploads.ts';
import { type ObjectVersion, type ObjectVersions, objectVersions } from './object-versions.ts';
import { xmlText } from './xml-text.ts';

export interface BucketAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
}

export interface BucketRequest {
  readonly method: string;
  /** `/<bucket>/<key>`, still percent-encoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Buffer;
}

export interface DeclaredBucket {
  readonly name: string;
  /** Days for which a version cannot be deleted, by nobody; absent without Object Lock. */
  readonly lockDays?: number;
}

export interface BucketsOptions {
  readonly directory: string;
  readonly buckets: readonly DeclaredBucket[];
  readonly clock: Clock;
}

/** Serves the buckets below a folder; a bucket that was not declared does not exist. */
export function serveBuckets({
  directory,
  buckets,
  clock,
}: BucketsOptions): (request: BucketRequest) => Promise<BucketAnswer> {
  const inTurn = oneAtATime();
  return async (request) => {
    const [, name = '', ...rest] = request.path.split('/');
    const bucket = buckets.find((each) => each.name === name);
    if (bucket === undefined) return refused(404, 'NoSuchBucket');
    const versions = objectVersions(join(directory, name));
    const key = decodeURIComponent(rest.join('/'));
    if (key === '') return answerBucket(versions, bucket, request);
    const uploads = multipartUploads(join(directory, `.uploads-${name}`));
    const asked: Asked = { bucket, versions, uploads, key, request, now: clock.now() };
    if (isExpired(request.query, asked.now)) return refused(403, 'AccessDenied');
    switch (request.method) {
      case 'PUT':
        return inTurn(() => (request.query.has('uploadId') ? putPart(asked) : put(asked)));
      case 'POST':
        return inTurn(() => (request.query.has('uploads') ? begin(asked, clock.newId()) : finish(asked)));
      case 'DELETE':
        return inTurn(() => remove(asked));
      case 'GET':
      case 'HEAD':
        return get(asked);
      default:
        return refused(405, 'MethodNotAllowed');
    }
  };
}

interface Asked {
  readonly bucket: DeclaredBucket;
  readonly versions: ObjectVersions;
  readonly uploads: MultipartUploads;
  readonly key: string;
  readonly request: BucketRequest;
  readonly now: Date;
}

/** "If nothing is there" must be true until the answer is written. */
function oneAtATime(): <T>(act: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (act) => {
    const done = last.then(act);
    last = done.catch(() => undefined);
    return done;
  };
}

async function answerBucket(
  versions: ObjectVersions,
  { name }: DeclaredBucket,
  { method, query }: BucketRequest,
): Promise<BucketAnswer> {
  if (method !== 'GET') return { status: 200 };
  const all = await versions.list(query.get('prefix') ?? '');
  const body = query.has('versions') ? listVersions(name, all, query) : listObjects(name, all);
  return { status: 200, headers: { 'content-type': 'application/xml' }, body };
}

async function put({ bucket, versions, key, request }: Asked): Promise<BucketAnswer> {
  const { headers, body } = request;
  if (String(headers['content-encoding'] ?? '').includes('aws-chunked')) {
    return refused(501, 'NotImplemented');
  }
  const checksum = headers['x-amz-checksum-sha256'];
  if (checksum !== undefined && checksum !== sha256(body)) return refused(400, 'BadDigest');
  if (bucket.lockDays !== undefined && !hasChecksum(headers)) return refused(400, 'InvalidRequest');
  const [newest] = await versions.of(key);
  if (headers['if-none-match'] === '*' && newest?.deleteMarker === false) {
    return refused(412, 'PreconditionFailed');
  }
  const versionId = await versions.add(key, body);
  return { status: 200, headers: { etag: etagOf(body), 'x-amz-version-id': versionId } };
}

async function begin({ bucket, uploads, key }: Asked, uploadId: string): Promise<BucketAnswer> {
  await uploads.begin(key, uploadId);
  return xml(
    `<InitiateMultipartUploadResult><Bucket>${xmlText(bucket.name)}</Bucket><Key>${xmlText(key)}</Key><UploadId>${uploadId}</UploadId></InitiateMultipartUploadResult>`,
  );
}

async function putPart({ uploads, key, request: { query, headers, body } }: Asked): Promise<BucketAnswer> {
  if (String(headers['content-encoding'] ?? '').includes('aws-chunked')) {
    return refused(501, 'NotImplemented');
  }
  const etag = await uploads.add(key, query.get('uploadId') ?? '', Number(query.get('partNumber')), body);
  return etag === undefined ? refused(404, 'NoSuchUpload') : { status: 200, headers: { etag } };
}

async function finish({ bucket, versions, uploads, key, request }: Asked): Promise<BucketAnswer> {
  const uploadId = request.query.get('uploadId') ?? '';
  const etags = [...request.body.toString().matchAll(/<ETag>(.*?)<\/ETag>/g)].map(([, etag = '']) =>
    etag.replaceAll('&quot;', '"').replaceAll('&#34;', '"'),
  );
  const whole = await uploads.join(key, uploadId, etags);
  if (typeof whole === 'string') return refused(whole === 'NoSuchUpload' ? 404 : 400, whole);
  await versions.add(key, whole);
  await uploads.end(uploadId);
  return xml(
    `<CompleteMultipartUploadResult><Bucket>${xmlText(bucket.name)}</Bucket><Key>${xmlText(key)}</Key><ETag>${xmlText(etagOf(whole))}</ETag></CompleteMultipartUploadResult>`,
  );
}

const xml = (body: string): BucketAnswer => ({
  status: 200,
  headers: { 'content-type': 'application/xml' },
  body,
});

/**
 * A signed link that is too old. Its signature is not checked here.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
 */
const isExpired = (query: URLSearchParams, now: Date): boolean => {
  const signed = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(query.get('X-Amz-Date') ?? '');
  const seconds = Number(query.get('X-Amz-Expires'));
  if (signed === null || !query.has('X-Amz-Expires')) return false;
  const [, year, month, day, hour, minute, second] = signed.map(Number);
  return Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second) + seconds * 1000 < now.getTime();
};

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html */
const hasChecksum = (headers: BucketRequest['headers']): boolean =>
  headers['content-md5'] !== undefined ||
  Object.keys(headers).some((name) => name.startsWith('x-amz-checksum-'));

/** Without a version id an object is only hidden. A locked version stays, whoever asks. */
async function remove({ bucket, versions, key, request, now }: Asked): Promise<BucketAnswer> {
  const versionId = request.query.get('versionId');
  if (versionId === null) {
    const marker = await versions.add(key, Buffer.alloc(0), true);
    return { status: 204, headers: { 'x-amz-delete-marker': 'true', 'x-amz-version-id': marker } };
  }
  const version = (await versions.of(key)).find((each) => each.versionId === versionId);
  if (version === undefined) return { status: 204 };
  if (isLocked(version, bucket, now)) return refused(403, 'AccessDenied');
  await versions.remove(version);
  return { status: 204, headers: { 'x-amz-version-id': versionId } };
}

const DAY_MS = 86_400_000;

const isLocked = (version: ObjectVersion, { lockDays = 0 }: DeclaredBucket, now: Date): boolean =>
  !version.deleteMarker && version.storedAt.getTime() + lockDays * DAY_MS > now.getTime();

async function get({ versions, key, request }: Asked): Promise<BucketAnswer> {
  const all = await versions.of(key);
  const versionId = request.query.get('versionId');
  const version = versionId === null ? all[0] : all.find((each) => each.versionId === versionId);
  if (version === undefined) return refused(404, versionId === null ? 'NoSuchKey' : 'NoSuchVersion');
  if (version.deleteMarker)
    return versionId === null ? refused(404, 'NoSuchKey') : refused(405, 'MethodNotAllowed');
  const body = await versions.read(version);
  const disposition = request.query.get('response-content-disposition');
  const headers = {
    ...(disposition === null ? {} : { 'content-disposition': disposition }),
    etag: etagOf(body),
    'content-length': String(body.length),
    'last-modified': version.storedAt.toUTCString(),
    'x-amz-version-id': version.versionId,
  };
  return request.method === 'HEAD' ? { status: 200, headers } : { status: 200, headers, body };
}

const refused = (status: number, code: string): BucketAnswer => ({
  status,
  headers: { 'content-type': 'application/xml' },
  body: `<Error><Code>${code}</Code><Message>${code}</Message></Error>`,
});

const etagOf = (body: Buffer): string => `"${createHash('md5').update(body).digest('hex')}"`;

const sha256 = (body: Buffer): string => createHash('sha256').update(body).digest('base64');
