/** Log files hold bare records; rules see them in EventBridge's envelope. */
import { wrapRecord } from '../lib/access/wrap-record.ts';
import { parseRoleArn } from '../lib/kernel/arn.ts';
import { at, isObject, type JsonObject, listAt, parseJson, textAt } from '../lib/kernel/json.ts';

/** CloudTrail's digest files lie beside its log files; they hold signatures, no records. */
const isDigest = (value: JsonObject): boolean => textAt(value, 'digestS3Bucket') !== undefined;

/**
 * The envelope that EventBridge would have put around a record, or the one that is there already. `undefined` when
 * the value is no record of CloudTrail's; `digest` for what lies beside the records.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 */
export const envelopeOf = (value: unknown): JsonObject | 'digest' | undefined => {
  if (!isObject(value)) return undefined;
  if (isDigest(value)) return 'digest';
  if (textAt(value, 'detail-type') !== undefined) return value;
  // One event of `aws cloudtrail lookup-events`.
  const looked = textAt(value, 'CloudTrailEvent');
  const record = looked === undefined ? value : parseJson(looked);
  return isObject(record) && isRecord(record) ? wrapRecord(record, recorderOf(record)) : undefined;
};

const isRecord = (value: JsonObject): boolean =>
  textAt(value, 'eventSource') !== undefined && textAt(value, 'eventName') !== undefined;

/** The account on whose bus the event would have appeared, or the best guess at it. */
const recorderOf = (record: JsonObject): string | undefined => {
  const written = at(record, 'recipientAccountId');
  if (typeof written === 'string' && written !== '') return written;
  // Pipelines that take it for a number lose its zeros.
  if (typeof written === 'number') return String(written).padStart(12, '0');
  const [resource] = listAt(record, 'resources');
  return (
    parseRoleArn(textAt(record, 'requestParameters', 'roleArn') ?? '')?.accountId ??
    textAt(resource, 'accountId') ??
    textAt(record, 'userIdentity', 'accountId')
  );
};
