/**
 * When a refusal is believed. What is rejected is never tried again, so an answer that may be wrong in a moment is asked
 * for once more: a token that was renewed while this process still kept the old one, or the ingress in front of a
 * receiver that is being deployed.
 */
import type { DeliveryAttempt } from '../delivery/channel.ts';
import type { Outcome, Rejected } from '../delivery/outcome.ts';
import { type Clock, parseIso } from '../kernel/clock.ts';
import { compact } from '../kernel/json.ts';

export interface Patience {
  /** Believed when this many attempts were refused, */
  readonly times: number;
  /** and so many seconds have passed since the first of them. */
  readonly seconds: number;
  /** Seconds between them; as after any failure when absent. */
  readonly pauseSeconds?: number;
}

/** For credentials: the second attempt reads the secret anew. */
const ONCE_MORE: Patience = { times: 2, seconds: 0 };

/** The refusal, or a `retry` as long as patience lasts. `attempt` is the one that was refused now. */
export const believeRefusal = (
  { code, detail }: Rejected,
  { refused }: DeliveryAttempt,
  { patience, clock }: { readonly patience: Patience; readonly clock: Clock },
): Outcome => {
  const now = clock.now().getTime();
  const since = (refused && parseIso(refused.since)?.getTime()) ?? now;
  const isBelieved = (refused?.times ?? 0) + 1 >= patience.times && now - since >= patience.seconds * 1000;
  return isBelieved
    ? { kind: 'rejected', code, ...compact({ detail }) }
    : {
        kind: 'retry',
        code: 'refused-for-now',
        ...compact({ retryAfterSeconds: patience.pauseSeconds, detail }),
      };
};

/** Every channel believes that its credentials are refused when it has heard so twice. */
export const believeCredentialsRefused = (
  outcome: Outcome,
  attempt: DeliveryAttempt,
  clock: Clock,
): Outcome =>
  outcome.kind === 'rejected' && outcome.code === 'not-authorised'
    ? believeRefusal(outcome, attempt, { patience: ONCE_MORE, clock })
    : outcome;
