/** `rolecall history`, `show`, `review` and `export`: reads their command lines, and finds out whom to ask. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { commandEnvironment } from '../lib/config/environment.ts';
import { systemClock } from '../lib/kernel/clock.ts';
import { compact } from '../lib/kernel/json.ts';
import { findRun } from '../local/run-file.ts';
import { ApiRefused, type AskApi } from './api-answer.ts';
import { escapeTerminal } from './escape-terminal.ts';
import { EXPORT_HELP, exportAccesses, FORMATS } from './export.ts';
import { FILTER_OPTIONS, filterQuery, withOwnForms } from './filter-options.ts';
import { history, HISTORY_HELP } from './history.ts';
import type { MainOptions } from './main-options.ts';
import { review, REVIEW_ACTIONS, REVIEW_HELP } from './review.ts';
import { show, SHOW_HELP } from './show.ts';
import { SignInError } from './sign-in/addresses.ts';
import { openBrowser } from './sign-in/open-browser.ts';
import { sessionsFile } from './sign-in/sessions.ts';
import { signedInFetch } from './sign-in.ts';

const COMMON = {
  url: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

const REASONS = [
  'planned-work',
  'incident',
  'automation',
  'test',
  'false-alarm',
  'not-ours',
  'other',
] as const;

const NO_PAGE =
  'No laptop runs here (npm start in another terminal). A deployed page is asked with --url, which is the output HistoryUrl of its stack.\n';

interface Page {
  readonly url: string;
  /** Of the laptop that runs here, where the page is its own. */
  readonly run?: string;
}

/** The page that was asked for, else that of the laptop that runs here. */
const findPage = async (url: string | undefined, root: string): Promise<Page | undefined> => {
  const laptop = await findRun(join(root, '.rolecall/run.json'));
  const asked = url?.replace(/\/+$/, '') ?? laptop?.pageUrl;
  if (asked === undefined) return undefined;
  return asked === laptop?.pageUrl ? { url: asked, run: laptop.id } : { url: asked };
};

/** Runs a command once somebody is signed in; what the API or the sign-in refuse is a sentence, and 2. */
const withApi = async (
  url: string | undefined,
  { root, writeError }: MainOptions,
  run: (ask: AskApi) => Promise<number>,
): Promise<number> => {
  const page = await findPage(url, root);
  if (page === undefined) {
    writeError(NO_PAGE);
    return 2;
  }
  try {
    const ask = signedInFetch({
      ...page,
      cacheFile: sessionsFile(commandEnvironment().cacheHome),
      clock: systemClock,
      write: writeError,
      open: openBrowser,
    });
    return await run(ask);
  } catch (error) {
    const isSaid = error instanceof ApiRefused || error instanceof SignInError;
    if (!isSaid && !(error instanceof TypeError)) throw error;
    writeError(`${escapeTerminal(isSaid ? withOwnForms(error.message) : `${page.url} does not answer.`)}\n`);
    return 2;
  }
};

const helpOr = async (
  values: { readonly help?: boolean | undefined },
  help: string,
  { write }: MainOptions,
  run: () => Promise<number>,
): Promise<number> => {
  if (values.help !== true) return run();
  await write(help);
  return 0;
};

const misused = ({ writeError }: MainOptions, help: string): Promise<number> => {
  writeError(help);
  return Promise.resolve(2);
};

const DEFAULT_LIMIT = '50';

export const runHistory = (args: readonly string[], options: MainOptions): Promise<number> => {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { ...COMMON, ...FILTER_OPTIONS, limit: { type: 'string' }, csv: { type: 'boolean' } },
    allowPositionals: true,
  });
  const limit = Number(values.limit ?? DEFAULT_LIMIT);
  if (positionals.length > 0 || !Number.isInteger(limit) || limit < 0 || (values.csv && values.json))
    return misused(options, HISTORY_HELP);
  return helpOr(values, HISTORY_HELP, options, () =>
    withApi(values.url, options, (ask) => {
      const query = filterQuery(values, systemClock);
      const { write, writeError } = options;
      return values.csv === true
        ? exportAccesses({ ask, query, format: 'csv', write, writeError })
        : history({ ask, query, limit, json: values.json === true, write, writeError });
    }),
  );
};

export const runShow = (args: readonly string[], options: MainOptions): Promise<number> => {
  const { values, positionals } = parseArgs({ args: [...args], options: COMMON, allowPositionals: true });
  const [accessId, ...others] = positionals;
  return helpOr(values, SHOW_HELP, options, () =>
    accessId === undefined || others.length > 0
      ? misused(options, SHOW_HELP)
      : withApi(values.url, options, (ask) =>
          show({ ask, accessId, json: values.json === true, write: options.write }),
        ),
  );
};

export const runReview = (args: readonly string[], options: MainOptions): Promise<number> => {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: {
      ...COMMON,
      reason: { type: 'string' },
      ticket: { type: 'string' },
      note: { type: 'string' },
      to: { type: 'string' },
    },
    allowPositionals: true,
  });
  const [word, ...accessIds] = positionals;
  const action = REVIEW_ACTIONS.find((one) => one === word);
  const reason = REASONS.find((one) => one === values.reason);
  const { ticket, note, to: assignee } = values;
  return helpOr(values, REVIEW_HELP, options, () =>
    action === undefined || accessIds.length === 0 || (values.reason !== undefined && reason === undefined)
      ? misused(options, REVIEW_HELP)
      : withApi(values.url, options, (ask) =>
          review({
            ask,
            action,
            accessIds,
            said: compact({ reason, ticket, note, assignee }),
            json: values.json === true,
            write: options.write,
          }),
        ),
  );
};

export const runExport = (args: readonly string[], options: MainOptions): Promise<number> => {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: {
      ...COMMON,
      ...FILTER_OPTIONS,
      format: { type: 'string' },
      columns: { type: 'string' },
    },
    allowPositionals: true,
  });
  const format = FORMATS.find((one) => one === (values.format ?? 'csv'));
  const { write, writeError, terminal } = options;
  return helpOr(values, EXPORT_HELP, options, () =>
    format === undefined || positionals.length > 0
      ? misused(options, EXPORT_HELP)
      : withApi(values.url, options, (ask) =>
          exportAccesses({
            ask,
            query: filterQuery(values, systemClock),
            format,
            write,
            writeError,
            ...(values.columns === undefined ? {} : { columns: values.columns }),
            ...(terminal ? { progress: (text: string) => writeError(`\r\u001b[K${text}`) } : {}),
          }),
        ),
  );
};
