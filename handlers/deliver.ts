/** Delivery queue -> one notification each, to one destination. */
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { parseJson, textAt } from '../lib/kernel/json.ts';
import { lazily } from '../lib/kernel/lazily.ts';
import { wireDeliver } from '../lib/wiring/deliver.ts';

const wired = lazily(wireDeliver);

const wakeUpOf = ({ messageId, receiptHandle, body, attributes }: SQSRecord) => {
  const key = parseJson(body);
  const [accessId, destinationId] = [textAt(key, 'accessId'), textAt(key, 'destinationId')];
  const groupId = attributes.MessageGroupId ?? messageId;
  const known = accessId !== undefined && destinationId !== undefined;
  return { messageId, receiptHandle, groupId, key: known ? { accessId, destinationId } : undefined };
};

export const handler = async (event: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
  const failed = await wired().deliver(event.Records.map(wakeUpOf), () => context.getRemainingTimeInMillis());
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
};
