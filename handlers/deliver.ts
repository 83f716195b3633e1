/** Delivery queue -> one notification each, to one destination. By schedule: would each destination take one? */
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
  const groupId = attributes.MessageGroupId ?? messageId;
  const sentAt = Number(attributes.SentTimestamp);
  return { messageId, receiptHandle, groupId, key, probe: at(said, 'probe') === true, sentAt };
};

type Asked = SQSEvent | { readonly task: 'probe' };
export const handler = async (event: Asked, context: Context): Promise<SQSBatchResponse> => {
  if ('task' in event) return { batchItemFailures: await wired().probe() };
  const failed = await wired().deliver(event.Records.map(wakeUpOf), () => context.getRemainingTimeInMillis());
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
};
