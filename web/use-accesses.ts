/** The list, kept up to date. */
import { useEffect, useReducer, useRef } from 'preact/hooks';
import type { AccessListAnswer } from '../lib/api/contract.ts';
import { type AccessesAction, type AccessesState, NOTHING_YET } from './accesses-state.ts';
import { changeAccesses, wantsMore } from './change-accesses.ts';
import { type Answer, fetchJson } from './fetch-json.ts';
import { leavesGap } from './take-news.ts';
import { usePolling } from './use-polling.ts';

const EVERY_MS = 2_000;
/** How far a quick question looks back: deliveries are mostly settled by then. */
const LOOK_BACK_MS = 5 * 60_000;
/** Every so many quick questions the whole first page is asked for: late finds and late deliveries. */
const FULL_EVERY = 15;
/** Further down than this, new rows wait until they are asked for. */
const NEAR_TOP_PX = 120;

export interface Accesses {
  readonly state: AccessesState;
  readonly showHeld: () => void;
  readonly loadMore: () => void;
  readonly fold: (entryId: string) => void;
  /** Unfolds more of an entry; with an access, as much as shows that one. */
  readonly unfold: (entryId: string, accessId?: string) => void;
  readonly askNow: () => void;
}

type AskList = (path: string, signal: AbortSignal) => Promise<Answer<AccessListAnswer>>;

const FIRST_PAGE = '/api/accesses';

/** The most the API gives at once: for questions that are mostly answered with repeats. */
const MOST = 'limit=200';

const quickPath = (asOf: string): string => {
  const from = new Date(Date.parse(asOf) - LOOK_BACK_MS).toISOString();
  return `${FIRST_PAGE}?${MOST}&from=${encodeURIComponent(from)}`;
};

/** The last minutes, or the whole first page: always when so much came that the last minutes do not join the list. */
const askForNews = async (
  ask: AskList,
  { state, isFull }: { readonly state: AccessesState; readonly isFull: boolean },
  signal: AbortSignal,
): Promise<Answer<AccessListAnswer>> => {
  if (isFull || state.asOf === undefined) return ask(FIRST_PAGE, signal);
  const quick = await ask(quickPath(state.asOf), signal);
  return quick.ok && leavesGap(state, quick.value) ? ask(FIRST_PAGE, signal) : quick;
};

const actionFor = (state: AccessesState, answer: AccessListAnswer): AccessesAction =>
  state.phase === 'ready'
    ? { kind: 'news', answer, hold: scrollY > NEAR_TOP_PX }
    : { kind: 'first-page', answer };

export const useAccesses = (): Accesses => {
  const [state, change] = useReducer(changeAccesses, NOTHING_YET);
  const latest = useRef(state);
  latest.current = state;
  const count = useRef(0);

  const ask = async (signal: AbortSignal): Promise<boolean> => {
    count.current += 1;
    const isFull = count.current % FULL_EVERY === 0;
    const answer = await askForNews(fetchJson<AccessListAnswer>, { state: latest.current, isFull }, signal);
    if (signal.aborted) return true;
    if (answer.ok) change(actionFor(latest.current, answer.value));
    else change({ kind: 'problem', problem: answer.problem });
    return answer.ok;
  };

  const loadMore = async (byReader: boolean): Promise<void> => {
    const { nextCursor: cursor } = latest.current;
    if (cursor === undefined || latest.current.loadingMore) return;
    change({ kind: 'ask-more', byReader });
    const path = `${FIRST_PAGE}?${byReader ? '' : `${MOST}&`}cursor=${encodeURIComponent(cursor)}`;
    const answer = await fetchJson<AccessListAnswer>(path);
    if (answer.ok) change({ kind: 'more', cursor, answer: answer.value });
    else change({ kind: 'problem', problem: answer.problem });
  };

  const readsOn = wantsMore(state);
  useEffect(() => {
    if (readsOn) void loadMore(false);
  }, [readsOn, state.nextCursor]);

  usePolling({ ask, everyMs: EVERY_MS, key: 'accesses' });
  return {
    state,
    showHeld: () => change({ kind: 'show-held' }),
    loadMore: () => void loadMore(true),
    fold: (entryId) => change({ kind: 'fold', entryId }),
    unfold: (entryId, accessId) =>
      change({ kind: 'unfold', entryId, ...(accessId === undefined ? {} : { accessId }) }),
    askNow: () => void ask(new AbortController().signal),
  };
};
