/** Delivery queue -> one notification each, to one destination. */
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { at, compact, parseJson, textAt } from '../lib/kernel/json.ts';
import { lazily } from '../lib/kernel/lazily.ts';
import { wireDeliver } from '../lib/wiring/deliver.ts';

const wired = lazily(wireDeliver);

const wakeUpOf = ({ messageId, receiptHandle, body, attributes }: SQSRecord) => {
  const said = parseJson(body);
  const [accessId, destinationId] = [textAt(said, 'accessId'), textAt(said, 'destinationId')];
  const known = accessId !== undefined && destinationId !== undefined;
  const key = known ? { accessId, destinationId, ...compact({ part: textAt(said, 'part') }) } : undefined;
  const probe = at(said, 'probe') === true;
  const groupId = attributes.MessageGroupId ?? messageId;
  return { messageId, receiptHandle, groupId, key, probe, sentAt: Number(attributes.SentTimestamp) };
};

export const handler = async (event: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
  const failed = await wired().deliver(event.Records.map(wakeUpOf), () => context.getRemainingTimeInMillis());
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
};
