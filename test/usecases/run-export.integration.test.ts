import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { dynamoDbChanges } from '../../lib/aws/dynamodb-changes.ts';
import { dynamoDbEvents } from '../../lib/aws/dynamodb-events.ts';
import { dynamoDbExportJobs } from '../../lib/aws/dynamodb-export-jobs.ts';
import { exportBucket } from '../../lib/aws/export-bucket.ts';
import type { AccessRow } from '../../lib/history/access-row.ts';
import { cardOf } from '../../lib/history/card-of.ts';
import { exportFileOf, type ExportFiles, type ExportJobs } from '../../lib/history/export-job.ts';
import { positionOf } from '../../lib/history/matches-card.ts';
import type { PageReader } from '../../lib/history/page-reader.ts';
import type { CardIndex } from '../../lib/history/question.ts';
import type { Logger } from '../../lib/kernel/logger.ts';
import { askStalled } from '../../lib/usecases/ask-stalled.ts';
import { beginExport, linkToExport } from '../../lib/usecases/begin-export.ts';
import { exportBatch, type ExportBatchEffects } from '../../lib/usecases/export-batch.ts';
import { EXPORT_MARK, exportDays, fileOfDay } from '../../lib/usecases/export-days.ts';
import { runExport } from '../../lib/usecases/run-export.ts';
import { type LocalBuckets, startLocalBuckets } from '../support/local-buckets.ts';
import { type LocalTable, startLocalTable } from '../support/local-table.ts';
import { ALICE, POLICY, rowOf } from '../support/seed-history.ts';
import { type VirtualClock, virtualClock } from '../support/virtual-clock.ts';

const BUCKET = 'exports';

let table: LocalTable;
let buckets: LocalBuckets;
let clock: VirtualClock;
let jobs: ExportJobs;
let files: ExportFiles;

beforeEach(async () => {
  clock = virtualClock();
  table = await startLocalTable();
  buckets = await startLocalBuckets({ buckets: [{ name: BUCKET }], clock });
  jobs = dynamoDbExportJobs(table.table);
  files = exportBucket(buckets.client, BUCKET);
});

afterEach(async () => {
  await buckets.close();
  await table.close();
});

const silent: Logger = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** One every minute, back from noon; `bulk` is text that does not compress. */
const rows = (count: number, bulk = ''): readonly AccessRow[] =>
  Array.from({ length: count }, (_row, index) => {
    const time = new Date(Date.parse('2026-11-22T11:59:00Z') - index * 60_000).toISOString();
    const row = rowOf({ id: `e${String(index).padStart(6, '0')}`, time, caller: ALICE });
    return { ...row, policyHash: `${row.policyHash}${bulk === '' ? '' : noise(index)}` };
  });

/** Four kilobytes that gzip can do little about, the same every time. */
const noise = (seed: number): string =>
  Array.from({ length: 100 }, (_each, part) =>
    createHash('sha256')
      .update(`${String(seed)} ${String(part)}`)
      .digest('base64'),
  ).join('');

const effectsOver = (
  held: readonly AccessRow[],
  more: Partial<ExportBatchEffects> = {},
): ExportBatchEffects => ({
  cards: cardsOf(held),
  pages: pagesOf(held),
  jobs,
  files,
  policy: POLICY,
  clock,
  logger: silent,
  remainingMs: () => 600_000,
  ask: async () => undefined,
  ...more,
});

/** Worked out once: an export asks again and again. */
const cardsOf = (held: readonly AccessRow[]): Pick<CardIndex, 'page'> => {
  const cards = held.flatMap((row) => cardOf(row) ?? []);
  return {
    page: async ({ from, to, before, limit }) => {
      const left = cards.filter(
        (card) => card.time >= from && card.time < to && (before === undefined || positionOf(card) < before),
      );
      const some = left.slice(0, limit);
      const last = some.at(-1);
      return {
        cards: some,
        read: some.length,
        ...(left.length > limit && last !== undefined ? { next: positionOf(last) } : {}),
      };
    },
  };
};

const pagesOf = (held: readonly AccessRow[]): PageReader => {
  const kept = new Map(held.map((row) => [row.accessId, { row, deliveries: [] }]));
  return { rows: async (ids) => ids.flatMap((id) => kept.get(id) ?? []) };
};

