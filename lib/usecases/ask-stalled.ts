/** Jobs that stand still: their message was lost, or went to the dead letters before its cause was mended. */
import type { ExportJobs, StoredExport } from '../history/export-job.ts';
import { type Clock, isoAfter } from '../kernel/clock.ts';

interface Effects {
  readonly jobs: Pick<ExportJobs, 'list'>;
  readonly ask: (jobId: string) => Promise<void>;
  readonly clock: Clock;
}

/** A worker says how far it has come every few seconds, and ends after fifteen minutes. */
const STILL_SECONDS = 20 * 60;

/** A job that nobody has written for so long is not wanted any more. */
const WANTED_SECONDS = 24 * 3600;

const MOST_LISTED = 200;

/** Answers how many were asked for once more. Two workers on one job find each other by its version. */
export const askStalled = async ({ jobs, ask, clock }: Effects): Promise<number> => {
  const now = clock.now();
  const [still, wanted] = [isoAfter(now, -STILL_SECONDS), isoAfter(now, -WANTED_SECONDS)];
  const isStalled = ({ state, madeAt, savedAt = madeAt }: StoredExport): boolean =>
    (state === 'waiting' || state === 'running') && savedAt < still && madeAt > wanted;
  const stalled = (await jobs.list(MOST_LISTED)).filter(isStalled);
  for (const { jobId } of stalled) await ask(jobId);
  return stalled.length;
};
