/** How often an access repeated, as far as that is known. */
import type { AccessRow } from '../history/access-row.ts';
import type { ShownRepeats } from './contract.ts';

/** "once more", "1,204 more times". */
export const sayMoreTimes = (count: number): string =>
  count === 1 ? 'once more' : `${count.toLocaleString('en-GB')} more times`;

/** `undefined` when nothing repeated, and between the end of the window and its counting. */
export const describeRepeats = (row: AccessRow, now: Date): ShownRepeats | undefined => {
  const { repeats, countsRepeatsUntil: until } = row;
  if (repeats !== undefined) {
    return { count: repeats.count, words: sayMoreTimes(repeats.count), until: repeats.last };
  }
  return until !== undefined && Date.parse(until) > now.getTime()
    ? { words: 'counting repeats', until }
    : undefined;
};
