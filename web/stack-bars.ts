/** Bars of the chart as numbers: stacked, and what a part of the axis stands for. Pure. */
import type { Bar, Histogram } from '../lib/api/contract.ts';
import type { Zone } from './format-time.ts';
import type { Moments } from './query.ts';

const UNIT_MS = { hour: 3_600_000, day: 86_400_000 } as const;

export interface StackedBars {
  /** Seconds since 1970, as the chart wants them. */
  readonly starts: readonly number[];
  /** Each series on top of those before it, the last one first: drawn in this order, none hides another. */
  readonly stacks: readonly { readonly index: number; readonly heights: readonly number[] }[];
}

export const totalOf = ({ counts }: Bar): number => counts.reduce((sum, count) => sum + count, 0);

export const stackBars = ({ series, bars }: Histogram): StackedBars => ({
  starts: bars.map(({ start }) => Date.parse(start) / 1000),
  stacks: series
    .map((_, index) => ({
      index,
      heights: bars.map(({ counts }) => counts.slice(0, index + 1).reduce((sum, count) => sum + count, 0)),
    }))
    .reverse(),
});

/** The zone a bar is named in: days are counted from midnight UTC, and would be the day before elsewhere. */
export const zoneOfBars = ({ unit }: Histogram, zone: Zone): Zone => (unit === 'day' ? 'utc' : zone);

/** The moments of one bar. */
export const momentsOfBar = ({ unit }: Histogram, start: string): Required<Moments> => ({
  from: new Date(Date.parse(start)).toISOString(),
  to: new Date(Date.parse(start) + UNIT_MS[unit]).toISOString(),
});

/**
 * The moments of all bars that a stretch of the axis touches (milliseconds since 1970); `undefined` when it touches none.
 * A bar reaches from half a unit before its place to half a unit after it, as it is drawn.
 */
export const momentsBetween = (
  histogram: Histogram,
  stretch: { readonly from: number; readonly to: number },
): Required<Moments> | undefined => {
  const half = UNIT_MS[histogram.unit] / 2;
  const touched = histogram.bars.filter(({ start }) => {
    const place = Date.parse(start);
    return place + half > stretch.from && place - half < stretch.to;
  });
  const [first, last] = [touched[0], touched.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  return {
    from: momentsOfBar(histogram, first.start).from,
    to: momentsOfBar(histogram, last.start).to,
  };
};
