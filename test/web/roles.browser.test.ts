import type { Locator, Page } from 'playwright-core';
import type { AccessDetail, ReaderRole } from '../../lib/api/contract.ts';
import type { PageFiles } from '../../lib/api/page-files.ts';
import { buildPage } from '../support/build-page.ts';
import { axeFindings, type Desk, openDesk, overflowOf, PHONE } from '../support/open-page.ts';
import { seen } from '../support/seen.ts';
import { type ServedApp, serveApp } from '../support/serve-app.ts';
import { type StubApi, stubApi } from '../support/stub-api.ts';

let desk: Desk;
let pageFiles: PageFiles;
let stub: StubApi;
let served: ServedApp;

beforeAll(async () => {
  pageFiles = buildPage();
  desk = await openDesk();
});

afterAll(() => desk.close());

beforeEach(async () => {
  stub = stubApi({ now: new Date(), pageFiles, count: 30 });
  served = await serveApp(stub.app);
});

afterEach(async () => {
  await desk.closePages();
  await served.stop();
  expect(desk.complaints()).toEqual([]);
});

const open = (path = '/?state=all', options = {}): Promise<Page> => desk.open(served.url + path, options);

const openAs = async (role: ReaderRole, path?: string, options = {}): Promise<Page> => {
  stub.role = role;
  const page = await open(path, options);
  await page.locator('.row, .view').first().waitFor();
  await page.locator('.me', { hasText: role }).waitFor({ state: 'attached' });
  return page;
};

const linkOf = (index: number): string =>
  `/?state=all&access=${encodeURIComponent(stub.rows[index]?.accessId ?? '')}`;

const views = (page: Page): Locator => page.getByRole('navigation', { name: 'Views' }).getByRole('link');

const dialog = (page: Page): Locator => page.getByRole('dialog');

/** After the last of what is loaded later. */
const settled = (page: Page): Promise<void> => page.getByText('What cannot be seen here').waitFor();

describe('who may only read', () => {
  it('is offered no ticks, no keys that act, and no files', async () => {
    const page = await openAs('viewer');
    await settled(page);
    await seen(() => page.getByRole('checkbox').count()).toBe(0);
    await seen(() => views(page).allInnerTexts()).toEqual(['Review', 'Overview', 'Exceptions', 'Reads']);
    await page.keyboard.press('j');
    for (const key of ['x', 'a', 'e', 's', 'n', 'i', 'o', 'u']) await page.keyboard.press(key);
    await page.keyboard.press('?');
    await dialog(page).getByText('Reviewing needs the group “reviewer” or “responder”.').waitFor();
    await seen(() => dialog(page).locator('kbd').allInnerTexts()).toEqual([
      'j',
      'k',
      'Enter',
      'Esc',
      'r',
      '/',
      '?',
    ]);
    await seen(() => dialog(page).count()).toBe(1);
    await seen(() => page.locator('.toast, .review-bar').count()).toBe(0);
  });

  it('reads in the access who may act, and meets no button that refuses', async () => {
    const page = await openAs('viewer', linkOf(0));
    await page.locator('.review-panel', { hasText: 'Reviewing needs the group' }).waitFor();
    await page.getByText('Having one sent again needs the group “responder”.').waitFor();
    await seen(() =>
      page.getByRole('button', { name: /Acknowledge|Send again|Expect accesses|Explain/ }).count(),
    ).toBe(0);
  });

  it('is told on the other views, too', async () => {
    const page = await openAs('viewer', '/?view=exceptions');
    await page.getByText('Making and ending exceptions needs the group “responder”.').waitFor();
    await seen(() => page.getByRole('button', { name: /End it early/ }).count()).toBe(0);
    const files = await openAs('viewer', '/?view=exports');
    await files.getByText('Taking files away needs the group “reviewer” or “responder”.').waitFor();
    await seen(() => files.getByRole('button', { name: /Download|Begin the export/ }).count()).toBe(0);
    await seen(() => stub.asked.filter((one) => one.includes('/api/exports'))).toEqual([]);
  });

  it('has rows as wide as the page on a phone', async () => {
    const page = await openAs('viewer', '/?state=all', PHONE);
    await settled(page);
    await seen(() => overflowOf(page)).toBe(0);
    await seen(() =>
      page
        .locator('.row-cells')
        .first()
        .evaluate((cells) => cells.getBoundingClientRect().left),
    ).toBeLessThan(30);
    await seen(() => axeFindings(page)).toEqual([]);
  });
});

