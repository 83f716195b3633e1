/**
 * What an answer over HTTP means for a delivery: one table of all status codes for every HTTP channel.
 * A channel looks into the body first where its vendor says more there.
 */
import type { HttpAnswer, HttpAnswered, HttpFailed } from '../kernel/http.ts';
import { compact } from '../kernel/json.ts';
import type { Outcome, RejectionCode, RetryCode } from './outcome.ts';
import { parseRetryAfter } from './parse-retry-after.ts';

interface Meaning {
  readonly from: number;
  readonly to: number;
  readonly says: 'sent' | RetryCode | RejectionCode;
}

/** The first row that holds the status decides. */
const MEANINGS: readonly Meaning[] = [
  { from: 200, to: 299, says: 'sent' },
  // Redirects are not followed: the address that was configured and checked is no longer the right one.
  { from: 300, to: 399, says: 'not-configured' },
  { from: 401, to: 401, says: 'not-authorised' },
  { from: 403, to: 403, says: 'not-authorised' },
  { from: 404, to: 404, says: 'destination-gone' },
  // A gateway gave up waiting for the vendor, who may have acted on the request all the same.
  { from: 408, to: 408, says: 'doubtful' },
  { from: 502, to: 502, says: 'doubtful' },
  { from: 504, to: 504, says: 'doubtful' },
  { from: 410, to: 410, says: 'destination-gone' },
  { from: 425, to: 425, says: 'vendor-failed' },
  { from: 429, to: 429, says: 'rate-limited' },
  { from: 400, to: 499, says: 'message-refused' },
  { from: 500, to: 599, says: 'vendor-failed' },
];

/**
 * The outcome of one request. `sent` means no more than "the status says yes". `now` is needed for a
 * `Retry-After` that is a date. The detail names the status and nothing the vendor wrote.
 */
export const classifyAnswer = (answer: HttpAnswer, now: Date): Outcome =>
  answer.kind === 'failed' ? outcomeOfFailure(answer) : outcomeOfStatus(answer, now);

const outcomeOfFailure = (failed: HttpFailed): Outcome => {
  if (failed.code === 'certificate-refused' || failed.code === 'address-refused') {
    return { kind: 'rejected', code: failed.code };
  }
  return {
    kind: 'retry',
    code: failed.sent === 'maybe' ? 'doubtful' : 'connection-failed',
    detail: failed.code,
  };
};

const outcomeOfStatus = ({ status, headers }: HttpAnswered, now: Date): Outcome => {
  const detail = `HTTP ${status}`;
  const says = MEANINGS.find(({ from, to }) => status >= from && status <= to)?.says;
  switch (says) {
    case 'sent':
      return { kind: 'sent' };
    case undefined:
      return { kind: 'retry', code: 'answer-not-understood', detail };
    case 'not-configured':
    case 'not-authorised':
    case 'destination-gone':
    case 'message-refused':
    case 'certificate-refused':
    case 'address-refused':
      return { kind: 'rejected', code: says, detail };
    default: {
      const retryAfterSeconds = parseRetryAfter(headers['retry-after'], now);
      return compact({ kind: 'retry' as const, code: says, retryAfterSeconds, detail });
    }
  }
};

/** For a request that only reads: when no answer came, nothing can have been sent by it. */
export const withoutDoubt = (outcome: Outcome): Outcome =>
  outcome.kind === 'retry' && outcome.code === 'doubtful'
    ? { ...outcome, code: 'connection-failed' }
    : outcome;
