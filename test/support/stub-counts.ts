/** Counts, histogram, facets and overview of made up rows. */
import type {
  AccessSummary,
  Bar,
  CountsAnswer,
  Facet,
  FacetValue,
  FilterField,
  Histogram,
  ReviewState,
  ValuesAnswer,
} from '../../lib/api/contract.ts';
import { sayCertainty } from '../../lib/api/words.ts';
import { STATE_WORDS, stateOf } from './stub-rows.ts';

const OPEN: readonly string[] = ['unreviewed', 'escalated'];

export const valuesOf = (row: AccessSummary, field: FilterField): readonly string[] => {
  if (field === 'observation') return row.observations.map(({ code }) => code);
  const value = row.filters[field];
  return value === undefined ? [] : [value];
};

const allows = (wanted: readonly string[], field: FilterField, row: AccessSummary): boolean => {
  const values = valuesOf(row, field);
  if (field === 'state' && wanted.includes('open')) return values.some((value) => OPEN.includes(value));
  return values.some((value) => wanted.includes(value));
};

const NOT_FILTERS = ['from', 'to', 'limit', 'cursor', 'prefix', 'format', 'columns', 'day'];

export const holds = (row: AccessSummary, question: URLSearchParams, without?: FilterField): boolean =>
  [...new Set(question.keys())].every(
    (key) =>
      NOT_FILTERS.includes(key) || key === without || allows(question.getAll(key), key as FilterField, row),
  );

const count = (number: number) => ({ count: number, atLeast: false });

const FACETS = [
  ['person', 'Person'],
  ['role', 'Role'],
  ['account', 'Account'],
  ['certainty', 'Certainty'],
  ['observation', 'Observation'],
  ['outcome', 'Outcome'],
  ['kind', 'Kind'],
  ['address', 'Address'],
  ['home', 'Home account'],
] as const satisfies readonly (readonly [FilterField, string])[];

const wordsOf = (row: AccessSummary, field: FilterField, value: string): string => {
  if (field === 'account') return row.account.name;
  if (field === 'observation') return row.observations.find(({ code }) => code === value)?.words ?? value;
  return value;
};

const facetOf = (
  field: FilterField,
  words: string,
  rows: readonly AccessSummary[],
  question: URLSearchParams,
): Facet => {
  const found = new Map<string, { words: string; count: number }>();
  for (const row of rows.filter((one) => holds(one, question, field))) {
    for (const value of valuesOf(row, field)) {
      const before = found.get(value) ?? { words: wordsOf(row, field, value), count: 0 };
      found.set(value, { ...before, count: before.count + 1 });
    }
  }
  const values = [...found]
    .map(([value, one]): FacetValue => ({ value, words: one.words, ...count(one.count) }))
    .sort((a, b) => b.count - a.count);
  return { field, words, values: values.slice(0, 12), cut: values.length > 12 };
};

const TABS: readonly (readonly [string, string])[] = [
  ['open', 'needs a look'],
  ...Object.entries(STATE_WORDS),
  ['all', 'all'],
];

const tabOf = (tab: string, rows: readonly AccessSummary[], question: URLSearchParams): number => {
  const asked = new URLSearchParams(question);
  asked.delete('state');
  if (tab !== 'all') asked.set('state', tab);
  return rows.filter((row) => holds(row, asked)).length;
};

const SERIES = ['asserted', 'resolved', 'claimed', 'unknown', 'door', 'denied'] as const;

const seriesOf = (row: AccessSummary): (typeof SERIES)[number] => {
  if (row.outcome.code === 'denied') return 'denied';
  return row.door === undefined ? row.who.certainty.code : 'door';
};

const starts = (from: string, to: string, step: number): readonly number[] => {
  const first = Math.floor(Date.parse(from) / step) * step;
  const length = Math.max(1, Math.ceil((Date.parse(to) - first) / step));
  return Array.from({ length }, (_, index) => first + index * step);
};

