/** The API over an in-memory history with one access of each kind. */
import type { Reader, ReadReader } from '../../lib/api/reader.ts';
import { createApi } from '../../lib/api/routes.ts';
import type { ApiDependencies } from '../../lib/api/routes.ts';
import type { Delivery } from '../../lib/delivery/delivery.ts';
import type { NotedEvent } from '../../lib/history/history-event.ts';
import { hourAfter, hourOf } from '../../lib/history/hours.ts';
import { FIRST_ROOT, type Seal } from '../../lib/history/seal.ts';
import type { Clock } from '../../lib/kernel/clock.ts';
import type { Logger } from '../../lib/kernel/logger.ts';
import { MemoryCards } from './memory-cards.ts';
import { MemoryCounters } from './memory-counters.ts';
import { MemoryEvents } from './memory-events.ts';
import { memoryExportJobs } from './memory-export-jobs.ts';
import { MemoryExceptions } from './memory-exceptions.ts';
import { MemoryHistory } from './memory-history.ts';
import { MemoryLedger } from './memory-ledger.ts';
import { memoryPages } from './memory-pages.ts';
import { MemoryReads } from './memory-reads.ts';
import { MemoryReviews } from './memory-reviews.ts';
import { POLICY, type SeededAccess } from './seed-history.ts';
import { manyAccesses, variedAccesses } from './varied-accesses.ts';

export interface SeededApi {
  readonly app: ReturnType<typeof createApi>;
  readonly history: MemoryHistory;
  readonly ledger: MemoryLedger;
  readonly reads: MemoryReads;
  readonly exceptions: MemoryExceptions;
  /** Adds, or replaces the deliveries of an access that is there. */
  readonly seed: (accesses: readonly SeededAccess[]) => Promise<void>;
  /** From now on somebody else asks. */
  readonly as: (reader: Reader | ReadReader) => void;
  /** Names of what was logged. */
  readonly logged: readonly string[];
}

export interface Seeding {
  readonly clock: Clock;
  readonly many?: number;
  /** Who asks; somebody who may do everything unless given. */
  readonly reader?: Reader | ReadReader;
  readonly more?: Partial<ApiDependencies>;
}

/** Somebody who sees everything and may do everything. */
export const RESPONDER: Reader = { subject: 'sub-rita', name: 'Rita Responder', role: 'responder' };

const keepNames = (names: string[]): Logger => ({
  info: (name) => names.push(name),
  warn: (name) => names.push(name),
  error: (name) => names.push(name),
});

/** Of the hour that ended last. */
const sealBefore = (now: Date): Seal => ({
  schemaVersion: 1,
  hour: hourAfter(hourOf(now.toISOString()), -1),
  previousRoot: FIRST_ROOT,
  root: 'a'.repeat(64),
  count: 12,
  sealedAt: now.toISOString(),
});

const readingOf = (reader: Reader | ReadReader): ReadReader =>
  'ok' in reader ? reader : { ok: true, value: reader };

export const seededApi = async ({
  clock,
  many = 0,
  reader = RESPONDER,
  more,
}: Seeding): Promise<SeededApi> => {
  const seeded = new Map<string, SeededAccess>();
  const digests = new Map<string, readonly Delivery[]>();
  const noted = new MemoryEvents(clock);
  const ledger = new MemoryLedger(clock);
  const eventsOf = (accessId: string): readonly NotedEvent[] => [
    ...(seeded.get(accessId)?.events ?? []),
    ...noted.eventsOf(accessId),
  ];
  const history = new MemoryHistory(
    (accessId) => [
      ...(seeded.get(accessId)?.deliveries ?? digests.get(accessId) ?? []),
      ...ledger.deliveriesOf(accessId),
    ],
    { eventsOf, forget: noted.forget },
  );
  const events: ApiDependencies['events'] = {
    note: (some) => noted.note(some),
    ofAccess: async (accessId) => eventsOf(accessId),
  };
  const reads = new MemoryReads(events);
  const exceptions = new MemoryExceptions();
  const seed = async (accesses: readonly SeededAccess[]): Promise<void> => {
    for (const access of accesses) {
      seeded.set(access.row.accessId, access);
      for (const digest of access.digests ?? []) digests.set(digest.accessId, [digest]);
      await history.record(access.row);
    }
  };
  await seed([...variedAccesses(clock.now()), ...manyAccesses(clock.now(), many)]);
  const logged: string[] = [];
  let asking = readingOf(reader);
  const app = createApi({
    readReader: () => asking,
    history,
    cards: new MemoryCards(history),
    pages: memoryPages(history),
    counters: new MemoryCounters(),
    reviews: new MemoryReviews(history, noted),
    wake: async () => undefined,
    exceptions,
    ledger,
    reads,
    exportJobs: memoryExportJobs(),
    exportFiles: { link: async (name) => `https://bucket.example/${name}?X-Amz-Expires=900` },
    askExport: async () => undefined,
    events,
    destinationHealth: { down: async () => [] },
    seals: { latest: async () => sealBefore(clock.now()) },
    marks: { read: async () => undefined },
    policy: POLICY,
    clock,
    logger: keepNames(logged),
    pageFiles: () => undefined,
    regionsNotCovered: ['ap-south-1', 'eu-west-1'],
    ...more,
  });
  const as = (other: Reader | ReadReader): void => {
    asking = readingOf(other);
  };
  return { app, history, ledger, reads, exceptions, seed, as, logged };
};
