/** Asks again and again while the page is seen: soon after a good answer, ever later after bad ones. */
import { useEffect, useRef } from 'preact/hooks';

export interface Polling {
  /** Answers whether it went well. */
  readonly ask: (signal: AbortSignal) => Promise<boolean>;
  readonly everyMs: number;
  /** Polling starts anew when this changes. */
  readonly key: string;
}

const LONGEST_MS = 10_000;

/** Waits; ends at once when the page is seen again or the network is back. */
const pause = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', end);
      removeEventListener('online', end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    document.addEventListener('visibilitychange', end);
    addEventListener('online', end);
    signal.addEventListener('abort', end, { once: true });
  });

export const usePolling = ({ ask, everyMs, key }: Polling): void => {
  const latest = useRef({ ask, everyMs });
  latest.current = { ask, everyMs };
  useEffect(() => {
    const stop = new AbortController();
    const poll = async (): Promise<void> => {
      let failures = 0;
      while (!stop.signal.aborted) {
        const wentWell = document.hidden || (await latest.current.ask(stop.signal));
        failures = wentWell ? 0 : failures + 1;
        await pause(
          Math.min(latest.current.everyMs * 2 ** failures, Math.max(LONGEST_MS, latest.current.everyMs)),
          stop.signal,
        );
      }
    };
    void poll();
    return () => stop.abort();
  }, [key]);
};
