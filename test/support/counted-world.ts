/** A history that is counted: in memory and on DynamoDB, with the sweep's task and the answers over the same stores. */
import { dynamoDbCards } from '../../lib/aws/dynamodb-cards.ts';
import { dynamoDbChanges } from '../../lib/aws/dynamodb-changes.ts';
import { dynamoDbCounters } from '../../lib/aws/dynamodb-counters.ts';
import { dynamoDbEvents } from '../../lib/aws/dynamodb-events.ts';
import { dynamoDbHistory } from '../../lib/aws/dynamodb-history.ts';
import { dynamoDbMarks } from '../../lib/aws/dynamodb-marks.ts';
import { dynamoDbMendedCards } from '../../lib/aws/dynamodb-mended-cards.ts';
import { itemOfRow } from '../../lib/aws/write-row.ts';
import type { AccessRow } from '../../lib/history/access-row.ts';
import type { Card } from '../../lib/history/card.ts';
import { cardOf } from '../../lib/history/card-of.ts';
import type { Counters } from '../../lib/history/counters.ts';
import type { EventLog, HistoryEvent } from '../../lib/history/history-event.ts';
import { hourOf } from '../../lib/history/hours.ts';
import { rowSnapshotEvent } from '../../lib/history/make-events.ts';
import type { ReviewState } from '../../lib/history/review.ts';
import type { CountEffects } from '../../lib/usecases/count-effects.ts';
import { type CountingRun, countHours } from '../../lib/usecases/count-hours.ts';
import type { CountingEffects } from '../../lib/usecases/counting-run.ts';
import { emptyTable, rowOf } from '../history/history-kit.ts';
import { MemoryCards } from './memory-cards.ts';
import { memoryChanges, memoryMendedCards } from './memory-changes.ts';
import { MemoryCounters } from './memory-counters.ts';
import { MemoryEvents } from './memory-events.ts';
import { MemoryMarks } from './memory-marks.ts';
import { type VirtualClock, virtualClock } from './virtual-clock.ts';
import { isSlowRun } from './rounds.ts';

export interface Sketch {
  readonly id: string;
  readonly time: string;
  readonly person?: string;
  readonly account?: string;
  readonly owner?: string;
  readonly client?: string;
  readonly address?: string;
  readonly role?: string;
  readonly denied?: boolean;
  readonly state?: ReviewState;
}

/** A row with what counts. */
export const sketched = (given: Sketch): AccessRow => {
  const { id, time, person = 'alice', account = '111122223333', owner = 'platform', client, state } = given;
  const row = rowOf();
  if (row.access === undefined) throw new Error('the record tells an access');
  const accessId = `${account}.${id}`;
  return {
    ...row,
    accessId,
    time,
    accountId: account,
    roleName: given.role ?? 'Production administrator',
    access: {
      ...row.access,
      accessId,
      time,
      outcome: given.denied === true ? 'denied' : 'success',
      caller: { ...row.access.caller, label: person },
      origin: { kind: 'address', text: given.address ?? '198.51.100.18' },
    },
    route: { owner, legs: [], ...(client === undefined ? {} : { client }) },
    ...(state === undefined ? {} : { review: reviewOf(state) }),
  };
};

const reviewOf = (state: ReviewState): NonNullable<AccessRow['review']> => ({
  state,
  version: 1,
  action: 'acknowledge',
  by: { subject: 's', name: 'Jane Roe' },
  at: '2026-11-22T12:00:00.000Z',
});

export interface CountedWorld {
  readonly clock: VirtualClock;
  readonly counters: Counters;
  readonly effects: CountEffects;
  readonly events: EventLog;
  /** Ids of accesses whose review the sweep looked at. */
  readonly repaired: readonly string[];
  /** Writes the row; its event too, unless its writer dies in between. */
  readonly record: (sketch: Sketch, died?: 'died') => Promise<void>;
  /** Somebody says something: the event, then the row. */
  readonly review: (sketch: Sketch, state: ReviewState) => Promise<void>;
  /** The access goes to the archive. */
  readonly remove: (sketch: Sketch) => Promise<void>;
  readonly cards: () => readonly Card[];
  readonly count: (changes?: Partial<CountingEffects>) => Promise<CountingRun>;
}

