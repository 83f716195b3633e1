/** Reviews in memory: the twin of the DynamoDB ones, held to them by the same contract suite. */
import { isSameAction } from '../../lib/history/apply-review.ts';
import { reviewedEventOf, reviewedOf } from '../../lib/history/make-events.ts';
import type { Review, Reviewed } from '../../lib/history/review.ts';
import type { Reviews, ReviewWritten } from '../../lib/history/reviews.ts';
import type { MemoryEvents } from './memory-events.ts';
import type { MemoryHistory } from './memory-history.ts';

export class MemoryReviews implements Reviews {
  readonly #history: MemoryHistory;
  readonly #events: MemoryEvents;

  constructor(history: MemoryHistory, events: MemoryEvents) {
    this.#history = history;
    this.#events = events;
  }

  async write(accessId: string, reviewed: Reviewed): Promise<ReviewWritten> {
    if (this.#history.rowOf(accessId) === undefined) return { kind: 'unknown-access' };
    const event = reviewedEventOf(accessId, reviewed);
    await this.#events.note([event]);
    const noted = this.#events.eventsOf(accessId).find(({ name }) => name === event.name);
    const earlier = noted === undefined ? undefined : reviewedOf(noted);
    const review = this.#advance(accessId);
    if (review === undefined || earlier === undefined) return { kind: 'unknown-access' };
    const isOurs = isSameAction(earlier, { request: reviewed.request, by: reviewed.review.by });
    return { kind: isOurs ? 'reviewed' : 'conflict', review };
  }

  async repair(accessId: string): Promise<void> {
    this.#advance(accessId);
  }

  #advance(accessId: string): Review | undefined {
    const newest = this.#events
      .eventsOf(accessId)
      .flatMap((event) => reviewedOf(event)?.review ?? [])
      .toSorted((one, other) => other.version - one.version)[0];
    const row = this.#history.rowOf(accessId);
    if (newest === undefined || row === undefined) return undefined;
    if (row.review === undefined || row.review.version < newest.version) {
      this.#history.review(accessId, newest);
      return newest;
    }
    return row.review;
  }
}
