/** Counts, facets and bars of the question that the list answers; the last ones stay while the next are asked for. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { CountsAnswer } from '../lib/api/contract.ts';
import { askCounts } from './api.ts';
import type { Problem } from './problem.ts';
import { listKeyOf, type PageQuery, questionOf } from './query.ts';
import { usePolling } from './use-polling.ts';

const EVERY_MS = 30_000;
/** Several reviews in a row are counted once. */
const SOON_MS = 400;

export interface Counts {
  readonly answer?: CountsAnswer;
  readonly problem?: Problem;
  /** True while what is shown belongs to another question. */
  readonly isOld: boolean;
}

/** `changed`: counts are asked for soon after it changes from one thing to another; until there is something, there is no change. */
export const useCounts = (query: PageQuery, isWanted: boolean, changed: string | undefined): Counts => {
  const [counts, setCounts] = useState<Omit<Counts, 'isOld'> & { readonly key: string }>({ key: '' });
  const key = isWanted ? listKeyOf(query) : '';
  const before = useRef<string | undefined>(undefined);
  const ask = async (signal: AbortSignal): Promise<boolean> => {
    if (!isWanted) return true;
    const answer = await askCounts(questionOf(query, new Date()), signal);
    if (signal.aborted) return true;
    setCounts((before) =>
      answer.ok ? { answer: answer.value, key } : { ...before, problem: answer.problem },
    );
    return answer.ok;
  };
  useEffect(() => {
    const isFirst = before.current === undefined || changed === undefined;
    before.current = changed;
    if (isFirst) return;
    const stop = new AbortController();
    const timer = setTimeout(() => void ask(stop.signal), SOON_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [changed]);
  usePolling({ ask, everyMs: EVERY_MS, key: `counts ${key}` });
  return { ...counts, isOld: counts.key !== key };
};
