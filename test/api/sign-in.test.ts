import { Hono } from 'hono';
import { contentSecurityPolicy, SECURITY_HEADERS } from '../../lib/api/security-headers.ts';
import { addSignIn, type SignIn, signInAt } from '../../lib/api/sign-in.ts';
import type { HttpAnswer, HttpRequest } from '../../lib/kernel/http.ts';

const ISSUER = 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_AbCdEf123';
const DOCUMENT = {
  issuer: ISSUER,
  authorization_endpoint: 'https://rolecall-x.auth.us-east-1.amazoncognito.com/oauth2/authorize',
  token_endpoint: 'https://rolecall-x.auth.us-east-1.amazoncognito.com/oauth2/token',
  end_session_endpoint: 'https://rolecall-x.auth.us-east-1.amazoncognito.com/logout',
  revocation_endpoint: 'https://rolecall-x.auth.us-east-1.amazoncognito.com/oauth2/revoke',
  jwks_uri: `${ISSUER}/.well-known/jwks.json`,
};

const answered = (body: unknown, status = 200): HttpAnswer => ({
  kind: 'answered',
  status,
  headers: {},
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

interface World {
  readonly signIn: SignIn;
  readonly asked: HttpRequest[];
  /** Answers the next questions. */
  answer: HttpAnswer;
  now: number;
}

const world = (answer: HttpAnswer, { issuer = ISSUER, isLocal = false } = {}): World => {
  const made: World = {
    asked: [],
    answer,
    now: 0,
    signIn: signInAt(
      { issuer, clientId: 'client-1', scope: 'openid email profile' },
      {
        isLocal,
        clock: { now: () => new Date(made.now) },
        sendHttp: async (request) => {
          made.asked.push(request);
          return made.answer;
        },
      },
    ),
  };
  return made;
};

describe('where one signs in', () => {
  it('is what the issuer says of itself', async () => {
    const { signIn, asked } = world(answered(DOCUMENT));
    expect(await signIn.describe()).toEqual({
      issuer: ISSUER,
      clientId: 'client-1',
      scope: 'openid email profile',
      authorizationEndpoint: DOCUMENT.authorization_endpoint,
      tokenEndpoint: DOCUMENT.token_endpoint,
      endSessionEndpoint: DOCUMENT.end_session_endpoint,
      revocationEndpoint: DOCUMENT.revocation_endpoint,
    });
    expect(asked).toEqual([
      expect.objectContaining({
        method: 'GET',
        url: `${ISSUER}/.well-known/openid-configuration`,
        timeoutMs: 3_000,
      }),
    ]);
  });

  it('is asked once, however many ask at once and later', async () => {
    const { signIn, asked } = world(answered(DOCUMENT));
    await Promise.all([signIn.describe(), signIn.describe(), signIn.origins()]);
    await signIn.describe();
    expect(asked).toHaveLength(1);
  });

  it('is asked again after a failure, but not at once', async () => {
    const here = world({ kind: 'failed', code: 'timeout', sent: 'maybe' });
    expect(await here.signIn.describe()).toBeUndefined();
    here.answer = answered(DOCUMENT);
    expect(await here.signIn.describe()).toBeUndefined();
    expect(here.asked).toHaveLength(1);
    here.now += 15_000;
    expect(await here.signIn.describe()).toMatchObject({ issuer: ISSUER });
    expect(here.asked).toHaveLength(2);
  });

  it('keeps the slash of an issuer that has one', async () => {
    const issuer = 'https://acme.eu.auth0.com/';
    const here = world(answered({ ...DOCUMENT, issuer }), { issuer });
    expect(await here.signIn.describe()).toMatchObject({ issuer });
    expect(here.asked[0]?.url).toBe('https://acme.eu.auth0.com/.well-known/openid-configuration');
  });

  it.each([
    ['speaks for another issuer', { ...DOCUMENT, issuer: 'https://evil.example' }],
    ['differs by a slash', { ...DOCUMENT, issuer: `${ISSUER}/` }],
    ['names no token endpoint', { ...DOCUMENT, token_endpoint: undefined }],
    ['has a token endpoint without https', { ...DOCUMENT, token_endpoint: 'http://issuer.example/token' }],
    ['has one on loopback', { ...DOCUMENT, token_endpoint: 'http://127.0.0.1:9/token' }],
    ['has one with a password', { ...DOCUMENT, token_endpoint: 'https://a:b@issuer.example/token' }],
    ['has one that is a script', { ...DOCUMENT, authorization_endpoint: 'javascript:alert(1)' }],
    ['is no JSON', '<html>'],
    ['is a list', []],
  ])('is nowhere when the document %s', async (_, document) => {
    expect(await world(answered(document)).signIn.describe()).toBeUndefined();
  });

  it('is nowhere when the issuer answers with an error', async () => {
    expect(await world(answered(DOCUMENT, 500)).signIn.describe()).toBeUndefined();
  });

  it('leaves out an address for signing out that is not safe', async () => {
    const document = { ...DOCUMENT, end_session_endpoint: 'http://issuer.example/logout' };
    expect(await world(answered(document)).signIn.describe()).not.toHaveProperty('endSessionEndpoint');
  });

  it('may be on loopback on the laptop, and there only', async () => {
    const document = { ...DOCUMENT, token_endpoint: 'http://127.0.0.1:9/token' };
    expect(await world(answered(document), { isLocal: true }).signIn.describe()).toMatchObject({
      tokenEndpoint: 'http://127.0.0.1:9/token',
    });
    const elsewhere = { ...DOCUMENT, token_endpoint: 'http://10.0.0.1/token' };
    expect(await world(answered(elsewhere), { isLocal: true }).signIn.describe()).toBeUndefined();
  });
});

describe('/sign-in.json', () => {
  const get = async (signIn: SignIn) => {
    const app = new Hono();
    addSignIn(app, signIn);
    const response = await app.request('/sign-in.json');
    return { status: response.status, body: (await response.json()) as object };
  };

  it('answers, and says so when it cannot', async () => {
    expect(await get(world(answered(DOCUMENT)).signIn)).toMatchObject({
      status: 200,
      body: { issuer: ISSUER },
    });
    expect(await get(world(answered('')).signIn)).toMatchObject({
      status: 503,
      body: { code: 'history-unavailable' },
    });
  });
});

describe('what the page may do', () => {
  it('connects to itself, the issuer and its token endpoint, and to nobody else', async () => {
    const policy = contentSecurityPolicy(await world(answered(DOCUMENT)).signIn.origins());
    expect(policy).toContain(
      "connect-src 'self' https://cognito-idp.us-east-1.amazonaws.com https://rolecall-x.auth.us-east-1.amazoncognito.com;",
    );
  });

  it('connects to itself and the issuer when nobody knows more', async () => {
    const policy = contentSecurityPolicy(await world(answered('')).signIn.origins());
    expect(policy).toContain("connect-src 'self' https://cognito-idp.us-east-1.amazonaws.com;");
  });

  it('gains no directive from what another wrote', () => {
    const hostile = [
      "https://a.example; script-src 'unsafe-inline'",
      'https://*',
      '*',
      "'unsafe-eval'",
      'data:',
    ];
    expect(contentSecurityPolicy(hostile)).toBe(SECURITY_HEADERS['content-security-policy']);
  });

  it('sends no form, is in no frame, and loads nothing of others', () => {
    const policy = contentSecurityPolicy();
    for (const directive of [
      "default-src 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "base-uri 'none'",
    ]) {
      expect(policy).toContain(directive);
    }
    expect(policy).not.toMatch(/unsafe|\*/);
  });
});
