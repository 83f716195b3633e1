import type { ExportJob, ExportLinkAnswer, ExportsAnswer } from '../../lib/api/contract.ts';
import type { Reader } from '../../lib/api/reader.ts';
import { COLUMN_NAMES } from '../../lib/export/columns.ts';
import { memoryExportJobs } from '../support/memory-export-jobs.ts';
import { type SeededApi, seededApi } from '../support/seeded-api.ts';
import { virtualClock } from '../support/virtual-clock.ts';

const REVIEWER: Reader = { subject: 'sub-rosa', name: 'Rosa Reviewer', role: 'reviewer' };
const OTHER: Reader = { subject: 'sub-otto', name: 'Otto', role: 'reviewer' };

const post = (body?: unknown) => ({
  method: 'POST',
  ...(body === undefined
    ? {}
    : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
});

let api: SeededApi;
const ask = (path: string, init?: RequestInit) => api.app.request(path, init);
const json = async <T>(path: string, init?: RequestInit) => (await (await ask(path, init)).json()) as T;

const WINDOW = 'from=2026-10-25&to=2026-11-23';

beforeEach(async () => {
  api = await seededApi({ clock: virtualClock(), many: 1_400, reader: REVIEWER });
});

const everyRow = async (): Promise<number> =>
  (await (await ask(`/api/export?format=jsonl&columns=access_id&${WINDOW}`)).text()).trimEnd().split('\n')
    .length;

test('exactly what the list holds is downloaded, with its columns', async () => {
  const answer = await ask(`/api/export?format=csv&${WINDOW}&certainty=claimed`);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toContain('text/csv');
  expect(answer.headers.get('content-disposition')).toBe('attachment; filename="rolecall-2026-11-22.csv"');
  const lines = (await answer.text()).trimEnd().split('\r\n');
  expect(lines[0]).toBe(COLUMN_NAMES.join(','));
  const listed = await json<{ accesses: unknown[]; nextCursor?: string }>(
    `/api/accesses?${WINDOW}&certainty=claimed&limit=200`,
  );
  expect(listed.nextCursor).toBeUndefined();
  expect(lines.length - 1).toBeGreaterThanOrEqual(listed.accesses.length);
  expect(Number(answer.headers.get('x-rolecall-rows'))).toBe(listed.accesses.length);
});

test('page by page nothing is lost or repeated, and the head comes once', async () => {
  const texts: string[] = [];
  let page = 'first';
  let window = WINDOW;
  for (let pages = 0; pages < 10; pages += 1) {
    const answer = await ask(`/api/export?format=csv&columns=access_id&page=${page}&${window}`);
    expect(answer.status).toBe(200);
    texts.push(await answer.text());
    const next = answer.headers.get('x-rolecall-next');
    if (next === null) break;
    page = next;
    window = '';
  }
  expect(texts.length).toBeGreaterThan(1);
  const lines = texts.join('').trimEnd().split('\r\n');
  expect(lines.filter((line) => line === 'access_id')).toHaveLength(1);
  expect(new Set(lines).size).toBe(lines.length);
  expect(lines.length - 1).toBe(await everyRow());
});

test('more than one answer takes is refused, with the way to get it', async () => {
  api = await seededApi({ clock: virtualClock(), many: 5_300, reader: REVIEWER });
  const answer = await ask('/api/export?format=csv&from=2026-01-01&to=2026-11-23');
  expect(answer.status).toBe(413);
  expect(await answer.json()).toMatchObject({
    code: 'too-many-rows',
    message: expect.stringContaining('POST /api/exports') as string,
  });
});

test.each([
  ['format=xml', 'format must be one of csv, jsonl, ocsf'],
  ['format=csv&columns=time,password', 'columns may hold'],
  ['format=csv&limit=5', 'goes on by page'],
  ['format=csv&page=nonsense', 'cursor must be'],
  ['format=csv&person=%25alice%25', 'Athena'],
])('%s is refused: %s', async (query, words) => {
  const answer = await ask(`/api/export?${query}`);
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(answer.status).toBeLessThan(500);
  expect(((await answer.json()) as { message: string }).message).toContain(words);
});

test('a job is begun with the filters of the page, and is its maker’s only', async () => {
  const asked: string[] = [];
  const jobs = memoryExportJobs();
  api = await seededApi({
    clock: virtualClock(),
    reader: REVIEWER,
    more: { exportJobs: jobs, askExport: async (jobId) => void asked.push(jobId) },
  });
  const begun = await json<ExportJob>(
    '/api/exports',
    post({ format: 'ocsf', query: `?${WINDOW}&certainty=claimed` }),
  );
  expect(begun).toMatchObject({ state: { code: 'waiting' }, by: 'Rosa Reviewer', rows: 0 });
  expect(asked).toEqual([begun.jobId]);
  expect((await jobs.find(begun.jobId))?.question.filters).toEqual({ certainty: ['claimed'] });
  expect((await json<ExportsAnswer>('/api/exports')).jobs.map(({ jobId }) => jobId)).toEqual([begun.jobId]);
  expect((await ask(`/api/exports/${begun.jobId}/link`, post())).status).toBe(409);
  const stored = await jobs.find(begun.jobId);
  if (stored === undefined) throw new Error('the job is not there');
  await jobs.save({ ...stored, version: 2, state: 'done', rows: 7, bytes: 900 });
  const link = await json<ExportLinkAnswer>(`/api/exports/${begun.jobId}/link`, post());
  expect(link).toEqual({
    url: expect.stringContaining('X-Amz-Expires=900') as string,
    expires: '2026-11-22T12:15:00.000Z',
  });
  api.as(OTHER);
  expect((await json<ExportsAnswer>('/api/exports')).jobs).toEqual([]);
  expect((await ask(`/api/exports/${begun.jobId}`)).status).toBe(404);
  expect((await ask(`/api/exports/${begun.jobId}/link`, post())).status).toBe(404);
});

test('a job of somebody who sees some accounts only keeps to them', async () => {
  const jobs = memoryExportJobs();
  const scope = { accounts: ['111122223333'], parties: ['acme'] };
  api = await seededApi({
    clock: virtualClock(),
    reader: { ...REVIEWER, scope },
    more: { exportJobs: jobs },
  });
  const { jobId } = await json<ExportJob>('/api/exports', post({ format: 'csv', query: WINDOW }));
  expect((await jobs.find(jobId))?.question.scope).toEqual(scope);
});

test('a job of somebody who saw more then is not theirs any more, and is again when they do', async () => {
  const jobs = memoryExportJobs();
  api = await seededApi({ clock: virtualClock(), reader: REVIEWER, more: { exportJobs: jobs } });
  const { jobId } = await json<ExportJob>('/api/exports', post({ format: 'csv', query: WINDOW }));
  const stored = await jobs.find(jobId);
  if (stored === undefined) throw new Error('the job is not there');
  await jobs.save({ ...stored, version: 2, state: 'done', rows: 7, bytes: 900 });
  api.as({ ...REVIEWER, scope: { accounts: ['111122223333'], parties: ['acme'] } });
  expect((await json<ExportsAnswer>('/api/exports')).jobs).toEqual([]);
  expect((await ask(`/api/exports/${jobId}`)).status).toBe(404);
  expect((await ask(`/api/exports/${jobId}/link`, post())).status).toBe(404);
  api.as(REVIEWER);
  expect((await ask(`/api/exports/${jobId}/link`, post())).status).toBe(200);
});

test('a job of somebody with fewer accounts than today stays theirs', async () => {
  const narrow: Reader = { ...REVIEWER, scope: { accounts: ['111122223333'], parties: ['acme'] } };
  api = await seededApi({ clock: virtualClock(), reader: narrow });
  const { jobId } = await json<ExportJob>('/api/exports', post({ format: 'csv', query: WINDOW }));
  api.as({
    ...REVIEWER,
    scope: { accounts: ['111122223333', '444455556666'], parties: ['acme', 'globex'] },
  });
  expect((await ask(`/api/exports/${jobId}`)).status).toBe(200);
  api.as({ ...REVIEWER, scope: { accounts: ['444455556666'], parties: ['globex'] } });
  expect((await ask(`/api/exports/${jobId}`)).status).toBe(404);
});

test('every page of an export is noted, so that the first does not stand for all', async () => {
  let page: string | null = 'first';
  let window = WINDOW;
  let rows = 0;
  while (page !== null) {
    const answer = await ask(`/api/export?format=jsonl&columns=access_id&page=${page}&${window}`);
    rows += Number(answer.headers.get('x-rolecall-rows'));
    page = answer.headers.get('x-rolecall-next');
    window = '';
  }
  const { reads: noted } = await api.reads.ofDay('2026-11-22', 10);
  expect(noted.length).toBeGreaterThan(1);
  expect(noted.reduce((sum, read) => sum + (read.rows ?? 0), 0)).toBe(rows);
});

test('who exported how much is noted before it leaves', async () => {
  await ask(`/api/export?format=csv&columns=time&${WINDOW}&certainty=claimed`);
  const { reads: noted } = await api.reads.ofDay('2026-11-22', 10);
  expect(noted).toEqual([
    expect.objectContaining({
      kind: 'exported',
      by: { subject: 'sub-rosa', name: 'Rosa Reviewer' },
      what: expect.stringContaining('certainty: claimed') as string,
      rows: expect.any(Number) as number,
    }),
  ]);
});
