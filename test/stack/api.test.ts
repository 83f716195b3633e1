import {
  ofType,
  packagedStack,
  PACKAGING_MILLISECONDS,
  type Stack,
  type Template,
} from './packaged-stack.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await packagedStack();
}, PACKAGING_MILLISECONDS);

/** Routes that answer somebody AWS has not recognised. */
const openDoors = (template: Template): readonly unknown[] =>
  ofType(template, 'AWS::ApiGatewayV2::Route')
    .filter(([, route]) => route.AuthorizationType !== 'AWS_IAM')
    .map(([, route]) => route.RouteKey);

test('every route asks who is there', () => {
  const routes = ofType(stack.template, 'AWS::ApiGatewayV2::Route').map(([, route]) => route.RouteKey);
  expect(routes.filter((route) => String(route).includes('/api/'))).not.toEqual([]);
  expect(openDoors(stack.template)).toEqual([]);
});

test('a route without an authorizer would be noticed, catch-alls included', () => {
  const withRoute = (key: string): Template => ({
    ...stack.template,
    Resources: {
      ...stack.template.Resources,
      Forgotten: { Type: 'AWS::ApiGatewayV2::Route', Properties: { RouteKey: key } },
    },
  });
  expect(openDoors(withRoute('GET /api/export'))).toEqual(['GET /api/export']);
  expect(openDoors(withRoute('$default'))).toEqual(['$default']);
});

test('no other origin may read answers', () => {
  for (const [, api] of ofType(stack.template, 'AWS::ApiGatewayV2::Api')) {
    expect(api).not.toHaveProperty('CorsConfiguration');
  }
});

test('who read the history is written down', () => {
  const [stage] = ofType(stack.template, 'AWS::ApiGatewayV2::Stage');
  expect(JSON.stringify(stage?.[1].AccessLogSettings)).toContain('$context.identity.userArn');
});
