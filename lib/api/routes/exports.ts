/** The filtered set as a file: at once, page by page, or by a job whose file is fetched with a link. */
import * as z from 'zod/mini';
import { chooseColumns, COLUMN_NAMES } from '../../export/columns.ts';
import { EXPORT_FORMATS, type ExportFormat, type StoredExport } from '../../history/export-job.ts';
import type { Scope } from '../../history/question.ts';
import { compact } from '../../kernel/json.ts';
import { fail, ok, type Result } from '../../kernel/result.ts';
import { beginExport, linkToExport } from '../../usecases/begin-export.ts';
import type { ApiDependencies } from '../api-dependencies.ts';
import type { Refusal } from '../api-error.ts';
import type { Answered, ApiRoute, Asked, QueryParameter } from '../api-route.ts';
import type { ExportJob, ExportLinkAnswer, ExportsAnswer } from '../contract.ts';
import { writeCursor } from '../cursor.ts';
import { answerExport, type ExportAsked, MOST_ROWS_AT_ONCE } from '../export/answer-export.ts';
import { decodeBody } from '../read-body.ts';
import type { Reader } from '../reader.ts';
import { readListQuery } from '../read-list-query.ts';
import { refusal } from '../refuse.ts';
import { sayNotedQuestion } from '../say-question.ts';
import { showText } from '../show-text.ts';
import { FILTERS, sayPage, WINDOW } from './accesses.ts';

const FORMAT: readonly QueryParameter[] = [
  { name: 'format', words: EXPORT_FORMATS.join(', '), required: true },
  { name: 'columns', words: 'Names with commas between; all of them unless given. OCSF has its own' },
];

type Chosen = Pick<ExportAsked, 'format' | 'columns'>;

const readFormat = (query: URLSearchParams): Result<Chosen, Refusal> => {
  const format = EXPORT_FORMATS.find((one) => one === query.get('format'));
  if (format === undefined)
    return refusal('bad-query', `format must be one of ${EXPORT_FORMATS.join(', ')}.`);
  const names = (query.get('columns') ?? '').split(',').filter((name) => name !== '');
  const { columns, unknown } = chooseColumns(names);
  return unknown.length === 0
    ? ok({ format, columns })
    : refusal('bad-query', `columns may hold ${COLUMN_NAMES.join(', ')} and nothing else.`);
};

/** The list's question in the words of an export; `page` is a cursor, or `first`. */
const readExport = (
  query: URLSearchParams,
  asked: Pick<Asked, 'now' | 'reader'>,
): Result<ExportAsked, Refusal> => {
  const chosen = readFormat(query);
  if (!chosen.ok) return chosen;
  const page = query.get('page');
  const listed = new URLSearchParams(query);
  for (const name of ['format', 'columns', 'page']) listed.delete(name);
  if (listed.has('limit') || listed.has('cursor'))
    return refusal('bad-query', 'An export goes on by page, which is the answer’s x-rolecall-next.');
  if (page !== null && page !== 'first') listed.set('cursor', page);
  const question = readListQuery(listed, { now: asked.now, scope: asked.reader.scope });
  if (!question.ok) return question;
  const { before, limit: _all, ...rest } = question.value;
  return ok({
    ...chosen.value,
    question: rest,
    compressed: true,
    ...(page === null ? {} : { page: compact({ before }) }),
  });
};

const TOO_MANY = `More than ${MOST_ROWS_AT_ONCE.toLocaleString('en')} rows, or more than one answer takes: narrow the filters, or let a job write the file (POST /api/exports).`;

const download = async (asked: Asked, dependencies: ApiDependencies): Promise<Answered> => {
  const read = readExport(asked.query, asked);
  if (!read.ok) return read;
  const said = sayNotedQuestion(read.value.question);
  if (!said.ok) return said;
  const file = await answerExport({ ...dependencies, now: asked.now }, read.value);
  if (file === undefined) {
    // That there are so many is an answer, too. Named apart, so that it does not stand for the file of a narrower try.
    const what = `too many rows; ${read.value.format}; ${said.value}`;
    return fail({ code: 'too-many-rows', message: TOO_MANY, look: { kind: 'exported', what } });
  }
  const { from, to } = read.value.question;
  const headers = new Headers({
    'content-type': file.contentType,
    'content-disposition': `attachment; filename="${file.fileName}"`,
    'x-rolecall-rows': String(file.rows),
  });
  if (file.next !== undefined) headers.set('x-rolecall-next', writeCursor({ from, to, position: file.next }));
  const what = `${read.value.format}; ${said.value}${sayPage(read.value.page?.before)}`;
  return ok({
    response: new Response(file.body, { headers }),
    look: { kind: 'exported', what, rows: file.rows },
  });
};

const wish = z.strictObject({
  format: z.enum(EXPORT_FORMATS),
  columns: z.optional(z.array(z.string().check(z.maxLength(60))).check(z.maxLength(100))),
  query: z.string().check(z.maxLength(8_000)),
});

