/** Who the reader is, and who looked at what. */
import { ok } from '../../kernel/result.ts';
import type { Answered, ApiRoute, Asked } from '../api-route.ts';
import type { ApiDependencies } from '../api-dependencies.ts';
import type { MeAnswer, ReadsAnswer } from '../contract.ts';
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

const isDay = (text: string): boolean => DAY.test(text) && !Number.isNaN(Date.parse(text));

const reads = async ({ query, now }: Asked, { reads: kept }: ApiDependencies): Promise<Answered> => {
  const day = query.get('day') ?? now.toISOString().slice(0, 10);
  if (!isDay(day)) return refusal('bad-query', 'day must be a day such as 2026-11-22.');
  const found = await kept.ofDay(day, MOST_READS);
  const json: ReadsAnswer = {
    day,
    reads: found.map(({ at, by, kind, what, rows }) => ({
      at,
      by: showText(by.name),
      kind: sayReadKind(kind),
      what: showText(what),
      ...(rows === undefined ? {} : { rows }),
    })),
  };
  return ok({ json, look: { kind: 'reads', what: day, rows: found.length } });
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
    words: 'Tells who looked at what on one day, the last 500 looks.',
    answer: 'ReadsAnswer',
    query: [{ name: 'day', words: 'A day in UTC; today unless given' }],
    handle: reads,
  },
];
