/** Cards as the rows of the history have them, whatever the indexes say. */
import type { Card } from './card.ts';
import type { TimeWindow } from './access-history.ts';

export interface MendedPage {
  readonly cards: readonly Card[];
  /** How many of them the indexes did not hold so; they do now. */
  readonly mended: number;
}

export interface MendedCards {
  /** Cards of the rows of a time range, its end excluded, newest first; those that the indexes hold otherwise are mended. */
  ofRows(between: TimeWindow): AsyncIterable<MendedPage>;
  /** ISO 8601: when the newest access before a moment happened. */
  newestBefore(moment: string): Promise<string | undefined>;
}