const begin = async (asked: Asked, dependencies: ApiDependencies): Promise<Answered> => {
  const body = decodeBody(wish, asked.body);
  if (!body.ok) return body;
  const { format, columns = [] } = body.value;
  const query = new URLSearchParams(body.value.query.replace(/^\?/, ''));
  query.set('format', format);
  if (columns.length > 0) query.set('columns', columns.join(','));
  const read = readExport(query, asked);
  if (!read.ok) return read;
  const { question } = read.value;
  const said = sayNotedQuestion(question);
  if (!said.ok) return said;
  const what = said.value;
  const { exportJobs: jobs, askExport: ask, clock } = dependencies;
  const job = await beginExport({ jobs, ask, clock }, { by: byOf(asked), format, columns, question, what });
  return ok({ json: showJob(job), look: { kind: 'exported', what: `job ${job.jobId}: ${format}; ${what}` } });
};

const byOf = ({ reader: { subject, name } }: Asked): StoredExport['by'] => ({ subject, name });

const STATE_WORDS: Readonly<Record<StoredExport['state'], string>> = {
  waiting: 'waits',
  running: 'is being written',
  done: 'is ready',
  failed: 'failed',
};

const showJob = (job: StoredExport): ExportJob =>
  compact({
    jobId: job.jobId,
    state: { code: job.state, words: STATE_WORDS[job.state] },
    format: job.format satisfies ExportFormat,
    what: showText(job.what),
    rows: job.rows,
    lookedBackTo: job.lookedBackTo,
    startedAt: job.madeAt,
    by: showText(job.by.name),
    bytes: job.bytes,
  });

const LISTED = 200;
const SHOWN = 50;

/** Whoever saw everything when the job was begun, and sees less today, does not get its file. */
const isWithin = (inner: Scope | undefined, outer: Scope | undefined): boolean =>
  outer === undefined ||
  (inner !== undefined &&
    inner.accounts.every((accountId) => outer.accounts.includes(accountId)) &&
    inner.parties.every((party) => outer.parties.includes(party)));

const isOwn = ({ by, question }: StoredExport, { subject, scope }: Reader): boolean =>
  by.subject === subject && isWithin(question.scope, scope);

const list = async ({ reader }: Asked, { exportJobs }: ApiDependencies): Promise<Answered> => {
  const jobs = await exportJobs.list(LISTED);
  const own = jobs.filter((job) => isOwn(job, reader)).slice(0, SHOWN);
  return ok({ json: { jobs: own.map(showJob) } satisfies ExportsAnswer });
};

const JOB_ID = /^[\w-]{1,60}$/;

/** Of somebody else it is as if it were not there. */
const findOwn = async (
  { param, reader }: Asked,
  { exportJobs }: ApiDependencies,
): Promise<StoredExport | undefined> => {
  const jobId = param('jobId');
  const job = JOB_ID.test(jobId) ? await exportJobs.find(jobId) : undefined;
  return job !== undefined && isOwn(job, reader) ? job : undefined;
};

const unknownJob = () => refusal('unknown-export', 'You have no export with this id.');

const one = async (asked: Asked, dependencies: ApiDependencies): Promise<Answered> => {
  const job = await findOwn(asked, dependencies);
  return job === undefined ? unknownJob() : ok({ json: showJob(job) });
};

const link = async (asked: Asked, dependencies: ApiDependencies): Promise<Answered> => {
  const job = await findOwn(asked, dependencies);
  if (job === undefined) return unknownJob();
  if (job.state !== 'done') return refusal('export-not-done', 'This export has no file yet.');
  const { exportFiles: files, clock } = dependencies;
  const json: ExportLinkAnswer = await linkToExport({ files, clock }, job);
  // Each link is a look of its own: the file leaves with it.
  return ok({
    json,
    look: {
      kind: 'exported',
      what: `link to ${job.jobId} until ${json.expires}: ${job.format}; ${job.what}`,
      rows: job.rows,
    },
  });
};

export const exportRoutes: readonly ApiRoute[] = [
  {
    method: 'GET',
    path: '/api/export',
    role: 'reviewer',
    words: `Downloads what the list would hold, up to ${String(MOST_ROWS_AT_ONCE)} rows, or with \`page\` a page of it.`,
    answer: 'text/csv, application/x-ndjson',
    query: [
      ...FORMAT,
      {
        name: 'page',
        words:
          '`first`, or `x-rolecall-next` of the answer before, with the same filters and without a window',
      },
      ...WINDOW,
      ...FILTERS,
    ],
    handle: download,
  },
  {
    method: 'POST',
    path: '/api/exports',
    role: 'reviewer',
    words: 'Begins an export that is too large to be downloaded at once.',
    answer: 'ExportJob',
    body: 'ExportRequestBody',
    handle: begin,
  },
  {
    method: 'GET',
    path: '/api/exports',
    role: 'reviewer',
    words: 'Lists your own exports, newest first.',
    answer: 'ExportsAnswer',
    handle: list,
  },
  {
    method: 'GET',
    path: '/api/exports/:jobId',
    role: 'reviewer',
    words: 'Tells how far one of your exports has come.',
    answer: 'ExportJob',
    handle: one,
  },
  {
    method: 'POST',
    path: '/api/exports/:jobId/link',
    role: 'reviewer',
    words: 'Gives a link to the file, which ends after 15 minutes.',
    answer: 'ExportLinkAnswer',
    handle: link,
  },
];
