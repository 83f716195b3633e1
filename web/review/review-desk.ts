/**
 * Sends one action at a time or several side by side: the dialog closes at once, and comes back with everything that was
 * typed when it could not be written.
 */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ReviewAnswer, ReviewRequestBody } from '../../lib/api/contract.ts';
import { sendReview } from '../api-later.ts';
import type { Problem } from '../problem.ts';
import type { ReviewAsk, ReviewBarProps } from '../reviewing.ts';
import { ACTION_WORDS } from './actions.ts';
import { type Draft, dropDraft, formFor, keepDraft, readDraft } from './draft.ts';
import type { Done } from './undo-toast.tsx';
import { bodyOf, EMPTY_FORM, type ReviewForm } from './review-form.ts';
import { asSeen, beginReview, endReview, noteSeen } from './review-store.ts';

export interface Collision {
  readonly ask: ReviewAsk;
  readonly form: ReviewForm;
  /** Those that were not written. */
  readonly results: ReviewAnswer['results'];
}

/** A dialog: asked for by the page, or come back with what went wrong. The first is open, others wait behind it. */
export interface OpenAction extends Draft {
  readonly problem?: Problem;
}

export interface ReviewDesk {
  readonly open: OpenAction | undefined;
  readonly collision: Collision | undefined;
  /** What was written last. */
  readonly done: Done | undefined;
  readonly forget: () => void;
  /** Takes back what was written last. */
  readonly undo: () => void;
  readonly change: (form: ReviewForm) => void;
  readonly send: (form: ReviewForm) => void;
  readonly leave: () => void;
  readonly applyAnyway: () => void;
  readonly leaveCollision: () => void;
}

type DeskProps = Pick<ReviewBarProps, 'ask' | 'onDone' | 'onReviewed' | 'announce'>;

const requestOf = (ask: ReviewAsk, form: ReviewForm): ReviewRequestBody => {
  const accesses = ask.accesses.map(asSeen);
  if (ask.action !== 'undo') return bodyOf(ask.action, form, accesses);
  return {
    action: 'undo',
    accesses: accesses.map(({ accessId, review }) => ({ accessId, seen: review.version })),
  };
};

const sayDone = ({ action }: ReviewAsk, count: number): string => {
  const many = count === 1 ? '' : `${String(count)} accesses `;
  if (action === 'undo') return count === 1 ? 'Taken back' : `${many}taken back`;
  const { done } = ACTION_WORDS[action];
  return count === 1 ? `${done.charAt(0).toUpperCase()}${done.slice(1)}` : `${many}${done}`;
};

/** With the reviews that stand now, so that acting again names their versions. */
const withCurrent = ({ ask, results }: Collision): ReviewAsk => {
  const current = new Map(results.map(({ accessId, review }) => [accessId, review]));
  return {
    ...ask,
    accesses: ask.accesses.flatMap((access) => {
      const review = current.get(access.accessId);
      return review === undefined ? [] : [{ ...access, review }];
    }),
  };
};

export const useReviewDesk = ({ ask, onDone, onReviewed, announce }: DeskProps): ReviewDesk => {
  // What was typed before the page was loaded anew, by signing in again.
  const [opens, setOpens] = useState<readonly OpenAction[]>(() => [readDraft() ?? []].flat());
  const [done, setDone] = useState<Done>();
  const last = useRef<ReviewAsk['accesses']>([]);
  const [collision, setCollision] = useState<Collision>();
  const [open] = opens;
  const add = (one: OpenAction): void => setOpens((before) => [...before, one]);

  const write = async (asked: ReviewAsk, form: ReviewForm): Promise<void> => {
    const ids = asked.accesses.map(({ accessId }) => accessId);
    beginReview(ids, asked.action);
    const answer = await sendReview(requestOf(asked, form));
    endReview(ids);
    if (!answer.ok) {
      if (asked.action === 'undo') return announce('It could not be taken back: the history did not answer.');
      return add({ ask: asked, form, problem: answer.problem });
    }
    if (asked.action !== 'undo') dropDraft();
    const { results } = answer.value;
    for (const { accessId, review } of results) if (review !== undefined) noteSeen(accessId, review);
    onReviewed(answer.value, asked);
    const failed = results.filter(({ kind }) => kind !== 'reviewed');
    if (failed.length > 0) setCollision({ ask: asked, form, results: failed });
    const count = results.length - failed.length;
    if (count === 0) return;
    last.current = asked.accesses.filter(({ accessId }) => failed.every((one) => one.accessId !== accessId));
    setDone((before) => ({
      words: sayDone(asked, count),
      mayUndo: asked.action !== 'undo',
      number: (before?.number ?? 0) + 1,
    }));
  };

  useEffect(() => {
    if (ask === undefined) return;
    if (ask.action !== 'undo') return add({ ask, form: formFor(ask) ?? EMPTY_FORM });
    onDone(true);
    void write(ask, EMPTY_FORM);
  }, [ask]);

  const close = (wasSent: boolean): void => {
    setOpens(([, ...others]) => others);
    onDone(wasSent);
  };
  return {
    open,
    collision,
    done,
    forget: () => setDone(undefined),
    undo: () => {
      setDone(undefined);
      void write({ action: 'undo', accesses: last.current }, EMPTY_FORM);
    },
    change: (form) => {
      if (open === undefined) return;
      keepDraft({ ask: open.ask, form });
      setOpens(([, ...others]) => [{ ...open, form }, ...others]);
    },
    send: (form) => {
      if (open === undefined) return;
      // Kept until it is written: the session may have ended, and signing in again loads the page anew.
      keepDraft({ ask: open.ask, form });
      close(true);
      void write(open.ask, form);
    },
    leave: () => {
      dropDraft();
      close(false);
    },
    applyAnyway: () => {
      if (collision === undefined) return;
      setCollision(undefined);
      void write(withCurrent(collision), collision.form);
    },
    leaveCollision: () => setCollision(undefined),
  };
};
