/** Wake-ups for `deliver`: one FIFO group per destination, so that a slow one holds up nobody else. */
import { createHash } from 'node:crypto';
import { ChangeMessageVisibilityCommand, SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { deliveryIdOf } from '../delivery/delivery.ts';
import type { PendingDelivery, WakeDeliveries } from '../delivery/ledger.ts';

/** SQS takes ten messages a call. */
const BATCH = 10;

/**
 * Sends wake-ups. The deduplication id holds the moment the delivery became due, so that the sweep's repeated
 * wake-ups within five minutes collapse and a later attempt's does not. Throws when SQS takes none of a batch.
 */
export const wakeThroughQueue =
  (client: SQSClient, queueUrl: string): WakeDeliveries =>
  async (deliveries) => {
    for (let start = 0; start < deliveries.length; start += BATCH) {
      const batch = deliveries.slice(start, start + BATCH);
      const answer = await client.send(
        new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries: batch.map(entryOf) }),
      );
      // A wake-up that was not taken is repeated by the sweep; all of them failing is an outage.
      if ((answer.Failed ?? []).length === batch.length) {
        throw new Error(`The delivery queue took none of ${batch.length} wake-ups.`);
      }
    }
  };

const entryOf = (delivery: PendingDelivery, index: number) => ({
  Id: String(index),
  MessageBody: JSON.stringify({
    accessId: delivery.accessId,
    destinationId: delivery.destinationId,
  }),
  MessageGroupId: delivery.destinationId,
  MessageDeduplicationId: createHash('sha256')
    .update(`${deliveryIdOf(delivery)}#${delivery.dueAt}`)
    .digest('hex'),
});

/** Makes a received message visible again after so many seconds (0 to 43,200). */
export type PostponeMessage = (receiptHandle: string, seconds: number) => Promise<void>;

export const postponeInQueue =
  (client: SQSClient, queueUrl: string): PostponeMessage =>
  async (receiptHandle, seconds) => {
    await client.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl: queueUrl,
        ReceiptHandle: receiptHandle,
        VisibilityTimeout: Math.min(43_200, Math.max(0, Math.ceil(seconds))),
      }),
    );
  };
