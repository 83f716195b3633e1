/** AWS's clock, as it stands beside every answer. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connectSurvey } from '../../lib/aws/connect-survey.ts';
import { virtualClock } from '../support/virtual-clock.ts';

let server: Server;
let date: string | undefined;

beforeAll(async () => {
  server = createServer((_request, response) => {
    response.sendDate = false;
    response.writeHead(200, { 'content-type': 'text/xml', ...(date === undefined ? {} : { date }) });
    response.end(
      '<GetCallerIdentityResponse><GetCallerIdentityResult><Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>',
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterAll(() => new Promise((resolve) => server.close(resolve)));

const clocks = () => {
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const credentials = { accessKeyId: 'x', secretAccessKey: 'x' };
  return connectSurvey(
    { region: 'us-east-1', client: (region) => ({ region, credentials, endpoint }) },
    virtualClock('2026-11-22T12:00:00.000Z'),
  ).clocks();
};

it('is compared with ours', async () => {
  date = 'Sun, 22 Nov 2026 11:50:00 GMT';
  expect(await clocks()).toEqual({
    ours: new Date('2026-11-22T12:00:00.000Z'),
    theirs: new Date('2026-11-22T11:50:00.000Z'),
  });
});

it('is taken for ours where an answer does not say', async () => {
  date = undefined;
  const { ours, theirs } = await clocks();
  expect(theirs).toEqual(ours);
});
