/** A bare CloudTrail record as EventBridge would have delivered it: for the sweep, replay and the laptop. */
import { at, type JsonObject, textAt } from '../kernel/json.ts';
import { sourceOf } from './decode-envelope.ts';

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

/** The envelope of a record; `accountId` stands in when the record does not say who recorded it. */
export const wrapRecord = (record: JsonObject, accountId = ''): JsonObject => ({
  version: '0',
  id: textAt(record, 'eventID') ?? '',
  'detail-type': detailTypeOf(record),
  source: sourceOf(record) ?? '',
  account: textAt(record, 'recipientAccountId') ?? accountId,
  time: at(record, 'eventTime') ?? '',
  region: textAt(record, 'awsRegion') ?? '',
  resources: [],
  detail: record,
});
