/** The list, what it holds in numbers, what can be searched, and one access. */
import { answerCounts } from '../../usecases/answer-counts.ts';
import { whyNoException } from '../../usecases/why-no-exception.ts';
import { fail, ok } from '../../kernel/result.ts';
import type { Answered, ApiRoute, Asked, QueryParameter } from '../api-route.ts';
import type { ApiDependencies } from '../api-dependencies.ts';
import { isAtLeast } from '../check-reader.ts';
import type { AccessDetailAnswer, AccessListAnswer, CountsAnswer, ValuesAnswer } from '../contract.ts';
import { countRelated } from '../count-related.ts';
import { describeArchived } from '../describe-archived.ts';
import { findInScope, mayKnowArchived } from '../in-scope.ts';
import { listAccesses } from '../list-accesses.ts';
import { projectDetail } from '../project-detail.ts';
import { FILTER_FIELDS, checkNames, readQuestion, readWindow } from '../read-question.ts';
import { readListQuery } from '../read-list-query.ts';
import { refuseContains } from '../ask-athena.ts';
import { refusal } from '../refuse.ts';
import { sayNotedQuestion } from '../say-question.ts';
import { sayValue } from '../say-value.ts';
import { wordCounts } from '../word-counts.ts';
import { FIELD_WORDS } from '../words.ts';

/**
 * Recipient account and event id, or `unreadable.` and a hash; nothing longer was ever given out. Whatever has no dot is
 * something else that has events, such as the looks of a day (`reads-2026-11-22`), and is never read by this way.
 */
export const ACCESS_ID = /^\w{1,40}\.[\w.:-]{1,160}$/;

const UNKNOWN = 'The history holds no access with this id.';

export const unknownAccess = (): Answered => refusal('unknown-access', UNKNOWN);

export const WINDOW: readonly QueryParameter[] = [
  { name: 'from', words: 'ISO 8601 day or moment, inclusive; 7 days before `to` unless given' },
  { name: 'to', words: 'ISO 8601 day or moment, exclusive; now unless given; at most 400 days after `from`' },
];

export const FILTERS: readonly QueryParameter[] = FILTER_FIELDS.map((name) => ({
  name,
  words:
    name === 'state'
      ? 'Where the review stands; `open` stands for what needs somebody'
      : `${FIELD_WORDS[name]}; exact, one of the values`,
  repeated: true,
}));

/** Where a page goes on: a position is `<time>#<access id>`. */
export const sayPage = (before: string | undefined): string =>
  before === undefined ? '' : `; older than ${before.split('#')[0] ?? ''}`;

const list = async ({ query, now, reader }: Asked, dependencies: ApiDependencies): Promise<Answered> => {
  const question = readListQuery(query, { now, scope: reader.scope });
  if (!question.ok) return question;
  const said = sayNotedQuestion(question.value);
  if (!said.ok) return said;
  const { cards, pages, policy } = dependencies;
  const json: AccessListAnswer = await listAccesses({ cards, pages, policy, now }, question.value);
  // Every further page is a look of its own: the first must not stand for all that was read after it.
  const what = `${said.value}${sayPage(question.value.before)}`;
  return ok({ json, look: { kind: 'listed', what, rows: json.accesses.length } });
};

const counts = async (
  { query, now, reader }: Asked,
  { cards, counters, clock, policy }: ApiDependencies,
): Promise<Answered> => {
  const question = readQuestion(query, { now, scope: reader.scope });
  if (!question.ok) return question;
  const said = sayNotedQuestion(question.value);
  if (!said.ok) return said;
  const counted = await answerCounts({ cards, counters, clock, policy }, question.value);
  const json: CountsAnswer = wordCounts(counted, question.value, policy);
  // Facets name people: numbers are a look, too. Named apart, as the list of the same question tells how many rows left.
  return ok({ json, look: { kind: 'listed', what: `numbers only; ${said.value}` } });
};

const SHORTEST_PREFIX = 2;
const LONGEST_PREFIX = 100;

