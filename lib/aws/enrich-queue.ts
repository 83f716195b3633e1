/** Requests for a later look at an access, in a standard queue: each waits its own time there. */
import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html */
const LONGEST_DELAY_SECONDS = 900;

interface Request {
  readonly accessId: string;
  readonly round: number;
}

/** Sends a request that becomes visible after so many seconds (0 to 900). Throws when SQS does not take it. */
export const sendToEnrichQueue =
  (client: SQSClient, queueUrl: string) =>
  async ({ accessId, round }: Request, delaySeconds: number): Promise<void> => {
    await client.send(
      new SendMessageCommand({
        QueueUrl: queueUrl,
        MessageBody: JSON.stringify({ accessId, round }),
        DelaySeconds: Math.min(LONGEST_DELAY_SECONDS, Math.max(0, Math.round(delaySeconds))),
      }),
    );
  };
