/**
 * An HTTP request as API Gateway hands it to a function, payload format 2.0, and the way back.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
import type { IncomingHttpHeaders } from 'node:http';
import { at, isObject, type JsonObject, listAt, numberAt, textAt } from '../lib/kernel/json.ts';
import { LOCAL_ACCOUNT } from './aws-json.ts';

export interface ApiRequest {
  readonly method: string;
  /** Path and query as they were sent. */
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly sourceIp: string;
}

export interface ApiMatch {
  readonly routeKey: string;
  readonly pathParameters: Readonly<Record<string, string>>;
  /** What the authorizer hands over; absent where nothing is asked. */
  readonly authorizer?: JsonObject;
}

export interface ApiMoment {
  readonly now: Date;
  readonly requestId: string;
}

export interface ApiReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
  readonly body: Buffer;
}

export function apiEvent(request: ApiRequest, match: ApiMatch, moment: ApiMoment): JsonObject {
  const url = new URL(request.target, 'http://127.0.0.1');
  const headers = Object.fromEntries(
    Object.entries(request.headers).flatMap(([name, value]) =>
      value === undefined || name === 'cookie'
        ? []
        : [[name, Array.isArray(value) ? value.join(',') : value]],
    ),
  );
  return {
    version: '2.0',
    routeKey: match.routeKey,
    rawPath: decodedPath(url),
    rawQueryString: url.search.slice(1),
    ...(request.headers.cookie === undefined ? {} : { cookies: request.headers.cookie.split(/;\s*/) }),
    headers,
    ...(url.search === '' ? {} : { queryStringParameters: joinedParameters(url.searchParams) }),
    ...(Object.keys(match.pathParameters).length === 0 ? {} : { pathParameters: match.pathParameters }),
    requestContext: contextOf(request, { url, match, moment }),
    ...bodyOf(request),
  };
}

/** An HTTP API decodes the path once, and leaves the query as it was sent. A path that is no encoding of anything stays. */
function decodedPath({ pathname }: URL): string {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return pathname;
  }
}

/** Text arrives as text, everything else in base64. */
function bodyOf({ headers, body }: ApiRequest): JsonObject {
  if (body.length === 0) return { isBase64Encoded: false };
  const isText = /^(text\/|application\/(json|xml|javascript|x-www-form-urlencoded))/.test(
    headers['content-type'] ?? '',
  );
  return { body: body.toString(isText ? 'utf8' : 'base64'), isBase64Encoded: !isText };
}

/** Repeated parameters arrive as one text with commas. */
function joinedParameters(parameters: URLSearchParams): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...new Set(parameters.keys())].map((name) => [name, parameters.getAll(name).join(',')]),
  );
}

interface ContextParts {
  readonly url: URL;
  readonly match: ApiMatch;
  readonly moment: ApiMoment;
}

function contextOf(request: ApiRequest, { url, match, moment }: ContextParts): JsonObject {
  return {
    accountId: LOCAL_ACCOUNT,
    apiId: 'local',
    domainName: request.headers.host,
    domainPrefix: 'local',
    http: {
      method: request.method,
      path: decodedPath(url),
      protocol: 'HTTP/1.1',
      sourceIp: request.sourceIp,
      userAgent: request.headers['user-agent'] ?? '',
    },
    requestId: moment.requestId,
    routeKey: match.routeKey,
    stage: '$default',
    time: moment.now.toUTCString(),
    timeEpoch: moment.now.getTime(),
    ...(match.authorizer === undefined ? {} : { authorizer: match.authorizer }),
  };
}

/** A function may answer with a response object or with any other JSON, which then is the body. */
export function apiReply(value: unknown): ApiReply {
  const status = numberAt(value, 'statusCode');
  if (status === undefined) {
    const body = Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
    return { status: 200, headers: { 'content-type': 'application/json' }, cookies: [], body };
  }
  const headers = at(value, 'headers');
  const body = textAt(value, 'body') ?? '';
  return {
    status,
    headers: Object.fromEntries(
      Object.entries(isObject(headers) ? headers : {}).map(([name, text]) => [
        name.toLowerCase(),
        String(text),
      ]),
    ),
    cookies: listAt(value, 'cookies').map(String),
    body: Buffer.from(body, at(value, 'isBase64Encoded') === true ? 'base64' : 'utf8'),
  };
}