const begin = async (columns: readonly string[] = []) =>
  beginExport(
    { jobs, clock, ask: async () => undefined },
    {
      by: { subject: 'alice', name: 'Alice' },
      format: 'jsonl',
      columns,
      question: { from: '2026-01-01T00:00:00.000Z', to: '2026-11-23T00:00:00.000Z', filters: {} },
      what: 'everything',
    },
  );

const read = async (name: string): Promise<string> => {
  const object = await buckets.client.send(new GetObjectCommand({ Bucket: BUCKET, Key: name }));
  return gunzipSync(await (object.Body?.transformToByteArray() ?? new Uint8Array())).toString();
};

const idsIn = (text: string): readonly string[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { access_id: string }).access_id);

test('a job ends as one file with every row once, newest first', async () => {
  const held = rows(450);
  const job = await begin(['access_id', 'time']);
  expect(await runExport(effectsOver(held), job.jobId)).toBe('done');
  expect(idsIn(await read(exportFileOf(job)))).toEqual(held.map(({ accessId }) => accessId));
  expect(await jobs.find(job.jobId)).toMatchObject({ state: 'done', rows: 450 });
});

test('whoever runs out of time or is killed goes on where the parts in S3 end, and repeats nothing', async () => {
  const held = rows(2_400, 'incompressible');
  const job = await begin(['access_id', 'policy_hash']);
  let left = 11;
  const hurried = effectsOver(held, { remainingMs: () => ((left -= 1) > 0 ? 600_000 : 0) });
  expect(await runExport(hurried, job.jobId)).toBe('again');
  const stopped = await jobs.find(job.jobId);
  expect(stopped?.upload?.parts.length).toBeGreaterThan(0);
  expect(stopped?.state).toBe('running');
  const killed = effectsOver(held, {
    files: { ...files, addPart: () => Promise.reject(new Error('killed')) },
  });
  await expect(runExport(killed, job.jobId)).rejects.toThrow('killed');
  expect(await runExport(effectsOver(held), job.jobId)).toBe('done');
  expect(idsIn(await read(exportFileOf(job)))).toEqual(held.map(({ accessId }) => accessId));
});

test('a job whose file was finished but not noted is written once more', async () => {
  const held = rows(10);
  const job = await begin(['access_id']);
  let died = false;
  const dying: ExportJobs = {
    ...jobs,
    save: async (changed) => {
      if (changed.state !== 'done' || died) return jobs.save(changed);
      died = true;
      throw new Error('killed');
    },
  };
  await expect(runExport(effectsOver(held, { jobs: dying }), job.jobId)).rejects.toThrow('killed');
  expect(await runExport(effectsOver(held), job.jobId)).toBe('done');
  expect(idsIn(await read(exportFileOf(job)))).toHaveLength(10);
});

test('of two workers on one job the slower one stops', async () => {
  const job = await begin();
  const effects = effectsOver(rows(5));
  const outcomes = await Promise.all([runExport(effects, job.jobId), runExport(effects, job.jobId)]);
  expect([...outcomes].sort()).toEqual(['done', 'nothing-to-do']);
  expect(await runExport(effects, job.jobId)).toBe('nothing-to-do');
});

test('a job that fails again and again is marked so, and is not tried for ever', async () => {
  const job = await begin();
  const effects = effectsOver(rows(5), {
    files: { ...files, begin: () => Promise.reject(new Error('AccessDenied')) },
  });
  const message = { messageId: 'm', body: JSON.stringify({ jobId: job.jobId }) };
  expect(await exportBatch(effects, [{ ...message, receiveCount: 1 }])).toEqual(['m']);
  expect(await exportBatch(effects, [{ ...message, receiveCount: 4 }])).toEqual([]);
  expect(await jobs.find(job.jobId)).toMatchObject({ state: 'failed' });
});

test('a message that names no job is dropped, and one of an unknown job does nothing', async () => {
  const bodies = ['{', '{}', '{"jobId":"20200101T000000000Z-none"}'];
  const messages = bodies.map((body, index) => ({ messageId: String(index), body, receiveCount: 1 }));
  expect(await exportBatch(effectsOver([]), messages)).toEqual([]);
});

