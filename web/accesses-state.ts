/** The list as the reader sees it, and what can happen to it. */
import type { AccessListAnswer, AccessSummary, ShownReview } from '../lib/api/contract.ts';
import type { Problem } from './problem.ts';

export interface AccessesState {
  readonly phase: 'loading' | 'ready' | 'failed';
  /** Newest first. */
  readonly shown: readonly AccessSummary[];
  /** Arrived while the reader was further down: shown when asked for. */
  readonly held: readonly AccessSummary[];
  /** Set when rows between `held` and `shown` may be missing: showing them starts the list anew, from here. */
  readonly anew?: Pick<AccessListAnswer, 'from' | 'nextCursor'>;
  /** Ids that came by themselves, to be pointed out. */
  readonly arrived: ReadonlySet<string>;
  /** Ids that the list would not hold any more: reviewed meanwhile. They keep their place until it is asked anew. */
  readonly left: ReadonlySet<string>;
  /** By entry, how many of its repeats are unfolded. */
  readonly unfolded: ReadonlyMap<string, number>;
  readonly nextCursor: string | undefined;
  /** Where a rare filter has been looked for so far. */
  readonly lookedBackTo?: string;
  /** Start of the window of the first page. */
  readonly from?: string;
  /** The API's time of the last good answer. */
  readonly asOf?: string;
  /** Why the last question failed; absent when it did not. */
  readonly problem: Problem | undefined;
  readonly loadingMore: boolean;
  /** Pages that were asked for since the reader last did, because repeats had folded away what came. */
  readonly readOn: number;
}

export type AccessesAction =
  /** Another question: nothing of the old list is kept. */
  | { readonly kind: 'start' }
  | { readonly kind: 'first-page'; readonly answer: AccessListAnswer }
  /** `isFull`: the whole first page, so that a row that is not in it has left the list. */
  | {
      readonly kind: 'news';
      readonly answer: AccessListAnswer;
      readonly hold: boolean;
      readonly isFull?: boolean;
    }
  | { readonly kind: 'show-held' }
  | { readonly kind: 'ask-more'; readonly byReader: boolean }
  /** `cursor`: the one that was asked with. */
  | { readonly kind: 'more'; readonly cursor: string; readonly answer: AccessListAnswer }
  /** Repeats of one entry that the question itself leaves out. */
  | { readonly kind: 'repeats'; readonly accesses: readonly AccessSummary[] }
  | { readonly kind: 'reviewed'; readonly reviews: ReadonlyMap<string, ShownReview> }
  | { readonly kind: 'fold'; readonly entryId: string }
  /** Shows some repeats more, and in any case the one that is named. */
  | { readonly kind: 'unfold'; readonly entryId: string; readonly accessId?: string }
  | { readonly kind: 'problem'; readonly problem: Problem };

export const NOTHING_YET: AccessesState = {
  phase: 'loading',
  shown: [],
  held: [],
  arrived: new Set(),
  left: new Set(),
  unfolded: new Map(),
  nextCursor: undefined,
  problem: undefined,
  loadingMore: false,
  readOn: 0,
};
