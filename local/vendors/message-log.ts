/**
 * The memory of the fake vendors: one append-only file of JSON lines per vendor. A line is written before the
 * vendor answers, in one synchronous call, so that a killed process forgets nothing it said yes to.
 */
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseJson } from './json.ts';
import {
  decodeKeptMessage,
  kindOf,
  vendorNames,
  type Arrival,
  type KeptMessage,
  type VendorName,
  type Verdict,
} from './kept-message.ts';

export interface MessageLog {
  readonly messages: () => readonly KeptMessage[];
  readonly append: (vendor: VendorName, arrival: Arrival, verdict: Verdict) => KeptMessage;
}

/** Opens (or starts) the log in a directory; lines torn by a crash are skipped. */
export function openMessageLog(directory: string, now: () => Date): MessageLog {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const kept = vendorNames.flatMap((vendor) => readLines(fileOf(directory, vendor)));
  kept.sort((left, right) => left.seq - right.seq);
  let last = kept.at(-1)?.seq ?? 0;
  return {
    messages: () => kept,
    append: (vendor, arrival, verdict) => {
      last += 1;
      const message = {
        ...arrival,
        seq: last,
        at: now().toISOString(),
        vendor,
        kind: kindOf(vendor),
        verdict,
      };
      appendFileSync(fileOf(directory, vendor), `${JSON.stringify(message)}\n`, { mode: 0o600 });
      kept.push(message);
      return message;
    },
  };
}

function fileOf(directory: string, vendor: VendorName): string {
  return join(directory, `${vendor}.jsonl`);
}

function readLines(file: string): KeptMessage[] {
  if (!existsSync(file)) return [];
  const text = readFileSync(file, 'utf8');
  // A crash may have torn the last line: end it, so that the next message does not grow on to it.
  if (text !== '' && !text.endsWith('\n')) appendFileSync(file, '\n');
  return text.split('\n').flatMap((line) => {
    const message = line === '' ? undefined : decodeKeptMessage(parseJson(line));
    return message ? [message] : [];
  });
}
