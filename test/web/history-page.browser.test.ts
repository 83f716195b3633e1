import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import type { PageFiles } from '../../lib/api/page-files.ts';
import { archivedEventOf } from '../../lib/history/make-events.ts';
import { isoAfter, systemClock } from '../../lib/kernel/clock.ts';
import { canaryText } from '../../lib/usecases/examine/canary-state.ts';
import { doctorText } from '../../lib/usecases/examine/doctor-report.ts';
import { buildPage } from '../support/build-page.ts';
import { axeFindings, type Desk, openDesk, overflowOf, PHONE } from '../support/open-page.ts';
import { doorAccesses } from '../support/door-accesses.ts';
import { ALICE, PIPELINE, rowOf, type SeededAccess, VENDOR } from '../support/seed-history.ts';
import { type SeededApi, seededApi } from '../support/seeded-api.ts';
import { seen } from '../support/seen.ts';
import { type ServedApp, serveApp } from '../support/serve-app.ts';

let desk: Desk;
let pageFiles: PageFiles;
let api: SeededApi;
let served: ServedApp;
/** Servers of single tests. */
const others: ServedApp[] = [];

beforeAll(async () => {
  pageFiles = buildPage();
  desk = await openDesk();
  api = await seededApi({ clock: systemClock, many: 60, more: { pageFiles } });
  served = await serveApp(api.app);
});

afterAll(async () => {
  await desk.close();
  await Promise.all([served, ...others].map((server) => server.stop()));
});

afterEach(async () => {
  await desk.closePages();
  served.fails = false;
  expect(desk.complaints()).toEqual([]);
});

/** In every state unless the path says otherwise: these stories are about one history as a whole. */
const openPage = async (
  path = '/?state=all',
  options: BrowserContextOptions = {},
  base = served.url,
): Promise<Page> => desk.open(`${base}${path}`, options);

const serveOther = async ({ app }: SeededApi): Promise<ServedApp> => {
  const other = await serveApp(app);
  others.push(other);
  return other;
};

const linkOf = (id: string): string => `/?state=all&access=111122223333.${id}`;

/** Deliveries that arrived are a line each. */
const unfoldDeliveries = async (page: Page): Promise<void> => {
  await page.locator('.deliveries').waitFor();
  await page.evaluate('document.querySelectorAll(".delivery").forEach((one) => { one.open = true; })');
};

const focusedText = (page: Page): Promise<string> =>
  page.evaluate<string>('document.activeElement?.textContent ?? ""');

/** The page asks at once when the network comes back. */
const askAtOnce = (page: Page): Promise<unknown> => page.evaluate('dispatchEvent(new Event("online"))');

describe('the list', () => {
  it('leads each row with the person and how sure we are of the name', async () => {
    const page = await openPage();
    const first = page.locator('.row').first();
    await first.waitFor();
    await seen(() => first.locator('.row-cells').innerText()).toMatch(
      /^alice\s+asserted\s+IAM user of ACME production/,
    );
    const second = await page.locator('.row-cells').nth(1).innerText();
    expect(second).toMatch(/^bob@northwind\.example\s+claimed/);
    expect(second).toContain('not delivered yet');
    await seen(() => page.locator('.day-heading').first().innerText()).toMatch(/^(Today|Yesterday), /);
  });

  it('shows the next page when asked for more', async () => {
    const page = await openPage();
    await page.locator('.row').first().waitFor();
    await seen(() => page.locator('.row').count()).toBe(35);
    await page.getByRole('button', { name: 'Show older ones' }).click();
    await page.getByText('That is all of the last 7 days.').waitFor();
    await seen(() => page.locator('.row').count()).toBe(73);
  });

  it('shows all times in the chosen zone and remembers the choice', async () => {
    const page = await openPage();
    const clock = page.locator('.row .when .lead').first();
    await clock.waitFor();
    const local = await clock.innerText();
    await page.getByRole('button', { name: 'UTC' }).click();
    const utc = await clock.innerText();
    expect((Number(local.slice(0, 2)) - Number(utc.slice(0, 2)) + 24) % 24).toBeGreaterThanOrEqual(1);
    await page.reload();
    await clock.waitFor();
    await seen(() => clock.innerText()).toBe(utc);
  });

  it('says so when nobody entered, and what to do if somebody should have', async () => {
    const empty = await seededApi({
      clock: { ...systemClock, now: () => new Date('2020-01-01') },
      more: { pageFiles, clock: systemClock },
    });
    const other = await serveOther(empty);
    const page = await openPage('/?state=all', {}, other.url);
    await page.getByText('Nobody entered a designated role in the last 7 days').waitFor();
    await seen(() => page.locator('.notice').innerText()).toContain('rolecall check --deployed');
  });

  it('says what cannot be seen', async () => {
    const page = await openPage();
    await page.getByText('2 Regions are not covered').waitFor();
    await seen(() => page.locator('footer').innerText()).toContain('not recorded in this account');
  });
});

