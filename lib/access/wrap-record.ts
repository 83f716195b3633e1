/** A bare CloudTrail record as EventBridge would have delivered it: for the sweep, replay and the laptop. */
import { at, type JsonObject, textAt } from '../kernel/json.ts';
import { sourceOf } from './decode-envelope.ts';

const DETAIL_TYPES: Readonly<Record<string, string>> = {
  AwsApiCall: 'AWS API Call via CloudTrail',
  AwsConsoleSignIn: 'AWS Console Sign In via CloudTrail',
  AwsConsoleSignin: 'AWS Console Sign In via CloudTrail',
  AwsServiceEvent: 'AWS Service Event via CloudTrail',
  AwsConsoleAction: 'AWS Console Action via CloudTrail',
};

/** The envelope of a record; `accountId` stands in when the record does not say who recorded it. */
export const wrapRecord = (record: JsonObject, accountId = ''): JsonObject => ({
  version: '0',
  id: textAt(record, 'eventID') ?? '',
  'detail-type': DETAIL_TYPES[textAt(record, 'eventType') ?? ''] ?? 'AWS API Call via CloudTrail',
  source: sourceOf(record) ?? '',
  account: textAt(record, 'recipientAccountId') ?? accountId,
  time: at(record, 'eventTime') ?? '',
  region: textAt(record, 'awsRegion') ?? '',
  resources: [],
  detail: record,
});
