/**
 * CloudTrail on the laptop: an append-only file. A record is on disk before anybody else sees it, so whatever sat in
 * the queues' memory when everything was killed can be found again by the sweep.
 */
import { mkdir, open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isObject, type JsonObject, parseJson } from '../lib/kernel/json.ts';
import { stripCredentials } from './strip-credentials.ts';

export interface CloudTrail {
  /** Resolves once the record, without its credentials, is on the disk. */
  append(record: JsonObject): Promise<void>;
  /** Everything kept, in the order of arrival. */
  records(): readonly JsonObject[];
  close(): Promise<void>;
}

export async function openCloudTrail(file: string): Promise<CloudTrail> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const kept = await readKept(file);
  const handle = await open(file, 'a', 0o600);
  // A line that was torn by a kill must not swallow the next one.
  if (kept.torn) await handle.appendFile('\n');
  const records = [...kept.records];
  let last: Promise<void> = Promise.resolve();
  const write = async (record: JsonObject): Promise<void> => {
    await handle.appendFile(`${JSON.stringify(record)}\n`);
    await handle.sync();
    records.push(record);
  };
  return {
    append: (record) => {
      const stripped = stripCredentials(record);
      const next = last.then(() => write(stripped));
      // One failed write (disk full) fails its own append, not the ones after it.
      last = next.catch(() => undefined);
      return next;
    },
    records: () => records,
    close: async () => {
      await last;
      await handle.close();
    },
  };
}

async function readKept(
  file: string,
): Promise<{ readonly records: readonly JsonObject[]; readonly torn: boolean }> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const records = text.split('\n').map(parseJson).filter(isObject);
  return { records, torn: text !== '' && !text.endsWith('\n') };
}
