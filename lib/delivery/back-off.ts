/** When a delivery that did not arrive is tried again, and when no more. */
import type { Outcome, Retry } from './outcome.ts';

const FIRST_SECONDS = 2;
/** A destination that is back must not wait long to be noticed: for the first day. */
const LONGEST_SECONDS = 5 * 60;
const TRIED_OFTEN_UNTIL = 300;
/** After that each attempt costs more (all of them lie in one item) and is worth less. */
const LONGEST_LATER_SECONDS = 30 * 60;
/** So often a vendor's own wish is followed although it is shorter than our pause would be. */
const WISHES_FOLLOWED = 20;

/**
 * The last attempt: with these pauses it comes after more than a month and a half. All attempts lie in one item of the
 * table, which may have 400 KB.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
 */
export const MOST_ATTEMPTS = 2_500;

/** Later ones are kept without details, so that the item stays small. */
const MOST_WITH_DETAIL = 100;

/**
 * Seconds until the next attempt: doubling from 2 s to 5 min, after a day to 30 min, with jitter (`random` in [0, 1)),
 * never sooner than the vendor asked. Whoever asks for a second again and again is asked less often all the same.
 */
export const backOffSeconds = (retry: Retry, attempt: number, random: number): number => {
  const longest = attempt <= TRIED_OFTEN_UNTIL ? LONGEST_SECONDS : LONGEST_LATER_SECONDS;
  const doubled = Math.min(longest, FIRST_SECONDS * 2 ** Math.min(attempt - 1, 20));
  const jittered = doubled * (0.75 + random / 2);
  const wish = retry.retryAfterSeconds ?? jittered;
  return Math.ceil(Math.max(1, attempt <= WISHES_FOLLOWED ? wish : Math.max(wish, jittered)));
};

/** What is noted of an attempt that ended so: the last one that does not succeed is a refusal, and goes its way. */
export const concludeAttempt = (answer: Outcome, attempt: number): Outcome => {
  if (answer.kind !== 'retry') return answer;
  if (attempt >= MOST_ATTEMPTS) {
    return { kind: 'rejected', code: 'given-up', detail: `the last attempt ended as ${answer.code}` };
  }
  if (attempt <= MOST_WITH_DETAIL) return answer;
  const { detail, ...short } = answer;
  return short;
};
