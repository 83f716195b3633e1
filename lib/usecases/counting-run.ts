/** What the counting is given, and what a run of it has done so far. */
import type { Changes } from '../history/changes.ts';
import type { Counters } from '../history/counters.ts';
import type { MendedCards } from '../history/mended-cards.ts';
import type { CardIndex } from '../history/question.ts';
import type { Reviews } from '../history/reviews.ts';
import type { SweepMarks } from '../history/trail.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Logger, Metrics } from '../kernel/logger.ts';
import type { Policy } from '../policy/policy.ts';

export interface CountingEffects {
  readonly cards: Pick<CardIndex, 'read'>;
  readonly counters: Omit<Counters, 'changedHours' | 'ofHours'>;
  readonly changes: Changes;
  readonly rows: MendedCards;
  readonly reviews: Pick<Reviews, 'repair'>;
  /** Tells of an announced access that turned out to be something else; true when it did. */
  readonly ringIfFoundOut: (accessId: string) => Promise<boolean>;
  readonly marks: Pick<SweepMarks, 'read' | 'write'>;
  readonly policy: Pick<Policy, 'accounts'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Until the function is ended; without it there is always time. */
  readonly remainingMs?: () => number;
}

/** Counted while it goes on. */
export interface Doing {
  hoursCounted: number;
  daysCounted: number;
  daysOfRows: number;
  daysInTurn: number;
  cardsMended: number;
  reviewsLookedAt: number;
  rungLate: number;
  stepsFailed: number;
}

export interface Running extends CountingEffects {
  readonly hasTime: () => boolean;
  readonly done: Doing;
}
