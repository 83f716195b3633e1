import { gunzipSync } from 'node:zlib';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { answerHttpApi } from '../../lib/api/http-api.ts';
import { readReader } from '../../lib/api/read-reader.ts';
import { systemClock } from '../../lib/kernel/clock.ts';
import { samplePolicy } from '../support/sample-policy.ts';
import { seededApi } from '../support/seeded-api.ts';

const eventOf = (
  rawPath: string,
  rawQueryString = '',
  headers: Record<string, string> = {},
): APIGatewayProxyEventV2 => ({
  version: '2.0',
  routeKey: '$default',
  rawPath,
  rawQueryString,
  headers,
  requestContext: {
    accountId: '111122223333',
    apiId: 'abc',
    domainName: 'abc.execute-api.us-east-1.amazonaws.com',
    domainPrefix: 'abc',
    http: { method: 'GET', path: rawPath, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'test' },
    requestId: 'r',
    routeKey: '$default',
    stage: '$default',
    time: '22/Nov/2026:14:00:00 +0000',
    timeEpoch: 1_795_356_000_000,
  },
  isBase64Encoded: false,
});

const answer = async (event: APIGatewayProxyEventV2) =>
  answerHttpApi((await seededApi({ clock: systemClock })).app, event);

describe('the HTTP API adapter', () => {
  it('hands path, query and headers to the app and its answer back', async () => {
    const { statusCode, headers, body } = await answer(eventOf('/api/accesses', 'limit=2'));
    expect(statusCode).toBe(200);
    expect(headers?.['content-type']).toBe('application/json');
    expect(JSON.parse(body ?? '')).toMatchObject({ cut: true, accesses: [{}, {}] });
  });

  it('sends compressed answers in base64', async () => {
    const event = eventOf('/api/accesses', '', { 'accept-encoding': 'gzip, br' });
    const { headers, body, isBase64Encoded } = await answer(event);
    expect(isBase64Encoded).toBe(true);
    expect(headers?.['content-encoding']).toBe('gzip');
    const text = gunzipSync(Buffer.from(body ?? '', 'base64')).toString('utf8');
    expect(JSON.parse(text)).toMatchObject({ cut: false });
  });

  it.each(['//evil.example/api/accesses', '/%', '/api/accesses/%E0%A4%A'])(
    'answers 404 at %s',
    async (path) => {
      expect((await answer(eventOf(path))).statusCode).toBe(404);
    },
  );

  it('takes nothing of a decoded path for a query, and nothing of a query away', async () => {
    expect((await answer(eventOf('/api/accesses?limit=1'))).statusCode).toBe(404);
    expect((await answer(eventOf('/api/accesses#x', 'limit=1'))).statusCode).toBe(404);
    expect((await answer(eventOf('/api\\accesses'))).statusCode).toBe(404);
    // Sent as `%2561`, handed over as `%61`: decoded again it would be another path.
    expect((await answer(eventOf('/api/%61ccesses'))).statusCode).toBe(404);
  });

  it('answers whoever sends headers that no request can have', async () => {
    const { statusCode } = await answer(
      eventOf('/api/accesses', '', { 'user-agent': '€\u0000', 'x-a': 'ü' }),
    );
    expect(statusCode).toBe(200);
  });

  it('finds nobody behind a path that only becomes one of the API’s when it is resolved', async () => {
    const { app } = await seededApi({
      clock: systemClock,
      more: { readReader: (claims) => readReader(claims, samplePolicy, 'groups') },
    });
    const { statusCode } = await answerHttpApi(app, eventOf('/assets/../api/accesses'));
    expect(statusCode).toBe(401);
  });

  it.each(['TRACE', 'CONNECT', 'POST'])('refuses %s with 405', async (method) => {
    const event = eventOf('/api/accesses');
    event.requestContext.http.method = method;
    expect((await answer(event)).statusCode).toBe(405);
  });

  it('hands over what the authorizer verified, and nothing that a request says of itself', async () => {
    const seen: unknown[] = [];
    const { app } = await seededApi({
      clock: systemClock,
      more: {
        readReader: (claims) => {
          seen.push(claims);
          return { ok: false, error: 'not-signed-in' };
        },
      },
    });
    const event = eventOf('/api/me', 'claims=x', { claims: '{"sub":"a"}', 'x-amzn-claims': '{"sub":"a"}' });
    await answerHttpApi(app, event);
    const claims = { sub: 'a', 'cognito:groups': '[viewer]' };
    const authorizer = { jwt: { claims, scopes: null } };
    await answerHttpApi(app, { ...event, requestContext: { ...event.requestContext, authorizer } } as never);
    expect(seen).toEqual([undefined, claims]);
  });

  it.each([false, true])('hands the body over, in base64: %s', async (isBase64Encoded) => {
    const body = JSON.stringify({ action: 'note', note: 'grüß', accesses: [{ accessId: 'a', seen: 0 }] });
    const event = eventOf('/api/reviews', '', { 'content-type': 'application/json' });
    event.requestContext.http.method = 'POST';
    const { statusCode } = await answer({
      ...event,
      isBase64Encoded,
      body: isBase64Encoded ? Buffer.from(body).toString('base64') : body,
    });
    expect(statusCode).toBe(200);
  });
});
