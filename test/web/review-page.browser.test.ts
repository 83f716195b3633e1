import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
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
  stub = stubApi({ now: new Date(), pageFiles, count: 200 });
  served = await serveApp(stub.app);
});

afterEach(async () => {
  await desk.closePages();
  await served.stop();
  expect(desk.complaints()).toEqual([]);
});

const open = (path = '/', options: BrowserContextOptions = {}): Promise<Page> =>
  desk.open(served.url + path, options);

const openList = async (path = '/'): Promise<Page> => {
  const page = await open(path);
  await page.locator('.row').first().waitFor();
  return page;
};

/** The newest access that nobody has said anything about. */
const fresh = (): string =>
  stub.rows.find(({ review, door }) => review.state.code === 'unreviewed' && door === undefined)!.accessId;

const openFresh = async (options: BrowserContextOptions = {}): Promise<Page> => {
  const page = await open(`/?access=${encodeURIComponent(fresh())}`, options);
  await page.getByRole('button', { name: 'Acknowledge' }).waitFor();
  return page;
};

const dialog = (page: Page): Locator => page.locator('dialog.small-dialog');
const note = (page: Page): Locator => page.locator('#review-note');
const gone = (locator: Locator): Promise<void> => locator.waitFor({ state: 'detached' });
/** Id of the row that has the focus. */
const focusedId = (page: Page): Promise<string> =>
  page.evaluate<string>('document.activeElement.dataset?.access ?? ""');
const reviewOf = (accessId: string) => stub.rows.find((row) => row.accessId === accessId)!.review;
const reviewedByMe = (): number => stub.rows.filter(({ review }) => review.by === 'You').length;

/** What is lower than a finger needs. Links in running text and values in a row are told apart by their neighbours. */
const smallTargets = (page: Page): Promise<readonly string[]> =>
  page.evaluate<string[]>(`[...document.querySelectorAll('a, button, summary, label, textarea, input')]
    .filter((one) => !one.matches('.skip, .value, label[for], [type=checkbox], [type=radio]'))
    .filter((one) => !one.closest('.bar-table') && getComputedStyle(one).display !== 'inline')
    .filter((one) => { const { width, height } = one.getBoundingClientRect(); return width > 0 && height > 0 && height < 43.5; })
    .map((one) => one.outerHTML.slice(0, 90))`);

