/** How answers change the list without moving what is being read. Pure. */
import type { AccessListAnswer, AccessSummary } from '../lib/api/contract.ts';
import { type AccessesState, NOTHING_YET } from './accesses-state.ts';
import { entryIdOf } from './fold-repeats.ts';
import { idsOf, merge, newestFirst } from './merge-accesses.ts';

/** The list as an answer has it, and nothing of what was there before but what the reader had unfolded. */
export const startOver = (
  { accesses, from, to, nextCursor, lookedBackTo }: AccessListAnswer,
  unfolded: AccessesState['unfolded'],
): AccessesState => ({
  ...NOTHING_YET,
  ...(lookedBackTo === undefined ? {} : { lookedBackTo }),
  phase: 'ready',
  shown: accesses,
  unfolded,
  from,
  asOf: to,
  nextCursor,
});

/** How far a rare filter has been looked for. */
export const withLookedBack = (
  { lookedBackTo: _before, ...state }: AccessesState,
  { lookedBackTo }: AccessListAnswer,
): AccessesState => (lookedBackTo === undefined ? state : { ...state, lookedBackTo });

/**
 * Marks rows that a whole first page does not hold any more, as somebody reviewed them meanwhile. Repeats are left alone:
 * the list may hold them only because they were unfolded.
 */
export const withLeft = (
  state: AccessesState,
  { answer, isFull }: { readonly answer: AccessListAnswer; readonly isFull?: boolean },
): AccessesState => {
  if (isFull !== true) return state;
  const there = idsOf(answer.accesses);
  const last = answer.accesses.at(-1);
  const isCovered = (access: AccessSummary): boolean =>
    access.time < answer.to &&
    access.time >= answer.from &&
    (answer.nextCursor === undefined || (last !== undefined && newestFirst(access, last) <= 0));
  const left = state.shown.filter(
    (access) => access.groupedWith === undefined && isCovered(access) && !there.has(access.accessId),
  );
  return { ...state, left: idsOf(left) };
};

/** Rows older than the last one loaded belong to a page that was not loaded yet. */
const isInReach = (state: AccessesState, access: AccessSummary): boolean => {
  const [rows, cursor] =
    state.anew === undefined ? [state.shown, state.nextCursor] : [state.held, state.anew.nextCursor];
  const last = rows.at(-1);
  return cursor === undefined || last === undefined || newestFirst(access, last) <= 0;
};

/** True when so much came at once that rows between the answer and the list may be missing. */
export const leavesGap = (state: AccessesState, answer: AccessListAnswer): boolean => {
  const known = idsOf([...state.shown, ...state.held]);
  return answer.cut && !answer.accesses.some((access) => known.has(access.accessId));
};

/** A repeat of an entry that is folded moves nothing: its entry only counts one more. */
const movesNothing = ({ shown, unfolded }: AccessesState): ((access: AccessSummary) => boolean) => {
  const shownIds = idsOf(shown);
  return (access) => {
    const entryId = entryIdOf(access);
    return entryId !== access.accessId && shownIds.has(entryId) && !unfolded.has(entryId);
  };
};

/** The list with what came: at once, or held back while the reader is further down. */
export const takeNews = (state: AccessesState, answer: AccessListAnswer, hold: boolean): AccessesState => {
  if (leavesGap(state, answer)) return hold ? holdAnew(state, answer) : startOver(answer, state.unfolded);
  const shownIds = idsOf(state.shown);
  const fresh = answer.accesses.filter(
    (access) => !shownIds.has(access.accessId) && isInReach(state, access),
  );
  const quiet = state.anew === undefined ? fresh.filter(movesNothing(state)) : [];
  const known = answer.accesses.filter((access) => shownIds.has(access.accessId));
  const updated: AccessesState = {
    ...state,
    problem: undefined,
    phase: 'ready',
    shown: merge(state.shown, [...known, ...quiet]),
    held: merge(
      state.held,
      fresh.filter((access) => !quiet.includes(access)),
    ),
    arrived: quiet.length === 0 ? state.arrived : idsOf(quiet),
    asOf: answer.to,
  };
  return hold ? updated : showHeld(updated, quiet);
};

const holdAnew = (
  state: AccessesState,
  { accesses, from, to, nextCursor }: AccessListAnswer,
): AccessesState => ({
  ...state,
  problem: undefined,
  held: accesses,
  anew: nextCursor === undefined ? { from } : { from, nextCursor },
  asOf: to,
});

/** What was held back comes into the list; `quiet` has come into it already. */
export const showHeld = (
  { anew, ...state }: AccessesState,
  quiet: readonly AccessSummary[] = [],
): AccessesState => {
  if (state.held.length === 0) return state;
  const arrived = idsOf([...quiet, ...state.held]);
  if (anew === undefined) return { ...state, shown: merge(state.shown, state.held), held: [], arrived };
  return {
    ...state,
    ...anew,
    nextCursor: anew.nextCursor,
    shown: state.held,
    held: [],
    loadingMore: false,
    readOn: 0,
  };
};
