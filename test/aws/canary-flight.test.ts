import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { mockClient } from 'aws-sdk-client-mock';
import { receiveCanariesFrom, sendCanaryWith } from '../../lib/aws/canary-flight.ts';

const sts = mockClient(STSClient);
const sqs = mockClient(SQSClient);

beforeEach(() => {
  sts.reset();
  sqs.reset();
});

const QUEUE = 'https://sqs.us-east-1.amazonaws.com/1/canary';

it('assumes the role for the shortest time there is, and hands nothing on', async () => {
  sts.on(AssumeRoleCommand).resolves({
    Credentials: { AccessKeyId: 'ASIA', SecretAccessKey: 's', SessionToken: 't', Expiration: new Date(0) },
  });
  const sent: unknown = await sendCanaryWith(new STSClient({}), 'arn:aws:iam::1:role/c')('canary-1');
  expect(sent).toBeUndefined();
  expect(sts.commandCalls(AssumeRoleCommand)[0]?.args[0].input).toEqual({
    RoleArn: 'arn:aws:iam::1:role/c',
    RoleSessionName: 'canary-1',
    DurationSeconds: 900,
  });
});

it('takes the moment at which the queue took the alert, and deletes only what was noted', async () => {
  const attribute = (StringValue: string) => ({ canary: { DataType: 'String', StringValue } });
  sqs.on(ReceiveMessageCommand).resolves({
    Messages: [
      {
        ReceiptHandle: 'one',
        MessageAttributes: attribute('canary-1'),
        Attributes: { SentTimestamp: '1795348800000' },
      },
      { ReceiptHandle: 'two', Body: 'somebody else’s', Attributes: { SentTimestamp: '1' } },
      {
        ReceiptHandle: 'enveloped',
        Body: JSON.stringify({ MessageAttributes: { canary: { Type: 'String', Value: 'canary-2' } } }),
        Attributes: { SentTimestamp: '1795348801000' },
      },
      { ReceiptHandle: 'three', MessageAttributes: attribute('canary-3') },
    ],
  });
  const { canaries, forget } = await receiveCanariesFrom(new SQSClient({}), QUEUE)();
  expect(canaries).toEqual([
    { sessionName: 'canary-1', arrivedAt: '2026-11-22T12:00:00.000Z' },
    { sessionName: 'canary-2', arrivedAt: '2026-11-22T12:00:01.000Z' },
  ]);
  expect(sqs.commandCalls(DeleteMessageCommand)).toHaveLength(0);
  await forget();
  expect(sqs.commandCalls(DeleteMessageCommand).map(({ args }) => args[0].input)).toEqual(
    ['one', 'two', 'enveloped', 'three'].map((ReceiptHandle) => ({ QueueUrl: QUEUE, ReceiptHandle })),
  );
  expect(sqs.commandCalls(ReceiveMessageCommand)[0]?.args[0].input).toMatchObject({
    MessageAttributeNames: ['canary'],
    MessageSystemAttributeNames: ['SentTimestamp'],
  });
});

it('finds nothing in an empty queue', async () => {
  sqs.on(ReceiveMessageCommand).resolves({});
  expect((await receiveCanariesFrom(new SQSClient({}), QUEUE)()).canaries).toEqual([]);
});
