/** Export queue -> a file in S3 for each job; schedules -> jobs that stand still, the days that Athena reads. */
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { lazily } from '../lib/kernel/lazily.ts';
import { wireExport } from '../lib/wiring/export.ts';

const wired = lazily(wireExport);

export const handler = async (
  event: SQSEvent | { readonly task: 'days' | 'stalled' },
  context: Context,
): Promise<SQSBatchResponse | Readonly<Record<string, number>>> => {
  const remainingMs = () => context.getRemainingTimeInMillis();
  if ('task' in event) return event.task === 'days' ? wired().days(remainingMs) : wired().stalled();
  const messages = event.Records.map(({ messageId, body, attributes }) => ({
    messageId,
    body,
    receiveCount: Number(attributes.ApproximateReceiveCount),
  }));
  const failed = await wired().jobs(messages, remainingMs);
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
};
