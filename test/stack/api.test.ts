import { isDeepStrictEqual } from 'node:util';
import {
  ofType,
  packagedStack,
  PACKAGING_MILLISECONDS,
  type Stack,
  type Template,
  propertiesOf,
} from './packaged-stack.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await packagedStack();
}, PACKAGING_MILLISECONDS);

/** They hold no data: files, and where one signs in. */
const PUBLIC = ['GET /', 'GET /assets/{file}', 'GET /sign-in.json'];

/** Routes that answer somebody who brought no token. */
const openDoors = (template: Template): readonly unknown[] => {
  const authorizers = ofType(template, 'AWS::ApiGatewayV2::Authorizer').map(([logicalId]) => logicalId);
  return ofType(template, 'AWS::ApiGatewayV2::Route')
    .filter(
      ([, { AuthorizationType, AuthorizerId }]) =>
        AuthorizationType !== 'JWT' ||
        !authorizers.some((id) => isDeepStrictEqual(AuthorizerId, { Ref: id })),
    )
    .map(([, route]) => route.RouteKey);
};

test('every route asks for a token but those of the page’s files', () => {
  const routes = ofType(stack.template, 'AWS::ApiGatewayV2::Route').map(([, route]) => route.RouteKey);
  expect(routes.filter((route) => String(route).includes('/api/')).toSorted()).toEqual([
    'GET /api/{path+}',
    'POST /api/{path+}',
  ]);
  expect(openDoors(stack.template).toSorted()).toEqual(PUBLIC);
});

test('a route without an authorizer would be noticed, catch-alls included', () => {
  const withRoute = (key: string, more: object = {}): Template => ({
    ...stack.template,
    Resources: {
      ...stack.template.Resources,
      Forgotten: { Type: 'AWS::ApiGatewayV2::Route', Properties: { RouteKey: key, ...more } },
    },
  });
  expect(openDoors(withRoute('GET /api/export'))).toContain('GET /api/export');
  expect(openDoors(withRoute('$default'))).toContain('$default');
  expect(openDoors(withRoute('GET /api/a', { AuthorizationType: 'JWT' }))).toContain('GET /api/a');
});

test('no other origin may read answers', () => {
  for (const [, api] of ofType(stack.template, 'AWS::ApiGatewayV2::Api')) {
    expect(api).not.toHaveProperty('CorsConfiguration');
  }
});

test('who read the history is written down', () => {
  const [stage] = ofType(stack.template, 'AWS::ApiGatewayV2::Stage');
  expect(JSON.stringify(stage?.[1].AccessLogSettings)).toContain('$context.authorizer.claims.sub');
});

test('a flood of requests is held up before it takes the functions that ring', () => {
  expect(propertiesOf(stack.template, 'HttpApiStage')).toMatchObject({
    DefaultRouteSettings: { ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100 },
  });
});
