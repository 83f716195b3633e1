/** How fast each Region may be asked: below AWS's limit, and slower while somebody else uses it up. */
import type { Clock } from '../kernel/clock.ts';

/** Two requests a second are allowed. https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html */
const SHORTEST_MS = 600;
const LONGEST_MS = 10_000;

export interface Pace {
  /** Waits until a Region may be asked again. */
  wait(region: string): Promise<void>;
  /** It throttled us: twice the pause from now on. */
  slower(region: string): void;
  /** It answered: half the pause, down to the usual one. */
  faster(region: string): void;
}

/** `shortestMs`: the usual pause; a longer one for several who ask at once, or leave room for others. */
export const pacePerRegion = (clock: Clock, shortestMs = SHORTEST_MS): Pace => {
  const asked = new Map<string, number>();
  const pauses = new Map<string, number>();
  const pauseOf = (region: string): number => pauses.get(region) ?? shortestMs;
  return {
    wait: async (region) => {
      const last = asked.get(region);
      // Jitter, so that two who were throttled together do not come back together.
      const pause = pauseOf(region) * (pauseOf(region) === shortestMs ? 1 : 0.75 + clock.random() / 2);
      const wait = last === undefined ? 0 : last + pause - clock.now().getTime();
      if (wait > 0) await clock.sleep(wait);
      asked.set(region, clock.now().getTime());
    },
    slower: (region) => {
      pauses.set(region, Math.min(LONGEST_MS, pauseOf(region) * 2));
    },
    faster: (region) => {
      pauses.set(region, Math.max(shortestMs, pauseOf(region) / 2));
    },
  };
};
