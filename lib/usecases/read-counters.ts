/** Counters of a range of hours, as few as hold it: months where a whole one is asked for, days, and hours for the rest. */
import { beginOf, bucketOf, bucketsOf, endOf, type Unit } from '../history/chart-of.ts';
import type { Counter, MonthView } from '../history/counters.ts';
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
  /** Of the months; without one days are read. */
  readonly view: MonthView | undefined;
  readonly first: string;
  /** Exclusive. */
  readonly end: string;
  /** Hours that were counted anew. */
  readonly anew: ReadonlySet<string>;
}

interface ReadCounters {
  readonly parts: readonly CountedPart[];
  /** Counters that were read. */
  readonly read: number;
}

type From = Pick<CountEffects['counters'], 'hours' | 'days' | 'months'>;

export const readCounters = async (counters: From, range: HourRange): Promise<ReadCounters> => {
  const { unit, first, end, anew } = range;
  if (first >= end) return { parts: [], read: 0 };
  const wantedHours = (hours: readonly Counter[]) => hours.filter(({ bucket }) => !anew.has(bucket));
  if (unit === 'hour') {
    const hours = await counters.hours(first, end);
    return { parts: wantedHours(hours).map(partOf), read: hours.length };
  }
  const { whole, inHours } = daysOf(range);
  const [summed, hours] = await Promise.all([
    readDays(counters, whole, range.view),
    inSlices(inHours, AT_A_TIME, (day) =>
      counters.hours(later(first, `${day}T00`), earlier(end, hourAfter(`${day}T23`))),
    ),
  ]);
  return {
    parts: [...summed, ...wantedHours(hours.flat())].map(partOf),
    read: summed.length + hours.flat().length,
  };
};

const AT_A_TIME = 4;

export const partOf = (counter: Counter): CountedPart => ({ bucket: counter.bucket, tally: counter });

const earlier = (one: string, other: string): string => (one < other ? one : other);
const later = (one: string, other: string): string => (one > other ? one : other);

/** Days that are asked for as a whole and in which nothing was counted anew, and the others. */
const daysOf = ({ first, end, anew }: HourRange) => {
  const [from, to] = [beginOfHour(first), beginOfHour(end)];
  const touched = new Set([...anew].map((hour) => bucketOf(hour, 'day')));
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
): Promise<readonly Counter[]> => {
  const byMonth = new Map<string, string[]>();
  for (const day of days) byMonth.set(monthOf(day), [...(byMonth.get(monthOf(day)) ?? []), day]);
  const months = [...byMonth.keys()];
  const complete = months.filter((month) => byMonth.get(month)?.length === lengthOf(month));
  const oneByOne = (some: readonly string[]) =>
    Promise.all(some.map((month) => daysIn(counters, byMonth.get(month) ?? [])));
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
const daysIn = async (counters: From, days: readonly string[]): Promise<readonly Counter[]> => {
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return [];
  const counted = await counters.days(first, `${last}~`);
  const wanted = new Set(days);
  return counted.filter(({ bucket }) => wanted.has(bucket));
};

const lengthOf = (month: string): number =>
  bucketsOf({ from: beginOf(`${month}-01`), to: beginOf(`${monthAfter(month)}-01`) }, 'day').length;
