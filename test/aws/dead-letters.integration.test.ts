import { CreateQueueCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { deadLetterQueue } from '../../lib/aws/dead-letters.ts';
import type { DeadLetters } from '../../lib/history/dead-letters.ts';
import { startMessaging } from '../../local/messaging.ts';

let client: SQSClient;
let queueUrl = '';
let letters: DeadLetters;
let close: () => Promise<void> = async () => undefined;

beforeEach(async () => {
  const messaging = await startMessaging({
    region: 'us-east-1',
    subscriptions: { readersOf: () => [], present: (_topicArn, xml) => xml },
    deliverMail: async () => undefined,
  });
  close = messaging.close;
  client = new SQSClient({
    region: 'us-east-1',
    endpoint: messaging.url,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const made = await client.send(new CreateQueueCommand({ QueueName: 'dead-letters' }));
  queueUrl = made.QueueUrl ?? '';
  letters = deadLetterQueue(client, queueUrl);
});

afterEach(async () => {
  client.destroy();
  await close();
});

const send = (body: string) => client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: body }));

describe('A queue of dead letters', () => {
  it('hands out at most ten at once, and each only once', async () => {
    for (let index = 0; index < 12; index += 1) await send(`letter ${String(index)}`);
    const first = await letters.receive(100);
    expect(first).toHaveLength(10);
    const second = await letters.receive(100);
    expect(second).toHaveLength(2);
    expect(new Set([...first, ...second].map(({ body }) => body)).size).toBe(12);
    expect(await letters.receive(100)).toEqual([]);
  });

  it('hands out no more than it is asked for', async () => {
    for (const body of ['one', 'two']) await send(body);
    expect(await letters.receive(1)).toHaveLength(1);
  });

  it('forgets what was dealt with', async () => {
    await send('one');
    const [letter] = await letters.receive(10);
    expect(letter?.body).toBe('one');
    if (letter !== undefined) await letters.remove(letter);
    expect(await letters.receive(10)).toEqual([]);
  });
});
