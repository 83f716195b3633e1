/**
 * Writes an export to S3. It may be killed at any moment and be started twice: what lies in S3 as parts stays, the rest is
 * read again, and of two workers the slower one stops as soon as it sees that the job was changed.
 */
import { gzipSync } from 'node:zlib';
import { chooseColumns } from '../export/columns.ts';
import { type RowWriter, rowWriter } from '../export/write-rows.ts';
import {
  exportFileOf,
  type ExportFiles,
  type ExportJobs,
  type StoredExport,
  UploadGone,
} from '../history/export-job.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Logger } from '../kernel/logger.ts';
import type { Policy } from '../policy/policy.ts';
import { readRows, type ReadRowsEffects } from './read-rows.ts';

export interface RunExportEffects extends ReadRowsEffects {
  readonly jobs: ExportJobs;
  readonly files: ExportFiles;
  readonly policy: Policy;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Milliseconds until this run is ended. */
  readonly remainingMs: () => number;
}

/** `again`: there was not enough time; run it once more. */
export type ExportRan = 'done' | 'again' | 'nothing-to-do';

/** S3 takes parts from 5 MiB on. https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
const PART_BYTES = 5 * 1024 * 1024;

/** Enough to upload one part and to save the job. */
const LAST_MS = 45_000;

/** How often the page is told how far it has come. */
const PROGRESS_ROWS = 5_000;

export const runExport = async (effects: RunExportEffects, jobId: string): Promise<ExportRan> => {
  const job = await effects.jobs.find(jobId);
  if (job === undefined || job.state === 'done' || job.state === 'failed') return 'nothing-to-do';
  try {
    return await runFrom(effects, job);
  } catch (error) {
    if (!(error instanceof UploadGone)) throw error;
    // Killed between the end of the file and its note: written once more, from the beginning.
    const stored = await effects.jobs.find(jobId);
    if (stored === undefined || stored.state === 'done') return 'nothing-to-do';
    const { upload: _gone, ...anew } = stored;
    return runFrom(effects, anew);
  }
};

const runFrom = async (effects: RunExportEffects, job: StoredExport): Promise<ExportRan> => {
  const begun = await beginUpload(effects, job);
  return begun === undefined ? 'nothing-to-do' : writeOn(effects, begun);
};

/** A job whose rows have a place to go to. */
type Uploading = StoredExport & Required<Pick<StoredExport, 'upload'>>;

/** The job as somebody who has just changed it knows it; `undefined` when another worker has it. */
const save = async <Job extends StoredExport>(
  { jobs, clock }: RunExportEffects,
  job: Job,
): Promise<Job | undefined> => {
  const changed = { ...job, version: job.version + 1, savedAt: clock.now().toISOString() };
  return (await jobs.save(changed)) ? changed : undefined;
};

const beginUpload = async (effects: RunExportEffects, job: StoredExport): Promise<Uploading | undefined> => {
  const { contentType } = writerOf(effects, job);
  const upload = job.upload ?? {
    uploadId: await effects.files.begin(exportFileOf(job), contentType),
    parts: [],
    bytes: 0,
    rows: 0,
  };
  return save(effects, { ...job, state: 'running', rows: upload.rows, upload });
};

const writerOf = ({ policy }: RunExportEffects, { format, columns }: StoredExport): RowWriter =>
  rowWriter(format, policy, chooseColumns(columns).columns);

interface Gathered {
  readonly pieces: Buffer[];
  bytes: number;
  rows: number;
}

const writeOn = async (effects: RunExportEffects, begun: Uploading): Promise<ExportRan> => {
  const writer = writerOf(effects, begun);
  let job = begun;
  let gathered = gather(job, writer);
  let shown = job.rows;
  for await (const { rows, next } of readRows(effects, job.question, job.upload.before)) {
    if (rows.length > 0) add(gathered, writer.write(rows), rows.length);
    const rowsSoFar = job.upload.rows + gathered.rows;
    if (next === undefined) break;
    if (gathered.bytes >= PART_BYTES) {
      const saved = await save(effects, await addPart(effects, job, { gathered, before: next }));
      if (saved === undefined) return 'nothing-to-do';
      job = saved;
      gathered = { pieces: [], bytes: 0, rows: 0 };
      shown = job.rows;
    } else if (rowsSoFar - shown >= PROGRESS_ROWS) {
      const saved = await save(effects, { ...job, rows: rowsSoFar, lookedBackTo: momentOf(next) });
      if (saved === undefined) return 'nothing-to-do';
      job = saved;
      shown = rowsSoFar;
    }
    if (effects.remainingMs() < LAST_MS) return 'again';
  }
  return finish(effects, job, gathered);
};

/** The head stands before the first row only. */
const gather = ({ upload }: Uploading, { head }: RowWriter): Gathered => {
  const gathered: Gathered = { pieces: [], bytes: 0, rows: 0 };
  if (upload.parts.length === 0) add(gathered, head, 0);
  return gathered;
};

/** Each piece is a whole gzip member: one after the other they are a gzip file. RFC 1952, section 2.2. */
const add = (gathered: Gathered, text: string, rows: number): void => {
  const piece = gzipSync(text);
  gathered.pieces.push(piece);
  gathered.bytes += piece.length;
  gathered.rows += rows;
};

const momentOf = (position: string): string => position.split('#')[0] ?? position;

interface Part {
  readonly gathered: Gathered;
  /** Absent with the last one. */
  readonly before?: string;
}

const addPart = async (
  { files }: RunExportEffects,
  job: Uploading,
  { gathered, before }: Part,
): Promise<Uploading> => {
  const { upload } = job;
  const number = upload.parts.length + 1;
  const etag = await files.addPart(
    exportFileOf(job),
    upload.uploadId,
    number,
    Buffer.concat(gathered.pieces),
  );
  const rows = upload.rows + gathered.rows;
  return {
    ...job,
    rows,
    ...(before === undefined ? {} : { lookedBackTo: momentOf(before) }),
    upload: {
      ...upload,
      parts: [...upload.parts, etag],
      bytes: upload.bytes + gathered.bytes,
      rows,
      ...(before === undefined ? {} : { before }),
    },
  };
};

const finish = async (effects: RunExportEffects, job: Uploading, gathered: Gathered): Promise<ExportRan> => {
  const whole = await addPart(effects, job, { gathered });
  const { uploadId, parts, bytes, rows } = whole.upload;
  await effects.files.finish(exportFileOf(job), uploadId, parts);
  const { upload: _over, ...rest } = whole;
  const done = await save(effects, {
    ...rest,
    state: 'done',
    rows,
    bytes,
    endedAt: effects.clock.now().toISOString(),
  });
  effects.logger.info('export-done', { jobId: job.jobId, rows, bytes, saved: done !== undefined });
  return 'done';
};
