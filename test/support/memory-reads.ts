/** The audit of reads in memory. */
import type { EventLog, NotedEvent } from '../../lib/history/history-event.ts';
import { readEventOf, readsOfDay, readsPageOf } from '../../lib/history/read-event.ts';
import type { NotedRead, Reads, ReadsPage } from '../../lib/history/reads.ts';

export class MemoryReads implements Reads {
  /** Every look that was noted, also those within the same quarter of an hour. */
  readonly asked: NotedRead[] = [];
  readonly #events: Pick<EventLog, 'note' | 'ofAccess'>;

  constructor(events: Pick<EventLog, 'note' | 'ofAccess'>) {
    this.#events = events;
  }

  async note(read: NotedRead): Promise<void> {
    this.asked.push(read);
    await this.#events.note([readEventOf(read)]);
  }

  async ofDay(day: string, limit: number, before?: string): Promise<ReadsPage> {
    const events: readonly NotedEvent[] = await this.#events.ofAccess(readsOfDay(day));
    const older = events
      .filter(({ name }) => before === undefined || name < before)
      .toSorted((a, b) => (a.name < b.name ? 1 : -1));
    return readsPageOf(older, limit);
  }
}
