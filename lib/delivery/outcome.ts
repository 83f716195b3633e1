/** How an attempt to tell one destination ended. */

/**
 * Worth another try. `doubtful`: the vendor may have accepted it although no answer came; `search-pending`: nothing was
 * sent now, because a doubtful earlier attempt cannot be found or ruled out yet; `first-not-sent`: a later word about a
 * notice waits until the notice itself has arrived; `refused-for-now`: refused, which is asked once more before it is
 * believed.
 */
export const RETRY_CODES = [
  'rate-limited',
  'vendor-failed',
  'answer-not-understood',
  'connection-failed',
  'doubtful',
  'search-pending',
  'secret-missing',
  'secret-unavailable',
  'first-not-sent',
  'refused-for-now',
  'unexpected',
] as const;
export type RetryCode = (typeof RETRY_CODES)[number];

/** Will not succeed by trying again; `given-up`: was tried for so long that nobody waits for it any more. */
export const REJECTION_CODES = [
  'not-authorised',
  'destination-gone',
  'message-refused',
  'certificate-refused',
  'address-refused',
  'not-configured',
  'given-up',
] as const;
export type RejectionCode = (typeof REJECTION_CODES)[number];

export interface Sent {
  readonly kind: 'sent';
  /** What the vendor calls it (Slack channel and ts, issue key, OpsItem id, SNS message id): for edits and links. */
  readonly reference?: string;
  /** Where a person can open it. */
  readonly url?: string;
  /** True when an earlier, doubtful attempt turned out to have arrived and nothing was sent again. */
  readonly found?: boolean;
  /** True when there was no message to edit, and nobody was to be written to: nothing was sent. */
  readonly unsaid?: true;
}

/** The end of a quiet word where nothing can be edited. */
export const UNSAID: Sent = { kind: 'sent', unsaid: true };

export interface Retry {
  readonly kind: 'retry';
  readonly code: RetryCode;
  /** What the vendor asked for, in seconds. */
  readonly retryAfterSeconds?: number;
  /** A short sentence for the history: no secret, no URL, no words of the vendor beyond a cut error name. */
  readonly detail?: string;
}

export interface Rejected {
  readonly kind: 'rejected';
  readonly code: RejectionCode;
  readonly detail?: string;
}

export type Outcome = Sent | Retry | Rejected;
