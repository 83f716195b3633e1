import { matchRoute } from '../../local/match-route.ts';

const routes = ['GET /', 'GET /assets/{file}', 'GET /api/{path+}', 'GET /api/health', 'ANY /api/{path+}'].map(
  (routeKey) => ({ routeKey, functionRef: 'f', authorization: 'NONE', scopes: [] }),
);

describe('the routes of the HTTP API', () => {
  it.each([
    ['GET', '/', 'GET /', {}],
    ['GET', '/assets/page.js', 'GET /assets/{file}', { file: 'page.js' }],
    ['GET', '/api/health', 'GET /api/health', {}],
    ['GET', '/api/accesses/a%2Fb', 'GET /api/{path+}', { path: 'accesses/a/b' }],
    ['POST', '/api/accesses', 'ANY /api/{path+}', { path: 'accesses' }],
  ])('takes %s %s to %s', (method, path, routeKey, pathParameters) => {
    expect(matchRoute(routes, method, path)).toMatchObject({ route: { routeKey }, pathParameters });
  });

  it.each([
    ['GET', '/assets'],
    ['GET', '/assets/a/b'],
    ['POST', '/'],
    ['GET', '/other'],
  ])('knows no route for %s %s', (method, path) => {
    expect(matchRoute(routes, method, path)).toBeUndefined();
  });
});
