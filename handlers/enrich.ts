/** Enrichment queue -> a later look at one access each: who it was, as far as AWS can be asked. */
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { lazily } from '../lib/kernel/lazily.ts';
import { wireEnrich } from '../lib/wiring/enrich.ts';

const wired = lazily(wireEnrich);

export const handler = async (event: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
  const messages = event.Records.map(({ messageId, body }) => ({ messageId, body }));
  const failed = await wired()(messages, () => context.getRemainingTimeInMillis());
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
};
