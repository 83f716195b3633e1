/**
 * `.rolecall/run.json`: which laptop runs here and where. A run is alive when its address answers with its own id; a
 * process id alone proves nothing after a `kill -9`, because another program may have got the number.
 */
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Clock } from '../lib/kernel/clock.ts';
import { listAt, numberAt, parseJson, textAt } from '../lib/kernel/json.ts';

export interface Run {
  readonly id: string;
  readonly pid: number;
  /** Absent while it is still starting. */
  readonly standInsUrl?: string;
  readonly pageUrl?: string;
  readonly inboxUrl?: string;
  /** The Region it plays. */
  readonly region?: string;
  /** The Regions in which its rules listen, that one among them. */
  readonly regions?: readonly string[];
  /** What `rolecall verify` reads: the table, and where S3 is played. */
  readonly databaseUrl?: string;
  /** What `rolecall doctor` asks: SQS and SNS, and Parameter Store. */
  readonly messagingUrl?: string;
  readonly ssmUrl?: string;
  readonly bucketsUrl?: string;
  readonly tableName?: string;
  readonly archiveBucket?: string;
  readonly sealBucket?: string;
  /** ISO 8601. */
  readonly startedAt: string;
}

export type Reserved =
  | { readonly kind: 'reserved'; readonly id: string }
  /** Somebody else runs here. */
  | { readonly kind: 'taken'; readonly run: Run };

/** How long another start may take before its reservation counts as left behind. */
const PATIENCE_MS = 15_000;

/** Takes the folder for this process, or answers the run that has it. Waits for one that is just starting. */
export async function reserveRun(file: string, clock: Clock): Promise<Reserved> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  for (;;) {
    const run = await readRun(file);
    if (run !== undefined) {
      if (await isAlive(run)) return { kind: 'taken', run };
      if (isStarting(run, clock)) {
        await clock.sleep(200);
        continue;
      }
    }
    // Stale, or not even readable.
    await rm(file, { force: true });
    const id = clock.newId();
    if (await write(file, { id, pid: process.pid, startedAt: clock.now().toISOString() })) {
      // Two starts that found the same stale file may both have removed one: the later writer stays.
      await clock.sleep(30);
      if ((await readRun(file))?.id === id) return { kind: 'reserved', id };
    }
    await clock.sleep(50);
  }
}

/** False when the file is there already. */
async function write(file: string, run: Run): Promise<boolean> {
  try {
    // A draft is linked into place: nobody ever reads half a file, and a kill leaves none behind.
    await writeFile(`${file}.${run.id}`, JSON.stringify(run), { mode: 0o600 });
    await link(`${file}.${run.id}`, file);
    return true;
  } catch (error) {
    if (textAt(error, 'code') === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(`${file}.${run.id}`, { force: true });
  }
}

/** Makes the addresses known. */
export async function publishRun(file: string, run: Run): Promise<void> {
  await writeFile(`${file}~`, JSON.stringify(run, undefined, 2), { mode: 0o600 });
  await rename(`${file}~`, file);
}

/** Gives the folder back, unless it is somebody else's by now. */
export async function releaseRun(file: string, id: string): Promise<void> {
  if ((await readRun(file))?.id === id) await rm(file, { force: true });
}

/** The run that answers right now; `undefined` when there is none. */
export async function findRun(file: string): Promise<Run | undefined> {
  const run = await readRun(file);
  return run !== undefined && (await isAlive(run)) ? run : undefined;
}

async function readRun(file: string): Promise<Run | undefined> {
  const json = parseJson(await readFile(file, 'utf8').catch(() => ''));
  const id = textAt(json, 'id');
  const pid = numberAt(json, 'pid');
  if (id === undefined || pid === undefined) return undefined;
  const known = ADDRESSES.flatMap((name) => {
    const text = textAt(json, name);
    return text === undefined ? [] : [[name, text] as const];
  });
  const regions = listAt(json, 'regions').filter((region) => typeof region === 'string');
  return {
    id,
    pid,
    startedAt: textAt(json, 'startedAt') ?? '',
    ...(regions.length === 0 ? {} : { regions }),
    ...Object.fromEntries(known),
  };
}

const ADDRESSES = [
  'standInsUrl',
  'pageUrl',
  'inboxUrl',
  'region',
  'databaseUrl',
  'messagingUrl',
  'ssmUrl',
  'bucketsUrl',
  'tableName',
  'archiveBucket',
  'sealBucket',
] as const satisfies readonly (keyof Run)[];

async function isAlive(run: Run): Promise<boolean> {
  if (run.standInsUrl === undefined) return false;
  try {
    const response = await fetch(`${run.standInsUrl}/alive`, { signal: AbortSignal.timeout(1000) });
    return textAt(await response.json(), 'id') === run.id;
  } catch {
    return false;
  }
}

function isStarting(run: Run, clock: Clock): boolean {
  if (run.standInsUrl !== undefined) return false;
  const age = clock.now().getTime() - new Date(run.startedAt).getTime();
  return age < PATIENCE_MS && processExists(run.pid);
}

function processExists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return textAt(error, 'code') === 'EPERM';
  }
}
