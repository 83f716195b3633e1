/**
 * The HTTP API on loopback. It asks every route's callers for what the packaged template asks for, and besides keeps off web
 * pages: a rebound name (Host) and another site's page (Origin).
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Clock } from '../lib/kernel/clock.ts';
import type { JsonObject } from '../lib/kernel/json.ts';
import { apiEvent, apiReply, type ApiReply } from './api-event.ts';
import { type Authorization, authorizeToken, type AuthorizerNeeds } from './authorize-token.ts';
import type { Invoked } from './lambda-environment.ts';
import { matchRoute } from './match-route.ts';
import { readBytes } from './read-bytes.ts';
import type { DeclaredRoute } from './topology.ts';
import { isLoopbackHost, isSameOrigin } from './vendors/loopback-guard.ts';

export interface HttpApiParts {
  /** `undefined` while the functions behind them are not there yet. */
  readonly routes: () => readonly DeclaredRoute[] | undefined;
  readonly invoke: (functionRef: string, event: JsonObject) => Promise<Invoked>;
  readonly keysOf: AuthorizerNeeds['keysOf'];
  readonly clock: Clock;
}

/** A server that is not listening yet. */
export function httpApiServer(parts: HttpApiParts): Server {
  return createServer((request, response) => {
    answer(request, parts)
      .catch(() => message(500, 'Internal Server Error'))
      .then((reply) => send(response, reply))
      .catch(() => response.destroy());
  });
}

async function answer(request: IncomingMessage, parts: HttpApiParts): Promise<ApiReply> {
  const method = request.method ?? 'GET';
  const reads = method === 'GET' || method === 'HEAD';
  if (!isLoopbackHost(request.headers.host) || (!reads && !isSameOrigin(request.headers))) {
    return message(403, 'Forbidden');
  }
  const routes = parts.routes();
  if (routes === undefined) return STARTING;
  const target = request.url ?? '/';
  const path = target.split('?')[0] ?? '/';
  const matched = matchRoute(routes, method === 'HEAD' ? 'GET' : method, path);
  if (matched === undefined) return message(404, 'Not Found');
  const authorization = await authorizeToken(matched.route, request.headers.authorization, parts);
  if (authorization.kind === 'refused') return refused(authorization);
  const body = await readBytes(request);
  if (body === undefined) return message(413, 'Request Too Long');
  const { routeKey, functionRef } = matched.route;
  const authorizer = authorization.kind === 'known' ? { authorizer: authorization.authorizer } : {};
  const event = apiEvent(
    { method, target, headers: request.headers, body, sourceIp: request.socket.remoteAddress ?? '' },
    { routeKey, ...authorizer, pathParameters: matched.pathParameters },
    { now: parts.clock.now(), requestId: parts.clock.newId() },
  );
  const invoked = await parts.invoke(functionRef, event);
  return invoked.ok ? apiReply(invoked.value) : message(500, 'Internal Server Error');
}

const refused = ({ status, challenge }: Extract<Authorization, { kind: 'refused' }>): ApiReply => {
  const reply = message(status, status === 401 ? 'Unauthorized' : 'Forbidden');
  return { ...reply, headers: { ...reply.headers, 'www-authenticate': challenge } };
};

const message = (status: number, words: string): ApiReply => ({
  status,
  headers: { 'content-type': 'application/json' },
  cookies: [],
  body: Buffer.from(JSON.stringify({ message: words })),
});

/** A page that was open before the laptop came up again asks on. */
const STARTING_SECONDS = 1;

const STARTING: ApiReply = {
  ...message(503, 'The laptop is starting. Try again in a moment.'),
  headers: { 'content-type': 'application/json', 'retry-after': String(STARTING_SECONDS) },
};

function send(response: ServerResponse, reply: ApiReply): void {
  const cookies = reply.cookies.length === 0 ? {} : { 'set-cookie': [...reply.cookies] };
  response.writeHead(reply.status, { ...reply.headers, ...cookies, 'content-length': reply.body.length });
  response.end(reply.body);
}
