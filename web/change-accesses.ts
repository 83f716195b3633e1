/** The list after something happened. Pure. */
import type { ShownReview } from '../lib/api/contract.ts';
import { type AccessesAction, type AccessesState, NOTHING_YET } from './accesses-state.ts';
import { foldRepeats } from './fold-repeats.ts';
import { merge } from './merge-accesses.ts';
import { showHeld, startOver, takeNews, withLeft, withLookedBack } from './take-news.ts';

/** So many repeats are unfolded at once. */
const UNFOLD_STEP = 50;

const unfold = (state: AccessesState, entryId: string, accessId: string | undefined): AccessesState => {
  const repeats = foldRepeats(state.shown).find(({ id }) => id === entryId)?.repeats ?? [];
  const place = repeats.findIndex((access) => access.accessId === accessId);
  const before = state.unfolded.get(entryId) ?? 0;
  if (accessId !== undefined && place < before) return state;
  const count = Math.max(before + UNFOLD_STEP, Math.ceil((place + 1) / UNFOLD_STEP) * UNFOLD_STEP);
  return { ...state, unfolded: new Map([...state.unfolded, [entryId, count]]) };
};

/** Fewer entries than this do not fill a screen. */
const ENOUGH_ENTRIES = 20;
/** A storm of one program can fill any number of pages; the reader decides how far to follow it. */
const MOST_READ_ON = 10;

/** True when what was loaded is mostly repeats, so that the accesses around them are still to come. */
export const wantsMore = ({
  phase,
  problem,
  loadingMore,
  nextCursor,
  readOn,
  shown,
}: AccessesState): boolean =>
  phase === 'ready' &&
  problem === undefined &&
  !loadingMore &&
  nextCursor !== undefined &&
  readOn < MOST_READ_ON &&
  foldRepeats(shown).length < ENOUGH_ENTRIES;

const withReviews = (
  accesses: AccessesState['shown'],
  reviews: ReadonlyMap<string, ShownReview>,
): AccessesState['shown'] =>
  accesses.map((access) => {
    const review = reviews.get(access.accessId);
    return review === undefined
      ? access
      : { ...access, review, filters: { ...access.filters, state: review.state.code } };
  });

/** The list after something happened. */
export const changeAccesses = (state: AccessesState, action: AccessesAction): AccessesState => {
  switch (action.kind) {
    case 'start':
      return NOTHING_YET;
    case 'first-page':
      return startOver(action.answer, state.unfolded);
    case 'news':
      return withLeft(takeNews(state, action.answer, action.hold), action);
    case 'show-held':
      return showHeld(state);
    case 'ask-more':
      return { ...state, loadingMore: true, readOn: action.byReader ? 0 : state.readOn + 1 };
    case 'more':
      // Asked of a list that has begun anew since: its pages do not join this one.
      if (state.nextCursor !== action.cursor) return state;
      return {
        ...withLookedBack(state, action.answer),
        problem: undefined,
        shown: merge(state.shown, action.answer.accesses),
        nextCursor: action.answer.nextCursor,
        loadingMore: false,
      };
    case 'repeats':
      return { ...state, shown: merge(state.shown, action.accesses) };
    case 'reviewed':
      return {
        ...state,
        shown: withReviews(state.shown, action.reviews),
        held: withReviews(state.held, action.reviews),
      };
    case 'fold':
      return { ...state, unfolded: new Map([...state.unfolded].filter(([id]) => id !== action.entryId)) };
    case 'unfold':
      return unfold(state, action.entryId, action.accessId);
    case 'problem':
      return {
        ...state,
        phase: state.phase === 'ready' ? 'ready' : 'failed',
        problem: action.problem,
        loadingMore: false,
      };
  }
};
