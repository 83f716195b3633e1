/** Sends the canary by STS and takes it home from its queue. */
import {
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { AssumeRoleCommand, type STSClient } from '@aws-sdk/client-sts';
import type { ArrivedCanary, ReceiveCanaries, SendCanary } from '../delivery/canary-flight.ts';
import { parseJson, textAt } from '../kernel/json.ts';
import { CANARY_ATTRIBUTE } from '../notification/compose-canary.ts';

/** The shortest that AWS grants: nobody uses it. https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
const SESSION_SECONDS = 900;

/** The answer holds credentials: it is not even looked at. */
export const sendCanaryWith =
  (client: STSClient, roleArn: string): SendCanary =>
  async (sessionName) => {
    await client.send(
      new AssumeRoleCommand({
        RoleArn: roleArn,
        RoleSessionName: sessionName,
        DurationSeconds: SESSION_SECONDS,
      }),
    );
  };

const AT_ONCE = 10;

/** One look: what comes late is found five minutes later. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html */
export const receiveCanariesFrom =
  (client: SQSClient, queueUrl: string): ReceiveCanaries =>
  async () => {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl: queueUrl,
        MaxNumberOfMessages: AT_ONCE,
        WaitTimeSeconds: 1,
        MessageAttributeNames: [CANARY_ATTRIBUTE],
        MessageSystemAttributeNames: ['SentTimestamp'],
      }),
    );
    return {
      canaries: Messages.flatMap(readArrival),
      forget: async () => {
        for (const { ReceiptHandle } of Messages) {
          await client.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle }));
        }
      },
    };
  };

/** Nothing for a message that is no canary's. */
const readArrival = ({ MessageAttributes, Attributes, Body }: Message): readonly ArrivedCanary[] => {
  // Also as it comes when somebody took raw delivery away: inside SNS's own envelope.
  const sessionName =
    MessageAttributes?.[CANARY_ATTRIBUTE]?.StringValue ??
    textAt(parseJson(Body ?? ''), 'MessageAttributes', CANARY_ATTRIBUTE, 'Value');
  const sent = Number(Attributes?.SentTimestamp);
  if (sessionName === undefined || !Number.isFinite(sent)) return [];
  return [{ sessionName, arrivedAt: new Date(sent).toISOString() }];
};
