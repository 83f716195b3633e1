/**
 * An API that answers in the shapes of the contract from made up rows, and can be told to fail. The real API has its own
 * tests: this one lets the page be tried in every state.
 */
import type {
  AccessListAnswer,
  AccessSummary,
  ErrorAnswer,
  ExceptionRequestBody,
  ExportJob,
  HealthAnswer,
  MeAnswer,
  OverviewAnswer,
  ReaderRole,
  ReadsAnswer,
  ReviewAnswer,
  ReviewRequestBody,
  ReviewState,
  ShownException,
  ShownReview,
} from '../../lib/api/contract.ts';
import { STATUS_OF_ERROR } from '../../lib/api/api-error.ts';
import type { PageFiles } from '../../lib/api/page-files.ts';
import { SECURITY_HEADERS } from '../../lib/api/security-headers.ts';
import { holds, stubByCertainty, stubByState, stubCounts, stubTop, stubValues } from './stub-counts.ts';
import { stubDetail } from './stub-detail.ts';
import { stateOf, stubRows } from './stub-rows.ts';

export interface StubApi {
  readonly app: { readonly fetch: (request: Request) => Promise<Response> };
  /** Newest first; may be replaced and added to while a page is open. */
  rows: readonly AccessSummary[];
  /** The next answers of these paths (`/api/reviews`) are errors with this code, until it is taken away. */
  readonly failing: Map<string, ErrorAnswer['code']>;
  /** True: every answer is that the session has ended. */
  signedOut: boolean;
  role: ReaderRole;
  /** False: as somebody who sees some accounts only. */
  seesEverything: boolean;
  health: HealthAnswer;
  exceptions: readonly ShownException[];
  exports: readonly ExportJob[];
  /** Milliseconds before each answer. */
  delayMs: number;
  /** "GET /api/accesses?...", in order. */
  readonly asked: string[];
  /** Called once, before the next review is written: somebody is faster, and no answer has told of it. */
  justBefore: (() => void) | undefined;
  /** Questions with this path wait for their answer until what it returns is called. */
  readonly hold: (path: string) => () => void;
  /** Somebody else acts on an access. */
  readonly actElsewhere: (accessId: string, state: ReviewState, by: string) => void;
}

export interface StubOptions {
  readonly now: Date;
  readonly pageFiles: PageFiles;
  readonly count?: number;
  readonly role?: ReaderRole;
}

/** Answers come late by up to so many milliseconds: for whoever looks for a test, or a page, that does not wait. */
const LATE_MS = Number(process.env['ROLECALL_LATE_ANSWERS'] ?? 0);

const JSON_HEADERS = { ...SECURITY_HEADERS, 'content-type': 'application/json; charset=utf-8' };

const json = (body: unknown, status = 200): Response =>
  new Response(JSON.stringify(body), { status, headers: JSON_HEADERS });

const refuse = (code: ErrorAnswer['code'], message: string): Response =>
  json({ code, message } satisfies ErrorAnswer, STATUS_OF_ERROR[code]);

const HEALTH = (now: Date): HealthAnswer => ({
  bell: {
    canary: {
      tone: 'good',
      words: 'The bell rings: its last test took 42 s from the entry to the alert, at',
      at: now.toISOString(),
      delaySeconds: 42,
    },
    doctor: {
      tone: 'good',
      words: 'The doctor found everything in order, at',
      at: now.toISOString(),
      broken: [],
    },
  },
  policyHash: 'c0ffee'.padEnd(64, '0'),
  homeRegion: 'us-east-1',
  regionsNotCovered: ['ap-south-1', 'eu-west-1'],
  lastRecordAt: now.toISOString(),
  destinationsDown: [],
  sealed: {
    tone: 'good',
    words: 'Sealed, so that no change stays hidden, until',
    until: now.toISOString(),
    note: 'What is newer is sealed with its hour.',
  },
  limits: ['Denied attempts from other accounts are not recorded in this account.'],
});

const EXCEPTION = (now: Date): ShownException => ({
  exceptionId: 'x-1',
  words: 'role Deploy of Northwind Managed Services into Production administrator of ACME production',
  subject: 'arn:aws:iam::777788889999:role/Deploy',
  account: { id: '111122223333', name: 'ACME production' },
  owner: 'Platform team',
  reason: 'Migration of the order database, agreed with ACME.',
  ticket: 'OPS-1234',
  madeBy: 'Jane Roe',
  madeAt: now.toISOString(),
  from: now.toISOString(),
  until: new Date(now.getTime() + 14 * 86_400_000).toISOString(),
  state: { code: 'holds', words: 'holds' },
  used: { count: 7, atLeast: false },
});

const EXPORT = (now: Date): ExportJob => ({
  jobId: 'e-1',
  state: { code: 'running', words: 'being written' },
  format: 'csv',
  what: 'every access of 90 days',
  rows: 12_000,
  lookedBackTo: now.toISOString(),
  startedAt: now.toISOString(),
  by: 'Jane Roe',
});

