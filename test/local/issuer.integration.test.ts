import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { type Clock, systemClock } from '../../lib/kernel/clock.ts';
import { declaredSignIn } from '../../local/issuer/declared-sign-in.ts';
import { type DeclaredSignIn, issuerServer } from '../../local/issuer/issuer-server.ts';
import { peopleOf, personNamed } from '../../local/issuer/people.ts';
import { type SigningKey, signingKey } from '../../local/issuer/signing-key.ts';
import { closeServer, listen } from '../../local/vendors/listen.ts';

const PAGE = 'http://127.0.0.1:7420/';
const DECLARED: DeclaredSignIn = {
  issuer: 'https://issuer.example/pool',
  clients: [{ clientId: 'rolecall', callbackUrls: [PAGE], logoutUrls: [PAGE] }],
  groupsClaim: 'cognito:groups',
};
const POLICY = { clients: [{ id: 'acme', name: 'ACME <&>' }] };
const VERIFIER = 'v'.repeat(43);
const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url');

let skewMs = 0;
const clock: Clock = { ...systemClock, now: () => new Date(systemClock.now().getTime() + skewMs) };

let key: SigningKey;
let folder: string;
const open: Server[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'issuer-'));
  key = await signingKey(join(folder, 'key.json'));
});
afterAll(() => rm(folder, { recursive: true }));
afterEach(async () => {
  skewMs = 0;
  await Promise.all(open.splice(0).map(closeServer));
});

const start = async (as = 'reviewer', declared: DeclaredSignIn = DECLARED): Promise<string> => {
  const server = issuerServer({
    key,
    clock,
    declared: () => declared,
    policy: POLICY,
    as,
    url: () => 'http://here',
  });
  open.push(server);
  return `http://127.0.0.1:${String(await listen(server, 0))}`;
};

const QUESTION = {
  response_type: 'code',
  client_id: 'rolecall',
  redirect_uri: PAGE,
  scope: 'openid',
  state: 'the state',
  nonce: 'the nonce',
  code_challenge: CHALLENGE,
  code_challenge_method: 'S256',
};

const authorize = (url: string, more: Record<string, string> = {}): Promise<Response> =>
  fetch(`${url}/authorize?${new URLSearchParams({ ...QUESTION, ...more }).toString()}`, {
    redirect: 'manual',
  });

const locationOf = (response: Response): URL => new URL(response.headers.get('location') ?? '');

const codeOf = async (url: string, more: Record<string, string> = {}): Promise<string> =>
  locationOf(await authorize(url, more)).searchParams.get('code') ?? '';

const redeem = async (url: string, form: Record<string, string>, headers: Record<string, string> = {}) => {
  const response = await fetch(`${url}/token`, { method: 'POST', headers, body: new URLSearchParams(form) });
  return { status: response.status, cors: response.headers.get('access-control-allow-origin'), response };
};

const byCode = (code: string, more: Record<string, string> = {}): Record<string, string> => ({
  grant_type: 'authorization_code',
  client_id: 'rolecall',
  redirect_uri: PAGE,
  code_verifier: VERIFIER,
  code,
  ...more,
});