const barsOf = <S extends string>(
  rows: readonly AccessSummary[],
  series: readonly S[],
  { from, to, unit, of }: { from: string; to: string; unit: 'hour' | 'day'; of: (row: AccessSummary) => S },
): readonly Bar[] => {
  const step = unit === 'hour' ? 3_600_000 : 86_400_000;
  const barOf = (time: string): number => Math.floor(Date.parse(time) / step) * step;
  const ofBar = new Map<number, AccessSummary[]>();
  for (const row of rows) ofBar.set(barOf(row.time), [...(ofBar.get(barOf(row.time)) ?? []), row]);
  return starts(from, to, step).map((start) => ({
    start: new Date(start).toISOString(),
    counts: series.map((one) => (ofBar.get(start) ?? []).filter((row) => of(row) === one).length),
  }));
};

const histogramOf = (rows: readonly AccessSummary[], from: string, to: string): Histogram => {
  const unit = Date.parse(to) - Date.parse(from) > 8 * 86_400_000 ? 'day' : 'hour';
  return {
    unit,
    series: SERIES.map((code) =>
      code === 'door' || code === 'denied'
        ? { code, words: code === 'door' ? 'doors' : 'refused' }
        : sayCertainty(code),
    ),
    bars: barsOf(rows, SERIES, { from, to, unit, of: seriesOf }),
  };
};

const BY_STATE: readonly ReviewState[] = ['unreviewed', 'escalated', 'explained', 'acknowledged', 'expected'];

export interface CountedWindow {
  readonly from: string;
  readonly to: string;
}

export const stubCounts = (
  rows: readonly AccessSummary[],
  question: URLSearchParams,
  { from, to }: CountedWindow,
): CountsAnswer => {
  const inWindow = rows.filter(({ time }) => time >= from && time < to);
  const matching = inWindow.filter((row) => holds(row, question));
  return {
    from,
    to,
    total: count(matching.length),
    tabs: TABS.map(([value, words]) => ({ value, words, ...count(tabOf(value, inWindow, question)) })),
    facets: FACETS.map(([field, words]) => facetOf(field, words, inWindow, question)),
    histogram: histogramOf(matching, from, to),
    olderOpen: count(
      rows.filter((row) => row.time < from && holds(row, new URLSearchParams('state=open'))).length,
    ),
    source: { code: 'cards', words: 'counted one by one' },
    read: matching.length,
  };
};

export const stubTop = (rows: readonly AccessSummary[]): readonly Facet[] =>
  FACETS.filter(([field]) => ['person', 'role', 'account', 'address'].includes(field)).map(([field, words]) =>
    facetOf(field, words, rows, new URLSearchParams()),
  );

export const stubByState = (rows: readonly AccessSummary[], { from, to }: CountedWindow) => ({
  series: BY_STATE.map(stateOf),
  bars: barsOf(rows, BY_STATE, { from, to, unit: 'day', of: (row) => row.review.state.code }),
});

export const stubByCertainty = (rows: readonly AccessSummary[], { from, to }: CountedWindow): Histogram => ({
  ...histogramOf([], from, to),
  unit: 'day',
  bars: barsOf(rows, SERIES, { from, to, unit: 'day', of: seriesOf }),
});

const SEARCHED = [
  ['person', 'person'],
  ['session', 'session name'],
  ['role', 'role'],
  ['account', 'account'],
  ['address', 'address'],
  ['ticket', 'ticket'],
] as const;

/** Values of rows that begin with what was typed. */
export const stubValues = (rows: readonly AccessSummary[], prefix: string): ValuesAnswer => {
  const wanted = prefix.toLowerCase();
  const found = SEARCHED.flatMap(([field, kind]) =>
    [...new Map(rows.map((row) => [row.filters[field], row]))].flatMap(([value, row]) =>
      value?.toLowerCase().startsWith(wanted) === true
        ? [{ field, kind, value, words: wordsOf(row, field, value), lastSeen: row.time }]
        : [],
    ),
  );
  return { values: found.slice(0, 20) };
};
