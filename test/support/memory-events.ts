/** The event log in memory: the twin of the DynamoDB one, held to it by the same contract suite. */
import { hashedEvent } from '../../lib/history/hash-event.ts';
import type { EventHash, EventLog, HistoryEvent, NotedEvent } from '../../lib/history/history-event.ts';
import type { Clock } from '../../lib/kernel/clock.ts';
import { frozen } from './frozen.ts';

export class MemoryEvents implements EventLog {
  readonly #clock: Clock;
  /** By access, then by name, in the order in which they were noted. */
  readonly #noted = new Map<string, Map<string, NotedEvent>>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** What `ofAccess` answers, at once. */
  eventsOf = (accessId: string): readonly NotedEvent[] =>
    frozen([...(this.#noted.get(accessId)?.values() ?? [])]);

  /** What the removal of an access does to its events: only its tombstone stays. */
  forget = (accessId: string): void => {
    const ofAccess = this.#noted.get(accessId);
    for (const [name, { kind }] of ofAccess ?? []) if (kind !== 'archived') ofAccess?.delete(name);
  };

  async note(events: readonly HistoryEvent[]): Promise<void> {
    const notedAt = this.#clock.now().toISOString();
    for (const event of events) {
      const ofAccess = this.#noted.get(event.accessId) ?? new Map<string, NotedEvent>();
      if (!ofAccess.has(event.name)) ofAccess.set(event.name, frozen({ ...event, notedAt }));
      this.#noted.set(event.accessId, ofAccess);
    }
  }

  async ofAccess(accessId: string): Promise<readonly NotedEvent[]> {
    return this.eventsOf(accessId);
  }

  async ofHour(hour: string): Promise<readonly EventHash[]> {
    const all = [...this.#noted.values()].flatMap((ofAccess) => [...ofAccess.values()]);
    return all.filter(({ notedAt }) => notedAt.startsWith(`${hour}:`)).map(hashedEvent);
  }
}
