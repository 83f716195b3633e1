/** The list of one question, kept up to date. */
import { useEffect, useReducer, useRef } from 'preact/hooks';
import type { AccessListAnswer, AccessSummary, ShownReview } from '../lib/api/contract.ts';
import { type AccessesAction, type AccessesState, NOTHING_YET } from './accesses-state.ts';
import { askAccesses } from './api.ts';
import { changeAccesses, wantsMore } from './change-accesses.ts';
import type { Answer } from './fetch-json.ts';
import { listKeyOf, momentsOf, type PageQuery, questionOf } from './query.ts';
import { leavesGap } from './take-news.ts';
import { usePolling } from './use-polling.ts';

const EVERY_MS = 4_000;
/** A range that has ended brings no new rows, only new reviews. */
const EVERY_MS_WHEN_OVER = 30_000;
/** How far a quick question looks back: deliveries are mostly settled by then. */
const LOOK_BACK_MS = 5 * 60_000;
/** Every so many quick questions the whole first page is asked for: late finds, late deliveries, others' reviews. */
const FULL_EVERY = 8;
/** Further down than this, new rows wait until they are asked for. */
const NEAR_TOP_PX = 120;
/** The most the API gives at once. */
const MOST = '200';

export interface Accesses {
  readonly state: AccessesState;
  readonly showHeld: () => void;
  readonly loadMore: () => void;
  readonly fold: (entryId: string) => void;
  /** Unfolds more of an entry; with an access, as much as shows that one. */
  readonly unfold: (entryId: string, accessId?: string) => void;
  /** Asks for the repeats of an access that the question leaves out, and unfolds them. */
  readonly fetchRepeats: (lead: AccessSummary) => void;
  readonly takeReviews: (reviews: ReadonlyMap<string, ShownReview>) => void;
  readonly askNow: () => void;
}

const questionWith = (query: PageQuery, more: Readonly<Record<string, string>>): URLSearchParams => {
  const question = questionOf(query, new Date());
  for (const [name, value] of Object.entries(more)) question.set(name, value);
  return question;
};

const isOver = ({ range }: PageQuery): boolean => typeof range === 'object' && range.to !== undefined;

interface News {
  readonly answer: Answer<AccessListAnswer>;
  readonly isFull: boolean;
}

/** The last minutes, or the whole first page: always when so much came that the last minutes do not join the list. */
const askForNews = async (
  query: PageQuery,
  state: AccessesState & { readonly isFull: boolean },
  signal: AbortSignal,
): Promise<News> => {
  const full = async (): Promise<News> => ({
    answer: await askAccesses(questionOf(query, new Date()), signal, state.asOf !== undefined),
    isFull: true,
  });
  if (state.isFull || state.asOf === undefined || isOver(query)) return full();
  const { from: start } = momentsOf(query.range, new Date());
  const recent = new Date(Date.parse(state.asOf) - LOOK_BACK_MS).toISOString();
  const from = recent > start ? recent : start;
  const quick = await askAccesses(questionWith(query, { limit: MOST, from }), signal, true);
  return quick.ok && leavesGap(state, quick.value) ? full() : { answer: quick, isFull: false };
};

const actionFor = (state: AccessesState, answer: AccessListAnswer, isFull: boolean): AccessesAction =>
  state.phase === 'ready'
    ? { kind: 'news', answer, hold: scrollY > NEAR_TOP_PX, isFull }
    : { kind: 'first-page', answer };

/** Repeats of an access: same person, role and account, until its counting ended. */
const repeatsOf = ({ filters, time, repeats }: AccessSummary): URLSearchParams => {
  const question = new URLSearchParams({ state: 'grouped', limit: MOST, from: time });
  for (const field of ['person', 'role', 'account'] as const) {
    const value = filters[field];
    if (value !== undefined) question.set(field, value);
  }
  const until = repeats?.count === undefined ? undefined : repeats.until;
  if (until !== undefined) question.set('to', new Date(Date.parse(until) + 1_000).toISOString());
  return question;
};

export const useAccesses = (query: PageQuery, isWanted: boolean): Accesses => {
  const [state, change] = useReducer(changeAccesses, NOTHING_YET);
  const latest = useRef(state);
  latest.current = state;
  const count = useRef(0);
  const key = isWanted ? listKeyOf(query) : '';
  const keyNow = useRef(key);
  if (keyNow.current !== key) {
    keyNow.current = key;
    latest.current = NOTHING_YET;
  }
  useEffect(() => {
    count.current = 0;
    change({ kind: 'start' });
  }, [key]);

  const ask = async (signal: AbortSignal, isFull: boolean): Promise<boolean> => {
    const asked = keyNow.current;
    const news = await askForNews(query, { ...latest.current, isFull }, signal);
    if (signal.aborted || asked !== keyNow.current) return true;
    const { answer } = news;
    if (answer.ok) change(actionFor(latest.current, answer.value, news.isFull));
    else change({ kind: 'problem', problem: answer.problem });
    return answer.ok;
  };

  const poll = async (signal: AbortSignal): Promise<boolean> => {
    if (!isWanted) return true;
    count.current += 1;
    return ask(signal, count.current % FULL_EVERY === 0);
  };

  const loadMore = async (byReader: boolean): Promise<void> => {
    const { nextCursor: cursor } = latest.current;
    if (cursor === undefined || latest.current.loadingMore) return;
    change({ kind: 'ask-more', byReader });
    const question = questionWith(query, { cursor, limit: MOST });
    // A cursor brings its own window.
    question.delete('from');
    question.delete('to');
    const answer = await askAccesses(question);
    if (answer.ok) change({ kind: 'more', cursor, answer: answer.value });
    else change({ kind: 'problem', problem: answer.problem });
  };

  const fetchRepeats = async (lead: AccessSummary): Promise<void> => {
    const answer = await askAccesses(repeatsOf(lead));
    if (!answer.ok) return change({ kind: 'problem', problem: answer.problem });
    const accesses = answer.value.accesses.filter(
      ({ groupedWith }) => groupedWith?.accessId === lead.accessId,
    );
    change({ kind: 'repeats', accesses });
    change({ kind: 'unfold', entryId: lead.accessId });
  };

  const readsOn = wantsMore(state);
  useEffect(() => {
    if (readsOn) void loadMore(false);
  }, [readsOn, state.nextCursor]);

  usePolling({ ask: poll, everyMs: isOver(query) ? EVERY_MS_WHEN_OVER : EVERY_MS, key });
  return {
    state,
    showHeld: () => change({ kind: 'show-held' }),
    loadMore: () => void loadMore(true),
    fold: (entryId) => change({ kind: 'fold', entryId }),
    unfold: (entryId, accessId) =>
      change({ kind: 'unfold', entryId, ...(accessId === undefined ? {} : { accessId }) }),
    fetchRepeats: (lead) => void fetchRepeats(lead),
    takeReviews: (reviews) => change({ kind: 'reviewed', reviews }),
    askNow: () => void ask(new AbortController().signal, true),
  };
};
