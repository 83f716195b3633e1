/** When a delivery that did not arrive is tried again. */
import type { Retry } from './outcome.ts';

const FIRST_SECONDS = 2;
/** A destination that is back must not wait long to be noticed. */
const LONGEST_SECONDS = 5 * 60;

/**
 * Seconds until the next attempt: doubling from 2 s to 5 min with jitter (`random` in [0, 1)), never sooner than the
 * vendor asked. There is no last attempt: a destination that returns after a day gets what waited.
 */
export const backOffSeconds = (retry: Retry, attempt: number, random: number): number => {
  const doubled = Math.min(LONGEST_SECONDS, FIRST_SECONDS * 2 ** Math.min(attempt - 1, 20));
  const jittered = doubled * (0.75 + random / 2);
  return Math.ceil(Math.max(1, retry.retryAfterSeconds ?? jittered));
};
