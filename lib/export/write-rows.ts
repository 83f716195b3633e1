/** Rows in one of the formats, as text. */
import type { AccessDetail } from '../history/access-history.ts';
import type { ExportFormat } from '../history/export-job.ts';
import type { Policy } from '../policy/policy.ts';
import { COLUMNS, type Column } from './columns.ts';
import { ocsfLinesOf } from './ocsf-event.ts';
import { csvHead, csvOf } from './write-csv.ts';
import { jsonLinesOf } from './write-json-lines.ts';

export interface RowWriter {
  /** Before the first row. */
  readonly head: string;
  readonly contentType: string;
  /** Of the file's name. */
  readonly extension: string;
  readonly write: (rows: readonly AccessDetail[]) => string;
}

/** OCSF has columns of its own: those that were chosen do not apply. */
export const rowWriter = (
  format: ExportFormat,
  policy: Policy,
  columns: readonly Column[] = COLUMNS,
): RowWriter => {
  switch (format) {
    case 'csv':
      return {
        head: csvHead(columns),
        contentType: 'text/csv; charset=utf-8; header=present',
        extension: 'csv',
        write: (rows) => csvOf(rows, columns, policy),
      };
    case 'jsonl':
      return {
        head: '',
        contentType: 'application/x-ndjson',
        extension: 'jsonl',
        write: (rows) => jsonLinesOf(rows, columns, policy),
      };
    case 'ocsf':
      return {
        head: '',
        contentType: 'application/x-ndjson',
        extension: 'jsonl',
        write: (rows) => ocsfLinesOf(rows, policy),
      };
  }
};
