/** Refusals in AWS's own shapes. */
import type { Answer } from './rule.ts';

/** Of the JSON protocol: DynamoDB, SQS, SSM, CloudTrail. The SDK knows the error by `__type`. */
export const awsJsonError = (code: string, status = 400): Answer => ({
  status,
  headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': 'fault' },
  body: JSON.stringify({ __type: `com.amazonaws.fault#${code}`, message: 'A fault of the suite.' }),
});

/** Of the Query protocol: SNS, IAM. */
export const awsQueryError = (code: string, status = 400): Answer => ({
  status,
  headers: { 'content-type': 'text/xml' },
  body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>A fault of the suite.</Message></Error><RequestId>fault</RequestId></ErrorResponse>`,
});

/** DynamoDB says so when a table or an index is asked too much. */
export const throttledTable = awsJsonError('ProvisionedThroughputExceededException');
export const brokenTable = awsJsonError('InternalServerError', 500);
export const throttledQueue = awsJsonError('ThrottlingException');
export const throttledTopic = awsQueryError('Throttling', 400);

export const vendorAnswer = (
  status: number,
  body = '',
  headers: Readonly<Record<string, string>> = {},
): Answer => ({
  status,
  headers: { 'content-type': 'text/plain', ...headers },
  body,
});
