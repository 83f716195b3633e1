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
  readonly says: 'sent' | RetryCode | Exclude<RejectionCode, 'given-up'>;
}

/**
 * Whether a second request can make a second message. `asks`: the channel finds out first, by search or by an id that the
 * receiver remembers. `repeats`: it cannot, and its second message says that it may be one.
 */
export type Repetition = 'asks' | 'repeats';

/** The first row that holds the status decides. */
const MEANINGS: readonly Meaning[] = [
  { from: 200, to: 299, says: 'sent' },
  // Redirects are not followed: the address that was configured and checked is no longer the right one.
  { from: 300, to: 399, says: 'not-configured' },
  { from: 401, to: 401, says: 'not-authorised' },
  { from: 403, to: 403, says: 'not-authorised' },
  { from: 404, to: 404, says: 'destination-gone' },
  { from: 408, to: 408, says: 'doubtful' },
  { from: 410, to: 410, says: 'destination-gone' },
  { from: 425, to: 425, says: 'vendor-failed' },
  { from: 429, to: 429, says: 'rate-limited' },
  { from: 400, to: 499, says: 'message-refused' },
  // What the vendor does not know how to do, it has not done.
  { from: 501, to: 501, says: 'vendor-failed' },
  { from: 505, to: 505, says: 'vendor-failed' },
  // Something broke while the vendor, or a gateway in front of it, was at work: it may have acted before.
  { from: 500, to: 599, says: 'doubtful' },
];

/**
 * 503 means "not now", and mostly nothing was done. Where asking costs one question, that is not sure enough: a vendor
 * may shed load after it has acted. Where nobody can be asked, doubt would mark every message after a busy minute as a
 * possible second one, and nobody would believe the mark any more.
 */
const SURE_ENOUGH: Readonly<Record<Repetition, RetryCode>> = { asks: 'doubtful', repeats: 'vendor-failed' };

/**
 * The outcome of one request. `sent` means no more than "the status says yes". `now` is needed for a
 * `Retry-After` that is a date. The detail names the status and nothing the vendor wrote.
 */
export const classifyAnswer = (answer: HttpAnswer, now: Date, repetition: Repetition): Outcome =>
  answer.kind === 'failed' ? outcomeOfFailure(answer) : outcomeOfStatus(answer, now, repetition);

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

const outcomeOfStatus = ({ status, headers }: HttpAnswered, now: Date, repetition: Repetition): Outcome => {
  const detail = `HTTP ${status}`;
  const row = MEANINGS.find(({ from, to }) => status >= from && status <= to);
  const says = status === 503 ? SURE_ENOUGH[repetition] : row?.says;
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

/** For a request that only reads: whether it was answered or not, nothing can have been sent by it. */
export const withoutDoubt = (outcome: Outcome, answer: HttpAnswer): Outcome =>
  outcome.kind === 'retry' && outcome.code === 'doubtful'
    ? { ...outcome, code: answer.kind === 'answered' ? 'vendor-failed' : 'connection-failed' }
    : outcome;
