/** Reads the query of `GET /api/accesses`; every mistake is answered with what is allowed. */
import type { ListQuestion } from '../history/access-history.ts';
import { isoAfter } from '../kernel/clock.ts';
import { fail, ok, type Result } from '../kernel/result.ts';
import { readCursor } from './cursor.ts';

const DEFAULT_WINDOW_SECONDS = 7 * 86_400;
const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 200;
/** Wider questions would have the history look through months that hold nothing. */
const MAX_WINDOW_DAYS = 800;
const KEYS = ['from', 'to', 'limit', 'cursor'] as const;

/** A day, or a moment with its zone; more than JavaScript's own parser would insist on, less than it lets pass. */
const ISO = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d))?$/;

type Read<T> = Result<T, string>;

const readMoment = (name: string, text: string | undefined, otherwise: string): Read<string> => {
  if (text === undefined) return ok(otherwise);
  const milliseconds = ISO.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(milliseconds)
    ? fail(
        `${name} must be an ISO 8601 day or moment with its zone, such as 2026-11-22 or 2026-11-22T14:00:00Z`,
      )
    : ok(new Date(milliseconds).toISOString());
};

const readLimit = (text: string | undefined): Read<number> => {
  const limit = text === undefined ? DEFAULT_LIMIT : /^\d{1,3}$/.test(text) ? Number(text) : 0;
  return limit >= 1 && limit <= MAX_LIMIT
    ? ok(limit)
    : fail(`limit must be a whole number from 1 to ${MAX_LIMIT}`);
};

type Window = Pick<ListQuestion, 'from' | 'to'>;

const readWindow = (query: URLSearchParams, now: Date): Read<Window> => {
  const to = readMoment('to', query.get('to') ?? undefined, now.toISOString());
  if (!to.ok) return to;
  const start = isoAfter(new Date(to.value), -DEFAULT_WINDOW_SECONDS);
  const from = readMoment('from', query.get('from') ?? undefined, start);
  if (!from.ok) return from;
  if (from.value >= to.value) return fail('from must be before to');
  const days = (Date.parse(to.value) - Date.parse(from.value)) / 86_400_000;
  if (days > MAX_WINDOW_DAYS) return fail(`from and to may lie at most ${MAX_WINDOW_DAYS} days apart`);
  return ok({ from: from.value, to: to.value });
};

const readPosition = (query: URLSearchParams, text: string): Read<Window & { readonly cursor: string }> => {
  const cursor = readCursor(text);
  if (cursor === undefined) return fail('cursor must be the nextCursor of an earlier answer, unchanged');
  if (query.has('from') || query.has('to'))
    return fail('a cursor brings its own window: leave out from and to');
  return ok({ from: cursor.from, to: cursor.to, cursor: cursor.position });
};

const findWrongKey = (query: URLSearchParams): string | undefined => {
  const keys = [...query.keys()];
  const unknown = keys.find((key) => !KEYS.some((allowed) => allowed === key));
  if (unknown !== undefined) return `the query may hold ${KEYS.join(', ')} and nothing else`;
  return new Set(keys).size < keys.length ? 'each of the query’s names may stand only once' : undefined;
};

/** The question to the history, or one sentence that says what is allowed. */
export const readListQuery = (query: URLSearchParams, now: Date): Read<ListQuestion> => {
  const wrongKey = findWrongKey(query);
  if (wrongKey !== undefined) return fail(wrongKey);
  const limit = readLimit(query.get('limit') ?? undefined);
  if (!limit.ok) return limit;
  const cursor = query.get('cursor');
  const window = cursor === null ? readWindow(query, now) : readPosition(query, cursor);
  return window.ok ? ok({ ...window.value, limit: limit.value }) : window;
};