const values = async (
  { query, now, reader }: Asked,
  { cards, policy }: ApiDependencies,
): Promise<Answered> => {
  const prefix = (query.get('prefix') ?? '').trim();
  const rest = new URLSearchParams(query);
  rest.delete('prefix');
  const names = checkNames(rest, []);
  if (!names.ok) return names;
  const window = readWindow(query, now);
  if (!window.ok) return window;
  if (/[*%]/.test(prefix)) return refuseContains('session', prefix);
  if (prefix.length < SHORTEST_PREFIX || prefix.length > LONGEST_PREFIX) {
    return refusal('bad-query', `prefix must have ${SHORTEST_PREFIX} to ${LONGEST_PREFIX} characters.`);
  }
  const { scope } = reader;
  const found = await cards.values(prefix, { ...window.value, ...(scope === undefined ? {} : { scope }) });
  const json: ValuesAnswer = {
    values: found.map(({ field, value, lastSeen }) => ({
      field,
      value,
      kind: FIELD_WORDS[field].toLowerCase(),
      words: sayValue(field, value, policy),
      lastSeen,
    })),
  };
  return ok({ json, look: { kind: 'searched', what: prefix, rows: found.length } });
};

const one = async ({ param, now, reader }: Asked, dependencies: ApiDependencies): Promise<Answered> => {
  const accessId = param('accessId');
  if (!ACCESS_ID.test(accessId)) return unknownAccess();
  const { scope } = reader;
  const kept = await findInScope(dependencies, accessId, scope);
  if (kept === undefined) {
    if (!mayKnowArchived(accessId, scope)) return unknownAccess();
    const archived = describeArchived(await dependencies.events.ofAccess(accessId));
    return archived === undefined
      ? unknownAccess()
      : fail({
          code: 'archived-access',
          message: archived,
          look: { kind: 'opened', what: accessId, rows: 0 },
        });
  }
  const { cards, policy } = dependencies;
  const noException = whyNoException(kept.row);
  const may = {
    review: isAtLeast(reader, 'reviewer'),
    sendAgain: isAtLeast(reader, 'responder'),
    makeException: isAtLeast(reader, 'responder') && noException === undefined,
  };
  const json: AccessDetailAnswer = projectDetail(
    kept,
    { policy, now },
    {
      related: await countRelated(kept.row, { cards, now, scope }),
      allowed: { may, ...(noException === undefined ? {} : { noException }) },
    },
  );
  return ok({ json, look: { kind: 'opened', what: accessId, rows: 1 } });
};

export const accessRoutes: readonly ApiRoute[] = [
  {
    method: 'GET',
    path: '/api/accesses',
    role: 'viewer',
    words: 'Lists accesses, newest first.',
    answer: 'AccessListAnswer',
    query: [
      ...WINDOW,
      { name: 'limit', words: 'Rows, 1 to 200; 50 unless given' },
      {
        name: 'cursor',
        words: '`nextCursor` of an earlier answer, with the same filters and without a window',
      },
      ...FILTERS,
    ],
    handle: list,
  },
  {
    method: 'GET',
    path: '/api/counts',
    role: 'viewer',
    words: 'Counts what the list would hold: tabs, facets and a chart.',
    answer: 'CountsAnswer',
    query: [...WINDOW, ...FILTERS],
    handle: counts,
  },
  {
    method: 'GET',
    path: '/api/values',
    role: 'viewer',
    words: 'Finds people, sessions, roles, accounts, addresses and tickets by how they begin.',
    answer: 'ValuesAnswer',
    query: [
      { name: 'prefix', words: 'At least 2 characters, without regard to case', required: true },
      ...WINDOW,
    ],
    handle: values,
  },
  {
    method: 'GET',
    path: '/api/accesses/:accessId',
    role: 'viewer',
    words: 'Tells everything that is kept about one access.',
    answer: 'AccessDetailAnswer',
    handle: one,
  },
];
