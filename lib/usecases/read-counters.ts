/** Counters of a range of hours, as few as hold it: months where a whole one is asked for, days, and hours for the rest. */
import { beginOf, bucketOf, bucketsOf, endOf, type Unit } from '../history/chart-of.ts';
import type { Counter, DayCounter, MonthCounter, MonthView } from '../history/counters.ts';
import { beginOfHour, hourAfter } from '../history/hours.ts';
import { monthAfter, monthOf } from '../history/months.ts';
import type { Tally } from '../history/tally.ts';
import { inSlices } from '../kernel/in-slices.ts';
import type { CountEffects } from './count-effects.ts';

/** What was counted of an hour, a day or a month; there may be several of one. */
export interface CountedPart {
  readonly bucket: string;
  readonly tally: Tally;
}

export interface HourRange {
  /** Of the chart: bars of hours need hours. */
  readonly unit: Unit;
  /** Of months and days; without one days are read that keep everything, and fewer values. */
  readonly view: MonthView | undefined;
  readonly first: string;
  /** Exclusive. */
  readonly end: string;
  /** Their days are read hour by hour. */
  readonly apart: ReadonlySet<string>;
}

type From = Pick<CountEffects['counters'], 'hours' | 'days' | 'daysSeen' | 'months'>;

/** Of an hour or a day, or of one that is seen in some way. */
export type Counted = Counter | DayCounter | MonthCounter;

export const readCounters = async (counters: From, range: HourRange): Promise<readonly Counted[]> => {
  const { unit, first, end } = range;
  if (first >= end) return [];
  if (unit === 'hour') return counters.hours(first, end);
  const { whole, inHours } = daysOf(range);
  const [summed, hours] = await Promise.all([
    readDays(counters, whole, range.view),
    inSlices(inHours, AT_A_TIME, (day) =>
      counters.hours(later(first, `${day}T00`), earlier(end, hourAfter(`${day}T23`))),
    ),
  ]);
  return [...summed, ...hours.flat()];
};

const AT_A_TIME = 4;

export const partOf = (counter: Counter): CountedPart => ({ bucket: counter.bucket, tally: counter });

const earlier = (one: string, other: string): string => (one < other ? one : other);
const later = (one: string, other: string): string => (one > other ? one : other);

/** Days that are asked for as a whole, and those that are read hour by hour. */
const daysOf = ({ first, end, apart }: HourRange) => {
  const [from, to] = [beginOfHour(first), beginOfHour(end)];
  const touched = new Set([...apart].map((hour) => bucketOf(hour, 'day')));
  const days = bucketsOf({ from, to }, 'day');
  const isWhole = (day: string): boolean => beginOf(day) >= from && endOf(day) <= to && !touched.has(day);
  const whole = days.filter(isWhole);
  const known = new Set(whole);
  return { whole, inHours: days.filter((day) => !known.has(day)) };
};

/** The sums of months of which every day is wanted, where there are any, and the days of the others. */
const readDays = async (
  counters: From,
  days: readonly string[],
  view: MonthView | undefined,
): Promise<readonly Counted[]> => {
  const byMonth = new Map<string, string[]>();
  for (const day of days) byMonth.set(monthOf(day), [...(byMonth.get(monthOf(day)) ?? []), day]);
  const months = [...byMonth.keys()];
  const complete = months.filter((month) => byMonth.get(month)?.length === lengthOf(month));
  const oneByOne = (some: readonly string[]) =>
    Promise.all(some.map((month) => daysIn(counters, byMonth.get(month) ?? [], view)));
  const [first, last] = [complete[0], complete.at(-1)];
  const [summed, edges] = await Promise.all([
    first === undefined || last === undefined || view === undefined
      ? []
      : counters.months(first, monthAfter(last), view),
    oneByOne(months.filter((month) => !complete.includes(month))),
  ]);
  const sums = summed.filter(({ bucket }) => complete.includes(bucket));
  const known = new Set(sums.map(({ bucket }) => bucket));
  const unsummed = await oneByOne(complete.filter((month) => !known.has(month)));
  return [...sums, ...edges.flat(), ...unsummed.flat()];
};

/** Days of one month, in order. */
const daysIn = async (
  counters: From,
  days: readonly string[],
  view: MonthView | undefined,
): Promise<readonly Counted[]> => {
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return [];
  const end = `${last}~`;
  const counted = await (view === undefined
    ? counters.days(first, end)
    : counters.daysSeen(first, end, view));
  const wanted = new Set(days);
  return counted.filter(({ bucket }) => wanted.has(bucket));
};

const lengthOf = (month: string): number =>
  bucketsOf({ from: beginOf(`${month}-01`), to: beginOf(`${monthAfter(month)}-01`) }, 'day').length;