export const POLICY: CountingEffects['policy'] = {
  accounts: [
    { id: '111122223333', name: 'ACME production', owner: 'platform', retentionDays: 400 },
    { id: '444455556666', name: 'ACME payments', owner: 'payments', retentionDays: 30 },
  ],
};

const SILENT = { info: () => undefined, warn: () => undefined, error: () => undefined };

interface Stores {
  readonly counting: Pick<CountingEffects, 'cards' | 'counters' | 'changes' | 'rows' | 'marks'>;
  readonly counters: Counters;
  readonly events: EventLog;
  readonly put: (row: AccessRow) => Promise<void>;
  readonly remove: (accessId: string) => Promise<void>;
}

const worldOf = (clock: VirtualClock, stores: Stores): CountedWorld => {
  const rows = new Map<string, AccessRow>();
  const repaired: string[] = [];
  const { counters, events, counting } = stores;
  const put = async (row: AccessRow): Promise<void> => {
    rows.set(row.accessId, row);
    await stores.put(row);
  };
  const effects: CountingEffects = {
    ...counting,
    reviews: { repair: async (accessId) => void repaired.push(accessId) },
    ringIfFoundOut: async () => false,
    policy: POLICY,
    clock,
    logger: SILENT,
    metrics: { count: () => undefined, seconds: () => undefined },
  };
  return {
    clock,
    counters,
    effects: { cards: counting.cards, counters, clock, policy: POLICY },
    events,
    repaired,
    record: async (sketch, died) => {
      const row = sketched(sketch);
      await put(row);
      if (died === undefined) await events.note([rowSnapshotEvent(row)]);
    },
    review: async (sketch, state) => {
      const row = sketched({ ...sketch, state });
      await events.note([reviewedEvent(row)]);
      await put(row);
    },
    remove: async (sketch) => {
      const { accessId } = sketched(sketch);
      rows.delete(accessId);
      await stores.remove(accessId);
    },
    cards: () => [...rows.values()].flatMap((row) => cardOf(row) ?? []),
    count: (changes) => countHours({ ...effects, ...changes }),
  };
};

const reviewedEvent = ({ accessId, time }: AccessRow): HistoryEvent => ({
  schemaVersion: 1,
  accessId,
  name: 'reviewed#0001',
  kind: 'reviewed',
  at: time,
  body: { accessTime: time },
});

const inMemory = async (): Promise<CountedWorld> => {
  const clock = virtualClock();
  const events = new MemoryEvents(clock);
  const rows = new Map<string, AccessRow>();
  const all = (): readonly AccessRow[] => [...rows.values()];
  const changes = memoryChanges({
    rows: all,
    events: () => all().flatMap(({ accessId }) => events.eventsOf(accessId)),
  });
  const counters = new MemoryCounters(async (between) => {
    const noted = await changes.noted(between);
    return [...new Set(noted.map(({ accessTime }) => hourOf(accessTime)))].sort();
  });
  return worldOf(clock, {
    counting: {
      cards: new MemoryCards({ rows: all }),
      counters,
      changes,
      rows: memoryMendedCards(all),
      marks: new MemoryMarks(),
    },
    counters,
    events,
    put: async (row) => void rows.set(row.accessId, row),
    remove: async (accessId) => void rows.delete(accessId),
  });
};

const onDynamoDb = async (): Promise<CountedWorld> => {
  const clock = virtualClock();
  const { table } = await emptyTable();
  const counters = dynamoDbCounters(table);
  return worldOf(clock, {
    counting: {
      cards: dynamoDbCards(table),
      counters,
      changes: dynamoDbChanges(table),
      rows: dynamoDbMendedCards(table),
      marks: dynamoDbMarks(table),
    },
    counters,
    events: dynamoDbEvents({ table, clock }),
    put: async (row) => {
      await table.put(itemOfRow(row));
    },
    remove: (accessId) => dynamoDbHistory(table).remove(accessId),
  });
};

type World = readonly [name: string, make: () => Promise<CountedWorld>];

/** Both stores in the slow run; their ports have contract suites of their own, on both at any time. */
export const worlds: readonly World[] = [
  ['in memory', inMemory],
  ...(isSlowRun ? [['on DynamoDB', onDynamoDb] as const] : []),
];
