/** Where reviews are written. */
import type { Review, Reviewed } from './review.ts';

export type ReviewWritten =
  | { readonly kind: 'reviewed'; readonly review: Review }
  /** Somebody else acted meanwhile: nothing was changed. */
  | { readonly kind: 'conflict'; readonly review: Review }
  | { readonly kind: 'unknown-access' };

export interface Reviews {
  /**
   * Notes the event `reviewed#<version>`, which only one can write, and then changes the row. Whoever dies in between left
   * the event: `repair` brings the row up to it.
   */
  write(accessId: string, reviewed: Reviewed): Promise<ReviewWritten>;
  /** Brings the row up to the newest `reviewed` event of its access; nothing when it is there. */
  repair(accessId: string): Promise<void>;
}
