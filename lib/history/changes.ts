/** Which accesses changed, by the events that were noted of them. */
import type { TimeWindow } from './access-history.ts';
import type { EventKind } from './history-event.ts';

/** Kinds of events after which the card of an access may be another one. */
export const CARD_CHANGING = [
  'recorded',
  'grouped',
  'joined',
  'corrected',
  'reviewed',
] as const satisfies readonly EventKind[];

export interface Change {
  readonly accessId: string;
  readonly kind: (typeof CARD_CHANGING)[number];
  /** ISO 8601. */
  readonly notedAt: string;
  /** ISO 8601: when the access happened. */
  readonly accessTime: string;
}

export interface Changes {
  /**
   * Changes noted in a range of at most 24 hours, its end excluded, in no particular order. Without those of accesses that are not in
   * the table any more. `most`: about so many of the latest ones, all of them without it.
   */
  noted(between: TimeWindow, most?: number): Promise<readonly Change[]>;
}
