/** Actions on accesses: what is asked for, on which ones, and what became of it. */
import { useRef, useState } from 'preact/hooks';
import type { AccessSummary, ReviewAction, ReviewAnswer } from '../lib/api/contract.ts';
import type { ReviewAsk, ReviewBarProps } from './reviewing.ts';
import type { Accesses } from './use-accesses.ts';
import { type Choosing, MOST_CHOSEN } from './use-choosing.ts';

export interface Reviewing {
  readonly bar: Pick<ReviewBarProps, 'ask' | 'onDone' | 'onReviewed'>;
  readonly askFor: (action: ReviewAction, accesses: readonly AccessSummary[]) => void;
  /** Takes back what was written last, whatever it was about. */
  readonly undoLast: () => void;
  /** Changes whenever something was written. */
  readonly written: number;
}

interface ReviewingProps {
  readonly accesses: Accesses;
  readonly choosing: Choosing;
  readonly announce: (words: string) => void;
  /** Called after an action was sent off, with what it was about: the place to go on from. */
  readonly onSent: (ask: ReviewAsk) => void;
}

export const useReviewing = (props: ReviewingProps): Reviewing => {
  const { accesses, choosing, announce, onSent } = props;
  const [ask, setAsk] = useState<ReviewAsk>();
  const [written, setWritten] = useState(0);
  const last = useRef<readonly AccessSummary[]>([]);

  const askFor = (action: ReviewAction, about: readonly AccessSummary[]): void => {
    if (about.length === 0) return announce('Choose an access first: j and k move, x chooses.');
    setAsk({ action, accesses: about.slice(0, MOST_CHOSEN) });
  };

  const onReviewed = (answer: ReviewAnswer, { action, accesses: about }: ReviewAsk): void => {
    const reviews = new Map(
      answer.results.flatMap(({ accessId, review }) =>
        review === undefined ? [] : [[accessId, review] as const],
      ),
    );
    accesses.takeReviews(reviews);
    const done = new Set(
      answer.results.flatMap(({ accessId, kind }) => (kind === 'reviewed' ? [accessId] : [])),
    );
    last.current =
      action === 'undo'
        ? []
        : about.flatMap((access) => {
            const review = reviews.get(access.accessId);
            return review === undefined || !done.has(access.accessId) ? [] : [{ ...access, review }];
          });
    if (about.every(({ accessId }) => choosing.chosen.has(accessId))) choosing.chooseNone();
    setWritten((before) => before + 1);
  };

  return {
    bar: {
      ask,
      onReviewed,
      onDone: (wasSent) => {
        if (wasSent && ask !== undefined) onSent(ask);
        setAsk(undefined);
      },
    },
    askFor,
    undoLast: () => {
      if (last.current.length === 0) announce('There is nothing of yours to undo here.');
      else askFor('undo', last.current);
    },
    written,
  };
};
