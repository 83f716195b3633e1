/** Reads the query of `GET /api/accesses`. */
import type { PageQuestion } from '../history/question.ts';
import { ok, type Result } from '../kernel/result.ts';
import type { Refusal } from './api-error.ts';
import { type Cursor, readCursor } from './cursor.ts';
import { type ReadingQuestion, readQuestion } from './read-question.ts';
import { refusal } from './refuse.ts';

const DEFAULT_LIMIT = 50;
/** `<time>#<access id>` */
const POSITION = /^\d{4}-\d\d-\d\dT[\d:.]{8,13}Z#[\w.:-]{1,200}$/;
export const MOST_ROWS = 200;

const bad = (message: string) => refusal('bad-query', `${message}.`);

/** `undefined` when it is not allowed. */
export const readLimit = (text: string | null, most: number, otherwise: number): number | undefined => {
  const limit = text === null ? otherwise : /^\d{1,3}$/.test(text) ? Number(text) : 0;
  return limit >= 1 && limit <= most ? limit : undefined;
};

const withWindow = (query: URLSearchParams, { from, to }: Cursor): URLSearchParams => {
  const whole = new URLSearchParams(query);
  whole.set('from', from);
  whole.set('to', to);
  return whole;
};

const readPosition = (query: URLSearchParams): Result<Cursor | undefined, Refusal> => {
  const text = query.get('cursor');
  if (text === null) return ok(undefined);
  const cursor = readCursor(text);
  if (cursor === undefined || !POSITION.test(cursor.position))
    return bad('cursor must be the nextCursor of an earlier answer, unchanged');
  if (query.has('from') || query.has('to'))
    return bad('a cursor brings its own window: leave out from and to');
  return ok(cursor);
};

/** The question to the index, or what is allowed. */
export const readListQuery = (
  query: URLSearchParams,
  reading: Omit<ReadingQuestion, 'also'>,
): Result<PageQuestion, Refusal> => {
  const limit = readLimit(query.get('limit'), MOST_ROWS, DEFAULT_LIMIT);
  if (limit === undefined) return bad(`limit must be a whole number from 1 to ${MOST_ROWS}`);
  const cursor = readPosition(query);
  if (!cursor.ok) return cursor;
  const whole = cursor.value === undefined ? query : withWindow(query, cursor.value);
  const question = readQuestion(whole, { ...reading, also: ['limit', 'cursor'] });
  if (!question.ok) return question;
  return ok({
    ...question.value,
    limit,
    ...(cursor.value === undefined ? {} : { before: cursor.value.position }),
  });
};
