/** Asks for an export to be written. */
import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';

/** Sends a job's id; throws when SQS does not take it. */
export const sendToExportQueue =
  (client: SQSClient, queueUrl: string) =>
  async (jobId: string): Promise<void> => {
    await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify({ jobId }) }));
  };
