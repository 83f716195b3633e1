/**
 * API Gateway's HTTP API (payload format 2.0) on one side, the app on the other.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { at } from '../kernel/json.ts';
import { restoreClaims } from './restore-claims.ts';

/** Anything that answers a `Request`: the app of `routes.ts`. */
export interface AnswersRequests {
  readonly fetch: (request: Request, beside?: { readonly claims?: unknown }) => Response | Promise<Response>;
}

const toRequest = (event: APIGatewayProxyEventV2): Request => {
  const query = event.rawQueryString === '' ? '' : `?${event.rawQueryString}`;
  const headers = Object.entries(event.headers).flatMap(([name, value]): [string, string][] =>
    value === undefined || !BYTES.test(value) ? [] : [[name, value]],
  );
  // Concatenated, not resolved: a path that begins with `//` must not become a host.
  const url = `https://${event.requestContext.domainName}${escapePath(event.rawPath)}${query}`;
  return new Request(url, { headers, ...methodAndBody(event) });
};

/** What a `Request` takes as the value of a header. No header that we read has anything else. */
const BYTES = /^[\t\x20-\x7e\x80-\xff]*$/;

/**
 * An HTTP API hands the path over decoded (the query as it was sent), which AWS says of path parameters only and captured
 * events show of `rawPath` too: what stood in it as `%3F`, `%23` or `%25` must not begin a query, end it or be decoded again.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
 */
const escapePath = (path: string): string => path.replaceAll(/[%?#\\]/g, encodeURIComponent);

/** `Request` cannot be made with these; the app knows no route for the one that stands for them. */
const UNTOLD = ['CONNECT', 'TRACE', 'TRACK'];

const methodAndBody = ({ requestContext, body, isBase64Encoded }: APIGatewayProxyEventV2): RequestInit => {
  const { method } = requestContext.http;
  if (method === 'GET' || method === 'HEAD') return { method };
  return {
    method: UNTOLD.includes(method) ? 'OPTIONS' : method,
    ...(body === undefined ? {} : { body: Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8') }),
  };
};

/**
 * What the JWT authorizer verified. It comes from API Gateway beside the request, never out of it.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
 */
const claimsOf = (event: APIGatewayProxyEventV2): unknown =>
  restoreClaims(at(event.requestContext, 'authorizer', 'jwt', 'claims'), event.headers['authorization']);

/** Compressed bodies travel in base64, texts as they are. */
const toResult = async (response: Response): Promise<APIGatewayProxyStructuredResultV2> => {
  const isBase64Encoded = response.headers.has('content-encoding');
  const body = Buffer.from(await response.arrayBuffer());
  return {
    statusCode: response.status,
    headers: Object.fromEntries(response.headers),
    body: body.toString(isBase64Encoded ? 'base64' : 'utf8'),
    isBase64Encoded,
  };
};

/** Answers one event of the HTTP API. */
export const answerHttpApi = async (
  app: AnswersRequests,
  event: APIGatewayProxyEventV2,
): Promise<APIGatewayProxyStructuredResultV2> =>
  toResult(await app.fetch(toRequest(event), { claims: claimsOf(event) }));
