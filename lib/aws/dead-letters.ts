/** Dead letters on SQS. */
import { DeleteMessageCommand, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { DeadLetters } from '../history/dead-letters.ts';

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html */
const MOST_AT_ONCE = 10;
/** A second of waiting asks every server of the queue; without it a few letters are often not found. */
const WAIT_SECONDS = 1;
const HIDDEN_SECONDS = 300;

export const deadLetterQueue = (client: SQSClient, queueUrl: string): DeadLetters => ({
  receive: async (limit) => {
    const answer = await client.send(
      new ReceiveMessageCommand({
        QueueUrl: queueUrl,
        MaxNumberOfMessages: Math.min(MOST_AT_ONCE, limit),
        WaitTimeSeconds: WAIT_SECONDS,
        VisibilityTimeout: HIDDEN_SECONDS,
      }),
    );
    return (answer.Messages ?? []).map(({ Body, ReceiptHandle }) => ({
      body: Body ?? '',
      receipt: ReceiptHandle ?? '',
    }));
  },

  remove: async ({ receipt }) => {
    await client.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle: receipt }));
  },
});
