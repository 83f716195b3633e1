/** Months as the buckets of what is kept. */
import { monthAfter } from '../history/months.ts';

/** `count` months from `month` (`2026-11`) back, none before `first`, itself first. */
export const monthsBack = (month: string, first: string, count = Infinity): readonly string[] => {
  const months: string[] = [];
  for (let at = month; months.length < count && at >= first && at >= FIRST_OF_ALL; at = monthAfter(at, -1)) {
    months.push(at);
  }
  return months;
};

const FIRST_OF_ALL = '0001-01';
