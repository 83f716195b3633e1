/** Begins an export that is too large to be downloaded at once, and gives links to those that are done. */
import { exportFileOf, type ExportFiles, type ExportJobs, type StoredExport } from '../history/export-job.ts';
import type { Clock } from '../kernel/clock.ts';
import { isoAfter } from '../kernel/clock.ts';

export interface BeginExportEffects {
  readonly jobs: ExportJobs;
  /** Asks for the job to be run. */
  readonly ask: (jobId: string) => Promise<void>;
  readonly clock: Clock;
}

export type ExportWish = Pick<StoredExport, 'by' | 'format' | 'columns' | 'question' | 'what'>;

/** The job before the message: a message without a job does nothing, a job without a message shows that it waits. */
export const beginExport = async (
  { jobs, ask, clock }: BeginExportEffects,
  wish: ExportWish,
): Promise<StoredExport> => {
  const madeAt = clock.now().toISOString();
  const job: StoredExport = {
    schemaVersion: 1,
    jobId: `${madeAt.replaceAll(/[-:.]/g, '')}-${clock.newId().slice(0, 8)}`,
    version: 1,
    ...wish,
    madeAt,
    state: 'waiting',
    rows: 0,
  };
  await jobs.begin(job);
  await ask(job.jobId);
  return job;
};

export const LINK_SECONDS = 15 * 60;

export interface ExportLink {
  readonly url: string;
  /** ISO 8601. */
  readonly expires: string;
}

/** Ask only for a job that is done, and by whoever began it. */
export const linkToExport = async (
  { files, clock }: { readonly files: Pick<ExportFiles, 'link'>; readonly clock: Clock },
  job: StoredExport,
): Promise<ExportLink> => {
  const file = exportFileOf(job);
  const name = `rolecall-${job.madeAt.slice(0, 10)}${file.slice(file.indexOf('.'))}`;
  return {
    url: await files.link(file, name, LINK_SECONDS),
    expires: isoAfter(clock.now(), LINK_SECONDS),
  };
};