describe('one access', () => {
  it('opens with the keyboard and closes back to its row', async () => {
    const page = await openPage();
    await page.locator('.row').first().waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('k');
    await page.keyboard.press('j');
    await seen(() => focusedText(page)).toContain('bob@northwind.example');
    await page.keyboard.press('Enter');
    await page
      .getByRole('heading', { name: /Somebody calling themselves “bob@northwind.example”/ })
      .waitFor();
    await seen(() => page.url()).toBe(`${served.url}${linkOf('vendor')}`);
    await seen(() => focusedText(page)).toContain('Somebody calling themselves');
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.getByRole('heading', { name: /Carol Jensen from/ }).waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.detail').waitFor({ state: 'detached' });
    await seen(() => page.url()).toBe(`${served.url}/?state=all`);
    await seen(() => focusedText(page)).toContain('Carol Jensen');
  });

  it('has a link of its own that survives reload, and "back" leads to the list', async () => {
    const page = await openPage(linkOf('alice'), PHONE);
    const heading = page.getByRole('heading', {
      name: 'alice entered Production administrator in ACME production.',
    });
    await heading.waitFor();
    await page.reload();
    await heading.waitFor();
    await page.goto(`${served.url}/?state=all`);
    await page
      .locator('.row-link', { hasText: /^alice/ })
      .first()
      .click();
    await heading.waitFor();
    await seen(() => page.locator('.row').first().isVisible()).toBe(false);
    await page.goBack();
    await page.locator('.row').first().waitFor();
    await seen(() => focusedText(page)).toContain('alice');
  });

  it('tells who was told with what result at every attempt', async () => {
    const page = await openPage(linkOf('alice'));
    await page.getByText('Slack answered “too many requests”, asked to wait 2 s').first().waitFor();
    await seen(() => page.locator('.timeline').innerText()).toContain('Slack took it at attempt 2');
    await unfoldDeliveries(page);
    await seen(() => page.getByRole('link', { name: 'Open in Jira' }).getAttribute('href')).toBe(
      'https://acme.atlassian.net/browse/OPS-118',
    );
    const key = page.getByText('ASIAEXAMPLEMINTED001', { exact: true });
    await seen(() => key.isVisible()).toBe(false);
    await page.getByText('Raw identifiers').click();
    await seen(() => key.isVisible()).toBe(true);
  });

  it('says so when the link leads nowhere', async () => {
    const page = await openPage('/?state=all&access=gone');
    await page.getByText('There is no such access').waitFor();
    desk.expectComplaints('404');
  });
});

