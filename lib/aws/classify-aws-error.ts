/** An AWS error as the outcome of a delivery. */
import { numberAt } from '../kernel/json.ts';
import type { Outcome, RejectionCode, RetryCode } from '../delivery/outcome.ts';

/**
 * Only what no later attempt can mend. A refusal by IAM or by a key policy is our own mistake and may be mended any
 * moment, so it is tried again: the alarm on old deliveries says that somebody must.
 */
const REJECTIONS: Readonly<Record<string, RejectionCode>> = {
  NotFound: 'destination-gone',
  NotFoundException: 'destination-gone',
  EndpointDisabled: 'destination-gone',
  EndpointDisabledException: 'destination-gone',
  InvalidParameter: 'message-refused',
  InvalidParameterException: 'message-refused',
  InvalidParameterValue: 'message-refused',
  InvalidParameterValueException: 'message-refused',
  OpsItemInvalidParameterException: 'message-refused',
  OpsItemNotFoundException: 'destination-gone',
};

const RETRIES: Readonly<Record<string, RetryCode>> = {
  Throttled: 'rate-limited',
  ThrottledException: 'rate-limited',
  ThrottlingException: 'rate-limited',
  TooManyRequestsException: 'rate-limited',
  KMSThrottling: 'rate-limited',
  KMSThrottlingException: 'rate-limited',
  OpsItemLimitExceededException: 'rate-limited',
};

/** Errors that never reached AWS; everything else without a status may have. */
const NOT_SENT: readonly string[] = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'];

/** As for HTTP channels (lib/delivery/classify-answer.ts): AWS may have acted before it broke; 503 turns away. */
const BROKE: readonly number[] = [500, 502, 504];

/** Only AWS's own error name is kept: its message may quote what we sent. */
export const classifyAwsError = (error: unknown): Outcome => {
  const { name, code, status } = readError(error);
  const rejection = REJECTIONS[name];
  if (rejection !== undefined) return { kind: 'rejected', code: rejection, detail: name };
  const retry = RETRIES[name];
  if (retry !== undefined) return { kind: 'retry', code: retry, detail: name };
  if (status !== undefined) return { kind: 'retry', code: codeOfStatus(status), detail: name };
  return { kind: 'retry', code: NOT_SENT.includes(code) ? 'connection-failed' : 'doubtful', detail: name };
};

const codeOfStatus = (status: number): RetryCode => (BROKE.includes(status) ? 'doubtful' : 'vendor-failed');

const readError = (error: unknown) => {
  if (!(error instanceof Error)) return { name: 'Error', code: '', status: undefined };
  return {
    name: error.name.slice(0, 80),
    code: String(Reflect.get(error, 'code') ?? ''),
    status: numberAt(Reflect.get(error, '$metadata'), 'httpStatusCode'),
  };
};
