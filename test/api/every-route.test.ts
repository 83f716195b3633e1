/** What holds for every route there is: a route that is missing here fails the first test. */
import fc from 'fast-check';
import { API_ROUTES } from '../../lib/api/all-routes.ts';
import type { ApiRoute } from '../../lib/api/api-route.ts';
import { REFUSED_ROLES } from '../support/roles.ts';
import { rounds } from '../support/rounds.ts';
import type { ReaderRole } from '../../lib/api/contract.ts';
import type { Reader, ReadReader } from '../../lib/api/reader.ts';
import { type Clock, isoAfter, systemClock } from '../../lib/kernel/clock.ts';
import type { AccessException } from '../../lib/policy/exception.ts';
import { RESPONDER, type SeededApi, seededApi } from '../support/seeded-api.ts';
import { anyText } from '../support/any-text.ts';

const NOW = new Date('2026-11-22T14:00:00.000Z');
const clock: Clock = { ...systemClock, now: () => NOW };

const ACCESS = '111122223333.alice';
const NEVER = '111122223333.never';

interface Asking {
  readonly path: string;
  readonly body?: unknown;
}

/** How each is asked about an access (or whatever else it is about) of that id. */
const ASKED: Readonly<Record<string, (id: string) => Asking>> = {
  'GET /api/accesses': () => ({ path: '/api/accesses' }),
  'GET /api/counts': () => ({ path: '/api/counts' }),
  'GET /api/values': () => ({ path: '/api/values?prefix=al' }),
  'GET /api/accesses/:accessId': (id) => ({ path: `/api/accesses/${id}` }),
  'POST /api/reviews': (accessId) => ({
    path: '/api/reviews',
    body: { action: 'acknowledge', reason: 'test', accesses: [{ accessId, seen: 0 }] },
  }),
  'POST /api/accesses/:accessId/deliveries/:destinationId/again': (id) => ({
    path: `/api/accesses/${id}/deliveries/platform-slack/again`,
    body: {},
  }),
  'GET /api/exceptions': () => ({ path: '/api/exceptions' }),
  'POST /api/exceptions': (accessId) => ({
    path: '/api/exceptions',
    body: { accessId, subject: 'principal', reason: 'A migration.', until: isoAfter(NOW, 3_600) },
  }),
  'POST /api/exceptions/:exceptionId/end': (id) => ({ path: `/api/exceptions/${id}/end` }),
  'GET /api/overview': () => ({ path: '/api/overview' }),
  'GET /api/health': () => ({ path: '/api/health' }),
  'GET /api/export': () => ({ path: '/api/export?format=jsonl' }),
  'POST /api/exports': () => ({ path: '/api/exports', body: { format: 'csv', query: '' } }),
  'GET /api/exports': () => ({ path: '/api/exports' }),
  'GET /api/exports/:jobId': (id) => ({ path: `/api/exports/${id}` }),
  'POST /api/exports/:jobId/link': (id) => ({ path: `/api/exports/${id}/link` }),
  'GET /api/me': () => ({ path: '/api/me' }),
  'GET /api/reads': () => ({ path: '/api/reads' }),
};

const nameOf = ({ method, path }: ApiRoute): string => `${method} ${path}`;

const EXCEPTION: AccessException = {
  schemaVersion: 1,
  exceptionId: 'e-1',
  subject: { kind: 'principal', arn: 'arn:aws:iam::111122223333:user/alice' },
  accountId: '111122223333',
  owner: 'platform',
  reason: 'A migration.',
  madeBy: { subject: 'sub-somebody', name: 'Somebody' },
  madeAt: isoAfter(NOW, -60),
  from: isoAfter(NOW, -60),
  until: isoAfter(NOW, 3_600),
};

const open = async (reader: Reader | ReadReader): Promise<SeededApi> => {
  const api = await seededApi({ clock, reader });
  await api.exceptions.make(EXCEPTION);
  return api;
};

const ask = async (api: SeededApi, route: ApiRoute, id: string = ACCESS) => {
  const asked = ASKED[nameOf(route)]?.(id) ?? { path: route.path };
  const response = await api.app.request(asked.path, {
    method: route.method,
    ...(asked.body === undefined
      ? {}
      : { body: JSON.stringify(asked.body), headers: { 'content-type': 'application/json' } }),
  });
  return { status: response.status, text: await response.text() };
};

const EVERY = API_ROUTES.map((route) => [nameOf(route), route] as const);

const isAbout = (route: ApiRoute): boolean =>
  JSON.stringify(ASKED[nameOf(route)]?.('a')) !== JSON.stringify(ASKED[nameOf(route)]?.('b'));

/** Somebody of another company. */
const foreign = (role: ReaderRole): Reader => ({
  subject: 'sub-foreign',
  name: 'Fred Foreign',
  role,
  scope: { accounts: ['999999999999'], parties: ['globex'] },
});

it('are all asked here', () => {
  expect(Object.keys(ASKED).sort()).toEqual(EVERY.map(([name]) => name).sort());
});

