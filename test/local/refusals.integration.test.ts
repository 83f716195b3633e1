/** The packaged template's authorizer, enforced: who is let through, and who is refused before a function hears of them. */
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportSPKI, generateKeyPair, importJWK, SignJWT, UnsecuredJWT } from 'jose';
import { readReader } from '../../lib/api/read-reader.ts';
import { at } from '../../lib/kernel/json.ts';
import { systemClock } from '../../lib/kernel/clock.ts';
import { signingKey } from '../../local/issuer/signing-key.ts';
import { samplePolicy } from '../support/sample-policy.ts';
import { PACKAGING_MILLISECONDS } from '../stack/packaged-stack.ts';
import { type SignedStack, signedStack } from './fixtures/signed-stack.ts';

let stack: SignedStack;

beforeAll(async () => {
  stack = await signedStack(systemClock);
}, PACKAGING_MILLISECONDS);

afterAll(() => stack.stop());

const seconds = (): number => Math.floor(systemClock.now().getTime() / 1000);

const goodClaims = (): Record<string, unknown> => ({
  iss: stack.declared.issuer,
  sub: 'u-1',
  client_id: stack.declared.clients[0]?.clientId,
  token_use: 'access',
  scope: 'openid email profile',
  username: 'jane',
  'cognito:groups': ['viewer', 'all staff'],
  email_verified: true,
  iat: seconds() - 5,
  exp: seconds() + 600,
});

const header = () => ({ alg: 'RS256', kid: stack.key.publicKey.kid });

const token = (claims: Record<string, unknown> = {}): Promise<string> =>
  new SignJWT({ ...goodClaims(), ...claims }).setProtectedHeader(header()).sign(stack.key.privateKey);

const ask = async (bearer: string | undefined, path = '/api/accesses', init: RequestInit = {}) => {
  const before = stack.events.length;
  const response = await fetch(`${stack.pageUrl}${path}`, {
    ...init,
    headers: bearer === undefined ? {} : { authorization: bearer },
  });
  return {
    status: response.status,
    body: (await response.json()) as unknown,
    challenge: response.headers.get('www-authenticate'),
    reached: stack.events.length > before,
  };
};

const REFUSED = { status: 401, body: { message: 'Unauthorized' }, reached: false };