describe('while it is open', () => {
  it('takes in a new access at the top and announces it', async () => {
    const page = await openPage();
    await page.locator('.row').first().waitFor();
    await api.seed([
      {
        row: rowOf({
          id: 'new-1',
          time: isoAfter(systemClock.now(), -1),
          caller: { ...ALICE, label: 'grace' },
        }),
        deliveries: [],
      },
    ]);
    await page.locator('.row.new', { hasText: 'grace' }).waitFor();
    await seen(() => page.locator('[data-news]').innerText()).toContain('New: grace entered');
  });

  it('holds new accesses back from a reader who is further down', async () => {
    const page = await openPage();
    await page.locator('.row').nth(25).scrollIntoViewIfNeeded();
    const before = await page.locator('.row').nth(25).boundingBox();
    await api.seed([
      {
        row: rowOf({
          id: 'new-2',
          time: isoAfter(systemClock.now(), -1),
          caller: { ...VENDOR, label: 'heidi' },
        }),
        deliveries: [],
      },
    ]);
    await askAtOnce(page);
    const news = page.getByRole('button', { name: '1 new access' });
    await news.waitFor();
    await seen(() => page.locator('.row').nth(25).boundingBox()).toEqual(before);
    await seen(() => page.locator('.row', { hasText: 'heidi' }).count()).toBe(0);
    await news.click();
    await seen(() => page.locator('.row-cells').first().innerText()).toMatch(/^heidi/);
  });

  it('keeps the list when the API goes down, says since when, and recovers', async () => {
    const page = await openPage();
    await page.locator('.row').first().waitFor();
    served.fails = true;
    await askAtOnce(page);
    await page.getByRole('alert').waitFor();
    await seen(() => page.getByRole('alert').innerText()).toMatch(
      /The history does not answer\s+What you see is from \d\d:\d\d:\d\d/,
    );
    await seen(() => page.locator('.row').count()).toBe(35);
    served.fails = false;
    await page.getByRole('button', { name: 'Try again now' }).click();
    await page.getByRole('alert').waitFor({ state: 'detached' });
    desk.expectComplaints('ERR_EMPTY_RESPONSE');
  });

  it('says so when it was down from the start', async () => {
    served.fails = true;
    const page = await openPage();
    await page.getByText('The history does not answer').waitFor();
    await seen(() => page.locator('.row').count()).toBe(0);
    desk.expectComplaints('ERR_EMPTY_RESPONSE');
  });
});

const DEPLOY = 'repo:acme/shop:environment:production';

/** The entry that is still counted: the newest of its name. */
const counting = (page: Page): Locator => page.locator('.row', { hasText: DEPLOY }).first();

/** A repeat of it, now. */
const repeatOf = (id: string, label: string): SeededAccess => ({
  row: rowOf({
    id,
    time: isoAfter(systemClock.now(), -1),
    caller: { ...PIPELINE, label },
    row: { groupedWith: '111122223333.deploy' },
  }),
  deliveries: [],
});

