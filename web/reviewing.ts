/**
 * What the list and the review say to each other. The list knows the rows and who is chosen; `review/review-bar.tsx` shows
 * the bar over the chosen rows and the dialog of one action, sends it, and reports what became of each access.
 */
import type { AccessSummary, ReviewAction, ReviewAnswer } from '../lib/api/contract.ts';

/** An action that was asked for, by a key or a button: on the chosen rows, else on the open or focused one. */
export interface ReviewAsk {
  readonly action: ReviewAction;
  /** 1 to 100; the versions that were seen are in their `review`. */
  readonly accesses: readonly AccessSummary[];
}

/** Props of `ReviewBar` (web/review/review-bar.tsx). */
export interface ReviewBarProps {
  /** Rows with a tick; the bar is shown while there are some. */
  readonly chosen: readonly AccessSummary[];
  /** The dialog (or, where none is needed, the sending itself) is under way while this is set. */
  readonly ask: ReviewAsk | undefined;
  /** A button of the bar: the page answers with a new `ask`. */
  readonly onAsk: (action: ReviewAction) => void;
  /** Sent off or given up: the page takes `ask` away. */
  readonly onDone: (wasSent: boolean) => void;
  /** Every answer of the API: the page renews its rows, counts and selection, and keeps what `undo` needs. */
  readonly onReviewed: (answer: ReviewAnswer, ask: ReviewAsk) => void;
  /** Takes all ticks away. */
  readonly onClear: () => void;
  /** Said to screen readers, and shown for a while at the bottom; "u" undoes is part of the words. */
  readonly announce: (words: string) => void;
}

/**
 * What the detail panel gets beside its access (`AccessDetail` in access-detail.tsx): `onAsk` for its own buttons,
 * `renewed` changes whenever the access was reviewed from here, so that the panel asks again at once.
 */
export interface DetailReviewProps {
  readonly onAsk: (action: ReviewAction, access: AccessSummary) => void;
  readonly renewed: number;
  readonly announce: (words: string) => void;
}
