import type { JsonObject } from '../../lib/kernel/json.ts';
import { callAwsJson } from '../../local/aws-json.ts';
import type { Endpoint } from '../../local/database.ts';
import type { Invoked } from '../../local/lambda-environment.ts';
import { startMessaging } from '../../local/messaging.ts';
import { type Poller, startPoller } from '../../local/poller.ts';
import { eventually } from './fixtures/eventually.ts';

interface SeenRecord {
  readonly messageId: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
}

const recordsOf = (event: JsonObject): readonly SeenRecord[] => event['Records'] as readonly SeenRecord[];

describe('an event source mapping', () => {
  let messaging: Endpoint;
  let poller: Poller | undefined;
  const seen: SeenRecord[][] = [];

  const call = (action: string, body: JsonObject): Promise<JsonObject> =>
    callAwsJson({ endpointUrl: messaging.url, region: 'us-east-1', target: `AmazonSQS.${action}`, body });
  const makeQueue = async (
    QueueName: string,
    Attributes: Readonly<Record<string, string>> = {},
  ): Promise<string> => String((await call('CreateQueue', { QueueName, Attributes }))['QueueUrl']);
  const send = (QueueUrl: string, MessageBody: string, more: JsonObject = {}): Promise<JsonObject> =>
    call('SendMessage', { QueueUrl, MessageBody, ...more });
  const count = async (QueueUrl: string, name: string): Promise<number> => {
    const answer = await call('GetQueueAttributes', { QueueUrl, AttributeNames: [name] });
    return Number((answer['Attributes'] as Record<string, string>)[name]);
  };
  const poll = (
    queueUrl: string,
    answer: (records: readonly SeenRecord[]) => Promise<Invoked> | Invoked,
    changes: {
      readonly batchSize?: number;
      readonly windowSeconds?: number;
      readonly maximumConcurrency?: number;
    } = {},
  ): void => {
    poller = startPoller({
      mapping: {
        queueArn: 'arn:aws:sqs:us-east-1:000000000000:q',
        batchSize: 10,
        windowSeconds: 0,
        reportsItemFailures: true,
        maximumConcurrency: 1,
        ...changes,
      },
      queueUrl,
      messagingUrl: messaging.url,
      region: 'us-east-1',
      invoke: async (event) => {
        seen.push([...recordsOf(event)]);
        return answer(recordsOf(event));
      },
    });
  };
  const fine: Invoked = { ok: true, value: { batchItemFailures: [] } };

  beforeEach(async () => {
    seen.length = 0;
    messaging = await startMessaging({
      region: 'us-east-1',
      subscriptions: { readersOf: () => [], present: (_topicArn, xml) => xml },
      deliverMail: () => Promise.resolve(),
    });
  });

  afterEach(async () => {
    await poller?.close();
    await messaging.close();
  });

  it('names queues by an address that resolves everywhere', async () => {
    expect(await makeQueue('q')).toBe(`${messaging.url}/000000000000/q`);
  });

  it('deletes what was finished and keeps exactly what was reported', async () => {
    const url = await makeQueue('q', { VisibilityTimeout: '1' });
    for (const body of ['good', 'bad', 'fine']) await send(url, body);
    let failed = false;
    poll(url, (records) => {
      const bad = failed ? [] : records.filter(({ body }) => body === 'bad');
      failed ||= bad.length > 0;
      return {
        ok: true,
        value: { batchItemFailures: bad.map(({ messageId }) => ({ itemIdentifier: messageId })) },
      };
    });
    await eventually(
      'the second receive',
      () => seen.flat().filter(({ body }) => body === 'bad').length === 2,
    );
    const bodies = seen.flat().map(({ body }) => body);
    expect(bodies.filter((body) => body !== 'bad').sort()).toEqual(['fine', 'good']);
    expect(seen.at(-1)?.[0]?.attributes['ApproximateReceiveCount']).toBe('2');
  });

  it('keeps the whole batch after a malformed response, until the dead letters take it', async () => {
    const dead = await makeQueue('dead');
    const url = await makeQueue('q', {
      VisibilityTimeout: '1',
      RedrivePolicy: JSON.stringify({
        deadLetterTargetArn: 'arn:aws:sqs:us-east-1:000000000000:dead',
        maxReceiveCount: 2,
      }),
    });
    await send(url, 'a');
    await send(url, 'b');
    poll(url, () => ({ ok: true, value: { batchItemFailures: [{ itemId: 'x' }] } }));
    await eventually(
      'two dead letters',
      async () => (await count(dead, 'ApproximateNumberOfMessages')) === 2,
    );
  });

  it('waits for a batch to fill during its window', async () => {
    const url = await makeQueue('q');
    poll(url, () => fine, { windowSeconds: 3 });
    await send(url, 'a');
    await new Promise((resolve) => setTimeout(resolve, 200));
    await send(url, 'b');
    await eventually('a batch', () => seen.length === 1);
    expect(seen[0]?.map(({ body }) => body)).toEqual(['a', 'b']);
  });

  it('works on one message of a group at a time, in order, while other groups go on', async () => {
    const url = await makeQueue('q.fifo', { FifoQueue: 'true', VisibilityTimeout: '30' });
    const inFlight = new Set<string>();
    const order: string[] = [];
    const sendTo = (group: string, body: string): Promise<JsonObject> =>
      send(url, body, { MessageGroupId: group, MessageDeduplicationId: body });
    for (const body of ['slow-1', 'slow-2', 'slow-3']) await sendTo('slow', body);
    for (const body of ['fast-1', 'fast-2', 'fast-3']) await sendTo('fast', body);
    poll(
      url,
      async (records) => {
        for (const { body, attributes } of records) {
          const group = attributes['MessageGroupId'] ?? '';
          expect(inFlight.has(group)).toBe(false);
          inFlight.add(group);
          // The first of the slow ones is not done before the last of the others.
          if (body === 'slow-1') await eventually('the fast ones', () => order.includes('fast-3'));
          inFlight.delete(group);
          order.push(body);
        }
        return fine;
      },
      { batchSize: 1, maximumConcurrency: 2 },
    );
    await eventually('all six', () => order.length === 6);
    expect(order.filter((body) => body.startsWith('slow'))).toEqual(['slow-1', 'slow-2', 'slow-3']);
    expect(order.filter((body) => body.startsWith('fast'))).toEqual(['fast-1', 'fast-2', 'fast-3']);
    expect(order.indexOf('fast-3')).toBeLessThan(order.indexOf('slow-1'));
  });

  it('refuses a web page and a foreign host name', async () => {
    const page = await fetch(messaging.url, { method: 'POST', headers: { origin: 'https://evil.example' } });
    expect(page.status).toBe(403);
  });
});
