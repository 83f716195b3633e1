/** `rolecall export`: the filtered set as a file, however large: page by page, so that no job is needed. */
import type { ExportFormat } from '../lib/api/contract.ts';
import { type AskApi, checked } from './api-answer.ts';
import { FILTER_HELP } from './filter-options.ts';

export const EXPORT_HELP = `rolecall export

  Everything the list shows with these filters, to standard output: rolecall export --format csv > accesses.csv

${FILTER_HELP}    --format WORD   csv (unless given), jsonl or ocsf
    --columns A,B   these columns in this order; docs/export.md names them
    --url URL       the address of a deployed page
`;

export const FORMATS = ['csv', 'jsonl', 'ocsf'] as const satisfies readonly ExportFormat[];

export interface ExportCommand {
  readonly ask: AskApi;
  readonly query: URLSearchParams;
  readonly format: ExportFormat;
  readonly columns?: string;
  readonly write: (text: string) => void | Promise<void>;
  readonly writeError: (text: string) => void;
  /** Shows a line that changes; absent where the error output is no terminal. */
  readonly progress?: (text: string) => void;
}

/** Answers the exit code. A page that fails ends it with an error: half a file must not look like a whole one. */
export const exportAccesses = async (command: ExportCommand): Promise<number> => {
  const { ask, query, format, columns, write, writeError, progress } = command;
  let cursor: string | undefined;
  let rows = 0;
  do {
    const asked = new URLSearchParams(query);
    // A page brings its own window.
    if (cursor !== undefined) for (const name of ['from', 'to']) asked.delete(name);
    asked.set('format', format);
    asked.set('page', cursor ?? 'first');
    if (columns !== undefined) asked.set('columns', columns);
    const answer = await checked(await ask(`/api/export?${asked.toString()}`));
    await write(await answer.text());
    rows += Number(answer.headers.get('x-rolecall-rows') ?? '0');
    cursor = answer.headers.get('x-rolecall-next') ?? undefined;
    progress?.(`${String(rows)} rows`);
  } while (cursor !== undefined);
  progress?.('');
  if (rows === 0) writeError('Nothing in this window with these filters.\n');
  return 0;
};