describe('repeats', () => {
  it('lie folded under the access that rang, and are reached with the keyboard alone', async () => {
    const page = await openPage();
    const fold = counting(page).getByRole('button');
    await fold.waitFor();
    await seen(() => fold.innerText()).toMatch(
      /^and 3 more times so far, counting repeats until \d\d:\d\d:\d\d$/,
    );
    await seen(() => fold.getAttribute('aria-expanded')).toBe('false');
    await seen(() => page.locator('.repeat-link').count()).toBe(0);
    await counting(page).locator('.row-link').focus();
    // Through the values of the row, each of which filters.
    for (let steps = 0; steps < 9; steps += 1) {
      await page.keyboard.press('Tab');
      if ((await page.evaluate('document.activeElement.className')) === 'repeats-line') break;
    }
    await page.keyboard.press('Enter');
    await seen(() => fold.getAttribute('aria-expanded')).toBe('true');
    await page.locator('.repeat-link').first().waitFor();
    await page.keyboard.press('Tab');
    await seen(() => focusedText(page)).toContain(`${DEPLOY} entered Production administrator`);
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: /^Open the access that was announced, of/ }).waitFor();
    await seen(() => page.url()).toBe(`${served.url}${linkOf('deploy-repeat-2')}`);
    await page.keyboard.press('Escape');
    await page.locator('.detail').waitFor({ state: 'detached' });
    await seen(() => page.evaluate('document.activeElement?.dataset.access')).toBe(
      '111122223333.deploy-repeat-2',
    );
    await page.keyboard.press('r');
    await seen(() => page.locator('.repeat-link').count()).toBe(0);
    await seen(() => page.evaluate('document.activeElement?.dataset.access')).toBe('111122223333.deploy');
  });

  it('are unfolded for whoever follows the link of one', async () => {
    const page = await openPage(linkOf('deploy-repeat-1'));
    await page.locator('.repeat-link[aria-current]').waitFor();
    await seen(() => page.locator('.repeat-link').count()).toBe(3);
    await page.getByRole('link', { name: /^Open the access that was announced/ }).click();
    await page.waitForURL(`**${linkOf('deploy')}`);
  });

  it('are counted as they come, without moving what is read', async () => {
    const many = await seededApi({ clock: systemClock, many: 60, more: { pageFiles } });
    const page = await openPage('/?state=all', {}, (await serveOther(many)).url);
    const row = page.locator('.row').nth(25);
    await row.scrollIntoViewIfNeeded();
    const before = await row.boundingBox();
    await many.seed([repeatOf('deploy-now', DEPLOY)]);
    await askAtOnce(page);
    await counting(page).getByText('and 4 more times so far').waitFor();
    await seen(() => row.boundingBox()).toEqual(before);
    await seen(() => page.locator('.news').count()).toBe(0);
    await seen(() => page.locator('[data-news]').innerText()).toBe(
      `Again: ${DEPLOY} entered Production administrator in ACME production.`,
    );
  });

  it('of a storm do not hide who came before it: the page reads on by itself', async () => {
    const storm = await seededApi({ clock: systemClock, more: { pageFiles } });
    const first = repeatOf('storm', 'storm-robot').row;
    const { groupedWith, ...rang } = first;
    await storm.seed([{ row: { ...rang, time: isoAfter(systemClock.now(), -60) }, deliveries: [] }]);
    await storm.seed(
      Array.from({ length: 300 }, (_, index) => {
        const { row, deliveries } = repeatOf(`storm-${index}`, 'storm-robot');
        const time = isoAfter(systemClock.now(), -50 + index / 10);
        return { row: { ...row, time, groupedWith: first.accessId }, deliveries };
      }),
    );
    const page = await openPage('/?state=all', {}, (await serveOther(storm)).url);
    await page.locator('.row', { hasText: 'alice' }).first().waitFor();
    const robot = page.locator('.row', { hasText: 'storm-robot' });
    await seen(() => robot.count()).toBe(1);
    const fold = robot.getByRole('button').first();
    await seen(() => fold.innerText()).toBe('and 300 more times');
    await fold.click();
    await robot.getByRole('button', { name: 'Show more of 250' }).click();
    await seen(() => page.locator('.repeat-link').count()).toBe(100);
  });

  it('whose first is not in the list stand for themselves, and are not said to be told', async () => {
    const lone = await seededApi({ clock: systemClock, more: { pageFiles } });
    await lone.seed(
      ['lone-1', 'lone-2'].map((id) => {
        const { row, deliveries } = repeatOf(id, 'ivan');
        return { row: { ...row, groupedWith: '111122223333.gone' }, deliveries };
      }),
    );
    const page = await openPage('/?state=all', {}, (await serveOther(lone)).url);
    const entry = page.locator('.row', { hasText: 'ivan' });
    await entry.getByText('counted with an earlier one').waitFor();
    await seen(() => entry.count()).toBe(1);
    await seen(() => entry.getByRole('button').innerText()).toBe('and once more in this list');
  });
});

