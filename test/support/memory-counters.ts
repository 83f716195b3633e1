/** Counters in memory. Pass the same contract suite as those on DynamoDB. */
import type { TimeWindow } from '../../lib/history/access-history.ts';
import type {
  Counter,
  Counters,
  CountingProgress,
  DayCounter,
  MonthCounter,
  MonthView,
} from '../../lib/history/counters.ts';
import { MONTH_LENGTH } from '../../lib/history/months.ts';
import { isMonthCell } from '../../lib/history/sum-month.ts';
import { cutTop, OF_A_DAY, OF_A_DAY_SEEN, OF_A_MONTH, type TopLimits } from '../../lib/history/tally.ts';

export class MemoryCounters implements Counters {
  readonly written = new Map<string, Counter>();
  #progress: CountingProgress = {};
  readonly #changedHours: (noted: TimeWindow) => Promise<readonly string[]>;

  constructor(changedHours: (noted: TimeWindow) => Promise<readonly string[]> = async () => []) {
    this.#changedHours = changedHours;
  }

  hours = async (from: string, to: string): Promise<readonly Counter[]> => this.#between(from, to, 13);

  days = async (from: string, to: string): Promise<readonly Counter[]> => this.#between(from, to, 10);

  ofHours = async (hours: readonly string[]): Promise<readonly Counter[]> =>
    hours.flatMap((hour) => this.written.get(hour) ?? []);

  daysSeen = async (from: string, to: string, view: MonthView): Promise<readonly DayCounter[]> =>
    this.#between(`${view}#${from}`, `${view}#${to}`, `${view}#2026-11-22`.length).map((counter) => ({
      ...counter,
      view,
    }));

  months = async (from: string, to: string, view: MonthView): Promise<readonly MonthCounter[]> =>
    this.#between(`${view}#${from}`, `${view}#${to}`, `${view}#2026-11`.length).map((counter) => ({
      ...counter,
      view,
      cells: counter.cells.filter(isMonthCell),
    }));

  async write(counter: Counter | DayCounter | MonthCounter): Promise<void> {
    const key = 'view' in counter ? `${counter.view}#${counter.bucket}` : counter.bucket;
    const before = this.written.get(key);
    if (before !== undefined && before.countedAt > counter.countedAt) return;
    this.written.set(key, {
      ...counter,
      ...cutTop(counter, limitsOf(counter)),
    });
  }

  progress = async (): Promise<CountingProgress> => this.#progress;

  async keepProgress({ until, since, viewed }: CountingProgress): Promise<void> {
    const before = this.#progress;
    if (until !== undefined && (before.until ?? '') < until) this.#progress = { ...this.#progress, until };
    if (viewed !== undefined && (before.viewed ?? '') < viewed)
      this.#progress = { ...this.#progress, viewed };
    if (since !== undefined && (before.since ?? '~') > since) this.#progress = { ...this.#progress, since };
  }

  changedHours = (noted: TimeWindow): Promise<readonly string[]> => this.#changedHours(noted);

  #between(from: string, to: string, length: number): readonly Counter[] {
    return [...this.written]
      .filter(([key]) => key.length === length && key.includes('#') === from.includes('#'))
      .filter(([key]) => key >= from && key < to)
      .map(([, counter]) => counter)
      .sort((one, other) => (one.bucket < other.bucket ? -1 : 1));
  }
}

const limitsOf = (counter: Counter): TopLimits => {
  if (!('view' in counter)) return OF_A_DAY;
  return counter.bucket.length === MONTH_LENGTH ? OF_A_MONTH : OF_A_DAY_SEEN;
};
