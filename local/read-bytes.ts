/** The body of a request, with a ceiling. */
import type { IncomingMessage } from 'node:http';

/** What API Gateway and our stand-ins take at most. */
const LARGEST_BODY = 10 * 1024 * 1024;

/** `undefined` when it is larger than 10 MiB. */
export async function readBytes(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes: unknown = chunk;
    if (!Buffer.isBuffer(bytes)) continue;
    size += bytes.length;
    if (size > LARGEST_BODY) return undefined;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}