describe('reviewing', () => {
  it('takes 50 accesses by keyboard only', async () => {
    const page = await openList();
    await page.keyboard.press('j');
    for (let count = 1; count <= 50; count += 1) {
      const here = await focusedId(page);
      await page.keyboard.press('a');
      await dialog(page).waitFor();
      await page.keyboard.press('1');
      // The focus goes on to the next row by itself; the page of the list ends with the fiftieth.
      if (count < 50) await seen(async () => ![here, ''].includes(await focusedId(page))).toBe(true);
    }
    await seen(() => reviewedByMe() === 50).toBe(true);
    expect(
      stub.rows.filter(({ review }) => review.by === 'You').map(({ review }) => review.state.code),
    ).toEqual(Array.from({ length: 50 }, () => 'acknowledged'));
  });

  it('takes no reason that nobody chose', async () => {
    const id = fresh();
    const page = await openFresh();
    await page.keyboard.press('a');
    await dialog(page).waitFor();
    await seen(() => dialog(page).getByRole('radio', { checked: true }).count()).toBe(0);
    await page.keyboard.press('Enter');
    await page.getByText('Choose a reason: click it, or press its number (1 to 7).').waitFor();
    expect(reviewedByMe()).toBe(0);
    // "Other" needs its note: the number leads to it instead of sending.
    await page.keyboard.press('7');
    await page.getByText('The reason “other” needs a note.').waitFor();
    await page.keyboard.type('No 1 knows.');
    await page.keyboard.press('Enter');
    await seen(() => reviewedByMe() === 1).toBe(true);
    expect(reviewOf(id)).toMatchObject({ note: 'No 1 knows.', words: 'You acknowledged it: other' });
  });

  it('explains with a number for the reason, which waits for the ticket', async () => {
    const id = fresh();
    const page = await openFresh();
    await page.keyboard.press('e');
    await dialog(page).waitFor();
    await page.keyboard.press('2');
    await seen(() => dialog(page).getByRole('radio', { checked: true }).getAttribute('value')).toBe(
      'incident',
    );
    expect(reviewedByMe()).toBe(0);
    await page.getByLabel('Ticket (optional)').fill('OPS-1');
    await page.keyboard.press('Enter');
    await seen(() => reviewedByMe() === 1).toBe(true);
    expect(reviewOf(id)).toMatchObject({ ticket: 'OPS-1', words: 'You explained it: incident' });
  });

  it('explains with a reason, a ticket and a note, and says so in the access', async () => {
    const id = fresh();
    const page = await openFresh();
    await page.keyboard.press('e');
    await page.getByRole('radio', { name: 'incident' }).check();
    await page.getByLabel('Ticket (optional)').fill('OPS-77');
    await page.getByLabel('Note (optional)').fill('The disk was full.');
    await page.keyboard.press('Enter');
    await page.getByText('You explained it: incident').first().waitFor();
    await page.locator('.review-panel .quote', { hasText: 'The disk was full.' }).waitFor();
    expect(reviewOf(id)).toMatchObject({ ticket: 'OPS-77', state: { code: 'explained' } });
  });

  it('takes the same keys for what a link opened and the list does not hold', async () => {
    const closed = stub.rows.find(({ review }) => review.state.code === 'acknowledged')!.accessId;
    const page = await open(`/?access=${encodeURIComponent(closed)}`);
    await page.getByRole('button', { name: 'Escalate' }).waitFor();
    await page.keyboard.press('e');
    await page.getByRole('heading', { name: /^Explain/ }).waitFor();
    await page.keyboard.press('2');
    await page.keyboard.press('Enter');
    await seen(() => reviewOf(closed).state.code).toBe('explained');
  });

  it('gives the focus back, and nothing else happens, when it is given up', async () => {
    const page = await openFresh();
    const button = page.getByRole('button', { name: 'Escalate' });
    await button.click();
    await dialog(page).waitFor();
    await page.keyboard.press('Escape');
    await gone(dialog(page));
    await seen(() => page.evaluate('document.activeElement.textContent.slice(0, 20)')).toMatch(/^Escalate/);
    expect(reviewedByMe()).toBe(0);
  });

  it('says what is missing instead of sending it', async () => {
    const page = await openFresh();
    await page.keyboard.press('s');
    await page.getByLabel('Who looks into it').press('Enter');
    await page.getByText('Say who looks into it, or what is wrong.').waitFor();
    await page.getByRole('button', { name: 'Me', exact: true }).click();
    await page.getByLabel('Who looks into it').press('Enter');
    await page.getByText('Assigned to').waitFor();
    expect(reviewedByMe()).toBe(1);
  });

  it('shows who was faster, and acts all the same only when told to', async () => {
    const id = fresh();
    const page = await openFresh();
    stub.justBefore = () => stub.actElsewhere(id, 'acknowledged', 'Bob Miller');
    await page.keyboard.press('e');
    await dialog(page).waitFor();
    await page.keyboard.press('1');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'It was changed meanwhile' }).waitFor();
    await seen(() => dialog(page).innerText()).toContain('Bob Miller acknowledged it');
    expect(reviewOf(id).by).toBe('Bob Miller');
    await page.getByRole('button', { name: 'Explain anyway' }).click();
    await seen(() => reviewOf(id).state.code === 'explained').toBe(true);
    expect(reviewOf(id)).toMatchObject({ by: 'You', version: 2 });
  });

  it('hears of it also when it acted before the chart was there', async () => {
    const id = fresh();
    const counts = stub.hold('/api/counts');
    const page = await openFresh();
    stub.justBefore = () => stub.actElsewhere(id, 'escalated', 'Bob Miller');
    await page.keyboard.press('a');
    await dialog(page).waitFor();
    await page.keyboard.press('1');
    await page.getByRole('heading', { name: 'It was changed meanwhile' }).waitFor();
    counts();
    await page.locator('.chart-canvas canvas').waitFor();
    await page.getByRole('button', { name: 'Leave it as it is' }).click();
  });

  it('leaves it as the other one did', async () => {
    const id = fresh();
    const page = await openFresh();
    stub.justBefore = () => stub.actElsewhere(id, 'escalated', 'Bob Miller');
    await page.keyboard.press('a');
    await dialog(page).waitFor();
    await page.keyboard.press('1');
    await page.getByRole('button', { name: 'Leave it as it is' }).click();
    await gone(dialog(page));
    await page.locator('.review-panel', { hasText: 'Bob Miller escalated it' }).waitFor();
    expect(reviewOf(id)).toMatchObject({ by: 'Bob Miller', version: 1 });
  });

  it('takes back what was said about several, by key and by button', async () => {
    const page = await openList();
    for (let count = 0; count < 3; count += 1) {
      await page.keyboard.press('j');
      await page.keyboard.press('x');
    }
    await page.getByText('3 chosen').waitFor();
    await page.keyboard.press('a');
    await page.getByRole('heading', { name: 'Acknowledge 3 accesses' }).waitFor();
    await page.keyboard.press('1');
    await page.getByText('3 accesses acknowledged').waitFor();
    await page.keyboard.press('u');
    await page.getByText('3 accesses taken back').waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('a');
    await dialog(page).waitFor();
    await page.keyboard.press('1');
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Taken back').waitFor();
    const mine = stub.rows.filter(({ review }) => review.by === 'You');
    expect(mine.length).toBeGreaterThanOrEqual(3);
    expect(new Set(mine.map(({ review }) => review.state.code))).toEqual(new Set(['unreviewed']));
  });

  it('keeps what was typed when the history does not answer', async () => {
    const id = fresh();
    const page = await openFresh();
    stub.failing.set('/api/reviews', 'history-unavailable');
    await page.keyboard.press('n');
    await note(page).fill('Asked Alice.');
    await page.keyboard.press('Enter');
    await page.getByText('Nothing was written; what you typed is kept').waitFor();
    await seen(() => note(page).inputValue()).toBe('Asked Alice.');
    stub.failing.clear();
    await note(page).press('Enter');
    await seen(() => reviewOf(id).note === 'Asked Alice.').toBe(true);
    desk.expectComplaints('503');
  });

  it('keeps a note whose session ended while it was written, over signing in', async () => {
    const id = fresh();
    const page = await openFresh();
    await page.keyboard.press('n');
    await note(page).fill('A long story.');
    stub.signedOut = true;
    await page.keyboard.press('Enter');
    await dialog(page).getByRole('button', { name: 'Sign in again' }).waitFor();
    await seen(() => note(page).inputValue()).toBe('A long story.');
    stub.signedOut = false;
    // What coming back from the issuer is for the page.
    await page.reload();
    await dialog(page).waitFor();
    await seen(() => note(page).inputValue()).toBe('A long story.');
    await note(page).press('Enter');
    await seen(() => reviewOf(id).note === 'A long story.').toBe(true);
    await page.reload();
    await page.getByRole('button', { name: 'Acknowledge' }).waitFor();
    await seen(() => dialog(page).count()).toBe(0);
    desk.expectComplaints('401');
  });

  it('offers a viewer nothing but the reason why', async () => {
    stub.role = 'viewer';
    const page = await open(`/?access=${encodeURIComponent(fresh())}`);
    await page.locator('.review-panel', { hasText: 'Reviewing needs the group' }).waitFor();
    await seen(() => page.locator('.review-panel button').count()).toBe(0);
    await seen(() => page.getByRole('button', { name: /Send again|Expect accesses/ }).count()).toBe(0);
    await page.keyboard.press('a');
    await seen(() => dialog(page).count()).toBe(0);
  });
});

