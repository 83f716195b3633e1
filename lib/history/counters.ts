/** How much happened in every hour, day and month, counted by the sweep from the cards; counting again gives the same. */
import type { Certainty } from '../access/caller.ts';
import type { TimeWindow } from './access-history.ts';
import type { Card } from './card.ts';
import type { ReviewState } from './review.ts';

/** By what the most frequent values of a day or a month are told apart, see `month-views.ts`. */
export const MONTH_VIEWS = ['plain', 'state', 'account', 'manner'] as const;
export type MonthView = (typeof MONTH_VIEWS)[number];

/** What cards are told apart by where they are counted beforehand. */
export interface CellKey {
  readonly accountId: string;
  readonly owner: string;
  readonly client?: string;
  readonly kind: Card['kind'];
  readonly outcome: Card['outcome'];
  readonly state: ReviewState;
  readonly certainty: Certainty;
}

/** So many cards are alike in everything that unfiltered counts are asked for. */
export interface Cell extends CellKey {
  readonly count: number;
}

export const TOP_FIELDS = ['person', 'role', 'address', 'entry', 'observation', 'home'] as const;
export type TopField = (typeof TOP_FIELDS)[number];

/** How often a value was met among the cards of one cell. */
export interface TopValue {
  readonly field: TopField;
  readonly value: string;
  readonly cell: CellKey;
  readonly count: number;
}

export interface Counter {
  /** `2026-11-22T14` (UTC), `2026-11-22` for the whole day, `2026-11` for the whole month. */
  readonly bucket: string;
  /** ISO 8601: when counting began. What came later need not be in it. */
  readonly countedAt: string;
  readonly cells: readonly Cell[];
  /** The most frequent ones of the bucket. */
  readonly top: readonly TopValue[];
  /** Fields of which others were left out. */
  readonly topCut: readonly TopField[];
}

/** A day whose values are told apart by what the view tells: more of them are kept. */
export interface DayCounter extends Counter {
  readonly view: MonthView;
}

/** Cards of a month that are alike, with how many there were on each of its days, the first day first. */
export interface MonthCell extends Cell {
  readonly days: readonly number[];
}

export interface MonthCounter extends Counter {
  readonly view: MonthView;
  /** Of a cell in `top`, only what the view tells is true. */
  readonly cells: readonly MonthCell[];
}

/** How far the sweep has counted. */
export interface CountingProgress {
  /** ISO 8601: the counters hold every event that was noted before. Absent before the first run. */
  readonly until?: string;
  /** ISO 8601: older hours have not been counted yet. Absent before the first run; year 0000 when everything was. */
  readonly since?: string;
  /** ISO 8601: since then every day and month that is counted is seen in all views. Absent as long as there are others. */
  readonly viewed?: string;
}

export interface Counters {
  /**
   * Counters of the buckets that were counted, oldest first; one without a counter held nothing. `from` and `to`, which is
   * excluded, are buckets themselves: `2026-11-22T14`, `2026-11-22` and `2026-11`.
   */
  hours(from: string, to: string): Promise<readonly Counter[]>;
  days(from: string, to: string): Promise<readonly Counter[]>;
  /** The same days, seen so: those that were counted so. */
  daysSeen(from: string, to: string, view: MonthView): Promise<readonly DayCounter[]>;
  /** Counters of these hours, at most 100 of them, in any order. */
  ofHours(hours: readonly string[]): Promise<readonly Counter[]>;
  /** Sums of the same days, of months that are over. One without a counter may have days: then those tell. */
  months(from: string, to: string, view: MonthView): Promise<readonly MonthCounter[]>;
  /** Replaces what was there, unless that was counted later. */
  write(counter: Counter | DayCounter | MonthCounter): Promise<void>;
  progress(): Promise<CountingProgress>;
  /** `until` and `viewed` only move on, `since` only back: of two who count at once the one that came further stays. */
  keepProgress(progress: CountingProgress): Promise<void>;
  /** Each hour (`2026-11-22T14`) of accesses of which a change was noted in that time, in order; at most some hundreds. */
  changedHours(noted: TimeWindow): Promise<readonly string[]>;
}
