/** Would a destination take a notice? Asked without sending one. */
import type { Outcome, RejectionCode, RetryCode } from './outcome.ts';

export type ProbeResult =
  /** `words`: a clause about how we know, "Slack knows the webhook; nothing was posted". */
  | { readonly kind: 'accepted'; readonly words: string }
  | { readonly kind: 'refused'; readonly code: RejectionCode; readonly words: string }
  /** No answer, or none that says yes or no. */
  | { readonly kind: 'cannot-tell'; readonly code?: RetryCode; readonly words: string };

/** What an attempt that was made only to ask has shown. `accepted` says what a yes is worth. */
export const probeResultOf = (outcome: Outcome, accepted: string): ProbeResult => {
  switch (outcome.kind) {
    case 'sent':
      return { kind: 'accepted', words: accepted };
    case 'rejected':
      return { kind: 'refused', code: outcome.code, words: outcome.detail ?? outcome.code };
    case 'retry':
      return isMissingSecret(outcome.code)
        ? { kind: 'refused', code: 'not-configured', words: 'its secret is not stored in Parameter Store' }
        : { kind: 'cannot-tell', code: outcome.code, words: outcome.detail ?? outcome.code };
  }
};

/** A delivery waits for a secret to be stored; for the doctor it is a fault. */
const isMissingSecret = (code: RetryCode): boolean => code === 'secret-missing';
