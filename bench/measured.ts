/** How long a question takes, and what it reads. */
import type { Reads } from './count-reads.ts';

export interface Measured extends Reads {
  readonly words: string;
  /** Rows, values or cards that were found, or counted. */
  readonly found: number;
  /** Milliseconds, of the rounds. */
  readonly median: number;
  /** Of the best round: what it takes when the machine does nothing else. */
  readonly best: number;
  /** Part of a list's first page: held to the promise. Numbers are not. */
  readonly isPage: boolean;
}

export const medianOf = (times: readonly number[]): number =>
  [...times].sort((one, other) => one - other)[Math.floor(times.length / 2)] ?? 0;