describe('an opened access', () => {
  it('has a notice sent again, after one question', async () => {
    const page = await openFresh();
    await page.getByRole('button', { name: 'Send again to payments-mail' }).click();
    expect(stub.asked.some((one) => one.startsWith('POST'))).toBe(false);
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByText('It is sent again now.').waitFor();
    expect(stub.asked).toContain(
      `POST /api/accesses/${encodeURIComponent(fresh())}/deliveries/payments-mail/again`,
    );
  });

  it('leads to lists of what is like it, and folds the record away', async () => {
    const page = await openFresh();
    const link = page.locator('.related a').first();
    await seen(() => link.getAttribute('href')).toMatch(/^\/\?state=all&person=.+&from=/);
    await page.getByText('What was kept of the record').first().click();
    await page.locator('pre.record', { hasText: 'AssumeRole' }).waitFor();
  });
});

describe('exceptions', () => {
  it('are made from an access, with a reason and an end, and ended early', async () => {
    const page = await openFresh();
    await page.getByRole('button', { name: 'Expect accesses like this' }).click();
    await page.getByRole('button', { name: 'Make the exception' }).click();
    await page.getByText('Say why: a sentence that a stranger understands.').waitFor();
    await page.getByLabel(/^Reason/).fill('The order database moves.');
    await page.getByRole('button', { name: 'Make the exception' }).click();
    await page.getByText('Say when it ends: no exception is for ever.').waitFor();
    await page.getByRole('button', { name: '1 week' }).click();
    await page.getByRole('button', { name: 'Make the exception' }).click();
    await page.getByText('Expected from now on:').waitFor();
    await page.getByRole('link', { name: 'All exceptions' }).click();
    const card = page.locator('.card', { hasText: 'The order database moves.' });
    await card.waitFor();
    await seen(() => card.getByRole('link', { name: /announced by it/ }).getAttribute('href')).toContain(
      'exception=x-2',
    );
    await card.getByRole('button', { name: /^End it early/ }).click();
    await page.getByRole('button', { name: 'End it', exact: true }).click();
    await page.locator('.card', { hasText: 'ended early by Jane Roe' }).waitFor();
  });
});