describe('the laptop’s issuer', () => {
  it('sends whoever was chosen back at once, and gives tokens as a user pool does', async () => {
    const url = await start('viewer@acme');
    const location = locationOf(await authorize(url));
    expect(location.origin).toBe('http://127.0.0.1:7420');
    expect(location.searchParams.get('state')).toBe('the state');
    const { response } = await redeem(url, byCode(location.searchParams.get('code') ?? ''));
    const tokens = (await response.json()) as Record<string, string>;
    const keys = createLocalJWKSet({ keys: [key.publicKey] });
    const access = await jwtVerify(tokens['access_token'] ?? '', keys, { issuer: DECLARED.issuer });
    expect(access.payload).toMatchObject({
      client_id: 'rolecall',
      token_use: 'access',
      scope: 'openid',
      'cognito:groups': ['viewer@acme'],
    });
    expect(access.payload).not.toHaveProperty('aud');
    const id = await jwtVerify(tokens['id_token'] ?? '', keys, {
      issuer: DECLARED.issuer,
      audience: 'rolecall',
    });
    expect(id.payload).toMatchObject({ nonce: 'the nonce', token_use: 'id' });
  });

  it('bears the audience of an issuer of one’s own, and its claim', async () => {
    const url = await start('viewer', { ...DECLARED, audience: 'api://rolecall', groupsClaim: 'roles' });
    const { response } = await redeem(url, byCode(await codeOf(url)));
    const { access_token } = (await response.json()) as Record<string, string>;
    const { payload } = await jwtVerify(access_token ?? '', createLocalJWKSet({ keys: [key.publicKey] }));
    expect(payload).toMatchObject({ aud: 'api://rolecall', roles: ['viewer'] });
  });

  it('describes itself under the address that it plays', async () => {
    const url = await start();
    const known = await (await fetch(`${url}/issuer.example/pool/.well-known/openid-configuration`)).json();
    expect(known).toMatchObject({ issuer: DECLARED.issuer, token_endpoint: 'http://here/token' });
    const { keys } = await (await fetch(`${url}/issuer.example/pool/.well-known/jwks.json`)).json();
    expect(keys).toEqual([key.publicKey]);
    expect(JSON.stringify(keys)).not.toMatch(/"(d|p|q)":/);
    expect((await fetch(`${url}/other.example/.well-known/openid-configuration`)).status).toBe(404);
  });

  it.each([
    ['an unknown client', { client_id: 'other' }],
    ['an address that is not the client’s', { redirect_uri: 'http://evil.example/' }],
    ['one that only begins like it', { redirect_uri: `${PAGE}evil` }],
  ])('sends nobody anywhere for %s', async (_, more) => {
    const response = await authorize(await start(), more);
    expect(response.status).toBe(400);
    expect(response.headers.get('location')).toBeNull();
  });

  it.each([
    ['no challenge', { code_challenge: '' }],
    ['a plain challenge', { code_challenge_method: 'plain' }],
    ['tokens in the address', { response_type: 'token' }],
  ])('gives no code for %s', async (_, more) => {
    const { searchParams } = locationOf(await authorize(await start(), more));
    expect(searchParams.get('code')).toBeNull();
    expect(searchParams.get('error')).not.toBeNull();
  });

  it.each([
    ['another verifier', { code_verifier: 'w'.repeat(43) }],
    ['no verifier', { code_verifier: '' }],
    ['the challenge itself', { code_verifier: CHALLENGE }],
    ['another client', { client_id: 'other' }],
    ['another address', { redirect_uri: 'http://localhost:7420/' }],
    ['another code', { code: 'guessed' }],
  ])('gives no token for %s, and the code is gone', async (_, more) => {
    const url = await start();
    const code = await codeOf(url);
    expect(await redeem(url, byCode(code, more))).toMatchObject({ status: 400 });
    if (!('code' in more)) expect(await redeem(url, byCode(code))).toMatchObject({ status: 400 });
  });

  it('takes a code once, and not after a minute', async () => {
    const url = await start();
    const code = await codeOf(url);
    expect(await redeem(url, byCode(code))).toMatchObject({ status: 200 });
    expect(await redeem(url, byCode(code))).toMatchObject({ status: 400 });
    const late = await codeOf(url);
    skewMs = 61_000;
    expect(await redeem(url, byCode(late))).toMatchObject({ status: 400 });
  });

  it('renews for the same client until the token is given back or eight hours are over', async () => {
    const url = await start();
    const { refresh_token: token = '' } = (await (
      await redeem(url, byCode(await codeOf(url)))
    ).response.json()) as Record<string, string>;
    const renew = { grant_type: 'refresh_token', client_id: 'rolecall', refresh_token: token };
    expect(await redeem(url, renew)).toMatchObject({ status: 200 });
    expect(await redeem(url, { ...renew, client_id: 'other' })).toMatchObject({ status: 400 });
    skewMs = 9 * 3600_000;
    expect(await redeem(url, renew)).toMatchObject({ status: 400 });
    skewMs = 0;
    await fetch(`${url}/revoke`, { method: 'POST', body: new URLSearchParams({ token }) });
    expect(await redeem(url, renew)).toMatchObject({ status: 400 });
  });

  it('lets only the client’s own page read tokens', async () => {
    const url = await start();
    const own = await redeem(url, byCode(await codeOf(url)), { origin: 'http://127.0.0.1:7420' });
    expect(own).toMatchObject({ status: 200, cors: 'http://127.0.0.1:7420' });
    const foreign = await redeem(url, byCode(await codeOf(url)), { origin: 'https://evil.example' });
    expect(foreign).toMatchObject({ status: 403, cors: null });
  });

  it('asks who it is when it was told to, and when the page wants to know', async () => {
    for (const response of [
      await authorize(await start('choose')),
      await authorize(await start(), { prompt: 'login' }),
    ]) {
      const page = await response.text();
      expect(response.status).toBe(200);
      expect(page).toContain('Somebody of ACME &lt;&amp;&gt;');
      expect(page).toContain('login_hint=viewer%40acme');
      expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    }
    expect(await codeOf(await start('choose'), { login_hint: 'viewer' })).not.toBe('');
  });

  it('ends a session only towards the client’s own addresses', async () => {
    const url = await start();
    const leave = (to: string): Promise<Response> =>
      fetch(`${url}/logout?${new URLSearchParams({ logout_uri: to }).toString()}`, { redirect: 'manual' });
    expect((await leave(PAGE)).headers.get('location')).toBe(PAGE);
    expect((await leave('https://evil.example/')).headers.get('location')).toBeNull();
  });
});

describe('the person who was meant at the start', () => {
  it('is one of the groups, or is refused with the groups there are', () => {
    const people = peopleOf(POLICY);
    expect(personNamed(people, 'viewer@acme')).toMatchObject({ id: 'viewer@acme' });
    expect(personNamed(people, 'choose')).toBeUndefined();
    expect(() => personNamed(people, 'admin')).toThrow('viewer@acme, choose');
  });
});

describe('what the template says of signing in', () => {
  it('is nothing when no route asks for a token', () => {
    expect(
      declaredSignIn({ routes: [], clients: [], functions: [] }, { policy: {}, pageUrl: PAGE }),
    ).toBeUndefined();
  });

  it('has the laptop’s addresses and the configured claim for an issuer of one’s own', () => {
    const route = {
      routeKey: 'GET /api/{path+}',
      functionRef: 'history',
      authorization: 'JWT',
      authorizer: { issuer: 'https://acme.okta.com', audience: ['api://rolecall'] },
      scopes: [],
    };
    expect(
      declaredSignIn(
        { routes: [route], clients: [], functions: [] },
        { policy: { signIn: { groupsClaim: 'groups' } }, pageUrl: 'http://127.0.0.1:7420' },
      ),
    ).toEqual({
      issuer: 'https://acme.okta.com',
      audience: 'api://rolecall',
      groupsClaim: 'groups',
      clients: [
        {
          clientId: 'api://rolecall',
          callbackUrls: [PAGE, 'http://localhost:7420/', 'http://localhost:7424/signed-in'],
          logoutUrls: [PAGE, 'http://localhost:7420/'],
        },
      ],
    });
  });
});
