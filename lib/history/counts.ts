/** Answers in numbers: how many accesses a question holds, by what, and when. Words are put to them by the API. */
import type { Certainty } from '../access/caller.ts';
import type { FilterField } from './question.ts';
import type { ReviewState } from './review.ts';

export interface Counted {
  readonly count: number;
  /** True when more cards would have had to be read than one answer may: there may be others. */
  readonly atLeast: boolean;
}

export interface CountedValue extends Counted {
  /** What the filter takes. */
  readonly value: string;
}

export interface CountedFacet {
  readonly field: FilterField;
  /** Most frequent first, at most `MOST_FACET_VALUES`, and whatever is being filtered by. */
  readonly values: readonly CountedValue[];
  /** True when there are others. */
  readonly cut: boolean;
}

export const MOST_FACET_VALUES = 12;

/** Fields that can be counted by, in reading order. A facet without a value is left out. */
export const FACET_FIELDS = [
  'person',
  'role',
  'account',
  'certainty',
  'outcome',
  'kind',
  'entry',
  'observation',
  'address',
  'home',
  'session',
  'ticket',
  'assignee',
  'exception',
  'foundBy',
] as const satisfies readonly FilterField[];
export type FacetField = (typeof FACET_FIELDS)[number];

/** `open`: needs somebody. */
export const TABS = [
  'open',
  'unreviewed',
  'escalated',
  'explained',
  'acknowledged',
  'expected',
  'grouped',
  'recorded',
  'all',
] as const satisfies readonly (ReviewState | 'open' | 'all')[];
export type Tab = (typeof TABS)[number];

export interface CountedTab extends Counted {
  readonly tab: Tab;
}

/** By certainty; what was refused, and doors, apart. */
export const HISTOGRAM_SERIES = ['asserted', 'resolved', 'claimed', 'unknown', 'door', 'denied'] as const;
export type HistogramSeries = Certainty | 'door' | 'denied';

export interface CountedBar {
  /** ISO 8601: beginning of its hour or day, UTC. The first may begin before the window, of which only a part is counted. */
  readonly start: string;
  /** In the order of the chart's series. */
  readonly counts: readonly number[];
}

export interface CountedChart<Series extends string> {
  readonly unit: 'hour' | 'day';
  readonly series: readonly Series[];
  /** Oldest first; every bucket of the window, also the empty ones. */
  readonly bars: readonly CountedBar[];
  /** True when bars may be too low. */
  readonly atLeast: boolean;
}

/** Where numbers are from. */
export interface CountedFrom {
  /** `counters`: counted by the sweep, and what came since added; `cards`: counted now, one by one. */
  readonly source: 'counters' | 'cards';
  /** ISO 8601: until when the sweep has counted; with `counters` only. */
  readonly countedUntil?: string;
  /** Counters of accesses that went to the archive stay: the window may hold more than the list shows. */
  readonly archived: boolean;
  /** Cards and counters that were read for it. */
  readonly read: number;
}

export interface Counts extends CountedFrom {
  /** With all filters. */
  readonly total: Counted;
  /** With all filters but `state`, in the order of `TABS`. */
  readonly tabs: readonly CountedTab[];
  /** Each with all filters but its own, in the order of `FACET_FIELDS`. */
  readonly facets: readonly CountedFacet[];
  /** With all filters. */
  readonly histogram: CountedChart<HistogramSeries>;
  /** Open ones from before the window that are not archived, with no other filter than the scope. */
  readonly olderOpen: Counted;
}

export interface OverviewCounts extends CountedFrom {
  readonly total: Counted;
  readonly open: Counted;
  readonly byCertainty: CountedChart<HistogramSeries>;
  readonly byState: CountedChart<ReviewState>;
  /** People, roles, accounts, addresses. */
  readonly top: readonly CountedFacet[];
}
