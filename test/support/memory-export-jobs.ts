/** Exports that were asked for, in memory. */
import type { ExportJobs, StoredExport } from '../../lib/history/export-job.ts';

export const memoryExportJobs = (): ExportJobs => {
  const jobs = new Map<string, StoredExport>();
  return {
    begin: async (job) => void jobs.set(job.jobId, job),
    find: async (jobId) => jobs.get(jobId),
    list: async (limit) =>
      [...jobs.values()].sort((one, other) => (one.jobId < other.jobId ? 1 : -1)).slice(0, limit),
    save: async (job) => {
      if (jobs.get(job.jobId)?.version !== job.version - 1) return false;
      jobs.set(job.jobId, job);
      return true;
    },
    remove: async (jobId) => void jobs.delete(jobId),
  };
};
