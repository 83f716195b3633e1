/** `rolecall history`: the list of the page on a terminal. */
import type { AccessListAnswer, AccessSummary } from '../lib/api/contract.ts';
import { type AskApi, askJson } from './api-answer.ts';
import { escapeTerminal, jsonForTerminal } from './escape-terminal.ts';
import { FILTER_HELP } from './filter-options.ts';

export const HISTORY_HELP = `rolecall history

  Who became a production role, newest first: on the laptop that runs here, or with --url at a deployed page.

${FILTER_HELP}    --limit N       at most so many rows (50); 0: all of them
    --json          one line of JSON for each
    --csv           every column, as rolecall export writes it
    --url URL       the address of a deployed page; you sign in there with your browser
`;

export interface HistoryRequest {
  readonly ask: AskApi;
  readonly query: URLSearchParams;
  /** 0: all. */
  readonly limit: number;
  readonly json: boolean;
  readonly write: (text: string) => void | Promise<void>;
  readonly writeError: (text: string) => void;
}

const PAGE = 200;

/** Answers the exit code. */
export const history = async (request: HistoryRequest): Promise<number> => {
  const { limit, json, write, writeError } = request;
  let shown = 0;
  for await (const { accesses, nextCursor } of pages(request)) {
    const some = limit === 0 ? accesses : accesses.slice(0, limit - shown);
    await write(some.map((one) => (json ? `${jsonForTerminal(one)}\n` : rowLine(one))).join(''));
    shown += some.length;
    const isCut = nextCursor !== undefined || some.length < accesses.length;
    if (limit === 0 || shown < limit) continue;
    if (isCut) writeError(`The list goes on: --limit ${String(limit * 2)}, or --limit 0 for all of it.\n`);
    break;
  }
  if (shown === 0) writeError('Nothing in this window with these filters.\n');
  return 0;
};

async function* pages({ ask, query, limit }: HistoryRequest): AsyncGenerator<AccessListAnswer> {
  let next: URLSearchParams | undefined = new URLSearchParams(query);
  next.set('limit', String(limit === 0 ? PAGE : Math.min(PAGE, limit)));
  while (next !== undefined) {
    const answer: AccessListAnswer = await askJson(ask, `/api/accesses?${next.toString()}`);
    yield answer;
    next = cursorQuery(next, answer.nextCursor);
  }
}

/** The same filters; a cursor brings its own window. */
const cursorQuery = (last: URLSearchParams, cursor: string | undefined): URLSearchParams | undefined => {
  if (cursor === undefined) return undefined;
  const next = new URLSearchParams(last);
  next.delete('from');
  next.delete('to');
  next.set('cursor', cursor);
  return next;
};

/** The sure ones are unmarked: what needs a second look stands out. */
const MARKS: Readonly<Record<string, string>> = { asserted: ' ', resolved: ' ', claimed: '?', unknown: '!' };

const column = (text: string, width: number): string => {
  const plain = escapeTerminal(text);
  return plain.length > width ? `${plain.slice(0, width - 1)}…` : plain.padEnd(width);
};

const rowLine = (access: AccessSummary): string =>
  `${[
    escapeTerminal(access.time).slice(0, 16).replace('T', ' '),
    `${MARKS[access.who.certainty.code] ?? ' '}${column(access.who.name, 32)}`,
    column(access.role, 28),
    column(access.account.name, 20),
    column(access.origin, 16),
    column(access.review.state.words, 14),
    column(access.observations.map(({ words }) => words).join(', '), 30).trimEnd(),
  ]
    .join('  ')
    .trimEnd()}\n   ${escapeTerminal(access.accessId)}\n`;
