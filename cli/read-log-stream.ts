/** From the bytes of one file, compressed or not, to the values in it. */
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { textAt } from '../lib/kernel/json.ts';
import { reasonOf } from './read-log-paths.ts';
import { type LogPiece, LogSplitter } from './read-log-values.ts';

export interface LogLimits {
  /** Characters of one record. */
  readonly recordLength: number;
  /** Bytes that a compressed file may inflate to. CloudTrail's own files stay far below 100 MB. */
  readonly inflatedBytes: number;
  /** Problems named of one file before the rest is only counted. */
  readonly problems: number;
}

export const LOG_LIMITS: LogLimits = {
  recordLength: 4 * 1024 * 1024,
  inflatedBytes: 2 * 1024 * 1024 * 1024,
  problems: 20,
};

export type ByteStream = AsyncIterable<Uint8Array>;

/**
 * Reads one stream piece by piece. Gzip is recognised by its first bytes and may have several members. Never throws:
 * what cannot be read is a problem, and everything before it was answered already.
 */
export async function* readLogStream(bytes: ByteStream, limits: LogLimits): AsyncGenerator<LogPiece> {
  const splitter = new LogSplitter(limits.recordLength);
  const decoder = new TextDecoder();
  let unnamed = 0;
  let problems = 0;
  let line = 1;
  const named = (pieces: readonly LogPiece[]): readonly LogPiece[] =>
    pieces.filter((piece) => {
      line = piece.line;
      if (piece.kind === 'value') return true;
      problems += 1;
      if (problems > limits.problems) unnamed += 1;
      return problems <= limits.problems;
    });
  try {
    for await (const chunk of inflated(bytes, limits.inflatedBytes)) {
      yield* named(splitter.push(decoder.decode(chunk, { stream: true })));
    }
    yield* named(splitter.push(decoder.decode()));
    yield* named(splitter.end());
  } catch (error) {
    yield { kind: 'problem', line, reason: reasonOfStream(error) };
  }
  if (unnamed > 0)
    yield { kind: 'problem', line, reason: `and ${String(unnamed)} more problems in this file` };
}

class TooLarge extends Error {}

async function* inflated(bytes: ByteStream, limit: number): ByteStream {
  const source = bytes[Symbol.asyncIterator]();
  const start = await firstBytes(source);
  const whole = rejoined(start, source);
  if (start[0] !== 0x1f || start[1] !== 0x8b) {
    yield* whole;
    return;
  }
  let total = 0;
  const gunzip = createGunzip();
  const compressed = Readable.from(whole);
  compressed.on('error', (error) => gunzip.destroy(error)).pipe(gunzip);
  try {
    for await (const chunk of gunzip) {
      if (!(chunk instanceof Uint8Array)) continue;
      total += chunk.length;
      if (total > limit) throw new TooLarge(`it inflates to more than ${megabytes(limit)}`);
      yield chunk;
    }
  } finally {
    compressed.destroy();
    gunzip.destroy();
  }
}

/** At least two bytes, unless there are none: a pipe may hand them out one by one. */
const firstBytes = async (source: AsyncIterator<Uint8Array>): Promise<Uint8Array> => {
  let start = new Uint8Array();
  while (start.length < 2) {
    const next = await source.next();
    if (next.done === true) break;
    start = Buffer.concat([start, next.value]);
  }
  return start;
};

async function* rejoined(start: Uint8Array, source: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield start;
    for (let next = await source.next(); next.done !== true; next = await source.next()) yield next.value;
  } finally {
    await source.return?.();
  }
}

const megabytes = (bytes: number): string => `${String(Math.ceil(bytes / 1024 / 1024))} MB`;

/** zlib's own codes say what is wrong better than its messages. */
const reasonOfStream = (error: unknown): string => {
  if (error instanceof TooLarge) return `${error.message}; the rest was left out`;
  const code = textAt(error, 'code') ?? '';
  if (code === 'Z_BUF_ERROR') return 'the compressed file ends early';
  if (code.startsWith('Z_')) return 'the compressed file is damaged';
  return reasonOf(error);
};
