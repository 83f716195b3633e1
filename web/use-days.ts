/**
 * The list as days with folded entries. An entry and what it shares stay the same objects as long as nothing about them
 * changed, so that their rows are not drawn again.
 */
import { useMemo, useRef } from 'preact/hooks';
import type { AccessSummary } from '../lib/api/contract.ts';
import { type Entry, foldRepeats } from './fold-repeats.ts';
import { type Day, groupByDay } from './group-by-day.ts';
import { NOTHING_SHARED, type Shared, shareFacts } from './share-facts.ts';
import { useTimes } from './times-context.ts';

export interface DayOfList extends Day {
  readonly sharedByDay: Shared;
  readonly shared: Shared;
}

export interface Days {
  readonly entries: readonly Entry[];
  readonly days: readonly DayOfList[];
  readonly shared: Shared;
}

const isSameEntry = (one: Entry | undefined, other: Entry): one is Entry =>
  one !== undefined &&
  one.lead === other.lead &&
  one.repeats.length === other.repeats.length &&
  one.repeats.every((repeat, index) => repeat === other.repeats[index]);

const textOf = (shared: Shared): string =>
  [...shared.values()].map(({ name, words }) => name + words).join('\n');

export const useDays = (shown: readonly AccessSummary[]): Days => {
  const { zone, now } = useTimes();
  const entriesBefore = useRef<ReadonlyMap<string, Entry>>(new Map());
  const sharedBefore = useRef(new Map<string, Shared>());
  const today = now.toDateString();

  const entries = useMemo(() => {
    const folded = foldRepeats(shown).map((entry) => {
      const before = entriesBefore.current.get(entry.id);
      return isSameEntry(before, entry) ? before : entry;
    });
    entriesBefore.current = new Map(folded.map((entry) => [entry.id, entry]));
    return folded;
  }, [shown]);

  return useMemo(() => {
    const stable = (key: string, shared: Shared): Shared => {
      const before = sharedBefore.current.get(key);
      if (before !== undefined && textOf(before) === textOf(shared)) return before;
      sharedBefore.current.set(key, shared);
      return shared;
    };
    const leadsOf = (some: readonly Entry[]): readonly AccessSummary[] => some.map(({ lead }) => lead);
    const shared = stable('', shareFacts(leadsOf(entries)));
    const days = groupByDay(entries, zone, now).map((day) => {
      const ofDay = shareFacts(leadsOf(day.entries), shared);
      // Two rows are no group worth a head of their own.
      const sharedByDay = stable(`day ${day.key}`, day.entries.length < 3 ? NOTHING_SHARED : ofDay);
      const both = sharedByDay.size === 0 ? shared : new Map([...shared, ...sharedByDay]);
      return { ...day, sharedByDay, shared: stable(`both ${day.key}`, both) };
    });
    return { entries, days, shared };
  }, [entries, zone, today]);
};
