/** The API over an in-memory history with one access of each kind. */
import type { Hono } from 'hono';
import { type ApiDependencies, createApi } from '../../lib/api/routes.ts';
import type { Delivery } from '../../lib/delivery/delivery.ts';
import type { NotedEvent } from '../../lib/history/history-event.ts';
import { hourAfter, hourOf } from '../../lib/history/hours.ts';
import { FIRST_ROOT, type Seal } from '../../lib/history/seal.ts';
import type { Clock } from '../../lib/kernel/clock.ts';
import type { Logger } from '../../lib/kernel/logger.ts';
import { MemoryHistory } from './memory-history.ts';
import { POLICY, type SeededAccess } from './seed-history.ts';
import { manyAccesses, variedAccesses } from './varied-accesses.ts';

export interface SeededApi {
  readonly app: Hono;
  readonly history: MemoryHistory;
  /** Adds, or replaces the deliveries of an access that is there. */
  readonly seed: (accesses: readonly SeededAccess[]) => Promise<void>;
  /** Names of what was logged. */
  readonly logged: readonly string[];
}

export interface Seeding {
  readonly clock: Clock;
  readonly many?: number;
  readonly more?: Partial<ApiDependencies>;
}

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

export const seededApi = async ({ clock, many = 0, more }: Seeding): Promise<SeededApi> => {
  const seeded = new Map<string, SeededAccess>();
  const digests = new Map<string, readonly Delivery[]>();
  const eventsOf = (accessId: string): readonly NotedEvent[] => seeded.get(accessId)?.events ?? [];
  const history = new MemoryHistory(
    (accessId) => seeded.get(accessId)?.deliveries ?? digests.get(accessId) ?? [],
    { eventsOf, forget: () => undefined },
  );
  const seed = async (accesses: readonly SeededAccess[]): Promise<void> => {
    for (const access of accesses) {
      seeded.set(access.row.accessId, access);
      for (const digest of access.digests ?? []) digests.set(digest.accessId, [digest]);
      await history.record(access.row);
    }
  };
  await seed([...variedAccesses(clock.now()), ...manyAccesses(clock.now(), many)]);
  const logged: string[] = [];
  const app = createApi({
    history,
    events: { ofAccess: async (accessId) => eventsOf(accessId) },
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
  return { app, history, seed, logged };
};
