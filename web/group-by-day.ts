/** Splits a list that runs from new to old into days of the reader's zone. Pure. */
import type { AccessSummary } from '../lib/api/contract.ts';
import { dayKey, formatDay, type Zone } from './format-time.ts';

export interface Day {
  readonly key: string;
  /** "Today", "Yesterday", "Friday 20 November". */
  readonly words: string;
  readonly accesses: readonly AccessSummary[];
}

const DAY_MS = 86_400_000;

const nameDay = (moment: string, zone: Zone, now: Date): string => {
  const key = dayKey(moment, zone);
  const day = formatDay(moment, zone);
  if (key === dayKey(now.toISOString(), zone)) return `Today, ${day}`;
  const yesterday = new Date(now.getTime() - DAY_MS).toISOString();
  return key === dayKey(yesterday, zone) ? `Yesterday, ${day}` : day;
};

export const groupByDay = (accesses: readonly AccessSummary[], zone: Zone, now: Date): readonly Day[] => {
  const days = new Map<string, AccessSummary[]>();
  for (const access of accesses) {
    const key = dayKey(access.time, zone);
    days.set(key, [...(days.get(key) ?? []), access]);
  }
  return [...days].map(([key, ofDay]) => ({
    key,
    words: nameDay(ofDay[0]?.time ?? now.toISOString(), zone, now),
    accesses: ofDay,
  }));
};
