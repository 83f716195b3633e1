/** Exports that were asked for: one item each, in one partition, sorted by when. */
import type { ExportJobs, StoredExport } from '../history/export-job.ts';
import type { Item, Table } from './table.ts';
import { EXPORTS, exportKey } from './table-keys.ts';

/** Our own writing, so it is trusted. */
const readJob = (item: Item): StoredExport => item['job'] as StoredExport;

export const dynamoDbExportJobs = (table: Table): ExportJobs => ({
  begin: async (job) => {
    await table.put({ ...exportKey(job.jobId), job }, { expression: 'attribute_not_exists(pk)' });
  },

  find: async (jobId) => {
    // A query: whoever shows the history may do nothing else.
    const { pk, sk } = exportKey(jobId);
    const { items } = await table.query({
      condition: 'pk = :pk AND sk = :sk',
      values: { ':pk': pk, ':sk': sk },
    });
    return items[0] && readJob(items[0]);
  },

  list: async (limit) => {
    const { items } = await table.query({
      condition: 'pk = :pk',
      values: { ':pk': EXPORTS },
      newestFirst: true,
      limit,
    });
    return items.map(readJob);
  },

  save: async (job) => {
    const written = await table.put(
      { ...exportKey(job.jobId), job },
      {
        expression: '#job.#version = :before',
        names: { '#job': 'job', '#version': 'version' },
        values: { ':before': job.version - 1 },
      },
    );
    return written.kind === 'written';
  },

  remove: (jobId) => table.remove(exportKey(jobId)),
});
