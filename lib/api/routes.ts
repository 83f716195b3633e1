/** The app: the page's files, and the API behind sign-in. */
import { Hono } from 'hono';
import { compress } from 'hono/compress';
import { API_ROUTES } from './all-routes.ts';
import { answerRoute, type ApiContext, type ApiEnv, knowReader } from './answer-route.ts';
import type { ApiDependencies } from './api-dependencies.ts';
import type { ApiRoute } from './api-route.ts';
import type { PageFile } from './page-files.ts';
import { refuse } from './refuse.ts';
import { contentSecurityPolicy, SECURITY_HEADERS } from './security-headers.ts';
import { addSignIn } from './sign-in.ts';

export type { ApiDependencies } from './api-dependencies.ts';

type App = Hono<ApiEnv>;

const serveFile = (c: ApiContext, file: PageFile | undefined): Response => {
  if (file === undefined) return refuse(c, 'unknown-path', 'There is no such file.');
  c.header('cache-control', 'no-cache');
  c.header('etag', file.etag);
  if (c.req.header('if-none-match') === file.etag) return c.body(null, 304);
  c.header('content-type', file.contentType);
  return c.body(file.body);
};

const addHeaders = (app: App): void => {
  app.use(async (c, next) => {
    await next();
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) {
      if (!c.res.headers.has(name)) c.header(name, value);
    }
    if (!c.res.headers.has('cache-control')) c.header('cache-control', 'no-store');
  });
};

/** Public: they hold no data. */
const addPage = (app: App, { pageFiles, signIn }: ApiDependencies): void => {
  app.get('/', async (c) => {
    // The page itself, and nothing else, has to reach the issuer.
    c.header('content-security-policy', contentSecurityPolicy(await signIn?.origins()));
    return serveFile(c, pageFiles('index.html'));
  });
  app.get('/assets/:file', (c) => serveFile(c, pageFiles(c.req.param('file'))));
  if (signIn === undefined) return;
  const beside = new Hono();
  addSignIn(beside, signIn);
  app.route('/', beside);
};

const methodsOf = (path: string, routes: readonly ApiRoute[]): readonly string[] =>
  routes
    .filter((route) => route.path === path)
    .flatMap(({ method }) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));

/** Paths that are there, with other methods. Comes after the routes, which answer first. */
const addMethods = (app: App, routes: readonly ApiRoute[]): void => {
  const refuseMethod = (path: string, methods: readonly string[]): void => {
    app.all(path, (c) => {
      c.header('allow', methods.join(', '));
      return refuse(c, 'method-not-allowed', `Only ${methods.join(' and ')} are understood here.`);
    });
  };
  for (const path of ['/', '/assets/:file', '/sign-in.json']) refuseMethod(path, ['GET', 'HEAD']);
  for (const path of new Set(routes.map((route) => route.path))) refuseMethod(path, methodsOf(path, routes));
};

const addApi = (app: App, dependencies: ApiDependencies): void => {
  app.use('/api/*', knowReader(dependencies));
  for (const route of API_ROUTES) app.on(route.method, [route.path], answerRoute(route, dependencies));
};

/** The app, for API Gateway (`http-api.ts`) and for a Node server on the laptop. Answers only; never rejects. */
export const createApi = (dependencies: ApiDependencies): App => {
  const app: App = new Hono<ApiEnv>();
  addHeaders(app);
  app.use(compress());
  addPage(app, dependencies);
  addApi(app, dependencies);
  addMethods(app, API_ROUTES);
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