describe('the other views', () => {
  it('overview: numbers that lead to their list, charts with a table, and what fails', async () => {
    const page = await open('/?view=overview');
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    await page.getByText('As a table').first().click();
    await seen(() => page.locator('table').first().innerText()).toContain('asserted');
    await seen(() => page.locator('[aria-label="Deliveries failing now"]').innerText()).toContain(
      'The topic is gone',
    );
    await seen(() => page.getByLabel('What cannot be seen here').innerText()).toContain('Denied attempts');
    await page.getByLabel('Person').getByRole('link').first().click();
    await page.locator('.row').first().waitFor();
    await seen(() => page.url()).toContain('?state=all&person=');
  });

  it('overview: says in red, before everything else, that the bell does not ring', async () => {
    const { bell } = stub.health;
    const at = new Date().toISOString();
    stub.health = {
      ...stub.health,
      bell: { ...bell, canary: { tone: 'bad', words: 'The bell does not ring since', at } },
    };
    const page = await open('/?view=overview');
    const strip = page.locator('.down-strip', { hasText: 'The bell does not ring since' });
    await strip.locator('.mark.bad').waitFor();
    const [top, numbers] = [await strip.boundingBox(), await page.locator('.totals').boundingBox()];
    expect(top?.y).toBeLessThan(numbers?.y ?? 0);
  });

  it('exports: a small list at once, a large one as a job with a link', async () => {
    const page = await open('/?view=exports&state=all&person=alice');
    const button = page.getByRole('button', { name: /^Download \d+ rows/ });
    await button.waitFor();
    await page.getByText('Columns: all of them').click();
    await page.getByRole('checkbox', { name: 'note' }).click();
    const [file] = await Promise.all([page.waitForEvent('download'), button.click()]);
    expect(file.suggestedFilename()).toMatch(/^rolecall-[\d-]+\.csv$/);
    const asked = stub.asked.find((one) => one.startsWith('GET /api/export?'))!;
    expect(asked).toContain('person=alice');
    expect(asked).not.toContain('note%2C');
    stub.failing.set('/api/export', 'too-many-rows');
    await button.click();
    await seen(() => stub.exports.length === 2).toBe(true);
    stub.exports = stub.exports.map((job) => ({ ...job, state: { code: 'done', words: 'ready' } }));
    await page
      .getByRole('button', { name: /^Make a link/ })
      .first()
      .click();
    await seen(() => page.getByRole('link', { name: 'Download the file' }).getAttribute('href')).toBe(
      'https://example.com/file',
    );
    desk.expectComplaints('413');
  });

  it('reads: who looked at what, day by day', async () => {
    const page = await open('/?view=reads');
    await page.locator('.reads', { hasText: 'Jane Roe' }).waitFor();
    await page.getByRole('button', { name: /The day before/ }).click();
    const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
    await seen(() => stub.asked.includes(`GET /api/reads?day=${yesterday}`)).toBe(true);
  });

  it('say what to do when the history does not answer, and go on', async () => {
    stub.failing.set('/api/overview', 'history-unavailable');
    const page = await open('/?view=overview');
    await page.getByText('The history cannot be read just now').waitFor();
    stub.failing.clear();
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('Most frequent').waitFor();
    await seen(() => page.locator('.notice').count()).toBe(0);
    desk.expectComplaints('503');
  });
});

describe('for everybody', () => {
  const VIEWS = ['overview', 'exceptions', 'exports', 'reads'] as const;

  it.each(VIEWS)('%s: axe finds nothing, and a phone needs no sideways scrolling', async (view) => {
    const page = await open(`/?view=${view}`, PHONE);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await gone(page.locator('.loading'));
    for (const fold of await page.locator('summary').all()) await fold.click();
    await seen(() => axeFindings(page)).toEqual([]);
    await seen(() => overflowOf(page)).toBe(0);
  });

  it.each(['list', ...VIEWS])('%s: a finger meets buttons and links of 44 pixels', async (view) => {
    const page = await open(`/?view=${view}`, PHONE);
    await page
      .locator(view === 'list' ? '.row' : 'h1')
      .first()
      .waitFor();
    await gone(page.locator('.loading'));
    await seen(() => smallTargets(page)).toEqual([]);
  });

  it('an opened access and its dialogs: a finger meets buttons and links of 44 pixels', async () => {
    const page = await openFresh(PHONE);
    await seen(() => smallTargets(page)).toEqual([]);
    await page.keyboard.press('e');
    await dialog(page).waitFor();
    await seen(() => smallTargets(page)).toEqual([]);
  });

  it('an opened access and its dialogs: axe finds nothing on a phone', async () => {
    const page = await openFresh(PHONE);
    await page.getByText('What was kept of the record').first().click();
    await seen(() => axeFindings(page)).toEqual([]);
    await seen(() => overflowOf(page)).toBe(0);
    await page.keyboard.press('e');
    await dialog(page).waitFor();
    await seen(() => axeFindings(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Expect accesses like this' }).click();
    await dialog(page).waitFor();
    await seen(() => axeFindings(page)).toEqual([]);
    await seen(() => overflowOf(page)).toBe(0);
  });
});
