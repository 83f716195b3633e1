/** Signing in to the packaged product on the laptop: its functions, its template's authorizer, its issuer. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signedInFetch } from '../cli/sign-in.ts';
import type { MeAnswer, SignInAnswer } from '../lib/api/contract.ts';
import { systemClock } from '../lib/kernel/clock.ts';
import type { Laptop } from '../local/laptop.ts';
import { startLaptop } from '../local/run.ts';
import { packagedStack, PACKAGING_MILLISECONDS, ROOT } from './stack/packaged-stack.ts';

let laptop: Laptop;
let folder: string;

beforeAll(async () => {
  const { templateFile, folders } = await packagedStack();
  folder = await mkdtemp(join(tmpdir(), 'sign-in-'));
  laptop = await startLaptop({
    root: ROOT,
    dataDirectory: folder,
    packaged: { templateFile, folders },
    ports: { page: 0, inbox: 0 },
    examines: false,
    signInAs: 'viewer@acme',
    write: () => undefined,
  });
  await laptop.caughtUp;
}, PACKAGING_MILLISECONDS * 2);

afterAll(async () => {
  await laptop.stop();
  await rm(folder, { recursive: true, force: true });
});

const json = async <T>(response: Response): Promise<T> => (await response.json()) as T;

test('the history tells everybody where to sign in, and lets the page connect there and nowhere else', async () => {
  const answer = await json<SignInAnswer>(await fetch(`${laptop.urls.page}/sign-in.json`));
  expect(answer).toMatchObject({
    issuer: expect.stringMatching(/^https:\/\/cognito-idp\.us-east-1\.amazonaws\.com\//),
    scope: 'openid email profile',
    tokenEndpoint: `${laptop.urls.issuer}/token`,
  });
  const page = await fetch(laptop.urls.page);
  expect(page.status).toBe(200);
  expect(page.headers.get('content-security-policy')).toContain(
    `connect-src 'self' https://cognito-idp.us-east-1.amazonaws.com ${laptop.urls.issuer};`,
  );
});

test('whoever was chosen at the start is who asks, and sees what their group may see', async () => {
  const ask = signedInFetch({
    url: laptop.urls.page,
    cacheFile: join(folder, 'sessions.json'),
    clock: systemClock,
    write: () => undefined,
    open: () => undefined,
  });
  const me = await json<MeAnswer>(await ask('/api/me'));
  expect(me).toMatchObject({ name: 'somebody@acme', role: { code: 'viewer' }, seesEverything: false });
});

test('nobody gets data without a token, without a group of ours, or for a party that does not exist', async () => {
  expect((await fetch(`${laptop.urls.page}/api/accesses`)).status).toBe(401);
  expect((await laptop.ask('/api/accesses', {}, 'everyone')).status).toBe(403);
  expect((await laptop.ask('/api/accesses', {}, 'viewer@gone')).status).toBe(403);
  expect((await laptop.ask('/api/accesses', {}, 'Incident responder')).status).toBe(403);
  expect((await laptop.ask('/api/accesses')).status).toBe(200);
});
