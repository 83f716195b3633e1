/** A CloudTrail record as it arrives on the default event bus. */
import { type JsonObject, textAt } from '../lib/kernel/json.ts';
import { LOCAL_ACCOUNT } from './aws-json.ts';

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html */
const DETAIL_TYPES: Readonly<Record<string, string>> = {
  AwsApiCall: 'AWS API Call via CloudTrail',
  // "Sign In", as in every real envelope; the EventBridge guide writes "Signin".
  AwsConsoleSignIn: 'AWS Console Sign In via CloudTrail',
  AwsConsoleSignin: 'AWS Console Sign In via CloudTrail',
  AwsConsoleAction: 'AWS Console Action via CloudTrail',
  AwsServiceEvent: 'AWS Service Event via CloudTrail',
  AwsCloudTrailInsight: 'AWS Insight via CloudTrail',
  AwsVpceEvent: 'AWS Network Activity Event via CloudTrail',
};

/** The envelope of a record; `id` is EventBridge's own and differs between two deliveries of one record. */
export function wrapRecord(record: JsonObject, id: string): JsonObject {
  const eventSource = textAt(record, 'eventSource') ?? '';
  return {
    version: '0',
    id,
    'detail-type': DETAIL_TYPES[textAt(record, 'eventType') ?? ''] ?? 'AWS API Call via CloudTrail',
    source: `aws.${eventSource.split('.')[0] ?? ''}`,
    account:
      textAt(record, 'recipientAccountId') ?? textAt(record, 'userIdentity', 'accountId') ?? LOCAL_ACCOUNT,
    time: textAt(record, 'eventTime') ?? '',
    region: textAt(record, 'awsRegion') ?? '',
    resources: [],
    detail: record,
  };
}
