/** The paths of the history: the page's files, and the three questions it asks. */
import { type Context, Hono } from 'hono';
import { compress } from 'hono/compress';
import type { DestinationHealth } from '../delivery/destination-health.ts';
import type { AccessHistory } from '../history/access-history.ts';
import type { EventLog } from '../history/history-event.ts';
import type { Seals } from '../history/seal.ts';
import type { SweepMarks } from '../history/trail.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Logger } from '../kernel/logger.ts';
import type { Policy } from '../policy/policy.ts';
import { type ErrorCode, STATUS_OF_ERROR } from './api-error.ts';
import type { AccessDetailAnswer, AccessListAnswer, ErrorAnswer, HealthAnswer } from './contract.ts';
import { describeArchived } from './describe-archived.ts';
import { findWithFirst } from './find-with-first.ts';
import type { Around } from './kept-access.ts';
import { listAccesses } from './list-accesses.ts';
import type { PageFile, PageFiles } from './page-files.ts';
import { projectDetail } from './project-detail.ts';
import { readListQuery } from './read-list-query.ts';
import { reportHealth } from './report-health.ts';
import { SECURITY_HEADERS } from './security-headers.ts';

export interface ApiDependencies {
  readonly history: AccessHistory;
  /** Asked for an access that is not there: whether it went to the archive. */
  readonly events: Pick<EventLog, 'ofAccess'>;
  readonly destinationHealth: Pick<DestinationHealth, 'down'>;
  readonly seals: Pick<Seals, 'latest'>;
  /** What became of the last canary, and what the doctor found. */
  readonly marks: Pick<SweepMarks, 'read'>;
  readonly policy: Policy;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly pageFiles: PageFiles;
  /** Enabled Regions without our rules: whoever enters through them is not heard. */
  readonly regionsNotCovered: readonly string[];
}

/** Recipient account and event id, or `unreadable.` and a hash; nothing longer was ever given out. */
const ACCESS_ID = /^[\w.:-]{1,200}$/;

const UNKNOWN = 'The history holds no access with this id.';

const refuse = (c: Context, code: ErrorCode, message: string): Response => {
  const answer: ErrorAnswer = { code, message };
  return c.json(answer, STATUS_OF_ERROR[code]);
};

const serveFile = (c: Context, file: PageFile | undefined): Response => {
  if (file === undefined) return refuse(c, 'unknown-path', 'There is no such file.');
  c.header('cache-control', 'no-cache');
  c.header('etag', file.etag);
  if (c.req.header('if-none-match') === file.etag) return c.body(null, 304);
  c.header('content-type', file.contentType);
  return c.body(file.body);
};

const addApi = (app: Hono, dependencies: ApiDependencies): void => {
  const { history, policy, clock } = dependencies;
  const around = (): Around => ({ policy, now: clock.now() });
  app.get('/api/accesses', async (c) => {
    const question = readListQuery(new URL(c.req.url).searchParams, clock.now());
    if (!question.ok) return refuse(c, 'bad-query', `${question.error}.`);
    return c.json<AccessListAnswer>(await listAccesses({ history, ...around() }, question.value));
  });
  app.get('/api/accesses/:accessId', async (c) => {
    const accessId = c.req.param('accessId');
    if (!ACCESS_ID.test(accessId)) return refuse(c, 'unknown-access', UNKNOWN);
    const kept = await findWithFirst(history, accessId);
    if (kept !== undefined) return c.json<AccessDetailAnswer>(projectDetail(kept, around()));
    const archived = describeArchived(await dependencies.events.ofAccess(accessId));
    return archived === undefined
      ? refuse(c, 'unknown-access', UNKNOWN)
      : refuse(c, 'archived-access', archived);
  });
  app.get('/api/health', async (c) => c.json<HealthAnswer>(await reportHealth(dependencies, clock.now())));
};

const addHeaders = (app: Hono): void => {
  app.use(async (c, next) => {
    await next();
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) c.header(name, value);
    if (!c.res.headers.has('cache-control')) c.header('cache-control', 'no-store');
  });
};

/** Only reading is possible: everything else is refused before it reaches a route. */
const addMethods = (app: Hono): void => {
  app.use(async (c, next) => {
    if (c.req.method === 'GET' || c.req.method === 'HEAD') return next();
    c.header('allow', 'GET, HEAD');
    return refuse(c, 'method-not-allowed', 'Only GET and HEAD are understood.');
  });
};

/** The app, for API Gateway (`http-api.ts`) and for a Node server on the laptop. Answers only; never rejects. */
export const createApi = (dependencies: ApiDependencies): Hono => {
  const app = new Hono();
  addHeaders(app);
  app.use(compress());
  addMethods(app);
  app.get('/', (c) => serveFile(c, dependencies.pageFiles('index.html')));
  app.get('/assets/:file', (c) => serveFile(c, dependencies.pageFiles(c.req.param('file'))));
  addApi(app, dependencies);
  app.notFound((c) => refuse(c, 'unknown-path', 'There is nothing at this path.'));
  app.onError((error, c) => {
    dependencies.logger.error('history-unavailable', { path: c.req.path }, error);
    return refuse(
      c,
      'history-unavailable',
      'The history could not be read just now. Nothing is lost; try again.',
    );
  });
  return app;
};