describe('a client’s people', () => {
  it('see neither the audit of reads nor what they would be refused', async () => {
    stub.seesEverything = false;
    stub.failing.set('/api/health', 'not-allowed');
    stub.failing.set('/api/exports', 'not-allowed');
    stub.failing.set('/api/reads', 'not-allowed');
    const page = await openAs('viewer');
    await page.getByRole('contentinfo').getByRole('link', { name: 'overview' }).waitFor();
    await seen(() => views(page).allInnerTexts()).toEqual(['Review', 'Overview', 'Exceptions']);
    await page.waitForLoadState('networkidle');
    await seen(() => page.getByText('You may not do this').count()).toBe(0);
  });

  it('are not told of destinations that are not theirs', async () => {
    stub.seesEverything = false;
    stub.rows = [];
    const page = await openAs('viewer', '/?view=overview');
    await page.getByText('None of yours was found.').waitFor();
  });
});

describe('a reviewer', () => {
  it('ticks and reviews, and is not offered what only responders may', async () => {
    const page = await openAs('reviewer', linkOf(0));
    await page.getByRole('button', { name: 'Acknowledge' }).waitFor();
    await page.getByText('Having one sent again needs the group “responder”.').waitFor();
    await seen(() => page.getByRole('button', { name: /Send again|Expect accesses/ }).count()).toBe(0);
    await page.getByRole('button', { name: 'Back to the list' }).click();
    await seen(() => page.getByRole('checkbox').count()).toBeGreaterThan(3);
    await seen(() => views(page).allInnerTexts()).toContain('Exports');
    await page.keyboard.press('?');
    await seen(() => dialog(page).locator('kbd').allInnerTexts()).toContain('a');
    await page.keyboard.press('Escape');
    await dialog(page).waitFor({ state: 'detached' });
    await page.keyboard.press('j');
    await page.keyboard.press('i');
    await dialog(page).getByRole('heading', { name: 'Assign' }).waitFor();
  });
});

describe('an address that is understood in part', () => {
  const WRONG = `/?state=bogus&range=zzz&person=&persn=${encodeURIComponent('<img src=x onerror=alert(1)>')}`;

  it('says what was left out, as text, and takes it out', async () => {
    const page = await openAs('reviewer', WRONG);
    const line = page.locator('.left-out');
    await line.waitFor();
    await seen(() => line.innerText()).toMatch(
      /^Part of the address was not understood and left out: state=bogus, range=zzz, person=, persn=<img src=x onerror=alert\(1\)>\./,
    );
    await seen(() => line.locator('img').count()).toBe(0);
    await seen(() => axeFindings(page)).toEqual([]);
    const entries = await page.evaluate<number>('history.length');
    await line.getByRole('button', { name: 'Take it out of the address' }).click();
    await line.waitFor({ state: 'detached' });
    await seen(() => page.url()).toBe(`${served.url}/`);
    await seen(() => page.evaluate('history.length')).toBe(entries);
  });

  it('says so on other views, and is silent about an address that it understands', async () => {
    const page = await openAs('reviewer', '/?view=overview&state=open&rang=90d');
    await page.locator('.left-out', { hasText: 'rang=90d' }).waitFor();
    await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Review' }).click();
    await settled(page);
    await page.locator('.left-out').waitFor({ state: 'detached' });
  });
});

