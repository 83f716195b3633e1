/** An AWS error as the outcome of a delivery. */
import type { Outcome, RejectionCode, RetryCode } from '../delivery/outcome.ts';

const REJECTIONS: Readonly<Record<string, RejectionCode>> = {
  NotFound: 'destination-gone',
  NotFoundException: 'destination-gone',
  AuthorizationError: 'not-authorised',
  AuthorizationErrorException: 'not-authorised',
  AccessDeniedException: 'not-authorised',
  AccessDenied: 'not-authorised',
  InvalidParameter: 'message-refused',
  InvalidParameterException: 'message-refused',
  InvalidParameterValue: 'message-refused',
  OpsItemInvalidParameterException: 'message-refused',
  KMSAccessDenied: 'not-authorised',
  KMSAccessDeniedException: 'not-authorised',
  KMSDisabled: 'not-authorised',
  KMSDisabledException: 'not-authorised',
  KMSNotFound: 'not-authorised',
  KMSNotFoundException: 'not-authorised',
  EndpointDisabled: 'destination-gone',
  EndpointDisabledException: 'destination-gone',
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

/** Only AWS's own error name is kept: its message may quote what we sent. */
export const classifyAwsError = (error: unknown): Outcome => {
  const { name, code, status } = readError(error);
  const rejection = REJECTIONS[name];
  if (rejection !== undefined) return { kind: 'rejected', code: rejection, detail: name };
  const retry = RETRIES[name];
  if (retry !== undefined) return { kind: 'retry', code: retry, detail: name };
  if (status !== undefined) {
    return status >= 500
      ? { kind: 'retry', code: 'vendor-failed', detail: name }
      : { kind: 'rejected', code: 'message-refused', detail: name };
  }
  return { kind: 'retry', code: NOT_SENT.includes(code) ? 'connection-failed' : 'doubtful', detail: name };
};

const readError = (error: unknown) => {
  const shape = error as {
    readonly name?: string;
    readonly code?: string;
    readonly $metadata?: { readonly httpStatusCode?: number };
  };
  return {
    name: String(shape?.name ?? 'Error').slice(0, 80),
    code: String(shape?.code ?? ''),
    status: shape?.$metadata?.httpStatusCode,
  };
};
