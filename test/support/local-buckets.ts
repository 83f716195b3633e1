/** The laptop's S3 on a port of its own, below a folder that is removed afterwards unless it is given. */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import type { Clock } from '../../lib/kernel/clock.ts';
import { systemClock } from '../../lib/kernel/clock.ts';
import { type DeclaredBucket, serveBuckets } from '../../local/buckets.ts';
import { readBytes } from '../../local/read-bytes.ts';
import { closeServer, listen } from '../../local/vendors/listen.ts';

export interface LocalBuckets {
  readonly client: S3Client;
  readonly url: string;
  readonly directory: string;
  readonly close: () => Promise<void>;
}

interface Options {
  readonly buckets: readonly DeclaredBucket[];
  /** Where they lie already. */
  readonly directory?: string;
  readonly clock?: Clock;
}

export const startLocalBuckets = async ({
  buckets,
  clock = systemClock,
  ...given
}: Options): Promise<LocalBuckets> => {
  const directory = given.directory ?? (await mkdtemp(join(tmpdir(), 'buckets-')));
  const serve = serveBuckets({ directory, buckets, clock });
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    readBytes(request)
      .then((body) =>
        serve({
          method: request.method ?? 'GET',
          path: url.pathname,
          query: url.searchParams,
          headers: request.headers,
          body: body ?? Buffer.alloc(0),
        }),
      )
      .then(({ status, headers, body }) => response.writeHead(status, headers).end(body))
      .catch(() => response.destroy());
  });
  const url = `http://127.0.0.1:${String(await listen(server, 0))}`;
  const client = new S3Client({
    region: 'us-east-1',
    endpoint: url,
    forcePathStyle: true,
    maxAttempts: 1,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  return {
    client,
    url,
    directory,
    close: async () => {
      client.destroy();
      await closeServer(server);
      if (given.directory === undefined) await rm(directory, { recursive: true, force: true });
    },
  };
};
