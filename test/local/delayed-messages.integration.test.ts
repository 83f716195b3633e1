/** What enrichment relies on: a standard queue hides each message for as long as that message says. */
import { callAwsJson } from '../../local/aws-json.ts';
import { mailSubscriptions } from '../../local/mail-subscriptions.ts';
import { startMessaging } from '../../local/messaging.ts';
import { listAt, textAt, type JsonObject } from '../../lib/kernel/json.ts';
import { SQSClient } from '@aws-sdk/client-sqs';
import { sendToEnrichQueue } from '../../lib/aws/enrich-queue.ts';

const REGION = 'us-east-1';

let url = '';
let close: () => Promise<void> = async () => undefined;

beforeAll(async () => {
  const messaging = await startMessaging({
    region: REGION,
    subscriptions: mailSubscriptions({ declared: () => [], suspended: () => [] }),
    deliverMail: async () => undefined,
  });
  ({ url, close } = messaging);
});
afterAll(() => close());

const call = (action: string, body: JsonObject): Promise<JsonObject> =>
  callAwsJson({ endpointUrl: url, region: REGION, target: `AmazonSQS.${action}`, body });

const received = async (queueUrl: string, WaitTimeSeconds: number): Promise<readonly string[]> => {
  const answer = await call('ReceiveMessage', {
    QueueUrl: queueUrl,
    MaxNumberOfMessages: 10,
    WaitTimeSeconds,
  });
  return listAt(answer, 'Messages').flatMap((message) => textAt(message, 'Body') ?? []);
};

it('each message for its own time', async () => {
  const { QueueUrl } = await call('CreateQueue', {
    QueueName: 'enrich',
    Attributes: { VisibilityTimeout: '720' },
  });
  const queueUrl = String(QueueUrl);
  const client = new SQSClient({
    region: REGION,
    endpoint: url,
    credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
  });
  const send = sendToEnrichQueue(client, queueUrl);
  await send({ accessId: 'now', round: 3 }, 0);
  expect(await received(queueUrl, 0)).toEqual(['{"accessId":"now","round":3}']);
  const began = Date.now();
  const came = async (): Promise<readonly unknown[]> => [
    ...(await received(queueUrl, 20)),
    Math.floor((Date.now() - began) / 1000),
  ];
  await send({ accessId: 'late', round: 2 }, 5);
  await send({ accessId: 'soon', round: 1 }, 1);
  const [soon, late] = [await came(), await came()];
  // Never before its time; how long after it, the machine decides.
  expect(soon).toEqual(['{"accessId":"soon","round":1}', expect.any(Number)]);
  expect(late).toEqual(['{"accessId":"late","round":2}', expect.any(Number)]);
  expect(soon[1]).toBeGreaterThanOrEqual(1);
  expect(late[1]).toBeGreaterThanOrEqual(5);
  client.destroy();
});
