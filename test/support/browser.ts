/** Finds a Chromium and starts it. Without one the test fails: a page nobody looked at is not a tested page. */
import { execFileSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'] as const;

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
] as const;

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

const installed = (): readonly string[] =>
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((folder) => NAMES.map((name) => join(folder, name)))
    .filter(isExecutable);

/** The package is an ES module and unpacks its browser first: a child process can do both whatever Jest can. */
const unpacked = (): string =>
  execFileSync(
    process.execPath,
    [
      '--input-type=module',
      '--eval',
      "import chromium from '@sparticuz/chromium'; process.stdout.write(await chromium.executablePath());",
    ],
    { encoding: 'utf8', timeout: 120_000 },
  ).trim();

const start = (executablePath: string): Promise<Browser> =>
  chromium.launch({ executablePath, args: [...FLAGS], timeout: 60_000 });

/**
 * `$CHROMIUM`, else the one that npm brought (a bare shell, which takes less than half the work of a whole browser), else
 * the first installed one that starts. Throws when none starts.
 */
export const startBrowser = async (): Promise<Browser> => {
  const chosen = process.env['CHROMIUM'];
  if (chosen !== undefined && chosen !== '') return start(chosen);
  const failures: string[] = [];
  for (const find of [unpacked, ...installed().map((path) => () => path)]) {
    try {
      return await start(find());
    } catch (error) {
      failures.push(String(error).split('\n')[0] ?? '');
    }
  }
  throw new Error(`no Chromium starts; set CHROMIUM. ${failures.join('; ')}`);
};
