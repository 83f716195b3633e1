/** Values with their numbers as a facet, and states as tabs. */
import { compareBy } from '../kernel/compare-by.ts';
import {
  type CountedFacet,
  type CountedTab,
  type CountedValue,
  type FacetField,
  MOST_FACET_VALUES,
  TABS,
} from './counts.ts';
import { foldValue } from './matches-card.ts';
import { OPEN_STATES, type ReviewState } from './review.ts';

export type Numbers = ReadonlyMap<string, number>;

export interface FacetParts {
  readonly numbers: Numbers;
  /** Others were left out, or more could not be read. */
  readonly atLeast: boolean;
  /** What is being filtered by. */
  readonly chosen?: readonly string[];
}

/** What is being filtered by is listed, however rare: or nobody could take it away. */
export const facetOf = (field: FacetField, { numbers, atLeast, chosen = [] }: FacetParts): CountedFacet => {
  const values = [...numbers].map(([value, count]): CountedValue => ({ value, count, atLeast }));
  const known = new Set(values.map(({ value }) => foldValue(value)));
  const missing = chosen.filter((value) => !known.has(foldValue(value)));
  values.push(...missing.map((value) => ({ value, count: 0, atLeast })));
  values.sort((one, other) => other.count - one.count || byValue(one, other));
  const wanted = new Set(chosen.map(foldValue));
  const shown = values.filter(
    ({ value }, place) => place < MOST_FACET_VALUES || wanted.has(foldValue(value)),
  );
  return { field, values: shown, cut: shown.length < values.length || atLeast };
};

const byValue = compareBy<CountedValue>(({ value }) => value);

export const tabsOf = (numbers: Numbers, atLeast: boolean): readonly CountedTab[] => {
  const of = (states: readonly ReviewState[]): number =>
    states.reduce((sum, state) => sum + (numbers.get(state) ?? 0), 0);
  const all = [...numbers.values()].reduce((sum, count) => sum + count, 0);
  return TABS.map((tab) => {
    if (tab === 'all') return { tab, count: all, atLeast };
    return { tab, count: tab === 'open' ? of(OPEN_STATES) : of([tab]), atLeast };
  });
};

export const addTo = (numbers: Map<string, number>, value: string, count = 1): void => {
  numbers.set(value, (numbers.get(value) ?? 0) + count);
};
