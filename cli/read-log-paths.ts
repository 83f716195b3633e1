/** Which files a path stands for. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { at, textAt } from '../lib/kernel/json.ts';

/** Endings of log files as CloudTrail, EventBridge archives and exports name them. */
const LOG_FILE = /\.(json|jsonl|ndjson|log)(\.gz)?$/i;

/** What a case of `events/` is expected to become lies beside it and is no record. */
const isLogFile = (name: string): boolean => LOG_FILE.test(name) && !name.endsWith('.expect.json');

export type LogPath =
  | { readonly kind: 'file'; readonly path: string; readonly bytes: number }
  | { readonly kind: 'missing'; readonly path: string; readonly reason: string };

/**
 * A file stands for itself, whatever it is called; a folder for the log files in it and below it, in the order of
 * their names, which in a CloudTrail bucket is the order of time. Links to folders are not followed: they may circle.
 */
export async function* listLogPaths(path: string): AsyncGenerator<LogPath> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) yield* listFolder(path);
    else yield { kind: 'file', path, bytes: found.size };
  } catch (error) {
    yield { kind: 'missing', path, reason: reasonOf(error) };
  }
}

async function* listFolder(folder: string): AsyncGenerator<LogPath> {
  const entries = await readdir(folder, { withFileTypes: true });
  const byName = entries.sort((one, other) => (one.name < other.name ? -1 : 1));
  for (const entry of byName) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* listLogPaths(path);
    else if ((entry.isFile() || entry.isSymbolicLink()) && isLogFile(entry.name)) yield* listFile(path);
  }
}

async function* listFile(path: string): AsyncGenerator<LogPath> {
  try {
    const found = await stat(path);
    if (found.isFile()) yield { kind: 'file', path, bytes: found.size };
  } catch (error) {
    yield { kind: 'missing', path, reason: reasonOf(error) };
  }
}

const REASONS: ReadonlyMap<unknown, string> = new Map([
  ['ENOENT', 'there is no such file or folder'],
  ['EACCES', 'it may not be read'],
  ['EISDIR', 'it is a folder'],
]);

/** What went wrong with a file, in words. */
export const reasonOf = (error: unknown): string =>
  REASONS.get(at(error, 'code')) ?? `it cannot be read (${textAt(error, 'code') ?? 'no reason given'})`;
