/** How often an entry repeated, in words to which the page adds a moment. Pure. */
import type { Entry } from './fold-repeats.ts';

export interface RepeatsWords {
  readonly words: string;
  /** Follows the words. */
  readonly until?: string;
}

const sayTimes = (count: number): string =>
  count === 1 ? 'once more' : `${count.toLocaleString('en-GB')} more times`;

/** "and 12 more times until", "and 3 more times so far, counting until"; `undefined` when there is nothing to say. */
export const sayRepeats = ({ lead, repeats }: Entry): RepeatsWords | undefined => {
  const loaded = repeats.length;
  if (lead.groupedWith !== undefined) {
    return loaded === 0 ? undefined : { words: `and ${sayTimes(loaded)} in this list` };
  }
  const counted = lead.repeats;
  if (counted === undefined) return loaded === 0 ? undefined : { words: `and ${sayTimes(loaded)}` };
  const { count, words, until } = counted;
  // A repeat that was found late is in the list, but not in the count.
  const most = Math.max(count ?? 0, loaded);
  if (count !== undefined) return { words: `and ${sayTimes(most)} ${most === 1 ? 'at' : 'until'}`, until };
  return {
    words: loaded === 0 ? `${words} until` : `and ${sayTimes(loaded)} so far, ${words} until`,
    until,
  };
};
