/** Queue messages as Lambda hands them to a function, for cases that hand them over themselves. */
import { wrapRecord } from '../lib/access/wrap-record.ts';
import type { JsonObject } from '../lib/kernel/json.ts';
import type { Access } from './fault-records.ts';

const message = (id: string, body: string, attributes: JsonObject): JsonObject => ({
  messageId: id,
  receiptHandle: `receipt-${id}`,
  body,
  attributes,
  messageAttributes: {},
  md5OfBody: '',
  eventSource: 'aws:sqs',
  eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:faults',
  awsRegion: 'us-east-1',
});

/** Of the intake queue. */
export const intakeMessage = (record: JsonObject): JsonObject =>
  message(`intake-${String(record['eventID'])}`, JSON.stringify(wrapRecord(record)), {});

/** Of the delivery queue. */
export const deliveryMessage = ({ accessId }: Access, destinationId: string): JsonObject =>
  message(`delivery-${accessId}-${destinationId}`, JSON.stringify({ accessId, destinationId }), {
    MessageGroupId: destinationId,
  });
