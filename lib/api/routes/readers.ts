/** Who the reader is, and who looked at what. */
import { parseIso } from '../../kernel/clock.ts';
import { ok, type Result } from '../../kernel/result.ts';
import type { Refusal } from '../api-error.ts';
import type { Answered, ApiRoute, Asked } from '../api-route.ts';
import type { ApiDependencies } from '../api-dependencies.ts';
import type { MeAnswer, ReadsAnswer } from '../contract.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { refusal } from '../refuse.ts';
import { sayScope } from '../say-scope.ts';
import { showText } from '../show-text.ts';
import { sayReaderRole, sayReadKind } from '../words.ts';

const me = async ({ reader }: Asked, { policy }: ApiDependencies): Promise<Answered> => {
  const json: MeAnswer = {
    name: showText(reader.name),
    role: sayReaderRole(reader.role),
    scope: sayScope(reader, policy),
    seesEverything: reader.scope === undefined,
  };
  return Promise.resolve(ok({ json }));
};

const DAY = /^\d{4}-\d\d-\d\d$/;
const MOST_READS = 500;

/** Not the 30th of February either, which `Date` takes for a day in March. */
const isDay = (text: string): boolean =>
  DAY.test(text) && parseIso(text)?.toISOString().startsWith(text) === true;

/** Names of looks begin with this. A cursor of another day, or of another list, leads nowhere. */
const POSITION = /^read#(?<day>\d{4}-\d\d-\d\d)T\d\d:\d\d#[0-9a-f]{32}$/;

const readBefore = (cursor: string | null, day: string): Result<string | undefined, Refusal> => {
  if (cursor === null) return ok(undefined);
  const position = readCursor(cursor)?.position ?? '';
  return POSITION.exec(position)?.groups?.['day'] === day
    ? ok(position)
    : refusal('bad-query', 'cursor must be the `nextCursor` of an earlier answer about the same day.');
};

const reads = async ({ query, now }: Asked, { reads: kept }: ApiDependencies): Promise<Answered> => {
  const day = query.get('day') ?? now.toISOString().slice(0, 10);
  if (!isDay(day)) return refusal('bad-query', 'day must be a day of the calendar, such as 2026-11-22.');
  const before = readBefore(query.get('cursor'), day);
  if (!before.ok) return before;
  const { reads: found, next } = await kept.ofDay(day, MOST_READS, before.value);
  const json: ReadsAnswer = {
    day,
    cut: next !== undefined,
    ...(next === undefined ? {} : { nextCursor: writeCursor({ from: day, to: day, position: next }) }),
    reads: found.map(({ at, by, kind, what, rows }) => ({
      at,
      by: showText(by.name),
      kind: sayReadKind(kind),
      what: showText(what),
      ...(rows === undefined ? {} : { rows }),
    })),
  };
  // Every further page is a look of its own, as in a list.
  const page = before.value === undefined ? '' : `; before ${before.value.split('#')[1] ?? ''}`;
  return ok({ json, look: { kind: 'reads', what: `${day}${page}`, rows: found.length } });
};

export const readerRoutes: readonly ApiRoute[] = [
  {
    method: 'GET',
    path: '/api/me',
    role: 'viewer',
    words: 'Tells who is signed in, and what he may see.',
    answer: 'MeAnswer',
    handle: me,
  },
  {
    method: 'GET',
    path: '/api/reads',
    role: 'viewer',
    everything: true,
    words: 'Tells who looked at what on one day, 500 looks at a time, newest first.',
    answer: 'ReadsAnswer',
    query: [
      { name: 'day', words: 'A day in UTC; today unless given' },
      { name: 'cursor', words: '`nextCursor` of an earlier answer about the same day' },
    ],
    handle: reads,
  },
];
