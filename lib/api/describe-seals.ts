/** How far the history is sealed, and what that is worth. */
import { endOfHour } from '../history/hours.ts';
import type { Seal } from '../history/seal.ts';
import type { ShownSeals } from './contract.ts';
import { secondsBetween } from './say-duration.ts';

/** An hour is sealed ten minutes after its end, by a sweep that runs every quarter of an hour. */
const LATE_SECONDS = 2 * 3_600;

const NOTE = 'What is newer can still be changed by whoever may write to the table.';

/** Never more than the seals show: nothing sealed yet is said as well. */
export const describeSeals = (latest: Seal | undefined, now: Date): ShownSeals => {
  if (latest === undefined) return { tone: 'warning', words: 'Nothing is sealed yet', note: NOTE };
  const until = endOfHour(latest.hour);
  const isLate = secondsBetween(until, now.toISOString()) > LATE_SECONDS;
  return isLate
    ? { tone: 'warning', words: 'Sealing has fallen behind: sealed until', until, note: NOTE }
    : { tone: 'good', words: 'Sealed against hidden changes until', until, note: NOTE };
};
