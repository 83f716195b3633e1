/**
 * How every route is answered: who asks is known, may ask, and has his look noted before anything leaves. A look that
 * cannot be noted is not answered: what nobody can be asked about afterwards must not be read.
 */
import type { Context } from 'hono';
import { oneLine } from '../kernel/one-line.ts';
import type { ApiDependencies } from './api-dependencies.ts';
import type { Answer, ApiRoute, Look } from './api-route.ts';
import { refusalOf, refusalOfNobody } from './check-reader.ts';
import { readBody } from './read-body.ts';
import type { Reader } from './reader.ts';
import { refuse } from './refuse.ts';

/** What the authorizer verified comes beside the request, where no request can write: see `http-api.ts`. */
export interface ApiEnv {
  readonly Bindings: { readonly claims?: unknown };
  readonly Variables: { readonly reader: Reader };
}
export type ApiContext = Context<ApiEnv>;

/** Longer than any look is: see `say-question.ts`. */
const LONGEST_LOOK = 1_000;

/**
 * The page asks again for what is new while it is open, and marks that. It is noted like any other look (which is written
 * once in a quarter of an hour), unless it brought no row.
 */
const POLL_HEADER = 'x-rolecall-poll';

const bringsNothing = (c: ApiContext, look: Look): boolean =>
  c.req.header(POLL_HEADER) === '1' && look.kind === 'listed' && look.rows === 0;

const noteLook = async (c: ApiContext, look: Look, { reads, clock }: ApiDependencies): Promise<void> => {
  if (bringsNothing(c, look)) return;
  const { subject, name } = c.get('reader');
  await reads.note({
    at: clock.now().toISOString(),
    by: { subject, name },
    ...look,
    what: oneLine(look.what, LONGEST_LOOK),
  });
};

const send = (c: ApiContext, answer: Answer): Response =>
  'json' in answer ? c.json(answer.json) : answer.response;

/** Without bindings a request came past every authorizer. */
const claimsOf = (env: ApiEnv['Bindings'] | undefined): unknown => env?.claims;

/** Puts the reader into the context, or refuses. For every path below `/api`, those that do not exist included. */
export const knowReader =
  ({ readReader }: Pick<ApiDependencies, 'readReader'>) =>
  async (c: ApiContext, next: () => Promise<void>): Promise<Response | undefined> => {
    const read = readReader(claimsOf(c.env));
    if (!read.ok) {
      const { code, message } = refusalOfNobody(read);
      return refuse(c, code, message);
    }
    c.set('reader', read.value);
    await next();
    return undefined;
  };

export const answerRoute =
  (route: ApiRoute, dependencies: ApiDependencies) =>
  async (c: ApiContext): Promise<Response> => {
    const reader = c.get('reader');
    const refused = refusalOf(reader, route);
    if (refused !== undefined) return refuse(c, refused.code, refused.message);
    const body = route.body === undefined ? undefined : await readBody(c.req.raw);
    if (body?.ok === false) return refuse(c, body.error.code, body.error.message);
    const answered = await route.handle(
      {
        reader,
        now: dependencies.clock.now(),
        query: new URL(c.req.url).searchParams,
        param: (name) => c.req.param(name) ?? '',
        body: body?.value,
      },
      dependencies,
    );
    const { look = [] } = answered.ok ? answered.value : answered.error;
    await Promise.all([look].flat().map((one) => noteLook(c, one, dependencies)));
    if (!answered.ok) return refuse(c, answered.error.code, answered.error.message);
    return send(c, answered.value);
  };
