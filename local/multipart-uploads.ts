/**
 * S3's uploads in parts, on disk until they are finished.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html
 */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Except the last part. */
const SMALLEST_PART = 5 * 1024 * 1024;

export interface MultipartUploads {
  begin(key: string, uploadId: string): Promise<void>;
  /** Answers the part's ETag; `undefined` when there is no such upload. */
  add(key: string, uploadId: string, number: number, body: Buffer): Promise<string | undefined>;
  /** The whole file; a text with S3's code when it cannot be put together. The parts stay until `end`. */
  join(key: string, uploadId: string, etags: readonly string[]): Promise<Buffer | string>;
  end(uploadId: string): Promise<void>;
}

export function multipartUploads(folder: string): MultipartUploads {
  const placeOf = (uploadId: string): string => join(folder, uploadId.replaceAll(/[^\w-]/g, ''));
  const isOf = async (key: string, uploadId: string): Promise<boolean> =>
    (await readFile(join(placeOf(uploadId), 'key'), 'utf8').catch(() => undefined)) === key;
  return {
    begin: async (key, uploadId) => {
      await mkdir(placeOf(uploadId), { recursive: true, mode: 0o700 });
      await writeFile(join(placeOf(uploadId), 'key'), key, { mode: 0o600 });
    },
    add: async (key, uploadId, number, body) => {
      if (!(await isOf(key, uploadId))) return undefined;
      await writeFile(join(placeOf(uploadId), `part-${String(number)}`), body, { mode: 0o600 });
      return etagOf(body);
    },
    join: async (key, uploadId, etags) => {
      if (!(await isOf(key, uploadId))) return 'NoSuchUpload';
      const names = await readdir(placeOf(uploadId));
      const parts: Buffer[] = [];
      for (const [index, etag] of etags.entries()) {
        const name = `part-${String(index + 1)}`;
        const part = names.includes(name) ? await readFile(join(placeOf(uploadId), name)) : undefined;
        if (part === undefined || etagOf(part) !== etag) return 'InvalidPart';
        if (index < etags.length - 1 && part.length < SMALLEST_PART) return 'EntityTooSmall';
        parts.push(part);
      }
      return parts.length === 0 ? 'MalformedXML' : Buffer.concat(parts);
    },
    end: (uploadId) => rm(placeOf(uploadId), { recursive: true, force: true }),
  };
}

const etagOf = (body: Buffer): string => `"${createHash('md5').update(body).digest('hex')}"`;
