/** The body of a request as text, with a ceiling: a vendor does not read without end either. */
import type { IncomingMessage } from 'node:http';

/** The body, `too-large`, or `broken` when the sender went away. */
export function readBody(
  request: IncomingMessage,
  limit: number,
): Promise<{ readonly text: string } | 'too-large' | 'broken'> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
    });
    request.on('end', () => {
      resolve(size > limit ? 'too-large' : { text: Buffer.concat(chunks).toString('utf8') });
    });
    request.on('error', () => {
      resolve('broken');
    });
    request.on('close', () => {
      resolve('broken');
    });
  });
}
