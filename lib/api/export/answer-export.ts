/** The filtered set as a file: all of it at once, or a page of it for a program that goes on by cursor. */
import type { Column } from '../../export/columns.ts';
import { rowWriter } from '../../export/write-rows.ts';
import type { AccessDetail } from '../../history/access-history.ts';
import type { ExportFormat } from '../../history/export-job.ts';
import type { Question } from '../../history/question.ts';
import type { Policy } from '../../policy/policy.ts';
import { readRows, type ReadRowsEffects } from '../../usecases/read-rows.ts';

/** At once. An HTTP API ends an answer after 30 seconds. */
export const MOST_ROWS_AT_ONCE = 5_000;

const ROWS_OF_A_PAGE = 1_000;

/** An HTTP API takes 6 MB, and a body that is not compressed travels as it is. */
const MOST_BYTES = 5_500_000;

export interface ExportAsked {
  readonly format: ExportFormat;
  readonly columns: readonly Column[];
  readonly question: Question;
  /** A page: goes on from here. Absent: everything, or nothing when it is too much. */
  readonly page?: { readonly before?: string };
  /** Whether the answer will be compressed. */
  readonly compressed: boolean;
}

export interface ExportedFile {
  readonly body: string;
  readonly contentType: string;
  readonly fileName: string;
  readonly rows: number;
  /** Position for the next page; absent after the last row. */
  readonly next?: string;
}

interface Source extends ReadRowsEffects {
  readonly policy: Policy;
  readonly now: Date;
}

/** `undefined`: more rows, or more bytes, than one answer takes. */
export const answerExport = async (source: Source, asked: ExportAsked): Promise<ExportedFile | undefined> => {
  const most = asked.page === undefined ? MOST_ROWS_AT_ONCE : ROWS_OF_A_PAGE;
  const gathered = await gather(source, asked, most);
  if (asked.page === undefined && gathered.next !== undefined) return undefined;
  const writer = rowWriter(asked.format, source.policy, asked.columns);
  const head = asked.page?.before === undefined ? writer.head : '';
  const body = head + writer.write(gathered.rows);
  if (!asked.compressed && Buffer.byteLength(body) > MOST_BYTES) return undefined;
  return {
    body,
    contentType: writer.contentType,
    fileName: `rolecall-${source.now.toISOString().slice(0, 10)}.${writer.extension}`,
    rows: gathered.rows.length,
    ...(gathered.next === undefined ? {} : { next: gathered.next }),
  };
};

interface Gathered {
  readonly rows: readonly AccessDetail[];
  readonly next?: string;
}

/** Stops after the handful with which there are enough. */
const gather = async (source: Source, { question, page }: ExportAsked, most: number): Promise<Gathered> => {
  const rows: AccessDetail[] = [];
  for await (const handful of readRows(source, question, page?.before)) {
    rows.push(...handful.rows);
    if (handful.next === undefined) return { rows };
    if (rows.length >= most) return { rows, next: handful.next };
  }
  return { rows };
};
