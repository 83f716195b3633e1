import { ApiRefused, type AskApi } from '../../cli/api-answer.ts';
import { exportAccesses } from '../../cli/export.ts';
import { FILTER_HELP, FILTER_OPTIONS, filterQuery, withOwnForms } from '../../cli/filter-options.ts';
import { history } from '../../cli/history.ts';
import { show } from '../../cli/show.ts';
import type { AccessDetailAnswer, AccessSummary } from '../../lib/api/contract.ts';
import { type SeededApi, seededApi } from '../support/seeded-api.ts';
import { type VirtualClock, virtualClock } from '../support/virtual-clock.ts';

let api: SeededApi;
let clock: VirtualClock;
let out: string;
let errors: string;
const write = (text: string): void => void (out += text);
const writeError = (text: string): void => void (errors += text);
const ask: AskApi = async (path, init) => api.app.request(path, init);

beforeEach(async () => {
  clock = virtualClock();
  api = await seededApi({ clock, many: 420 });
  out = '';
  errors = '';
});

const list = (values: Parameters<typeof filterQuery>[0], limit: number, json = true) =>
  history({ ask, query: filterQuery(values, clock), limit, json, write, writeError });

const listed = (): readonly AccessSummary[] =>
  out
    .trimEnd()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as AccessSummary);

test('history reads on by cursor until it has as many as were asked for, and says that there are more', async () => {
  expect(await list({ from: '30d' }, 250)).toBe(0);
  expect(new Set(listed().map(({ accessId }) => accessId)).size).toBe(250);
  expect(errors).toContain('--limit 500');
});

test('with the limit 0 it ends with the last one', async () => {
  await list({ from: '30d' }, 0);
  expect(listed().length).toBeGreaterThan(400);
  expect(errors).toBe('');
});

test('filters are those of the page', async () => {
  await list({ from: '30d', certainty: ['claimed'], outcome: ['success'] }, 0);
  expect(listed().length).toBeGreaterThan(0);
  expect(new Set(listed().map(({ who }) => who.certainty.code))).toEqual(new Set(['claimed']));
  await list({ from: '30d', person: ['nobody at all'] }, 0);
  expect(errors).toContain('Nothing in this window');
});

test('every state may be asked for in the words of the page', async () => {
  await list({ from: '30d' }, 0);
  const everything = listed().length;
  out = '';
  await list({ from: '30d', state: ['all'] }, 0);
  expect(listed()).toHaveLength(everything);
  expect(everything).toBeGreaterThan(0);
});

test('who found it is asked for as other options are written, and as in the address of the page', () => {
  for (const option of ['found-by', 'foundBy']) {
    expect(filterQuery({ [option]: ['sweep'] }, clock).getAll('foundBy')).toEqual(['sweep']);
  }
});

test('the help names every filter there is', () => {
  const options = Object.keys(FILTER_OPTIONS).filter((option) => option !== 'foundBy');
  for (const option of options) expect(FILTER_HELP).toMatch(new RegExp(`--${option}\\b`));
});

test('what the API says of a date is told with the forms of the command line', async () => {
  const refused = await list({ from: 'yesterday' }, 10).catch((error: unknown) => error);
  expect(withOwnForms((refused as Error).message)).toMatch(/^from must be .*Z, or how long ago: 24h, 7d\.$/);
  expect(withOwnForms('from must be before to.')).toBe('from must be before to.');
});

test('a table has a line for each, and no text from outside steers the terminal', async () => {
  await list({ from: '30d' }, 0, false);
  expect(out.split('\n').length).toBeGreaterThan(800);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
});

test('a mistake is told in the words of the API', async () => {
  await expect(list({ from: 'yesterday' }, 10)).rejects.toThrow(/ISO 8601/);
  await expect(list({ from: 'yesterday' }, 10)).rejects.toBeInstanceOf(ApiRefused);
});

test('a history of a stranger steers the terminal neither with times nor with ids', async () => {
  await list({ from: '30d' }, 1);
  const [first] = listed();
  if (first === undefined) throw new Error('there is no access');
  const evil = '\u001b]0;x\u0007';
  const detail = (await (await ask(`/api/accesses/${first.accessId}`)).json()) as AccessDetailAnswer;
  const { certainty } = first.who;
  const summary: AccessSummary = {
    ...first,
    time: `${evil}${first.time}`,
    accessId: `${first.accessId}${evil}`,
    who: { ...first.who, certainty: { ...certainty, words: evil } },
    review: { ...first.review, at: evil },
  };
  const stranger: AskApi = async (path) =>
    Response.json(path.startsWith('/api/accesses?') ? { accesses: [summary] } : { ...detail, summary });
  out = '';
  await history({ ask: stranger, query: new URLSearchParams(), limit: 5, json: false, write, writeError });
  await show({ ask: stranger, accessId: 'a', json: false, write });
  expect(out).toContain('\\u{1b}]0;x');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
});

test('show tells everything about one access, as text and as JSON', async () => {
  await list({ from: '30d' }, 1);
  const [first] = listed();
  out = '';
  expect(await show({ ask, accessId: first?.accessId ?? '', json: false, write })).toBe(0);
  for (const title of ['Who it was', 'Session', 'What happened', 'Ids'])
    expect(out).toContain(`\n${title}\n`);
  out = '';
  await show({ ask, accessId: first?.accessId ?? '', json: true, write });
  expect(JSON.parse(out)).toMatchObject({ summary: { accessId: first?.accessId } });
  await expect(show({ ask, accessId: 'none', json: false, write })).rejects.toThrow(/no access with this id/);
});

test('an export goes on page by page, and has one head', async () => {
  const query = filterQuery({ from: '30d' }, clock);
  const shown: string[] = [];
  const progress = (text: string): void => void shown.push(text);
  expect(
    await exportAccesses({
      ask,
      query,
      format: 'csv',
      columns: 'access_id,state',
      write,
      writeError,
      progress,
    }),
  ).toBe(0);
  const lines = out.trimEnd().split('\r\n');
  expect(lines[0]).toBe('access_id,state');
  expect(new Set(lines).size).toBe(lines.length);
  expect(lines.length).toBeGreaterThan(400);
  expect(shown.at(-2)).toBe(`${String(lines.length - 1)} rows`);
});

test('half an export is an error, not a short file', async () => {
  let pages = 0;
  const breaking: AskApi = async (path, init) => {
    pages += 1;
    return pages === 1
      ? ask(path, init)
      : new Response('{"code":"history-unavailable","message":"Not now."}', { status: 503 });
  };
  api = await seededApi({ clock, many: 1_500 });
  const query = filterQuery({ from: '2026-01-01' }, clock);
  await expect(exportAccesses({ ask: breaking, query, format: 'jsonl', write, writeError })).rejects.toThrow(
    'Not now.',
  );
});
