/** What the failures of deliveries say about their destination. */
import type { Attempt } from './delivery.ts';
import type { Outcome, Retry, RetryCode } from './outcome.ts';

/** Reasons that lie with us or with this one notice: the destination may be as well as ever. */
const NOT_ITS_FAULT: readonly RetryCode[] = [
  'first-not-sent',
  'search-pending',
  'refused-for-now',
  'unexpected',
];

/** A destination that limits us lives. */
const ALIVE: readonly RetryCode[] = ['rate-limited'];

const DOWN_FROM = 3;
const LONGEST_PAUSE_SECONDS = 60;

/** Whether the destination is what stood in the way. */
export const isItsFault = (outcome: Outcome | undefined): outcome is Retry =>
  outcome?.kind === 'retry' && !NOT_ITS_FAULT.includes(outcome.code);

/** The attempts that the destination failed: a delivery that still waits has had no success in between. */
export const failuresAmong = (attempts: readonly Attempt[]): readonly Attempt[] =>
  attempts.filter(({ outcome }) => isItsFault(outcome));

/** Whether it counts among the failures in a row that show that a destination is down. */
export const countsAsDown = (outcome: Outcome | undefined): outcome is Retry =>
  isItsFault(outcome) && !ALIVE.includes(outcome.code);

export interface Circumstances {
  /** The attempts of this delivery until then. */
  readonly before: readonly Attempt[];
  /** Failures in a row of any delivery to the destination until then, as far as they were seen. */
  readonly inARow: number;
  /** Seconds until the next attempt. */
  readonly pause: number;
}

/**
 * Whether a failure shows that the destination is down and not merely busy: the third in a row, of this delivery or of
 * several, or one after which it is left alone for more than a minute.
 */
export const showsDown = (outcome: Retry, { before, inARow, pause }: Circumstances): boolean => {
  if (isItsFault(outcome) && pause > LONGEST_PAUSE_SECONDS) return true;
  const own = before.filter((attempt) => countsAsDown(attempt.outcome)).length;
  return countsAsDown(outcome) && Math.max(own, inARow) + 1 >= DOWN_FROM;
};