describe('what did not go the straight way', () => {
  it.each([
    ['digested', ['told in a digest', 'Together with 19 other notices, at', 'Put into a digest']],
    ['gathering', ['its digest is being put together', 'Together with other notices']],
    [
      'instead',
      [
        'platform-slack refused, fallback-mail was told instead',
        'fallback-mail was told instead.',
        'Told instead of platform-slack, which refused',
      ],
    ],
    ['nightly', ['Said later: 12 more times, added to the first notice', 'Repeated: 12 more times by then']],
    ['corrected', ['corrected by AWS', 'AWS corrected the record', 'Before: Somebody calling themselves']],
  ] as const)('is told of %s', async (id, texts) => {
    const page = await openPage(linkOf(id));
    await unfoldDeliveries(page);
    const shown = await page.locator('.detail').innerText();
    for (const text of texts) expect(shown.toLowerCase()).toContain(text.toLowerCase());
  });

  it('names a destination that is down above the list, and nothing when none is', async () => {
    const page = await openPage();
    await page.locator('.row').first().waitFor();
    await seen(() => page.locator('.down-strip').count()).toBe(0);
    const down = {
      destinationId: 'platform-slack',
      since: isoAfter(systemClock.now(), -5_400),
      nextTryAt: isoAfter(systemClock.now(), 120),
      code: 'connection-failed',
    } as const;
    const api = await seededApi({
      clock: systemClock,
      more: { pageFiles, destinationHealth: { down: async () => [down] } },
    });
    const other = await openPage('/?state=all', PHONE, (await serveOther(api)).url);
    await other.locator('.down-strip').waitFor();
    await seen(() => other.locator('.down-strip').innerText()).toMatch(
      /^platform-slack is down\s+since .*\. Slack could not be reached\. What is for it waits/,
    );
    await seen(() => overflowOf(other)).toBe(0);
  });

  it('says how long the bell took when it was tested last, and above the list that it does not ring', async () => {
    const at = (seconds: number): string => isoAfter(systemClock.now(), seconds);
    const reading = (marks: Readonly<Record<string, string>>) => ({
      pageFiles,
      marks: { read: async (name: string) => marks[name] },
    });
    const home = { lastArrivedAt: at(-558), lastDelaySeconds: 42 };
    const well = await seededApi({
      clock: systemClock,
      more: reading({ canary: canaryText({ id: '1', state: 'arrived', sentAt: at(-600), ...home }) }),
    });
    const page = await openPage('/?state=all', {}, (await serveOther(well)).url);
    await page.getByText('The bell rings: its last test took 42 s').waitFor();
    await seen(() => page.locator('.down-strip').count()).toBe(0);
    const broken = [{ subject: 'rule RoleEntries1 in us-east-1', sentence: 'is switched off' }];
    const blind = await seededApi({
      clock: systemClock,
      more: reading({
        canary: canaryText({ id: '1', state: 'missing', sentAt: at(-3600), blindSince: at(-3600), ...home }),
        doctor: doctorText({ at: at(-60), counts: { ok: 9, warning: 0, broken: 1, unknown: 0 }, broken }),
      }),
    });
    const other = await openPage('/?state=all', PHONE, (await serveOther(blind)).url);
    await other.locator('.down-strip').waitFor();
    const strip = await other.locator('.down-strip').innerText();
    expect(strip).toMatch(/^The bell does not ring since/);
    expect(strip).toMatch(
      /The doctor found 1 thing broken, at\s+[\d:]+\. rule RoleEntries1 in us-east-1: is switched off\./,
    );
    await seen(() => overflowOf(other)).toBe(0);
  });

  it('says how far the history is sealed', async () => {
    const page = await openPage();
    await page.getByText('Sealed against hidden changes until').waitFor();
    await seen(() => page.locator('footer').innerText()).toContain('npx rolecall verify');
  });

  it('says of an access in the archive where it went', async () => {
    const tombstone = {
      ...archivedEventOf('111122223333.old', 'accesses/old.jsonl', '2026-01-01T00:00:00.000Z'),
      notedAt: '2026-01-01T00:00:00.000Z',
    };
    const archive = { ofAccess: async () => [tombstone], note: async () => undefined };
    const archived = await seededApi({ clock: systemClock, more: { pageFiles, events: archive } });
    const page = await openPage(linkOf('old'), {}, (await serveOther(archived)).url);
    await page.getByText('This access is in the archive').waitFor();
    await seen(() => page.locator('.detail').innerText()).toContain('accesses/old.jsonl');
    desk.expectComplaints('410');
  });
});

describe('texts that callers chose', () => {
  it('stay texts', async () => {
    const page = await openPage(linkOf('hostile'));
    await page.locator('bdi', { hasText: '⟨U+202E⟩gnp.exe' }).waitFor();
    await seen(() => page.locator('.detail h2').innerText()).toContain('"><svg onload=window.broken=1>');
    await seen(() => page.locator('.row', { hasText: '<script>window.broken=1</script>' }).count()).toBe(1);
    await seen(() => page.evaluate('window.broken')).toBeUndefined();
    await seen(() => page.locator('script').count()).toBe(1);
    await seen(() => page.locator('img').count()).toBe(0);
  });
});