describe('the deliveries of an access', () => {
  it('are one line each once they have arrived, and open where one did not', async () => {
    const page = await openAs('responder', linkOf(0));
    const cards = page.locator('.deliveries > li > details');
    await seen(() => cards.count()).toBe(2);
    const [told, refused] = [cards.nth(0), cards.nth(1)];
    await seen(() => told.innerText()).toMatch(/^platform-slack\s+Slack\s+told\s+\d\d:\d\d:\d\d$/);
    await seen(() => told.evaluate((card) => card.getBoundingClientRect().height)).toBeLessThan(50);
    await seen(() => refused.innerText()).toContain('The topic is gone');
    await refused.getByRole('button', { name: 'Send again to payments-mail' }).waitFor();
    await told.locator('summary').first().click();
    await told.getByRole('button', { name: 'Send again to platform-slack' }).waitFor();
    await told.getByText('2 attempts').waitFor();
  });
});

describe('what somebody typed', () => {
  const tokenOf = (sub: AccessDetail['recordedAt']): string =>
    `e30.${Buffer.from(JSON.stringify({ iss: 'https://issuer.example', sub })).toString('base64url')}.x`;

  const signIn = (page: Page, sub: string): Promise<void> =>
    page.evaluate(
      (accessToken) =>
        sessionStorage.setItem(
          'rolecall.session',
          JSON.stringify({ accessToken, expiresAt: Date.now() + 3_600_000 }),
        ),
      tokenOf(sub),
    );

  const typeNote = async (page: Page): Promise<void> => {
    await page.getByRole('button', { name: 'Note', exact: false }).first().click();
    await dialog(page).getByLabel('Note').fill('Between us: call Alice first.');
    await seen(() => page.evaluate(() => sessionStorage.getItem('rolecall.draft'))).toContain('Between us');
  };

  const begin = async (): Promise<Page> => {
    const page = await openAs('reviewer', linkOf(0));
    await signIn(page, 'jane');
    await page.reload();
    await typeNote(page);
    return page;
  };

  it('is there again after a reload, for the same person at the same access', async () => {
    const page = await begin();
    await page.reload();
    await dialog(page).waitFor();
    await seen(() => dialog(page).getByLabel('Note').inputValue()).toBe('Between us: call Alice first.');
  });

  it('is gone for whoever signs in next in the same tab', async () => {
    const page = await begin();
    await signIn(page, 'mallory');
    await page.reload();
    await page.getByRole('button', { name: 'Acknowledge' }).waitFor();
    await seen(() => page.evaluate(() => sessionStorage.getItem('rolecall.draft'))).toBeNull();
    await seen(() => dialog(page).count()).toBe(0);
    await page.keyboard.press('n');
    await dialog(page).waitFor();
    await seen(() => dialog(page).getByLabel('Note').inputValue()).toBe('');
  });

  it('waits at its access while another one is read', async () => {
    const page = await begin();
    await page.goto(served.url + linkOf(1));
    await page.getByRole('button', { name: 'Acknowledge' }).waitFor();
    await seen(() => dialog(page).count()).toBe(0);
    await page.goto(served.url + linkOf(0));
    await dialog(page).waitFor();
    await seen(() => dialog(page).getByLabel('Note').inputValue()).toBe('Between us: call Alice first.');
  });

  it('is not kept by signing out', async () => {
    const page = await begin();
    await dialog(page).getByRole('button', { name: 'Cancel' }).press('Tab');
    await page.evaluate(() => document.querySelector('dialog')?.close());
    await page.locator('.me').getByRole('button', { name: 'Sign out' }).click();
    await page.getByText('You have signed out').waitFor();
    await seen(() =>
      page.evaluate(() =>
        Array.from({ length: sessionStorage.length }, (_, index) => sessionStorage.key(index)),
      ),
    ).toEqual(['rolecall.signed-out']);
    // No issuer stands behind this page.
    desk.expectComplaints('404');
  });
});

