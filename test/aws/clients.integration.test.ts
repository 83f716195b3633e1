/** What the SDK does with an AWS that is silent: measured, because its options have changed their meaning before. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connectTable, connectTopics } from '../../lib/aws/connect.ts';
import { publishWith } from '../../lib/aws/topics.ts';

let server: Server;
let requests = 0;

beforeEach(async () => {
  requests = 0;
  server = createServer(() => {
    requests += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const settings = () => ({
  region: 'us-east-1',
  credentials: async () => ({ accessKeyId: 'local', secretAccessKey: 'local' }),
  endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  requestMs: 200,
});

describe('An AWS that accepts a connection and says nothing', () => {
  it('is given up on, and a publication is doubtful and not repeated behind our back', async () => {
    const message = {
      topicArn: 'arn:aws:sns:us-east-1:111122223333:a',
      subject: 'a',
      message: 'a',
      attributes: {},
    };
    const outcome = await publishWith(connectTopics(settings()))(message);
    expect(outcome).toMatchObject({ kind: 'retry', code: 'doubtful' });
    expect(requests).toBe(1);
  });

  it('is asked again for a row, and in the end the call fails instead of hanging', async () => {
    const table = connectTable(settings(), 'history');
    await expect(table.get({ pk: 'a', sk: 'b' })).rejects.toThrow();
    expect(requests).toBeGreaterThan(1);
  });
});
