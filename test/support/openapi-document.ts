/** The OpenAPI document of the API, made from the table of routes and the types of the contract. */
import { join } from 'node:path';
import { createGenerator } from 'ts-json-schema-generator';
import { API_ROUTES } from '../../lib/api/all-routes.ts';
import { STATUS_OF_ERROR } from '../../lib/api/api-error.ts';
import type { ApiRoute, QueryParameter } from '../../lib/api/api-route.ts';
import { isObject, type JsonObject } from '../../lib/kernel/json.ts';

const ROOT = join(__dirname, '..', '..');

/** A route that answers a file has a media type in place of a type's name. */
const isMediaType = (answer: string): boolean => answer.includes('/');

const namesOf = (routes: readonly ApiRoute[]): readonly string[] => [
  ...new Set([
    ...routes.flatMap(({ answer, body }) => [
      ...(isMediaType(answer) ? [] : [answer]),
      ...(body === undefined ? [] : [body]),
    ]),
    'ErrorAnswer',
  ]),
];

/** Types and what they are made of, by name. */
const schemasOf = (names: readonly string[]): ReadonlyMap<string, unknown> => {
  const generator = createGenerator({
    path: join(ROOT, 'lib', 'api', 'contract.ts'),
    // Without the types of Node and Jest, which the contract does not know and which take most of the time.
    tsconfig: join(ROOT, 'test', 'support', 'openapi-tsconfig.json'),
    skipTypeCheck: true,
    topRef: true,
    expose: 'export',
    additionalProperties: false,
  });
  return new Map(names.flatMap((name) => Object.entries(generator.createSchema(name).definitions ?? {})));
};

/** `Worded<...>` is one of many of its kind: written out where it stands. Others are referred to. */
const isNamed = (name: string): boolean => /^\w+$/.test(name);

const REF = '#/definitions/';

const refer = (schema: unknown, schemas: ReadonlyMap<string, unknown>): unknown => {
  if (Array.isArray(schema)) return schema.map((item) => refer(item, schemas));
  if (!isObject(schema)) return schema;
  const { $ref: ref, ...rest } = schema;
  const others = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, refer(value, schemas)]));
  if (typeof ref !== 'string') return others;
  const name = decodeURIComponent(ref.slice(REF.length));
  if (isNamed(name)) return { ...others, $ref: `#/components/schemas/${name}` };
  const inline = refer(schemas.get(name), schemas);
  return isObject(inline) ? { ...inline, ...others } : others;
};

const sorted = <T>(entries: readonly (readonly [string, T])[]): Readonly<Record<string, T>> =>
  Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));

const parameterOf = ({ name, words, required, repeated }: QueryParameter): JsonObject => ({
  name,
  in: 'query',
  description: words,
  ...(required === true ? { required: true } : {}),
  ...(repeated === true
    ? { schema: { type: 'array', items: { type: 'string' }, maxItems: 10 }, style: 'form', explode: true }
    : { schema: { type: 'string' } }),
});

const pathParametersOf = (path: string): readonly JsonObject[] =>
  [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));

const refTo = (name: string): JsonObject => ({ schema: { $ref: `#/components/schemas/${name}` } });

const answerOf = (answer: string): JsonObject =>
  isMediaType(answer) ? { [answer]: { schema: { type: 'string' } } } : { 'application/json': refTo(answer) };

const operationOf = (route: ApiRoute): JsonObject => ({
  summary: route.words,
  description: `Needs the role ${route.role} or more${route.everything === true ? ', for every account' : ''}.`,
  parameters: [...pathParametersOf(route.path), ...(route.query ?? []).map(parameterOf)],
  ...(route.body === undefined
    ? {}
    : { requestBody: { required: true, content: { 'application/json': refTo(route.body) } } }),
  responses: {
    200: { description: 'What was asked for.', content: answerOf(route.answer) },
    default: {
      description: `Anything else: ${[...new Set(Object.values(STATUS_OF_ERROR))].sort().join(', ')}.`,
      content: { 'application/json': refTo('ErrorAnswer') },
    },
  },
});

/** `/api/accesses/{accessId}` */
export const openApiPath = (path: string): string => path.replaceAll(/:(\w+)/g, '{$1}');

const pathsOf = (routes: readonly ApiRoute[]): JsonObject => {
  const paths = new Map<string, JsonObject>();
  for (const route of routes) {
    const path = openApiPath(route.path);
    paths.set(path, { ...paths.get(path), [route.method.toLowerCase()]: operationOf(route) });
  }
  return sorted([...paths]);
};

export const openApiDocument = (): JsonObject => {
  const schemas = schemasOf(namesOf(API_ROUTES));
  return {
    openapi: '3.1.0',
    info: {
      title: 'Rolecall: the history',
      version: '1',
      description:
        'What the review page and the command line ask. Every path needs a bearer token of the configured issuer. Ids outside of what the reader may see answer exactly as if they did not exist.',
    },
    security: [{ token: [] }],
    paths: pathsOf(API_ROUTES),
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      schemas: sorted(
        [...schemas]
          .filter(([name]) => isNamed(name))
          .map(([name, schema]) => [name, refer(schema, schemas)]),
      ),
    },
  };
};

export const openApiText = (document: JsonObject): string => `${JSON.stringify(document, null, 2)}\n`;
