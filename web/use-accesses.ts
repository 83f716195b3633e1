/** The list, kept up to date. */
import { useReducer, useRef } from 'preact/hooks';
import type { AccessListAnswer } from '../lib/api/contract.ts';
import { type AccessesAction, type AccessesState, changeAccesses, NOTHING_YET } from './accesses-state.ts';
import { fetchJson } from './fetch-json.ts';
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
  readonly askNow: () => void;
}

const pathOf = (asOf: string | undefined, isFull: boolean): string => {
  if (asOf === undefined || isFull) return '/api/accesses';
  const from = new Date(Date.parse(asOf) - LOOK_BACK_MS).toISOString();
  return `/api/accesses?from=${encodeURIComponent(from)}`;
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
    const path = pathOf(latest.current.asOf, count.current % FULL_EVERY === 0);
    const answer = await fetchJson<AccessListAnswer>(path, signal);
    if (signal.aborted) return true;
    if (answer.ok) change(actionFor(latest.current, answer.value));
    else change({ kind: 'problem', problem: answer.problem });
    return answer.ok;
  };

  const loadMore = async (): Promise<void> => {
    const { nextCursor } = latest.current;
    if (nextCursor === undefined || latest.current.loadingMore) return;
    change({ kind: 'ask-more' });
    const answer = await fetchJson<AccessListAnswer>(
      `/api/accesses?cursor=${encodeURIComponent(nextCursor)}`,
    );
    if (answer.ok) change({ kind: 'more', answer: answer.value });
    else change({ kind: 'problem', problem: answer.problem });
  };

  usePolling({ ask, everyMs: EVERY_MS, key: 'accesses' });
  return {
    state,
    showHeld: () => change({ kind: 'show-held' }),
    loadMore: () => void loadMore(),
    askNow: () => void ask(new AbortController().signal),
  };
};
