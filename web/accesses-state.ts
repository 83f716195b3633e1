/** The list as the reader sees it, and how answers change it without moving what is being read. Pure. */
import type { AccessListAnswer, AccessSummary } from '../lib/api/contract.ts';
import type { Problem } from './problem.ts';

export interface AccessesState {
  readonly phase: 'loading' | 'ready' | 'failed';
  /** Newest first. */
  readonly shown: readonly AccessSummary[];
  /** Arrived while the reader was further down: shown when asked for. */
  readonly held: readonly AccessSummary[];
  /** Ids that came by themselves, to be pointed out. */
  readonly arrived: ReadonlySet<string>;
  readonly nextCursor: string | undefined;
  /** Start of the window of the first page. */
  readonly from?: string;
  /** The API's time of the last good answer. */
  readonly asOf?: string;
  /** Why the last question failed; absent when it did not. */
  readonly problem: Problem | undefined;
  readonly loadingMore: boolean;
}

export type AccessesAction =
  | { readonly kind: 'first-page'; readonly answer: AccessListAnswer }
  | { readonly kind: 'news'; readonly answer: AccessListAnswer; readonly hold: boolean }
  | { readonly kind: 'show-held' }
  | { readonly kind: 'ask-more' }
  | { readonly kind: 'more'; readonly answer: AccessListAnswer }
  | { readonly kind: 'problem'; readonly problem: Problem };

export const NOTHING_YET: AccessesState = {
  phase: 'loading',
  shown: [],
  held: [],
  arrived: new Set(),
  nextCursor: undefined,
  problem: undefined,
  loadingMore: false,
};

const newestFirst = (a: AccessSummary, b: AccessSummary): number =>
  Date.parse(b.time) - Date.parse(a.time) ||
  Number(a.accessId < b.accessId) - Number(a.accessId > b.accessId);

const idsOf = (accesses: readonly AccessSummary[]): ReadonlySet<string> =>
  new Set(accesses.map((access) => access.accessId));

/** Both lists as one: what is in `newer` replaces its like in `older`. */
const merge = (
  older: readonly AccessSummary[],
  newer: readonly AccessSummary[],
): readonly AccessSummary[] => {
  const replaced = idsOf(newer);
  return [...newer, ...older.filter((access) => !replaced.has(access.accessId))].sort(newestFirst);
};

const startOver = ({ accesses, from, to, nextCursor }: AccessListAnswer): AccessesState => ({
  ...NOTHING_YET,
  phase: 'ready',
  shown: accesses,
  from,
  asOf: to,
  nextCursor,
});

/** Rows older than the last one shown belong to a page that was not loaded yet. */
const isInReach = (state: AccessesState, access: AccessSummary): boolean => {
  const last = state.shown.at(-1);
  return state.nextCursor === undefined || last === undefined || newestFirst(access, last) <= 0;
};

/** True when so much came at once that rows between the answer and the list may be missing. */
const leavesGap = (state: AccessesState, answer: AccessListAnswer): boolean => {
  const known = idsOf([...state.shown, ...state.held]);
  return answer.cut && !answer.accesses.some((access) => known.has(access.accessId));
};

const takeNews = (state: AccessesState, answer: AccessListAnswer, hold: boolean): AccessesState => {
  if (leavesGap(state, answer)) return startOver(answer);
  const shownIds = idsOf(state.shown);
  const fresh = answer.accesses.filter(
    (access) => !shownIds.has(access.accessId) && isInReach(state, access),
  );
  const known = answer.accesses.filter((access) => shownIds.has(access.accessId));
  const updated: AccessesState = {
    ...state,
    problem: undefined,
    phase: 'ready',
    shown: merge(state.shown, known),
    held: merge(state.held, fresh),
    asOf: answer.to,
  };
  return hold ? updated : showHeld(updated);
};

const showHeld = (state: AccessesState): AccessesState =>
  state.held.length === 0
    ? state
    : { ...state, shown: merge(state.shown, state.held), held: [], arrived: idsOf(state.held) };

/** The list after something happened. */
export const changeAccesses = (state: AccessesState, action: AccessesAction): AccessesState => {
  switch (action.kind) {
    case 'first-page':
      return startOver(action.answer);
    case 'news':
      return takeNews(state, action.answer, action.hold);
    case 'show-held':
      return showHeld(state);
    case 'ask-more':
      return { ...state, loadingMore: true };
    case 'more':
      return {
        ...state,
        problem: undefined,
        shown: merge(state.shown, action.answer.accesses),
        nextCursor: action.answer.nextCursor,
        loadingMore: false,
      };
    case 'problem':
      return {
        ...state,
        phase: state.phase === 'ready' ? 'ready' : 'failed',
        problem: action.problem,
        loadingMore: false,
      };
  }
};