describe('a route with data', () => {
  it('answers somebody with a good token, and hands over the claims as texts', async () => {
    const answer = await ask(`Bearer ${await token()}`);
    expect(answer).toMatchObject({ status: 200, reached: true });
    const jwt = at(stack.events.at(-1), 'requestContext', 'authorizer', 'jwt');
    expect(jwt).toMatchObject({
      scopes: ['openid'],
      claims: { sub: 'u-1', 'cognito:groups': '[viewer all staff]', email_verified: 'true' },
    });
    expect(readReader(at(jwt, 'claims'), samplePolicy, 'cognito:groups')).toMatchObject({
      ok: true,
      value: { subject: 'u-1', name: 'jane', role: 'viewer' },
    });
  });

  it('takes a token without the word Bearer, as API Gateway does', async () => {
    expect(await ask(await token())).toMatchObject({ status: 200 });
  });

  it('refuses whoever brings no token', async () => {
    expect(await ask(undefined)).toMatchObject({ ...REFUSED, challenge: 'Bearer' });
    expect(await ask('Bearer ')).toMatchObject(REFUSED);
    expect(await ask('Bearer nonsense')).toMatchObject({
      ...REFUSED,
      challenge: 'Bearer error="invalid_token"',
    });
  });

  it.each([
    ['of another issuer', () => ({ iss: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_other' })],
    ['of no issuer', () => ({ iss: undefined })],
    ['for another client', () => ({ client_id: 'other' })],
    ['for another audience, whatever its client', () => ({ aud: 'other' })],
    ['for several others', () => ({ aud: ['other', 'more'] })],
    ['for nobody', () => ({ client_id: undefined })],
    ['that has ended', () => ({ exp: seconds() - 1 })],
    ['that never ends', () => ({ exp: undefined })],
    ['that is not valid yet', () => ({ nbf: seconds() + 60 })],
    ['that was issued in the future', () => ({ iat: seconds() + 60 })],
  ])('refuses a token %s', async (_, claims) => {
    expect(await ask(`Bearer ${await token(claims())}`)).toMatchObject(REFUSED);
  });

  it('refuses a token without the scope, so that one that only names somebody opens nothing', async () => {
    const idToken = { scope: undefined, token_use: 'id', aud: goodClaims()['client_id'] };
    for (const claims of [idToken, { scope: 'aws.cognito.signin.user.admin' }]) {
      expect(await ask(`Bearer ${await token(claims)}`)).toMatchObject({ status: 403, reached: false });
    }
  });

  it('refuses a foreign key, under its own name and under ours', async () => {
    const { privateKey } = await generateKeyPair('RS256');
    for (const kid of ['foreign', stack.key.publicKey.kid]) {
      const forged = await new SignJWT(goodClaims())
        .setProtectedHeader({ alg: 'RS256', kid })
        .sign(privateKey);
      expect(await ask(`Bearer ${forged}`)).toMatchObject(REFUSED);
    }
    const nameless = await new SignJWT(goodClaims())
      .setProtectedHeader({ alg: 'RS256' })
      .sign(stack.key.privateKey);
    expect(await ask(`Bearer ${nameless}`)).toMatchObject(REFUSED);
  });

  it('refuses a token that nobody signed', async () => {
    expect(await ask(`Bearer ${new UnsecuredJWT(goodClaims()).encode()}`)).toMatchObject(REFUSED);
    const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    for (const alg of ['none', 'None', 'NONE']) {
      const unsigned = `${part({ ...header(), alg })}.${part(goodClaims())}.`;
      expect(await ask(`Bearer ${unsigned}`)).toMatchObject(REFUSED);
    }
  });

  it('refuses our public key used as a shared secret', async () => {
    const published = await importJWK(stack.key.publicKey, 'RS256', { extractable: true });
    if (published instanceof Uint8Array) throw new Error('not a public key');
    const secret = new TextEncoder().encode(await exportSPKI(published));
    const confused = await new SignJWT(goodClaims())
      .setProtectedHeader({ ...header(), alg: 'HS256' })
      .sign(secret);
    expect(await ask(`Bearer ${confused}`)).toMatchObject(REFUSED);
  });

  it('refuses claims that were changed after they were signed', async () => {
    const [head, , signature] = (await token()).split('.');
    const better = { ...goodClaims(), 'cognito:groups': ['responder'] };
    const payload = Buffer.from(JSON.stringify(better)).toString('base64url');
    expect(await ask(`Bearer ${head ?? ''}.${payload}.${signature ?? ''}`)).toMatchObject(REFUSED);
  });

  it('asks for a token on every path and for both methods, whether there is anything or not', async () => {
    for (const path of ['/api/accesses', '/api/nothing', '/api/accesses/a/deliveries/b/again']) {
      expect(await ask(undefined, path)).toMatchObject(REFUSED);
      expect(await ask(undefined, path, { method: 'POST', body: '{}' })).toMatchObject(REFUSED);
    }
  });

  it('has no other method', async () => {
    for (const method of ['PUT', 'DELETE', 'PATCH']) {
      expect(await ask(`Bearer ${await token()}`, '/api/accesses', { method })).toMatchObject({
        status: 404,
      });
    }
  });
});

describe('the page', () => {
  it.each(['/', '/assets/page.js', '/sign-in.json'])(
    'is public at %s, and nobody is named there',
    async (path) => {
      expect(await ask(undefined, path)).toMatchObject({ status: 200, reached: true });
      expect(at(stack.events.at(-1), 'requestContext', 'authorizer')).toBeUndefined();
      await ask(`Bearer ${await token()}`, path);
      expect(at(stack.events.at(-1), 'requestContext', 'authorizer')).toBeUndefined();
    },
  );
});

describe('the issuer’s key', () => {
  it('is kept for its owner only, and survives a restart', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'key-'));
    const file = join(folder, 'key.json');
    const { publicKey } = await signingKey(file);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await signingKey(file)).publicKey).toEqual(publicKey);
    expect(publicKey).not.toHaveProperty('d');
    await writeFile(file, 'half a file');
    expect((await signingKey(file)).publicKey.kid).not.toBe(publicKey.kid);
    await rm(folder, { recursive: true });
  });
});
