/** Reads the events to ring with: a case of `events/`, a CloudTrail record, or an EventBridge envelope. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isObject, type JsonObject, parseJson } from '../lib/kernel/json.ts';

export interface Case {
  readonly file: string;
  readonly event: JsonObject;
}

export interface Cases {
  readonly cases: readonly Case[];
  /** A sentence per path that could not be used. */
  readonly problems: readonly string[];
}

/** A folder stands for the events in it and below it; expectations beside them are left out. */
export async function readCases(paths: readonly string[]): Promise<Cases> {
  const cases: Case[] = [];
  const problems: string[] = [];
  for (const path of paths) {
    const files = await filesOf(path);
    if (files === undefined) problems.push(`${path} does not exist.`);
    else if (files.length === 0) problems.push(`${path} holds no events.`);
    for (const file of files ?? []) {
      const event = parseJson(await readFile(file, 'utf8'));
      if (isObject(event)) cases.push({ file, event });
      else problems.push(`${file} is not a JSON object.`);
    }
  }
  return { cases, problems };
}

async function filesOf(path: string): Promise<readonly string[] | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return undefined;
  if (!found.isDirectory()) return [path];
  const names = await readdir(path, { recursive: true });
  return names
    .filter((name) => name.endsWith('.json') && !name.endsWith('.expect.json'))
    .sort()
    .map((name) => join(path, name));
}
