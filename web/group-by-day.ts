/** Splits a list that runs from new to old into days of the reader's zone. Pure. */
import type { Entry } from './fold-repeats.ts';
import { dayKey, formatDay, type Zone } from './format-time.ts';

export interface Day {
  readonly key: string;
  /** "Today", "Yesterday", "Friday 20 November". */
  readonly words: string;
  readonly entries: readonly Entry[];
  /** Accesses, with those that are folded. */
  readonly count: number;
}

const DAY_MS = 86_400_000;

const nameDay = (moment: string, zone: Zone, now: Date): string => {
  const key = dayKey(moment, zone);
  const day = formatDay(moment, zone);
  if (key === dayKey(now.toISOString(), zone)) return `Today, ${day}`;
  const yesterday = new Date(now.getTime() - DAY_MS).toISOString();
  return key === dayKey(yesterday, zone) ? `Yesterday, ${day}` : day;
};

/** An entry belongs to the day of the access that rang, whenever its repeats came. */
export const groupByDay = (entries: readonly Entry[], zone: Zone, now: Date): readonly Day[] => {
  const days = new Map<string, Entry[]>();
  for (const entry of entries) {
    const key = dayKey(entry.lead.time, zone);
    days.set(key, [...(days.get(key) ?? []), entry]);
  }
  return [...days].map(([key, ofDay]) => ({
    key,
    words: nameDay(ofDay[0]?.lead.time ?? now.toISOString(), zone, now),
    entries: ofDay,
    count: ofDay.reduce((sum, { repeats }) => sum + 1 + repeats.length, 0),
  }));
};
