/** Counts over time: a bar for every hour or day of a window. */
import type { Card } from './card.ts';
import { type CountedChart, HISTOGRAM_SERIES, type HistogramSeries } from './counts.ts';
import { beginOfHour, endOfHour, hourOf } from './hours.ts';
import type { Question } from './question.ts';

/** Hours up to three days, days beyond. */
const LONGEST_IN_HOURS_MS = 3 * 24 * 3_600_000;

const HOUR_MS = 3_600_000;

type Window = Pick<Question, 'from' | 'to'>;

export type Unit = CountedChart<string>['unit'];

export const unitOf = ({ from, to }: Window): Unit =>
  Date.parse(to) - Date.parse(from) <= LONGEST_IN_HOURS_MS ? 'hour' : 'day';

/** The hour or day of a moment or an hour: `2026-11-22T14`, `2026-11-22`. */
export const bucketOf = (iso: string, unit: Unit): string => iso.slice(0, unit === 'hour' ? 13 : 10);

/** Every bucket that a part of the window lies in, oldest first. */
export const bucketsOf = ({ from, to }: Window, unit: Unit): readonly string[] => {
  const buckets: string[] = [];
  const step = unit === 'hour' ? HOUR_MS : 24 * HOUR_MS;
  const end = Date.parse(to);
  for (let start = Date.parse(beginOf(bucketOf(from, unit))); start < end; start += step)
    buckets.push(bucketOf(new Date(start).toISOString(), unit));
  return buckets;
};

/** ISO 8601: the first moment of an hour or a day. */
export const beginOf = (bucket: string): string =>
  beginOfHour(bucket.length === DAY_LENGTH ? `${bucket}T00` : bucket);

/** ISO 8601: the first moment after an hour or a day. */
export const endOf = (bucket: string): string =>
  endOfHour(bucket.length === DAY_LENGTH ? `${bucket}T23` : bucket);

const DAY_LENGTH = '2026-11-22'.length;

/** The first hour that lies wholly behind a moment. */
export const firstHourFrom = (iso: string): string =>
  beginOfHour(hourOf(iso)) === iso ? hourOf(iso) : hourOf(endOfHour(hourOf(iso)));

/** Somebody who was refused, or went another way, is not one more who entered. */
export const seriesOf = ({
  kind,
  outcome,
  certainty,
}: Pick<Card, 'kind' | 'outcome' | 'certainty'>): HistogramSeries => {
  if (outcome === 'denied') return 'denied';
  return kind === 'door' ? 'door' : certainty;
};

/** What was counted in a part of a bucket. */
export interface Bit<Series extends string> {
  readonly bucket: string;
  readonly series: Series;
  readonly count: number;
}

interface Drawing<Series extends string> {
  readonly series: readonly Series[];
  readonly bits: Iterable<Bit<Series>>;
  readonly atLeast: boolean;
}

export const chartOf = <Series extends string>(
  window: Window,
  { series, bits, atLeast }: Drawing<Series>,
): CountedChart<Series> => {
  const unit = unitOf(window);
  const bars = new Map(bucketsOf(window, unit).map((bucket) => [bucket, series.map(() => 0)]));
  for (const bit of bits) {
    const counts = bars.get(bucketOf(bit.bucket, unit));
    const place = series.indexOf(bit.series);
    if (counts !== undefined && place >= 0) counts[place] = (counts[place] ?? 0) + bit.count;
  }
  return {
    unit,
    series,
    bars: [...bars].map(([bucket, counts]) => ({ start: beginOf(bucket), counts })),
    atLeast,
  };
};

export const histogramOf = (
  window: Window,
  bits: Iterable<Bit<HistogramSeries>>,
  atLeast: boolean,
): CountedChart<HistogramSeries> => chartOf(window, { series: HISTOGRAM_SERIES, bits, atLeast });
