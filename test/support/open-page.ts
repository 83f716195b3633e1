/** A reader's browser in front of a served page: everything the page complains about is kept. */
import { readFileSync } from 'node:fs';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { startBrowser } from './browser.ts';

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
/** Answers one line per violation; nothing else is worked out. */
const runAxe = (options: object): string =>
  `axe.run(${JSON.stringify({ resultTypes: ['violations'], ...options })})` +
  '.then((r) => r.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(" ")}`))';

const AXE_RUNS = [
  ['light', runAxe({})],
  ['dark', runAxe({})],
] as const;

/** A session that the page finds in its tab, as if the reader had signed in before. */
const SESSION =
  "sessionStorage.getItem('rolecall.session') ?? sessionStorage.setItem('rolecall.session'," +
  " JSON.stringify({ accessToken: 'stub', expiresAt: Date.now() + 3_600_000 }))";

export const PHONE: BrowserContextOptions = { viewport: { width: 390, height: 844 } };

export interface Desk {
  /** `path` with its origin. */
  readonly open: (url: string, options?: BrowserContextOptions) => Promise<Page>;
  /** What pages complained about since it was asked last, but for what was expected of them. */
  readonly complaints: () => readonly string[];
  /** Until they are asked for, complaints with these words are no surprise, however many come, and however late. */
  readonly expectComplaints: (words: string) => void;
  readonly closePages: () => Promise<void>;
  readonly close: () => Promise<void>;
}

const contextOptions = (options: BrowserContextOptions): BrowserContextOptions => ({
  viewport: { width: 1400, height: 900 },
  timezoneId: 'Europe/Berlin',
  locale: 'en-GB',
  reducedMotion: 'reduce',
  ...options,
});

export const openDesk = async (): Promise<Desk> => {
  const browser: Browser = await startBrowser();
  const pages: Page[] = [];
  const complaints: string[] = [];
  const expected: string[] = [];
  return {
    open: async (url, options = {}) => {
      const context = await browser.newContext(contextOptions(options));
      await context.addInitScript(SESSION);
      const page = await context.newPage();
      page.setDefaultTimeout(25_000);
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(error.message));
      pages.push(page);
      await page.goto(url);
      return page;
    },
    complaints: () => {
      const forgiven = expected.splice(0);
      return complaints.splice(0).filter((text) => !forgiven.some((words) => text.includes(words)));
    },
    expectComplaints: (words) => void expected.push(words),
    closePages: async () => {
      await Promise.all(pages.splice(0).map((page) => page.context().close()));
    },
    close: () => browser.close(),
  };
};

/** What axe finds, one line each, in light and in dark. */
export const axeFindings = async (page: Page): Promise<readonly string[]> => {
  await page.evaluate(AXE);
  const findings: string[] = [];
  for (const [colorScheme, run] of AXE_RUNS) {
    await page.emulateMedia({ colorScheme });
    findings.push(...(await page.evaluate<string[]>(run)).map((text) => `${colorScheme} ${text}`));
  }
  return findings;
};

/** Pixels by which the page is wider than its window. */
export const overflowOf = (page: Page): Promise<number> =>
  page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');
