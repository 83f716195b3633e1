/** A clock that stands in the past and is moved on by what happens. */
import type { Clock } from '../../lib/kernel/clock.ts';

export interface DemoClock extends Clock {
  /** Moves on to a moment (ISO 8601), never back, and never past the end. */
  moveTo(moment: string): void;
  /** When it began: the present. */
  readonly end: Date;
}

/** `machine` gives ids, chance and the present. */
export const demoClock = (machine: Clock, begin: Date): DemoClock => {
  const end = machine.now();
  let now = begin;
  return {
    ...machine,
    end,
    now: () => now,
    // Nobody waits in the past.
    sleep: () => Promise.resolve(),
    moveTo: (moment) => {
      const wanted = Math.min(Date.parse(moment), end.getTime());
      if (wanted > now.getTime()) now = new Date(wanted);
    },
  };
};