const STATE_AFTER: Readonly<Partial<Record<ReviewRequestBody['action'], ReviewState>>> = {
  acknowledge: 'acknowledged',
  explain: 'explained',
  escalate: 'escalated',
  reopen: 'unreviewed',
  undo: 'unreviewed',
};

const changed = (row: AccessSummary, body: ReviewRequestBody, by: string, at: string): AccessSummary => {
  const state = STATE_AFTER[body.action] ?? row.review.state.code;
  const review: ShownReview = {
    ...row.review,
    state: stateOf(state),
    version: row.review.version + 1,
    words: `${by} ${state} it${body.reason === undefined ? '' : `: ${body.reason.replace('-', ' ')}`}`,
    by,
    at,
    ...(body.ticket === undefined ? {} : { ticket: body.ticket }),
    ...(body.note === undefined ? {} : { note: body.note }),
    ...(body.assignee === undefined ? {} : { assignee: body.assignee }),
  };
  return { ...row, review, filters: { ...row.filters, state } };
};

export const stubApi = ({ now, pageFiles, count = 500, role = 'responder' }: StubOptions): StubApi => {
  const clock = (): Date =>
    new Date(Math.max(Date.parse(stub.rows[0]?.time ?? now.toISOString()), now.getTime()) + 1_000);

  const windowOf = (question: URLSearchParams) => {
    const to = question.get('to') ?? clock().toISOString();
    return { from: question.get('from') ?? new Date(Date.parse(to) - 7 * 86_400_000).toISOString(), to };
  };

  const list = (question: URLSearchParams): AccessListAnswer => {
    const { from, to } = windowOf(question);
    const limit = Number(question.get('limit') ?? 50);
    const before = question.get('cursor');
    const found = stub.rows.filter(
      (row) =>
        row.time >= from && row.time < to && holds(row, question) && (before === null || row.time < before),
    );
    const accesses = found.slice(0, limit);
    const last = accesses.at(-1)?.time;
    const more = found.length > limit && last !== undefined ? { nextCursor: last, lookedBackTo: last } : {};
    return { accesses, ...more, read: accesses.length, from, to, cut: found.length > limit };
  };

  const replace = (row: AccessSummary): void => {
    stub.rows = stub.rows.map((one) => (one.accessId === row.accessId ? row : one));
  };

  const reviewOne = (
    body: ReviewRequestBody,
    { accessId, seen }: ReviewRequestBody['accesses'][number],
  ): ReviewAnswer['results'][number] => {
    const row = stub.rows.find((known) => known.accessId === accessId);
    if (row === undefined) return { accessId, kind: 'unknown-access', words: 'There is no such access.' };
    if (row.review.version !== seen) {
      const words = `${row.review.words ?? 'Somebody acted'} a moment ago`;
      return { accessId, kind: 'conflict', review: row.review, words };
    }
    const next = changed(row, body, 'You', clock().toISOString());
    replace(next);
    return { accessId, kind: 'reviewed', review: next.review, words: next.review.words ?? '' };
  };

  const review = (body: ReviewRequestBody): ReviewAnswer => {
    stub.justBefore?.();
    stub.justBefore = undefined;
    return { results: body.accesses.map((one) => reviewOne(body, one)) };
  };

  const overview = (question: URLSearchParams): OverviewAnswer => {
    const window = windowOf(question);
    const rows = stub.rows.filter(({ time }) => time >= window.from && time < window.to);
    const open = rows.filter((row) => holds(row, new URLSearchParams('state=open')));
    return {
      ...window,
      total: { count: rows.length, atLeast: false },
      open: { count: open.length, atLeast: false },
      byCertainty: stubByCertainty(rows, window),
      byState: stubByState(rows, window),
      top: stubTop(rows),
      health: stub.health,
      failing: rows.slice(3, 5).map(({ accessId, time }) => ({
        accessId,
        destinationId: 'payments-mail',
        channel: 'SNS',
        state: { code: 'rejected', words: 'refused' },
        words: 'The topic is gone',
        since: time,
      })),
      regions: { covered: ['us-east-1', 'eu-central-1'], notCovered: stub.health.regionsNotCovered },
      limits: stub.health.limits,
    };
  };

  const reads = (day: string): ReadsAnswer => ({
    cut: false,
    day,
    reads: [
      {
        at: now.toISOString(),
        by: 'Jane Roe',
        kind: { code: 'listed', words: 'listed' },
        what: 'what needs a look, 7 days',
        rows: 50,
      },
      {
        at: now.toISOString(),
        by: 'Jane Roe',
        kind: { code: 'opened', words: 'opened' },
        what: stub.rows[0]?.accessId ?? '',
      },
    ],
  });

  const me = (): MeAnswer => ({
    name: 'Jane Roe',
    role: { code: stub.role, words: stub.role },
    scope: 'every account',
    seesEverything: stub.seesEverything,
  });

  const may = () => ({
    review: stub.role !== 'viewer',
    sendAgain: stub.role === 'responder',
    makeException: stub.role === 'responder',
  });

  const answerGet = (path: string, question: URLSearchParams): Response => {
    if (path === '/api/accesses') return json(list(question));
    if (path === '/api/counts') return json(stubCounts(stub.rows, question, windowOf(question)));
    if (path === '/api/values') return json(stubValues(stub.rows, question.get('prefix') ?? ''));
    if (path === '/api/exceptions')
      return json({ exceptions: stub.exceptions, limits: ['A refused attempt always rings.'] });
    if (path === '/api/overview') return json(overview(question));
    if (path === '/api/reads') return json(reads(question.get('day') ?? ''));
    if (path === '/api/exports') return json({ jobs: stub.exports });
    if (path === '/api/me') return json(me());
    if (path === '/api/health') return json(stub.health);
    if (path === '/api/export') {
      return new Response('time,person\r\n', {
        headers: { ...SECURITY_HEADERS, 'content-type': 'text/csv' },
      });
    }
    const row = stub.rows.find(({ accessId }) => path === `/api/accesses/${encodeURIComponent(accessId)}`);
    if (row !== undefined) return json(stubDetail(row, may()));
    return path.startsWith('/api/accesses/')
      ? refuse('unknown-access', 'The history holds no access with this id.')
      : refuse('unknown-path', 'There is no such path.');
  };

  const answerPost = (path: string, body: unknown): Response => {
    if (path === '/api/reviews') return json(review(body as ReviewRequestBody));
    if (path.endsWith('/again')) return json({ kind: 'opened', words: 'It is sent again now.' });
    if (path === '/api/exceptions') {
      const { reason, until } = body as ExceptionRequestBody;
      const made = { ...EXCEPTION(now), exceptionId: `x-${stub.exceptions.length + 1}`, reason, until };
      stub.exceptions = [made, ...stub.exceptions];
      return json(made);
    }
    if (path.startsWith('/api/exceptions/')) {
      const id = path.split('/')[3];
      const ended = {
        state: { code: 'ended', words: 'ended' },
        endedBy: 'Jane Roe',
        endedAt: now.toISOString(),
      } as const;
      stub.exceptions = stub.exceptions.map((one) => (one.exceptionId === id ? { ...one, ...ended } : one));
      return json(stub.exceptions.find(({ exceptionId }) => exceptionId === id));
    }
    if (path === '/api/exports') {
      const made = { ...EXPORT(now), jobId: `e-${stub.exports.length + 1}` };
      stub.exports = [made, ...stub.exports];
      return json(made);
    }
    if (path.endsWith('/link')) return json({ url: 'https://example.com/file', expires: now.toISOString() });
    return refuse('unknown-path', 'There is no such path.');
  };

  const answerFile = (path: string): Response => {
    const file = pageFiles(path === '/' ? 'index.html' : path.replace('/assets/', ''));
    if (file === undefined) return refuse('unknown-path', 'There is no such file.');
    return new Response(file.body, { headers: { ...SECURITY_HEADERS, 'content-type': file.contentType } });
  };

  const answer = async (request: Request): Promise<Response> => {
    const { pathname, search, searchParams } = new URL(request.url);
    if (!pathname.startsWith('/api/')) return answerFile(pathname);
    stub.asked.push(`${request.method} ${pathname}${search}`);
    const late = stub.delayMs + Math.random() * LATE_MS;
    if (late > 0) await new Promise((resolve) => setTimeout(resolve, late));
    await held.get(pathname);
    if (stub.signedOut) return refuse('not-signed-in', 'Sign in first.');
    const code = stub.failing.get(pathname);
    if (code !== undefined) return refuse(code, 'It was told to fail.');
    return request.method === 'GET'
      ? answerGet(pathname, searchParams)
      : answerPost(pathname, await request.json());
  };

  const held = new Map<string, Promise<void>>();

  const stub: StubApi = {
    app: { fetch: answer },
    rows: stubRows(count, now),
    failing: new Map(),
    signedOut: false,
    seesEverything: true,
    role,
    health: HEALTH(now),
    exceptions: [EXCEPTION(now)],
    exports: [EXPORT(now)],
    delayMs: 0,
    justBefore: undefined,
    asked: [],
    hold: (path) => {
      let letGo = (): void => undefined;
      held.set(path, new Promise((resolve) => (letGo = resolve)));
      return () => letGo();
    },
    actElsewhere: (accessId, state, by) => {
      const row = stub.rows.find((one) => one.accessId === accessId);
      const action =
        state === 'acknowledged' ? 'acknowledge' : state === 'explained' ? 'explain' : 'escalate';
      if (row !== undefined) replace(changed(row, { action, accesses: [] }, by, clock().toISOString()));
    },
  };
  return stub;
};
