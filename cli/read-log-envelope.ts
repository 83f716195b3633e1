/** Log files hold bare records; rules see them in EventBridge's envelope. */
import { sourceOf } from '../lib/access/decode-envelope.ts';
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
  return isObject(record) && isRecord(record) ? wrap(record) : undefined;
};

const isRecord = (value: JsonObject): boolean =>
  textAt(value, 'eventSource') !== undefined && textAt(value, 'eventName') !== undefined;

const wrap = (record: JsonObject): JsonObject => ({
  version: '0',
  id: textAt(record, 'eventID') ?? '',
  'detail-type': detailTypeOf(record),
  source: sourceOf(record) ?? '',
  account: recorderOf(record) ?? '',
  time: textAt(record, 'eventTime') ?? '',
  region: textAt(record, 'awsRegion') ?? '',
  resources: [],
  detail: record,
});

const DETAIL_TYPES: ReadonlyMap<string, string> = new Map([
  ['awsapicall', 'AWS API Call via CloudTrail'],
  ['awsconsolesignin', 'AWS Console Sign In via CloudTrail'],
  ['awsconsoleaction', 'AWS Console Action via CloudTrail'],
  ['awsserviceevent', 'AWS Service Event via CloudTrail'],
  ['awscloudtrailinsight', 'AWS Insight via CloudTrail'],
]);

/** Old records and AWS's own samples have no `eventType`; AWS spells one of them in two ways. */
const detailTypeOf = (record: JsonObject): string => {
  const category = textAt(record, 'eventCategory');
  if (category === 'NetworkActivity') return 'AWS Network Activity Event via CloudTrail';
  if (category === 'Insight') return 'AWS Insight via CloudTrail';
  const type = textAt(record, 'eventType')?.toLowerCase();
  const usual =
    textAt(record, 'eventSource')?.startsWith('signin.') === true ? 'awsconsolesignin' : 'awsapicall';
  return DETAIL_TYPES.get(type ?? usual) ?? 'AWS API Call via CloudTrail';
};

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
