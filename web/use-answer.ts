/** One question to the API: asked at once, again when its key changes, and now and then while it is shown. */
import { useEffect, useState } from 'preact/hooks';
import type { Answer } from './fetch-json.ts';
import type { Problem } from './problem.ts';
import { usePolling } from './use-polling.ts';

interface Asked<T> {
  readonly ask: (signal: AbortSignal) => Promise<Answer<T>>;
  /** A new key is a new question: what was answered before is taken away. */
  readonly key: string;
  /** May depend on the last good answer. */
  readonly everyMs: number | ((value: T | undefined) => number);
}

export interface Answered<T> {
  /** The last good answer: stays while a later one fails. */
  readonly value?: T;
  readonly problem?: Problem;
  /** Asks at once. */
  readonly again: () => void;
}

export const useAnswer = <T>({ ask, key, everyMs }: Asked<T>): Answered<T> => {
  const [answer, setAnswer] = useState<{ key: string; value?: T; problem?: Problem }>({ key });
  const [times, setTimes] = useState(0);
  useEffect(() => setAnswer({ key }), [key]);
  usePolling({
    everyMs: typeof everyMs === 'number' ? everyMs : everyMs(answer.value),
    key: `${key} ${String(times)}`,
    ask: async (signal) => {
      const answered = await ask(signal);
      if (signal.aborted) return true;
      setAnswer((before) =>
        answered.ok
          ? { key, value: answered.value }
          : { ...(before.key === key ? before : { key }), problem: answered.problem },
      );
      return answered.ok;
    },
  });
  const again = (): void => setTimes((before) => before + 1);
  return answer.key === key ? { ...answer, again } : { again };
};