describe('the focus', () => {
  const focused = (page: Page): Promise<string> =>
    page.evaluate<string>('document.activeElement?.id || document.activeElement?.textContent || ""');

  it('skips everything that narrows the list, and stays in sight', async () => {
    const page = await openAs('reviewer');
    await settled(page);
    await page.keyboard.press('Tab');
    await seen(() => focused(page)).toBe('Skip to the list');
    await page.keyboard.press('Enter');
    await seen(() => focused(page)).toBe('accesses');
    const top = () =>
      page.evaluate<number>(
        'document.activeElement.getBoundingClientRect().top - document.querySelector("header").offsetHeight',
      );
    await seen(top).toBeGreaterThanOrEqual(0);
  });

  it('stays where a notice was sent again, and where it was not', async () => {
    const page = await openAs('responder', linkOf(0));
    const again = page.getByRole('button', { name: 'Send again to payments-mail' });
    await again.press('Enter');
    await seen(() => focused(page)).toBe('Send');
    await page.getByRole('button', { name: 'Do not' }).press('Enter');
    await seen(() => focused(page)).toBe('Send again to payments-mail');
    await again.press('Enter');
    await page.getByRole('button', { name: 'Send', exact: true }).press('Enter');
    await seen(() => focused(page)).toBe('It is sent again now.');
  });

  it('stays on the button that shows older ones', async () => {
    stub = stubApi({ now: new Date(), pageFiles, count: 300 });
    await served.stop();
    served = await serveApp(stub.app);
    const page = await openAs('reviewer', '/?state=acknowledged');
    const before = await page.locator('.row').count();
    stub.delayMs = 300;
    await page.getByRole('button', { name: 'Show older ones' }).press('Enter');
    await seen(() => focused(page)).toBe('Looking…');
    await seen(() => page.locator('.row').count()).toBeGreaterThan(before);
    await seen(() => focused(page)).not.toBe('accesses');
  });

  it('goes back to the button when dates were typed', async () => {
    const page = await openAs('reviewer');
    await settled(page);
    await page.getByRole('button', { name: 'Dates…' }).press('Enter');
    await page.getByRole('button', { name: 'Show', exact: true }).press('Enter');
    await seen(() => focused(page)).toBe('Dates…');
  });

  it('goes to the list when something was undone', async () => {
    const page = await openAs('reviewer');
    await settled(page);
    await page.keyboard.press('j');
    await page.keyboard.press('a');
    await dialog(page).waitFor();
    await page.keyboard.press('1');
    await page.getByRole('button', { name: 'Undo' }).press('Enter');
    await page.getByText('Taken back').waitFor();
    await seen(() => focused(page)).toBe('accesses');
  });

  it('goes to the view when an exception was ended', async () => {
    const page = await openAs('responder', '/?view=exceptions');
    await page.getByRole('button', { name: 'End it early' }).press('Enter');
    await dialog(page).getByRole('button', { name: 'End it' }).press('Enter');
    await dialog(page).waitFor({ state: 'detached' });
    await seen(() => focused(page)).toBe('accesses');
  });
});

describe('the columns', () => {
  it('are chosen, stay chosen, and never hide what is wrong', async () => {
    const page = await openAs('reviewer');
    await settled(page);
    const shown = (selector: string) => page.locator(`${selector} >> visible=true`).count();
    await seen(() => shown('.row .from')).toBeGreaterThan(0);
    await page.getByText('Columns', { exact: true }).click();
    for (const name of ['Address and way in', 'Review and deliveries, where nothing is wrong']) {
      await page.getByRole('checkbox', { name }).uncheck();
    }
    await seen(() => shown('.row .from')).toBe(0);
    await seen(() => axeFindings(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await seen(() => page.evaluate('document.activeElement?.textContent')).toBe('Columns · 2 hidden');
    await page.reload();
    await settled(page);
    await seen(() => shown('.row .from')).toBe(0);
    await seen(() => shown('.row .standing .bad')).toBeGreaterThan(0);
    await seen(() => shown('.row .standing:not(:has(.bad, .warning))')).toBe(0);
  });
});

describe('a page that is left open', () => {
  it('marks what it asks by itself, so that a quiet night is no look of its reader', async () => {
    const page = await openAs('viewer');
    const marks: (string | undefined)[] = [];
    page.on('request', (request) => {
      if (new URL(request.url()).pathname === '/api/accesses')
        marks.push(request.headers()['x-rolecall-poll']);
    });
    await page.reload();
    await settled(page);
    await page.evaluate('dispatchEvent(new Event("online"))');
    await seen(() => marks.length).toBeGreaterThan(1);
    await seen(() => marks.slice(0, 2)).toEqual([undefined, '1']);
  });
});
