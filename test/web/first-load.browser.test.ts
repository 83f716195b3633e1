/** What a browser really loads before anybody sees the list with its chart: signing in, by the function's own answers. */
import { gzipSync } from 'node:zlib';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { Browser, Page } from 'playwright-core';
import { answerHttpApi } from '../../lib/api/http-api.ts';
import type { PageFiles } from '../../lib/api/page-files.ts';
import type { JsonObject } from '../../lib/kernel/json.ts';
import { systemClock } from '../../lib/kernel/clock.ts';
import { type SignedStack, signedStack } from '../local/fixtures/signed-stack.ts';
import { startBrowser } from '../support/browser.ts';
import { buildPage } from '../support/build-page.ts';
import { seededApi } from '../support/seeded-api.ts';

/** Bytes of all bodies, as they were compressed. */
const BUDGET = 60_000;

let browser: Browser;
let stack: SignedStack;
let pageFiles: PageFiles;

beforeAll(async () => {
  let issuer = '';
  const signIn = { describe: async () => undefined, origins: async () => [issuer] };
  pageFiles = buildPage();
  const { app } = await seededApi({ clock: systemClock, many: 60, more: { pageFiles, signIn } });
  [browser, stack] = await Promise.all([
    startBrowser(),
    signedStack(systemClock, 'responder', (path, issuerUrl, event) => {
      issuer = issuerUrl;
      if (path === '/sign-in.json') return undefined;
      return answerHttpApi(app, event as unknown as APIGatewayProxyEventV2) as unknown as Promise<JsonObject>;
    }),
  ]);
});

afterAll(async () => {
  await browser.close();
  await stack.stop();
});

interface Loaded {
  readonly path: string;
  readonly bytes: number;
}

/** Every file of ours that came over the wire, without its headers; answers of the API are data, the issuer is not ours. */
const follow = async (page: Page): Promise<readonly Loaded[]> => {
  const loaded: Loaded[] = [];
  const session = await page.context().newCDPSession(page);
  const asked = new Map<string, { path: string; headers: number }>();
  session.on('Network.responseReceived', ({ requestId, response }) => {
    const { origin, pathname } = new URL(response.url);
    if (origin !== stack.pageUrl || pathname.startsWith('/api/')) return;
    asked.set(requestId, { path: pathname, headers: response.encodedDataLength });
  });
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const known = asked.get(requestId);
    if (known !== undefined) loaded.push({ path: known.path, bytes: encodedDataLength - known.headers });
  });
  await session.send('Network.enable');
  return loaded;
};

test('is less than 60 KB: document, script, style, icon, signing in and the chart', async () => {
  // The bare shell speaks `en-US@posix` where nobody says otherwise, and no chart can write numbers in that.
  const page = await (await browser.newContext({ locale: 'en-GB' })).newPage();
  const loaded = await follow(page);
  page.setDefaultTimeout(60_000);
  await page.goto(stack.pageUrl);
  await page.locator('.chart-canvas canvas').waitFor();
  await page.getByText('What cannot be seen here').waitFor();
  // An opened access, reviewing and the other views come when the list and its chart are there.
  const isLater = ({ path }: Loaded): boolean => path.startsWith('/assets/later');
  const chart = loaded.findIndex(({ path }) => path.includes('chart-canvas'));
  expect(loaded.findIndex(isLater)).toBeGreaterThan(chart);
  const first = loaded.filter((one) => !isLater(one));
  const paths = first.map(({ path }) => path);
  expect(paths).toEqual(
    expect.arrayContaining(['/', '/assets/page.js', '/assets/page.css', '/sign-in.json']),
  );
  for (const part of ['at-issuer', 'chart-canvas']) {
    expect(paths).toContainEqual(expect.stringContaining(part));
  }
  // A browser without a window has no place for the icon and does not ask for it.
  const icon = paths.includes('/assets/icon.svg') ? 0 : gzipSync(pageFiles('icon.svg')?.body ?? '').length;
  expect(first.reduce((sum, { bytes }) => sum + bytes, icon)).toBeLessThan(BUDGET);
});
