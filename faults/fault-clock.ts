/** The clock of a stage: the machine's own, moved forward by hand. A second stays a second. */
import { type Clock, systemClock } from '../lib/kernel/clock.ts';

export interface FaultClock extends Clock {
  forward(seconds: number): void;
}

/** `hoursAgo`: where it begins, so that it can be moved without leaving the machine’s own time behind. */
export function faultClock(hoursAgo = 0): FaultClock {
  let aheadMs = -hoursAgo * 3_600_000;
  return {
    ...systemClock,
    now: () => new Date(systemClock.now().getTime() + aheadMs),
    forward: (seconds) => {
      aheadMs += seconds * 1000;
    },
  };
}
