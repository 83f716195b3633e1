/** A log that cannot fill the disk: at most two files of `limit` bytes. */
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

export type WriteLog = (chunk: Buffer | string) => void;

const LIMIT = 1024 * 1024;

/** Appends to `file`; once it is full it becomes `<file>.1` and a new one begins. Never throws. */
export function openLog(file: string, limit: number = LIMIT): WriteLog {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  let size = sizeOf(file);
  return (chunk) => {
    try {
      if (size > 0 && size + chunk.length > limit) {
        renameSync(file, `${file}.1`);
        size = 0;
      }
      appendFileSync(file, chunk, { mode: 0o600 });
      size += chunk.length;
    } catch {
      // A full disk must not stop a function: its log is the first thing to go.
    }
  };
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
