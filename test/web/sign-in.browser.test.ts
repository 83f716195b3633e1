/** Signing in with a real browser, against the laptop's issuer and the packaged template's authorizer. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { contentSecurityPolicy } from '../../lib/api/security-headers.ts';
import { type Clock, systemClock } from '../../lib/kernel/clock.ts';
import { type SignedStack, signedStack } from '../local/fixtures/signed-stack.ts';
import { ROOT } from '../stack/packaged-stack.ts';
import { startBrowser } from '../support/browser.ts';
import { seen } from '../support/seen.ts';

const script = (): string =>
  execFileSync(
    join(ROOT, 'node_modules/.bin/esbuild'),
    ['test/web/session-page.ts', '--bundle', '--format=esm', '--target=es2022', '--log-level=error'],
    { cwd: ROOT, encoding: 'utf8' },
  );

let browser: Browser;
let stack: SignedStack;
let context: BrowserContext;
let page: Page;
let skewMs = 0;
const clock: Clock = { ...systemClock, now: () => new Date(systemClock.now().getTime() + skewMs) };
const problems: string[] = [];

beforeAll(async () => {
  const files = {
    '/': [
      'text/html',
      '<!doctype html><title>Rolecall</title><script type="module" src="/assets/page.js"></script>',
    ],
    '/assets/page.js': ['text/javascript', script()],
  } as const;
  [browser, stack] = await Promise.all([
    startBrowser(),
    signedStack(clock, 'reviewer', (path, issuerUrl) => {
      const file = path === '/' || path === '/assets/page.js' ? files[path] : undefined;
      if (file === undefined) return undefined;
      const headers = {
        'content-type': file[0],
        'content-security-policy': contentSecurityPolicy([issuerUrl]).replace(/; require-trusted.*/, ''),
      };
      return { statusCode: 200, headers, body: file[1] };
    }),
  ]);
});

afterAll(async () => {
  await browser.close();
  await stack.stop();
});

beforeEach(async () => {
  skewMs = 0;
  problems.length = 0;
  context = await browser.newContext();
  page = await context.newPage();
  page.setDefaultTimeout(60_000);
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) problems.push(message.text());
  });
});

afterEach(async () => {
  await context.close();
  expect(problems).toEqual([]);
});

const state = (): Promise<string> => page.evaluate(() => (globalThis as any).began?.state as string);

const askApi = (): Promise<number> =>
  page.evaluate(
    async () => (await (globalThis as any).session.authorizedFetch('/api/accesses')).status as number,
  );

/** Asked once: what would be right the second time is wrong. */
const answers = async (status: number): Promise<void> => {
  const answered = await askApi();
  expect(answered).toBe(status);
};

const settle = async (path: string): Promise<void> => {
  await page.goto(stack.pageUrl + path);
  await page.waitForFunction(() =>
    ['signed-in', 'signed-out', 'failed'].includes((globalThis as any).began?.state),
  );
};

/** Starts what ends in another page; the answer must be back before that page takes the place of this one. */
const leave = (how: 'signIn' | 'signOut'): Promise<void> =>
  page.evaluate((name) => {
    setTimeout(() => (globalThis as any).session[name](), 50);
  }, how);

const stored = (): Promise<string> => page.evaluate(() => JSON.stringify(Object.entries(sessionStorage)));

it('comes back to the very address, with a token and without its traces', async () => {
  const path = '/?state=open&access=111122223333.e-1&person=a%20b#there';
  await settle(path);
  await seen(state).toBe('signed-in');
  await seen(() => page.url()).toBe(stack.pageUrl + path);
  await answers(200);
  expect(JSON.stringify(stack.events.at(-1))).toContain('[reviewer]');
  await seen(() => page.evaluate(() => [document.cookie, JSON.stringify(localStorage)])).toEqual(['', '{}']);
  await seen(stored).not.toContain('verifier');
});

it('sends its token to no other address', async () => {
  await settle('/');
  const seen: (string | undefined)[] = [];
  await page.route('**/elsewhere', (route) => {
    seen.push(route.request().headers()['authorization']);
    return route.fulfill({ status: 200, headers: { 'access-control-allow-origin': '*' } });
  });
  const url = `${stack.issuerUrl}/elsewhere`;
  await page.evaluate(async (to) => (globalThis as any).session.authorizedFetch(to), url);
  expect(seen).toEqual([undefined]);
});

it('renews once for all who are refused at the same time', async () => {
  await settle('/');
  const renewals: string[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/token')) renewals.push(request.postData() ?? '');
  });
  skewMs = 2 * 3600_000;
  const statuses = await page.evaluate(() =>
    Promise.all(
      [1, 2, 3].map(
        async () => (await (globalThis as any).session.authorizedFetch('/api/accesses')).status as number,
      ),
    ),
  );
  expect(statuses).toEqual([200, 200, 200]);
  expect(renewals).toHaveLength(1);
  expect(renewals[0]).toContain('grant_type=refresh_token');
});

it('ends calmly when nothing renews it: the answer is 401, the place stays, the tokens are gone', async () => {
  await settle('/?person=alice#here');
  skewMs = 12 * 3600_000;
  await answers(401);
  await seen(() => page.url()).toBe(`${stack.pageUrl}/?person=alice#here`);
  await seen(stored).toBe('[]');
  skewMs = 0;
  await leave('signIn');
  await page.waitForFunction(() => sessionStorage.getItem('rolecall.session') !== null);
  await page.waitForURL(`${stack.pageUrl}/?person=alice#here`);
  await seen(state).toBe('signed-in');
  await answers(200);
});

it('keeps its session when the issuer is away, and does not take that for an end', async () => {
  await settle('/');
  skewMs = 2 * 3600_000;
  await page.route('**/token', (route) => route.abort());
  await answers(401);
  await seen(stored).toContain('rolecall.session');
  await page.unroute('**/token');
  await answers(200);
});

it('signs out, stays out, and asks who it is the next time', async () => {
  const addresses: string[] = [];
  page.on('request', (request) => addresses.push(request.url()));
  await settle('/');
  await seen(stored).not.toContain('idToken');
  await leave('signOut');
  await page.waitForFunction(() => (globalThis as any).began?.state === 'signed-out');
  await seen(stored).not.toContain('rolecall.session');
  await answers(401);
  const ends = addresses.filter((address) => address.includes('/logout'));
  expect(ends).toEqual([expect.stringContaining('client_id=')]);
  // Neither an ID token nor any other: those begin with the base64 of `{"`.
  expect(addresses.join(' ')).not.toMatch(/id_token_hint|eyJ/);
  await leave('signIn');
  await page.getByText('Somebody of ACME').click();
  await page.waitForFunction(() => sessionStorage.getItem('rolecall.session') !== null);
  await seen(state).toBe('signed-in');
  await answers(200);
  expect(JSON.stringify(stack.events.at(-1))).toContain('[viewer@acme]');
});

it('takes no code that somebody else put into the address', async () => {
  await settle('/');
  await page.goto(`${stack.pageUrl}/?code=stolen&state=guessed`);
  await page.waitForFunction(() => (globalThis as any).began?.state === 'signed-in');
  await seen(() => page.url()).toBe(`${stack.pageUrl}/`);
  await answers(200);
});

it('says so when the history does not tell where to sign in', async () => {
  await page.route('**/sign-in.json', (route) => route.fulfill({ status: 503 }));
  await settle('/');
  await seen(state).toBe('failed');
});
