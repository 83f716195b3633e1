/** Counters without some of their hours: what was counted of an hour is taken away from the day or month that holds it. */
import type { Counter } from '../history/counters.ts';
import { seenBy } from '../history/month-views.ts';
import { monthOf } from '../history/months.ts';
import type { Tally } from '../history/tally.ts';
import { type Counted, type CountedPart, partOf } from './read-counters.ts';

export interface Taken {
  readonly counted: readonly Counted[];
  readonly hours: ReadonlySet<string>;
  /** These hours, and maybe others, as they were counted last; read after `counted`. */
  readonly before: readonly Counter[];
}

/**
 * `undefined` when an hour was counted again and the day or month that holds it was not yet, or when there is none: then
 * hours have to be read one by one.
 */
export const withoutHours = ({ counted, hours, before }: Taken): readonly CountedPart[] | undefined => {
  const left = counted.filter(({ bucket }) => !hours.has(bucket));
  if (hours.size === 0) return left.map(partOf);
  const byBucket = new Map(left.map((whole) => [whole.bucket, whole]));
  const alone = new Set(counted.map(({ bucket }) => bucket));
  const parts = left.map(partOf);
  for (const hour of before) {
    if (alone.has(hour.bucket) || !hours.has(hour.bucket)) continue;
    const holder = byBucket.get(monthOf(hour.bucket)) ?? byBucket.get(hour.bucket.slice(0, DAY_LENGTH));
    if (holder === undefined || holder.countedAt < hour.countedAt) return undefined;
    parts.push({ bucket: hour.bucket, tally: lessOf(hour, holder) });
  }
  return parts;
};

const DAY_LENGTH = '2026-11-22'.length;

/** Less than nothing. Values that the holder left out are not in it. */
const lessOf = (hour: Counter, holder: Counted): Tally => {
  const held = new Set(holder.top.map(({ field, value }) => `${field} ${value}`));
  const view = 'view' in holder ? holder.view : undefined;
  return {
    cells: hour.cells.map((cell) => ({ ...cell, count: -cell.count })),
    top: hour.top
      .filter(({ field, value }) => held.has(`${field} ${value}`))
      .map((value) => ({
        ...value,
        cell: view === undefined ? value.cell : seenBy(view, value.cell),
        count: -value.count,
      })),
    topCut: [],
  };
};
