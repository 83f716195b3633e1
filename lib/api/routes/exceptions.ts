/** Planned mutes: which there are, one more, and one that ends early. */
import * as z from 'zod/mini';
import { MOST_READ_FOR_PAGE, type Scope } from '../../history/question.ts';
import { inSlices } from '../../kernel/in-slices.ts';
import { compact } from '../../kernel/json.ts';
import { ok } from '../../kernel/result.ts';
import type { AccessException } from '../../policy/exception.ts';
import { endException } from '../../usecases/end-exception.ts';
import { makeException } from '../../usecases/make-exception.ts';
import type { ApiDependencies } from '../api-dependencies.ts';
import type { Answered, ApiRoute, Asked } from '../api-route.ts';
import type { ExceptionsAnswer, ShownCount, ShownException } from '../contract.ts';
import { findToChange, isExceptionInScope } from '../in-scope.ts';
import { projectException } from '../project-exception.ts';
import { decodeBody } from '../read-body.ts';
import { refusal } from '../refuse.ts';
import { ACCESS_ID, unknownAccess } from './accesses.ts';

const LIMITS: readonly string[] = [
  'An exception names one principal, or a source identity that a trust policy pins, and never a session name alone.',
  'A role names no person: of a role that was announced, each session that is not known yet rings once, and says so.',
  'It mutes messages only: nobody is told, and the access is recorded, listed and counted as expected.',
  'It never mutes a refused attempt, another door, or a record that could not be read.',
  'It never mutes an access about which something is new or wrong: a first time, a new network, repeated refusals.',
  'It ends by itself, after 90 days at the latest.',
];

/** Those that hold or ended lately are counted; what an old one announced is found by its filter. */
const MOST_COUNTED = 20;
const AT_A_TIME = 4;

const NOT_COUNTED: ShownCount = { count: 0, atLeast: true };

const countUsed = async (
  { exceptionId, accountId, from, until }: AccessException,
  { cards, clock }: Pick<ApiDependencies, 'cards' | 'clock'>,
  scope: Scope | undefined,
): Promise<ShownCount> => {
  const now = clock.now().toISOString();
  const to = until < now ? until : now;
  if (from >= to) return { count: 0, atLeast: false };
  const filters = { exception: [exceptionId], account: [accountId] };
  const found = await cards.read(
    { from, to, filters, ...(scope === undefined ? {} : { scope }) },
    MOST_READ_FOR_PAGE,
  );
  return { count: found.cards.length, atLeast: found.next !== undefined };
};

const list = async ({ now, reader: { scope } }: Asked, dependencies: ApiDependencies): Promise<Answered> => {
  const { exceptions, policy } = dependencies;
  const seen = (await exceptions.list()).filter((one) => isExceptionInScope(one, scope));
  const counts = await inSlices(seen.slice(0, MOST_COUNTED), AT_A_TIME, (one) =>
    countUsed(one, dependencies, scope),
  );
  const shown: readonly ShownException[] = seen.map((one, index) =>
    projectException(one, { policy, now, scope }, counts[index] ?? NOT_COUNTED),
  );
  const json: ExceptionsAnswer = { exceptions: shown, limits: LIMITS };
  return ok({ json, look: { kind: 'listed', what: 'exceptions', rows: shown.length } });
};

const wish = z.strictObject({
  accessId: z.string(),
  subject: z.enum(['principal', 'source-identity']),
  everyRole: z.optional(z.boolean()),
  reason: z.string(),
  ticket: z.optional(z.string()),
  until: z.string(),
});

const make = async ({ body, now, reader }: Asked, dependencies: ApiDependencies): Promise<Answered> => {
  const decoded = decodeBody(wish, body);
  if (!decoded.ok) return decoded;
  const { accessId, ...request } = decoded.value;
  if (!ACCESS_ID.test(accessId)) return unknownAccess();
  const { scope, subject, name } = reader;
  const kept = await findToChange(dependencies, accessId, scope);
  if (kept === undefined) return unknownAccess();
  const { accountId, route } = kept.row;
  // Somebody who sees single roles of an account must not mute what he could not see.
  if (scope !== undefined && !scope.accounts.includes(accountId) && !scope.parties.includes(route.owner))
    return refusal(
      'not-allowed',
      'You see single accesses of this account only: its owner makes exceptions.',
    );
  if (scope !== undefined && request.everyRole === true && !scope.accounts.includes(accountId))
    return refusal(
      'not-allowed',
      'You do not see every role of this account: name the one that was entered.',
    );
  const made = await makeException(dependencies, {
    row: kept.row,
    request: compact(request),
    by: compact({ subject, name, parties: scope?.parties }),
  });
  if (!made.ok) return refusal('bad-request', made.error);
  const json = projectException(
    made.value,
    { policy: dependencies.policy, now, scope },
    { count: 0, atLeast: false },
  );
  return ok({ json });
};

const unknownException = (): Answered => refusal('unknown-exception', 'There is no exception with this id.');

const end = async ({ param, now, reader }: Asked, dependencies: ApiDependencies): Promise<Answered> => {
  const exceptionId = param('exceptionId');
  const { scope, subject, name } = reader;
  const exception = (await dependencies.exceptions.list()).find((one) => one.exceptionId === exceptionId);
  if (exception === undefined || !isExceptionInScope(exception, scope)) return unknownException();
  const ended = await endException(dependencies, {
    exception,
    by: compact({ subject, name, parties: scope?.parties }),
  });
  if (ended === undefined) return unknownException();
  const used = await countUsed(ended, dependencies, scope);
  return ok({ json: projectException(ended, { policy: dependencies.policy, now, scope }, used) });
};

export const exceptionRoutes: readonly ApiRoute[] = [
  {
    method: 'GET',
    path: '/api/exceptions',
    role: 'viewer',
    words: 'Lists the exceptions that were made, newest first.',
    answer: 'ExceptionsAnswer',
    handle: list,
  },
  {
    method: 'POST',
    path: '/api/exceptions',
    role: 'responder',
    words: 'Makes an exception: accesses like one are expected from now on, until then.',
    answer: 'ShownException',
    body: 'ExceptionRequestBody',
    handle: make,
  },
  {
    method: 'POST',
    path: '/api/exceptions/:exceptionId/end',
    role: 'responder',
    words: 'Ends an exception before its time.',
    answer: 'ShownException',
    handle: end,
  },
];
