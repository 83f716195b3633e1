/** Messages of the export queue: one job each. A job that fails again and again is marked so, instead of being tried for ever. */
import type { ExportJobs, StoredExport } from '../history/export-job.ts';
import { parseJson, textAt } from '../kernel/json.ts';
import { type RunExportEffects, runExport } from './run-export.ts';

export interface ExportMessage {
  readonly messageId: string;
  readonly body: string;
  /** From 1. */
  readonly receiveCount: number;
}

export interface ExportBatchEffects extends RunExportEffects {
  /** Asks for the job once more. */
  readonly ask: (jobId: string) => Promise<void>;
}

const MOST_TRIES = 4;

/** Answers the ids of the messages that must come back. */
export const exportBatch = async (
  effects: ExportBatchEffects,
  messages: readonly ExportMessage[],
): Promise<readonly string[]> => {
  const failed: string[] = [];
  for (const message of messages) {
    const jobId = textAt(parseJson(message.body), 'jobId');
    if (jobId === undefined) {
      effects.logger.error('export-unreadable', { bytes: message.body.length });
      continue;
    }
    try {
      if ((await runExport(effects, jobId)) === 'again') await effects.ask(jobId);
    } catch (cause) {
      effects.logger.error('export-failed', { jobId, receiveCount: message.receiveCount }, cause);
      if (message.receiveCount < MOST_TRIES) failed.push(message.messageId);
      else await giveUp(effects, jobId);
    }
  }
  return failed;
};

const giveUp = async (
  { jobs, clock }: { readonly jobs: ExportJobs; readonly clock: RunExportEffects['clock'] },
  jobId: string,
): Promise<void> => {
  const job = await jobs.find(jobId);
  if (job === undefined || job.state === 'done') return;
  const { upload: _left, ...rest } = job;
  const ended: StoredExport = {
    ...rest,
    version: job.version + 1,
    state: 'failed',
    endedAt: clock.now().toISOString(),
  };
  await jobs.save(ended);
};