describe.each(EVERY)('%s', (_name, route) => {
  it('answers nobody who has not signed in', async () => {
    const { status, text } = await ask(await open({ ok: false, error: 'not-signed-in' }), route);
    expect(status).toBe(401);
    expect(JSON.parse(text)).toMatchObject({ code: 'not-signed-in' });
  });

  it.each(['no-role', 'no-account'] as const)('refuses whose groups give %s, and says so', async (error) => {
    const { status, text } = await ask(await open({ ok: false, error }), route);
    expect(status).toBe(403);
    expect(JSON.parse(text)).toMatchObject({ message: expect.stringContaining('groups') as unknown });
  });

  it('refuses every role below the one it needs, and names the groups that may', async () => {
    for (const role of REFUSED_ROLES[route.role]) {
      const { status, text } = await ask(await open({ ...RESPONDER, role }), route);
      expect({ role, status }).toEqual({ role, status: 403 });
      expect(text).toContain(`group ${route.role}`);
    }
  });

  it('does not refuse the role it needs', async () => {
    const { status } = await ask(await open({ ...RESPONDER, role: route.role }), route);
    expect([200, 400, 404]).toContain(status);
  });

  it('tells somebody else’s people nothing', async () => {
    const api = await open(foreign('responder'));
    const there = await ask(api, route, route.path.includes('exceptionId') ? EXCEPTION.exceptionId : ACCESS);
    const never = await ask(api, route, NEVER);
    const nowhere = (text: string) => text.replaceAll(/e-1|111122223333\.(alice|never)/g, '<id>');
    if (isAbout(route)) expect(nowhere(there.text)).toBe(nowhere(never.text));
    expect(there.status).toBe(never.status);
    expect(there.text).not.toMatch(/northwind|ACME|198\.51\.100|prod-admin|A migration/i);
    if (route.everything === true) expect(there.status).toBe(403);
  });

  it('notes who looked before it answers, or does not answer', async () => {
    const api = await open(RESPONDER);
    const { status } = await ask(api, route);
    const isLook = api.reads.asked.length > 0;
    const reads = {
      note: async () => Promise.reject(new Error('throttled')),
      ofDay: async () => ({ reads: [] }),
    };
    const broken = await seededApi({ clock, more: { reads } });
    const answered = await ask(broken, route);
    expect(answered.status).toBe(isLook ? 503 : status);
    if (isLook) expect(answered.text).not.toMatch(/alice|throttled/);
  });
});

describe('whatever is asked', () => {
  const paths = EVERY.map(([, route]) => route);

  const word = fc.oneof(
    fc.constantFrom(
      'from',
      'to',
      'limit',
      'cursor',
      'state',
      'person',
      'account',
      'prefix',
      'day',
      'format',
      'page',
    ),
    fc.constantFrom('__proto__', 'constructor', 'sort', 'columns', 'entry', 'observation', 'exception'),
    anyText({ maxLength: 12 }),
  );
  const value = fc.oneof(
    anyText({ maxLength: 40 }),
    fc.constantFrom(
      '2026-11-22',
      '0000-01-01',
      '9999-12-31T23:59:59-23:59',
      '2026-02-30',
      'open',
      '*',
      '111122223333',
      'csv',
    ),
    fc.integer().map(String),
    fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  );

  it('in a query string is never answered with an error of ours', async () => {
    const api = await open(RESPONDER);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...paths.filter(({ method }) => method === 'GET')),
        fc.array(fc.tuple(word, value), { maxLength: 6 }),
        async ({ path }, pairs) => {
          const query = new URLSearchParams(pairs.map(([name, text]): [string, string] => [name, text]));
          const response = await api.app.request(`${path.replace(/:\w+/, ACCESS)}?${query.toString()}`);
          expect(response.status).toBeLessThan(500);
        },
      ),
      { numRuns: rounds(100, 300) },
    );
    expect(api.logged).toEqual([]);
  });

  it('in a path is never answered with an error of ours', async () => {
    const api = await open(RESPONDER);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...paths),
        anyText({ minLength: 1, maxLength: 30 }),
        async ({ path, method }, text) => {
          const id = encodeURIComponent(text);
          const response = await api.app.request(`http://localhost${path.replaceAll(/:\w+/g, id)}`, {
            method,
            ...(method === 'GET' ? {} : { body: '{}', headers: { 'content-type': 'application/json' } }),
          });
          expect(response.status).toBeLessThan(500);
        },
      ),
      { numRuns: rounds(70, 200) },
    );
    expect(api.logged).toEqual([]);
  });

  it('in a body is never answered with an error of ours', async () => {
    const api = await open(RESPONDER);
    const near = fc.record(
      {
        action: fc.oneof(fc.constantFrom('note', 'undo', 'assign', 'escalate'), fc.string()),
        accesses: fc.oneof(
          fc.array(fc.record({ accessId: fc.constantFrom(ACCESS, NEVER, '#', ''), seen: fc.integer() }), {
            maxLength: 3,
          }),
          fc.jsonValue(),
        ),
        note: fc.oneof(anyText(), fc.jsonValue()),
        assignee: fc.string(),
        accessId: fc.constantFrom(ACCESS, NEVER),
        subject: fc.constantFrom('principal', 'source-identity'),
        reason: anyText(),
        until: fc.oneof(
          fc.string(),
          fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
        ),
        format: fc.constantFrom('csv', 'ocsf', 'x'),
        query: anyText(),
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...paths.filter(({ method }) => method === 'POST')),
        fc.oneof(near, fc.jsonValue()).map((body) => JSON.stringify(body)),
        async ({ path }, body) => {
          const response = await api.app.request(path.replaceAll(/:\w+/g, ACCESS), {
            method: 'POST',
            body,
            headers: { 'content-type': 'application/json' },
          });
          expect(response.status).toBeLessThan(500);
        },
      ),
      { numRuns: rounds(100, 300) },
    );
    expect(api.logged).toEqual([]);
  });
});
