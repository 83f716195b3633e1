/** How much happened in every hour and day, counted by the sweep from the cards; counting again gives the same. */
import type { Certainty } from '../access/caller.ts';
import type { Card } from './card.ts';
import type { ReviewState } from './review.ts';

/** So many cards are alike in everything that unfiltered counts are asked for. */
export interface Cell {
  readonly accountId: string;
  readonly owner: string;
  readonly client?: string;
  readonly kind: Card['kind'];
  readonly outcome: Card['outcome'];
  readonly state: ReviewState;
  readonly certainty: Certainty;
  readonly count: number;
}

export const TOP_FIELDS = ['person', 'role', 'address'] as const;
export type TopField = (typeof TOP_FIELDS)[number];

/** How often a value was met, for every account and party that may see it. */
export interface TopValue {
  readonly field: TopField;
  readonly value: string;
  readonly accountId: string;
  readonly owner: string;
  readonly client?: string;
  readonly count: number;
}

export interface Counter {
  /** `2026-11-22T14` (UTC), or `2026-11-22` for the whole day. */
  readonly bucket: string;
  /** ISO 8601: when it was counted. What came later is not in it. */
  readonly countedAt: string;
  readonly cells: readonly Cell[];
  /** The most frequent ones of the bucket; `topCut` when others were left out. */
  readonly top: readonly TopValue[];
  readonly topCut?: true;
}

export interface Counters {
  /** Counters of the buckets that were counted, oldest first. `to` is exclusive. */
  hours(from: string, to: string): Promise<readonly Counter[]>;
  days(from: string, to: string): Promise<readonly Counter[]>;
  /** Replaces what was there. */
  write(counter: Counter): Promise<void>;
}
