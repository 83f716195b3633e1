/** A request as the HTTP API hands it over. */
import { apiEvent } from '../../local/api-event.ts';
import { at } from '../../lib/kernel/json.ts';

const eventOf = (target: string) =>
  apiEvent(
    {
      method: 'GET',
      target,
      headers: { host: '127.0.0.1' },
      body: Buffer.alloc(0),
      sourceIp: '127.0.0.1',
    },
    { routeKey: '$default', pathParameters: {} },
    { now: new Date('2026-11-22T14:00:00.000Z'), requestId: 'r' },
  );

it.each([
  ['/api/accesses/1.a%3Fb?x=%20%3F', '/api/accesses/1.a?b', 'x=%20%3F'],
  ['/a%2520b', '/a%20b', ''],
  ['/api/%E0%A4%A', '/api/%E0%A4%A', ''],
])('decodes the path of %s once, and leaves the query as it was sent', (target, path, query) => {
  const event = eventOf(target);
  expect(event['rawPath']).toBe(path);
  expect(at(event, 'requestContext', 'http', 'path')).toBe(path);
  expect(event['rawQueryString']).toBe(query);
});
