/** What readers can do to an access, as the API asks for it. */
import type { DeliveryKey } from '../delivery/delivery.ts';
import type { AccessRow } from '../history/access-row.ts';
import type { Reviewer, ReviewRequest } from '../history/review.ts';
import type { ReviewWritten } from '../history/reviews.ts';

export type Reviewed =
  | ReviewWritten
  /** Nothing was changed; a sentence says why. */
  | { readonly kind: 'refused'; readonly words: string };

export type ReviewOne = (asked: {
  readonly row: AccessRow;
  readonly request: ReviewRequest;
  readonly by: Reviewer;
}) => Promise<Reviewed>;

/** `waiting`: it is being tried anyway. */
export type SentAgain =
  | { readonly kind: 'opened' | 'waiting' | 'unknown' }
  | { readonly kind: 'refused'; readonly words: string };

export type SendOneAgain = (asked: {
  readonly key: DeliveryKey;
  readonly by: Reviewer;
}) => Promise<SentAgain>;
