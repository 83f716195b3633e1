/** A clock that stands still until it is moved; sleeping moves it. */
import type { Clock } from '../../lib/kernel/clock.ts';

export interface VirtualClock extends Clock {
  advance(seconds: number): void;
}

export const virtualClock = (start = '2026-11-22T12:00:00.000Z'): VirtualClock => {
  let now = new Date(start).getTime();
  let ids = 0;
  return {
    now: () => new Date(now),
    newId: () => {
      ids += 1;
      return `id-${ids}`;
    },
    random: () => 0.5,
    sleep: async (milliseconds) => {
      now += milliseconds;
    },
    advance: (seconds) => {
      now += seconds * 1000;
    },
  };
};
