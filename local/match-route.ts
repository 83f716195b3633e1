/**
 * Which route of an HTTP API a request takes: the most specific one, `$default` last.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
 */
import type { DeclaredRoute } from './topology.ts';

export interface MatchedRoute {
  readonly route: DeclaredRoute;
  readonly pathParameters: Readonly<Record<string, string>>;
}

export function matchRoute(
  routes: readonly DeclaredRoute[],
  method: string,
  path: string,
): MatchedRoute | undefined {
  const segments = path.split('/').slice(1);
  const matches = routes.flatMap((route) => {
    const pathParameters =
      route.routeKey === '$default' ? {} : parametersOf(route.routeKey, method, segments);
    return pathParameters === undefined ? [] : [{ route, pathParameters, weight: weightOf(route.routeKey) }];
  });
  return matches.sort((one, other) => other.weight - one.weight)[0];
}

/** A fixed segment beats a parameter, a parameter beats a greedy one, a method beats `ANY`. */
function weightOf(routeKey: string): number {
  if (routeKey === '$default') return -1;
  const [method, path = ''] = routeKey.split(' ');
  const perSegment = path
    .split('/')
    .map((segment) => (segment.endsWith('+}') ? 1 : segment.startsWith('{') ? 2 : 3));
  return perSegment.reduce((sum, weight) => sum * 4 + weight, 0) * 2 + (method === 'ANY' ? 0 : 1);
}

function parametersOf(
  routeKey: string,
  method: string,
  segments: readonly string[],
): Readonly<Record<string, string>> | undefined {
  const [routeMethod, routePath = ''] = routeKey.split(' ');
  if (routeMethod !== 'ANY' && routeMethod !== method) return undefined;
  const wanted = routePath.split('/').slice(1);
  const parameters: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const given = segments[index];
    if (given === undefined) return undefined;
    const [, name, greedy] = /^\{(.+?)(\+?)\}$/.exec(part) ?? [];
    if (name === undefined && part !== given) return undefined;
    if (greedy === '+' && name !== undefined) {
      parameters[name] = decode(segments.slice(index).join('/'));
      return parameters;
    }
    if (name !== undefined) parameters[name] = decode(given);
  }
  return wanted.length === segments.length ? parameters : undefined;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
