/** Cards counted by what they are told apart by, with the most frequent values of the fields that have too many for that. */
import { compareBy } from '../kernel/compare-by.ts';
import { compact } from '../kernel/json.ts';
import type { Card } from './card.ts';
import {
  type Cell,
  type CellKey,
  type Counter,
  TOP_FIELDS,
  type TopField,
  type TopValue,
} from './counters.ts';
import { hourOf } from './hours.ts';
import { valuesOf } from './matches-card.ts';

export type Tally = Pick<Counter, 'cells' | 'top' | 'topCut'>;

/** So many values of a field are kept of a bucket, each with all of its counts. */
export const MOST_TOP_VALUES = 50;

/** So many counts of a field are kept, whole values at a time: one who enters fifty accounts has fifty. */
const MOST_TOP_COUNTS = 250;

/** How much of the most frequent values is kept. */
export interface TopLimits {
  readonly values: number;
  readonly counts: number;
}

export const OF_A_DAY: TopLimits = { values: MOST_TOP_VALUES, counts: MOST_TOP_COUNTS };

/** Of a day that is seen in one way: fewer counts for each value, and so more values. */
export const OF_A_DAY_SEEN: TopLimits = { values: 100, counts: 1_000 };

/** More than the days of a quiet month have together. */
export const OF_A_MONTH: TopLimits = { values: 1_000, counts: 3_000 };

/** Where those are not all, the most frequent ones are enough. */
const OF_A_CUT_MONTH: TopLimits = { values: 100, counts: 1_000 };

/** Every value of a field, or few. */
export const cutMonth = (tally: Tally): Tally => {
  const isCut = ({ field }: TopValue): boolean => tally.topCut.includes(field);
  const few = cutTop({ ...tally, top: tally.top.filter(isCut) }, OF_A_CUT_MONTH);
  return cutTop({ ...tally, top: [...tally.top.filter((value) => !isCut(value)), ...few.top] }, OF_A_MONTH);
};

export const NOTHING: Tally = { cells: [], top: [], topCut: [] };

export const tallyCards = (cards: readonly Card[]): Tally => {
  const counting = new Counting();
  for (const card of cards) counting.add(card);
  return counting.tally();
};

/** Each hour's by itself. */
export const tallyHours = (
  cards: Iterable<Card>,
): readonly { readonly bucket: string; readonly tally: Tally }[] => {
  const hours = new HourlyCounting();
  for (const card of cards) hours.add(card);
  return hours.tallies();
};

/** The sum of what was counted apart. A field that was cut anywhere stays cut. */
export const sumTallies = (tallies: readonly Tally[], limits: TopLimits = OF_A_DAY): Tally => {
  const cells = new Sums<Cell>();
  const top = new Sums<TopValue>();
  for (const tally of tallies) {
    for (const cell of tally.cells) cells.add(keyOfCell(cell), cell.count, () => cell);
    for (const value of tally.top) top.add(keyOfTop(value), value.count, () => value);
  }
  const cut = TOP_FIELDS.filter((field) => tallies.some(({ topCut }) => topCut.includes(field)));
  return cutTop({ cells: cells.all(), top: top.all(), topCut: cut }, limits);
};

/** Counts cards as they are read, so that a storm need not be held. */
export class Counting {
  readonly #cells = new Sums<Cell>();
  readonly #top = new Sums<TopValue>();

  add(card: Card): void {
    const cell = cellOf(card);
    const cellKey = keyOfCell(cell);
    this.#cells.add(cellKey, 1, () => ({ ...cell, count: 1 }));
    for (const field of TOP_FIELDS) {
      for (const value of new Set(valuesOf(card, field))) {
        const top = { field, value, cell, count: 1 };
        this.#top.add(`${field}${US}${value}${US}${cellKey}`, 1, () => top);
      }
    }
  }

  tally(): Tally {
    return cutTop({ cells: this.#cells.all(), top: this.#top.all(), topCut: [] });
  }
}

/** The same for every hour of the cards. */
export class HourlyCounting {
  readonly #hours = new Map<string, Counting>();

  add(card: Card): void {
    const hour = hourOf(card.time);
    const counting = this.#hours.get(hour) ?? new Counting();
    counting.add(card);
    this.#hours.set(hour, counting);
  }

  tallies(): readonly { readonly bucket: string; readonly tally: Tally }[] {
    return [...this.#hours].map(([bucket, counting]) => ({ bucket, tally: counting.tally() }));
  }
}

/** Keeps the most frequent values of each field. */
export const cutTop = (tally: Tally, limits: TopLimits = OF_A_DAY): Tally => {
  const kept = TOP_FIELDS.map((field) => ({ field, ...keptOf(tally.top, field, limits) }));
  const cut = (field: TopField): boolean =>
    tally.topCut.includes(field) || kept.some((each) => each.field === field && each.cut);
  return {
    cells: tally.cells,
    top: kept.flatMap(({ values }) => values),
    topCut: TOP_FIELDS.filter(cut),
  };
};

interface Kept {
  readonly values: readonly TopValue[];
  readonly cut: boolean;
}

const keptOf = (top: readonly TopValue[], field: TopField, limits: TopLimits): Kept => {
  const byValue = new Map<string, TopValue[]>();
  for (const each of top) {
    if (each.field !== field) continue;
    const same = byValue.get(each.value);
    if (same === undefined) byValue.set(each.value, [each]);
    else same.push(each);
  }
  const ranked = [...byValue]
    .map(([value, counts]) => ({ value, counts, sum: sumOf(counts) }))
    .sort(
      (one, other) => other.sum - one.sum || compareBy<{ value: string }>(({ value }) => value)(one, other),
    );
  const values: TopValue[] = [];
  let taken = 0;
  for (const { counts } of ranked) {
    const isFull = taken === limits.values || (taken > 0 && values.length + counts.length > limits.counts);
    if (isFull) return { values, cut: true };
    values.push(...counts);
    taken += 1;
  }
  return { values, cut: false };
};

const sumOf = (cells: readonly { readonly count: number }[]): number =>
  cells.reduce((sum, { count }) => sum + count, 0);

const cellOf = (card: Card): CellKey =>
  compact({
    accountId: card.accountId,
    owner: card.owner,
    client: card.client,
    kind: card.kind,
    outcome: card.outcome,
    state: card.state,
    certainty: card.certainty,
  });

/** No text of ours holds it. */
const US = '\u001f';

export const keyOfCell = ({ accountId, owner, client, kind, outcome, state, certainty }: CellKey): string =>
  [accountId, owner, client ?? '', kind, outcome, state, certainty].join(US);

const keyOfTop = (top: TopValue): string => [top.field, top.value, keyOfCell(top.cell)].join(US);

/** Counts under keys; in the order of the keys, so that the same cards always make the same tally. */
class Sums<T extends { readonly count: number }> {
  readonly #sums = new Map<string, { readonly first: T; count: number }>();

  add(key: string, count: number, first: () => T): void {
    const sum = this.#sums.get(key);
    if (sum === undefined) this.#sums.set(key, { first: first(), count });
    else sum.count += count;
  }

  all(): readonly T[] {
    return [...this.#sums]
      .sort(compareBy(([key]) => key))
      .map(([, { first, count }]) => ({ ...first, count }));
  }
}