test('a link opens the file for fifteen minutes', async () => {
  const job = await begin(['access_id']);
  await runExport(effectsOver(rows(3)), job.jobId);
  const signing = exportBucket(buckets.client, BUCKET);
  const { url, expires } = await linkToExport({ files: signing, clock }, job);
  expect(new URL(url).searchParams.get('X-Amz-Expires')).toBe('900');
  expect(expires).toBe('2026-11-22T12:15:00.000Z');
});

describe('the days for Athena', () => {
  const marks = () => {
    const kept = new Map<string, string>();
    return {
      kept,
      read: async (name: string) => kept.get(name),
      write: async (name: string, until: string) => void kept.set(name, until),
    };
  };

  test('each day is a file of its own, written again when something about it changed', async () => {
    const held = [...rows(2_000)];
    const kept = marks();
    const changes = { noted: async () => [] };
    const effects = { ...effectsOver(held), marks: kept, changes };
    expect(await exportDays(effects)).toEqual({ days: expect.any(Number) as number, rows: 2_000 });
    expect(idsIn(await read(fileOfDay('2026-11-22')))).toHaveLength(720);
    expect(idsIn(await read(fileOfDay('2026-11-21')))).toHaveLength(1_280);
    expect(kept.kept.get(EXPORT_MARK)).toBe('2026-11-22T12:00:00.000Z');
    const changed = {
      accessId: 'x',
      kind: 'reviewed',
      notedAt: '2026-11-22T12:00:00.000Z',
      accessTime: '2026-10-01T00:00:00Z',
    } as const;
    const old = rowOf({ id: 'old', time: '2026-10-01T00:00:00.000Z', caller: ALICE });
    const again = { ...effectsOver([...held, old]), marks: kept, changes: { noted: async () => [changed] } };
    await exportDays(again);
    expect(idsIn(await read(fileOfDay('2026-10-01')))).toEqual([old.accessId]);
  });

  test('after days without a run every day of which something was noted meanwhile is written', async () => {
    const [early, late] = ['2026-10-01', '2026-10-02'];
    const old = [late, early].map((day) => rowOf({ id: day, time: `${day}T00:00:00.000Z`, caller: ALICE }));
    const kept = marks();
    await kept.write(EXPORT_MARK, '2026-11-19T23:00:00.000Z');
    const note = async (day: string, moment: string): Promise<void> =>
      dynamoDbEvents({ table: table.table, clock: virtualClock(moment) }).note([
        {
          schemaVersion: 1,
          accessId: `111122223333.${day}`,
          name: 'reviewed#0001',
          kind: 'reviewed',
          at: moment,
          body: { accessTime: `${day}T00:00:00.000Z` },
        },
      ]);
    // Reached the index after the run that came before, and three days later.
    await note(early, '2026-11-19T22:55:00.000Z');
    await note(late, '2026-11-22T00:30:00.000Z');
    await exportDays({ ...effectsOver(old), marks: kept, changes: dynamoDbChanges(table.table) });
    expect(idsIn(await read(fileOfDay(early)))).toEqual([`111122223333.${early}`]);
    expect(idsIn(await read(fileOfDay(late)))).toEqual([`111122223333.${late}`]);
  });

  test('a run that has no time left keeps its mark, so that the next one does it all', async () => {
    const kept = marks();
    const effects = {
      ...effectsOver(rows(5), { remainingMs: () => 0 }),
      marks: kept,
      changes: { noted: async () => [] },
    };
    expect(await exportDays(effects)).toEqual({ days: 0, rows: 0 });
    expect(kept.kept.size).toBe(0);
  });
});

test('a job whose message was lost is asked for once more, and one that is being written is left alone', async () => {
  const asked: string[] = [];
  const ask = async (jobId: string) => void asked.push(jobId);
  const lost = await begin(['access_id']);
  expect(await askStalled({ jobs, ask, clock })).toBe(0);
  clock.advance(21 * 60);
  const fresh = await begin(['access_id']);
  expect(await askStalled({ jobs, ask, clock })).toBe(1);
  expect(asked).toEqual([lost.jobId]);
  await runExport(effectsOver(rows(3)), lost.jobId);
  await runExport(effectsOver(rows(3)), fresh.jobId);
  clock.advance(21 * 60);
  expect(await askStalled({ jobs, ask, clock })).toBe(0);
});
