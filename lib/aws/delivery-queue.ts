/** Wake-ups for `deliver`: one FIFO group per destination, so that a slow one holds up nobody else. */
import { createHash } from 'node:crypto';
import { ChangeMessageVisibilityCommand, SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { deliveryIdOf, keyOf } from '../delivery/delivery.ts';
import type { PendingDelivery, WakeDeliveries } from '../delivery/ledger.ts';

/** SQS takes ten messages a call. */
const BATCH = 10;

/**
 * Sends wake-ups. The deduplication id holds the moment the delivery became due, so that the wake-ups of several at once
 * collapse and a later attempt's does not; `again` is for whoever means it. Throws when SQS takes none of a batch.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/using-messagededuplicationid-property.html
 */
export const wakeThroughQueue =
  (client: SQSClient, queueUrl: string): WakeDeliveries =>
  async (deliveries, how = {}) => {
    for (let start = 0; start < deliveries.length; start += BATCH) {
      const batch = deliveries.slice(start, start + BATCH);
      const answer = await client.send(
        new SendMessageBatchCommand({
          QueueUrl: queueUrl,
          Entries: batch.map((delivery, index) => ({ Id: String(index), ...messageOf(delivery, how) })),
        }),
      );
      // A wake-up that was not taken is repeated by the sweep; all of them failing is an outage.
      if ((answer.Failed ?? []).length === batch.length) {
        throw new Error(`The delivery queue took none of ${batch.length} wake-ups.`);
      }
    }
  };

type How = NonNullable<Parameters<WakeDeliveries>[1]>;

const messageOf = (delivery: PendingDelivery, { again, probe = false }: How) => ({
  MessageBody: JSON.stringify(probe ? { ...keyOf(delivery), probe } : keyOf(delivery)),
  MessageGroupId: delivery.destinationId,
  MessageDeduplicationId: createHash('sha256')
    .update([deliveryIdOf(delivery), delivery.dueAt, again ?? '', probe ? 'probe' : ''].join('#'))
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
