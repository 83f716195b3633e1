/** Counters in memory. Pass the same contract suite as those on DynamoDB. */
import type {
  Counter,
  Counters,
  CountingProgress,
  MonthCounter,
  MonthView,
} from '../../lib/history/counters.ts';
import { isMonthCell } from '../../lib/history/sum-month.ts';
import { cutTop, OF_A_DAY, OF_A_MONTH } from '../../lib/history/tally.ts';

export class MemoryCounters implements Counters {
  readonly written = new Map<string, Counter>();
  #progress: CountingProgress = {};
  readonly #changedHours: (since: string) => Promise<readonly string[]>;

  constructor(changedHours: (since: string) => Promise<readonly string[]> = async () => []) {
    this.#changedHours = changedHours;
  }

  hours = async (from: string, to: string): Promise<readonly Counter[]> => this.#between(from, to, 13);

  days = async (from: string, to: string): Promise<readonly Counter[]> => this.#between(from, to, 10);

  months = async (from: string, to: string, view: MonthView): Promise<readonly MonthCounter[]> =>
    this.#between(`${view}#${from}`, `${view}#${to}`, `${view}#2026-11`.length).map((counter) => ({
      ...counter,
      view,
      cells: counter.cells.filter(isMonthCell),
    }));

  async write(counter: Counter | MonthCounter): Promise<void> {
    const key = 'view' in counter ? `${counter.view}#${counter.bucket}` : counter.bucket;
    const before = this.written.get(key);
    if (before !== undefined && before.countedAt > counter.countedAt) return;
    this.written.set(key, {
      ...counter,
      ...cutTop(counter, 'view' in counter ? OF_A_MONTH : OF_A_DAY),
    });
  }

  progress = async (): Promise<CountingProgress> => this.#progress;

  async keepProgress({ until, since }: CountingProgress): Promise<void> {
    const before = this.#progress;
    if (until !== undefined && (before.until ?? '') < until) this.#progress = { ...this.#progress, until };
    if (since !== undefined && (before.since ?? '~') > since) this.#progress = { ...this.#progress, since };
  }

  changedHours = (since: string): Promise<readonly string[]> => this.#changedHours(since);

  #between(from: string, to: string, length: number): readonly Counter[] {
    return [...this.written]
      .filter(([key]) => key.length === length && key >= from && key < to)
      .map(([, counter]) => counter)
      .sort((one, other) => (one.bucket < other.bucket ? -1 : 1));
  }
}
