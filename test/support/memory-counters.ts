/** Counters in memory. Pass the same contract suite as those on DynamoDB. */
import type { Counter, Counters, CountingProgress } from '../../lib/history/counters.ts';
import { cutTop, MOST_TOP_VALUES } from '../../lib/history/tally.ts';

export class MemoryCounters implements Counters {
  readonly written = new Map<string, Counter>();
  #progress: CountingProgress = {};
  readonly #changedHours: (since: string) => Promise<readonly string[]>;

  constructor(changedHours: (since: string) => Promise<readonly string[]> = async () => []) {
    this.#changedHours = changedHours;
  }

  hours = async (from: string, to: string): Promise<readonly Counter[]> => this.#between(from, to, 13);

  days = async (from: string, to: string): Promise<readonly Counter[]> => this.#between(from, to, 10);

  async write(counter: Counter): Promise<void> {
    const before = this.written.get(counter.bucket);
    if (before !== undefined && before.countedAt > counter.countedAt) return;
    this.written.set(counter.bucket, { ...counter, ...cutTop(counter, MOST_TOP_VALUES) });
  }

  progress = async (): Promise<CountingProgress> => this.#progress;

  async keepProgress({ until, since }: CountingProgress): Promise<void> {
    const before = this.#progress;
    if (until !== undefined && (before.until ?? '') < until) this.#progress = { ...this.#progress, until };
    if (since !== undefined && (before.since ?? '~') > since) this.#progress = { ...this.#progress, since };
  }

  changedHours = (since: string): Promise<readonly string[]> => this.#changedHours(since);

  #between(from: string, to: string, length: number): readonly Counter[] {
    return [...this.written.values()]
      .filter(({ bucket }) => bucket.length === length && bucket >= from && bucket < to)
      .sort((one, other) => (one.bucket < other.bucket ? -1 : 1));
  }
}
