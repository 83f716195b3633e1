/** What the page's address answers while the laptop comes up. */
import { systemClock } from '../../lib/kernel/clock.ts';
import { httpApiServer } from '../../local/http-api.ts';
import type { DeclaredRoute } from '../../local/topology.ts';
import { closeServer, listen } from '../../local/vendors/listen.ts';

const ROUTE: DeclaredRoute = {
  routeKey: 'GET /api/health',
  functionRef: 'history',
  authorization: 'NONE',
  scopes: [],
};

test('a page that was open before is asked to try again until the functions are there', async () => {
  let routes: readonly DeclaredRoute[] | undefined;
  const server = httpApiServer({
    routes: () => routes,
    invoke: () => Promise.resolve({ ok: true, value: { statusCode: 200, body: '{}' } }),
    keysOf: () => Promise.resolve(undefined),
    clock: systemClock,
  });
  const url = `http://127.0.0.1:${String(await listen(server, 0))}`;
  try {
    for (const path of ['/api/health', '/', '/api/reviews']) {
      const early = await fetch(`${url}${path}`);
      expect(early.status).toBe(503);
      expect(early.headers.get('retry-after')).toBe('1');
      expect(await early.json()).toEqual({ message: 'The laptop is starting. Try again in a moment.' });
    }
    routes = [ROUTE];
    expect((await fetch(`${url}/api/health`)).status).toBe(200);
    expect((await fetch(`${url}/nowhere`)).status).toBe(404);
  } finally {
    await closeServer(server);
  }
});