describe('everybody', () => {
  it('can read it: axe finds nothing, in light and dark', async () => {
    const few = await serveOther(await seededApi({ clock: systemClock, more: { pageFiles } }));
    for (const path of ['/?state=all', linkOf('carol'), linkOf('digested'), linkOf('nightly-repeat-1')]) {
      const page = await openPage(path, {}, few.url);
      await page
        .locator(path === '/?state=all' ? '.row' : '.timeline')
        .first()
        .waitFor();
      if (path === '/?state=all') await counting(page).getByRole('button').click();
      await seen(() => axeFindings(page)).toEqual([]);
      await page.close();
    }
  });

  it('can read it on a phone without scrolling sideways', async () => {
    const page = await openPage('/?state=all', PHONE);
    await page.locator('.row').first().waitFor();
    for (const fold of await page.locator('button.repeats-line').all()) await fold.click();
    await seen(() => page.locator('.repeat-link').count()).toBe(15);
    await seen(() => overflowOf(page)).toBe(0);
    for (const id of ['alice', 'hostile', 'late', 'digested', 'instead', 'nightly', 'corrected']) {
      await page.goto(`${served.url}${linkOf(id)}`);
      await page.locator('.timeline').waitFor();
      await page.getByText('Raw identifiers').click();
      await seen(() => overflowOf(page)).toBe(0);
    }
  });

  it('gets help with the keys', async () => {
    const page = await openPage();
    await page.locator('.row').first().waitFor();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await seen(() => page.evaluate<string>('document.activeElement.id')).toBe('help-title');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
  });
});

describe('doors', () => {
  const withDoors = async (): Promise<ServedApp> => {
    const doors = await seededApi({ clock: systemClock, more: { pageFiles } });
    await doors.seed(doorAccesses(systemClock.now()));
    return serveOther(doors);
  };

  it('stand in the list: the person first, then what was done, then who was told', async () => {
    const page = await openPage('/?state=all', {}, (await withDoors()).url);
    const door = page.locator('.row', { hasText: 'IAM user backdoor was created' });
    await door.waitFor();
    await seen(() => door.locator('.row-cells').innerText()).toMatch(
      /^alice\s+asserted\s+IAM user of ACME production\s+Door:\s+IAM user backdoor was created/,
    );
    const kept = page.locator('.row', { hasText: 'Role batch was given' });
    await seen(() => kept.innerText()).toContain('recorded, not told');
    await seen(() => kept.getAttribute('class')).not.toContain('attention');
    const wide = page.locator('.row', { hasText: 'Role prod-admin was given' });
    await seen(() => wide.getAttribute('class')).toContain('attention');
  });

  it.each([
    ['a desk', {}],
    ['a phone', PHONE],
  ])('show on %s whom they let in', async (_where, options) => {
    const served = await withDoors();
    const page = await openPage(linkOf('door-trust'), options, served.url);
    await page.locator('.openings').waitFor();
    await seen(() => page.locator('.openings').innerText()).toMatch(
      /Account 999999999999, without external ID\s+outside\s+arn:aws:iam::999999999999:root/,
    );
    await seen(() => overflowOf(page)).toBe(0);
  });

  it('can be read by everybody', async () => {
    const page = await openPage(linkOf('door-trust'), {}, (await withDoors()).url);
    await page.locator('.openings').waitFor();
    await seen(() => axeFindings(page)).toEqual([]);
  });

  it('are walked through and opened with the keyboard like every access', async () => {
    const page = await openPage('/?state=all', {}, (await withDoors()).url);
    await page.locator('.row').first().waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await seen(() => focusedText(page)).toContain('role prod-admin was given');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: /^alice in ACME production: role prod-admin/ }).waitFor();
    await page.keyboard.press('Escape');
    await seen(() => focusedText(page)).toContain('role prod-admin was given');
  });
});
