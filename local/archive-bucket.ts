/**
 * The part of S3 the product uses, on disk: what retention moved out of the table must outlive the process, and
 * fauxqs keeps objects in memory only. Path style: `/<bucket>/<key>`.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
 */
import { createHash } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
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

/** Serves the buckets below a folder; a bucket that was not declared does not exist. */
export function archiveBuckets(
  directory: string,
  buckets: readonly string[],
): (request: BucketRequest) => Promise<BucketAnswer> {
  return async (request) => {
    const [, bucket = '', ...rest] = request.path.split('/');
    const key = decodeURIComponent(rest.join('/'));
    if (!buckets.includes(bucket)) return refused(404, 'NoSuchBucket');
    const folder = join(directory, bucket);
    if (key === '') return request.method === 'GET' ? list(folder, bucket, request.query) : { status: 200 };
    const file = join(folder, encodeURIComponent(key).replaceAll('.', '%2E'));
    switch (request.method) {
      case 'PUT':
        return put(folder, file, request);
      case 'GET':
      case 'HEAD':
        return get(file, request.method);
      default:
        return refused(405, 'MethodNotAllowed');
    }
  };
}

async function put(folder: string, file: string, request: BucketRequest): Promise<BucketAnswer> {
  if (String(request.headers['content-encoding'] ?? '').includes('aws-chunked')) {
    return refused(501, 'NotImplemented');
  }
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if (request.headers['if-none-match'] === '*' && (await readObject(file)) !== undefined) {
    return refused(412, 'PreconditionFailed');
  }
  const handle = await open(`${file}~`, 'w', 0o600);
  await handle.writeFile(request.body);
  // The table's row is deleted after this answer: the copy must be on the disk by then.
  await handle.sync();
  await handle.close();
  await rename(`${file}~`, file);
  return { status: 200, headers: { etag: etagOf(request.body) } };
}

async function get(file: string, method: string): Promise<BucketAnswer> {
  const object = await readObject(file);
  if (object === undefined) return refused(404, 'NoSuchKey');
  const headers = { etag: etagOf(object), 'content-length': String(object.length) };
  return method === 'HEAD' ? { status: 200, headers } : { status: 200, headers, body: object };
}

const readObject = (file: string): Promise<Buffer | undefined> => readFile(file).catch(() => undefined);

async function list(folder: string, bucket: string, query: URLSearchParams): Promise<BucketAnswer> {
  const prefix = query.get('prefix') ?? '';
  const files = await readdir(folder).catch(() => []);
  const keys = files
    .filter((file) => !file.endsWith('~'))
    .map((file) => decodeURIComponent(file))
    .filter((key) => key.startsWith(prefix))
    .sort();
  const contents = keys.map((key) => `<Contents><Key>${xmlText(key)}</Key></Contents>`).join('');
  const body = `<ListBucketResult><Name>${xmlText(bucket)}</Name><IsTruncated>false</IsTruncated><KeyCount>${String(keys.length)}</KeyCount>${contents}</ListBucketResult>`;
  return { status: 200, headers: { 'content-type': 'application/xml' }, body };
}

const refused = (status: number, code: string): BucketAnswer => ({
  status,
  headers: { 'content-type': 'application/xml' },
  body: `<Error><Code>${code}</Code><Message>${code}</Message></Error>`,
});

const etagOf = (body: Buffer): string => `"${createHash('md5').update(body).digest('hex')}"`;
