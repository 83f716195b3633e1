/** Intake queue -> one history row each. A message that cannot be recorded comes back alone, not with its batch. */
import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { lazily } from '../lib/kernel/lazily.ts';
import { wireRecord } from '../lib/wiring/record.ts';

const wired = lazily(wireRecord);
const processor = new BatchProcessor(EventType.SQS);

export const handler = async (event: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
  const { record, flush } = wired();
  const response = await processPartialResponse(
    event,
    (message: SQSRecord) => record(message.body),
    processor,
    {
      context,
      throwOnFullBatchFailure: false,
    },
  );
  flush();
  return response;
};
