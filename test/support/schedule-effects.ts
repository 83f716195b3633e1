/**
 * The real use cases, with every effect turned into a step. A use case asks for an effect and waits; a scheduler performs
 * it, lets it fail, or never answers: then the worker has died there. Two schedulers share this file: the exhaustive
 * search (schedule-search.ts) and the random run (schedule-run.ts).
 */
import {
  type Delivery,
  type DeliveryKey,
  deliveryIdOf,
  type NewDelivery,
} from '../../lib/delivery/delivery.ts';
import type { Destination } from '../../lib/delivery/channel.ts';
import type { DestinationHealth } from '../../lib/delivery/destination-health.ts';
import type { Ledger, NewDigest, PendingDelivery, WakeDeliveries } from '../../lib/delivery/ledger.ts';
import type { Outcome } from '../../lib/delivery/outcome.ts';
import type { AccessHistory } from '../../lib/history/access-history.ts';
import type { EventLog } from '../../lib/history/history-event.ts';
import type { Clock } from '../../lib/kernel/clock.ts';
import type { Logger, Metrics } from '../../lib/kernel/logger.ts';
import type { Policy } from '../../lib/policy/policy.ts';
import { deliverBatch } from '../../lib/usecases/deliver-batch.ts';
import type { WakeUp } from '../../lib/usecases/queued-wake-up.ts';
import { deliverNotification } from '../../lib/usecases/deliver-notification.ts';
import { recordEvent } from '../../lib/usecases/record-event.ts';
import type { RecordEffects } from '../../lib/usecases/record-row.ts';
import { type SweepEffects, sweepPending } from '../../lib/usecases/sweep-pending.ts';
import type { MemoryEvents } from './memory-events.ts';
import type { MemoryHealth } from './memory-health.ts';
import { MemoryHistory } from './memory-history.ts';
import type { MemoryLedger } from './memory-ledger.ts';

/** What survives every crash: the parts of the table. */
export interface Store {
  readonly history: MemoryHistory;
  readonly ledger: MemoryLedger;
  readonly events: MemoryEvents;
  readonly health: MemoryHealth;
}

/** One effect that a use case waits for. `id` names a delivery, or the access that is recorded. */
export type Want =
  | {
      readonly kind: 'store';
      readonly name: string;
      readonly id?: string;
      readonly run: (store: Store) => Promise<unknown>;
    }
  | {
      readonly kind: 'wake';
      readonly deliveries: readonly PendingDelivery[];
      readonly how?: NonNullable<Parameters<WakeDeliveries>[1]>;
    }
  /** Asks the vendor whether an earlier attempt arrived; answers a boolean. */
  | { readonly kind: 'look'; readonly id: string }
  /** The request reaches the vendor; answers the outcome if it was turned away, and nothing if it was accepted. */
  | { readonly kind: 'arrive'; readonly id: string }
  /** The vendor's yes comes back, or is lost on the way: answers an outcome. */
  | { readonly kind: 'answer'; readonly id: string }
  | { readonly kind: 'postpone'; readonly receiptHandle: string; readonly seconds: number };

export type Ask = <Answer>(want: Want) => Promise<Answer>;

/** The four stories under test. Variants that are known to be wrong replace one of them: schedule-planted.ts. */
export interface Protocol {
  readonly recordEvent: typeof recordEvent;
  readonly deliverNotification: typeof deliverNotification;
  readonly deliverBatch: typeof deliverBatch;
  readonly sweepPending: typeof sweepPending;
  /** What the sweep's question to the ledger answers. */
  readonly pending: (store: Store, dueBefore: string, limit: number) => Promise<readonly PendingDelivery[]>;
}

export const REAL_PROTOCOL: Protocol = {
  recordEvent,
  deliverNotification,
  deliverBatch,
  sweepPending,
  pending: ({ ledger }, dueBefore, limit) => ledger.pending(dueBefore, limit),
};

export interface Surroundings {
  readonly protocol: Protocol;
  readonly policy: Policy;
  /** Whether a destination can ask its vendor what arrived. */
  readonly asks: (destinationId: string) => boolean;
  /**
   * Every effect is a step: repeats, events, digests, what is down. Otherwise only those that decide whether one access
   * is recorded and told, so that all their orders can be searched.
   */
  readonly whole: boolean;
  readonly digestFrom?: number;
}

/** What one invocation of a function does. Answers the ids of the messages that have to come back. */
export type Program = (ask: Ask, clock: Clock) => Promise<readonly string[]>;

/** Time-out of `deliver`, the longest of the functions that hold a message or a claim. */
export const FUNCTION_SECONDS = 30;

export const recordProgram =
  (surroundings: Surroundings, text: string): Program =>
  async (ask, clock) => {
    await surroundings.protocol.recordEvent(recordEffects(surroundings, ask, clock), text);
    return [];
  };

export const sweepProgram =
  (surroundings: Surroundings): Program =>
  async (ask, clock) => {
    const { digestFrom } = surroundings;
    const effects = recordEffects(surroundings, ask, clock);
    await surroundings.protocol.sweepPending({ ...effects, ...(digestFrom !== undefined && { digestFrom }) });
    return [];
  };

export const deliverProgram =
  (surroundings: Surroundings, wakeUps: readonly WakeUp[]): Program =>
  (ask, clock) => {
    const { protocol, asks } = surroundings;
    const ends = clock.now().getTime() + FUNCTION_SECONDS * 1000;
    const common = commonEffects(surroundings, ask, clock);
    const effects = {
      ...common,
      destination: (id: string) => destinationOf(id, asks(id), ask),
      streaks: new Map<string, number>(),
      leftAlone: new Map<string, string>(),
    };
    return protocol.deliverBatch(
      {
        ...common,
        leftAlone: effects.leftAlone,
        deliver: (key, how) => protocol.deliverNotification(effects, key, how),
        postpone: (receiptHandle, seconds) => ask({ kind: 'postpone', receiptHandle, seconds }),
        remainingMs: () => ends - clock.now().getTime(),
        // The pace of a batch takes time, and time passes in these schedules by steps of their own.
        clock: { ...clock, sleep: async () => undefined },
      },
      wakeUps,
    );
  };

const nothing = (): void => undefined;
const SILENT: { readonly logger: Logger; readonly metrics: Metrics } = {
  logger: { info: nothing, warn: nothing, error: nothing },
  metrics: { count: nothing, seconds: nothing },
};

const commonEffects = (surroundings: Surroundings, ask: Ask, clock: Clock) => ({
  policy: surroundings.policy,
  ledger: ledgerOf(surroundings, ask),
  health: healthOf(surroundings, ask),
  wake: async (deliveries: readonly PendingDelivery[], how?: Parameters<WakeDeliveries>[1]) => {
    await ask({ kind: 'wake', deliveries, ...(how && { how }) });
  },
  clock,
  ...SILENT,
  historyUrl: 'https://history.example',
});

const recordEffects = (
  surroundings: Surroundings,
  ask: Ask,
  clock: Clock,
): RecordEffects & Pick<SweepEffects, 'ledger'> => ({
  ...commonEffects(surroundings, ask, clock),
  history: historyOf(surroundings, ask),
  events: surroundings.whole ? eventsOf(ask) : NO_EVENTS,
});

/** An effect on the store as a step. `id` names the delivery or access where a search has to know it. */
const stepper =
  (ask: Ask) =>
  <Answer>(name: string, run: (store: Store) => Promise<Answer>, id?: string): Promise<Answer> =>
    ask({ kind: 'store', name, run, ...(id !== undefined && { id }) });

const historyOf = ({ whole }: Surroundings, ask: Ask): AccessHistory => {
  const step = stepper(ask);
  const untouched = new MemoryHistory();
  const steps: Partial<AccessHistory> = {
    record: (row) => step('record', ({ history }) => history.record(row), row.accessId),
    find: (accessId) => step('find', ({ history }) => history.find(accessId), accessId),
  };
  const others: Partial<AccessHistory> = {
    firstOfGroup: (...given) => step('window', ({ history }) => history.firstOfGroup(...given)),
    currentOfGroup: (...given) => step('current window', ({ history }) => history.currentOfGroup(...given)),
    windowsDue: (...given) => step('windows due', ({ history }) => history.windowsDue(...given)),
    repeatsOf: (accessId) => step('count', ({ history }) => history.repeatsOf(accessId)),
    closeWindow: (...given) => step('close window', ({ history }) => history.closeWindow(...given)),
  };
  return Object.assign(untouched, steps, whole ? others : {});
};

const NO_EVENTS: EventLog = {
  note: async () => undefined,
  ofAccess: async () => [],
  ofHour: async () => [],
};

const eventsOf = (ask: Ask): EventLog => {
  const step = stepper(ask);
  return {
    note: (events) => step('note', (store) => store.events.note(events)),
    ofAccess: (accessId) => step('events', (store) => store.events.ofAccess(accessId)),
    ofHour: async () => [],
  };
};

const healthOf = ({ whole }: Surroundings, ask: Ask): DestinationHealth => {
  const step = stepper(ask);
  if (!whole) {
    return { down: async () => [], markDown: async () => undefined, markUp: async () => undefined };
  }
  return {
    down: () => step('down', ({ health }) => health.down()),
    markDown: (down) => step('mark down', ({ health }) => health.markDown(down)),
    markUp: (id) => step('mark up', ({ health }) => health.markUp(id)),
  };
};

const ledgerOf = ({ protocol, whole }: Surroundings, ask: Ask): Ledger => {
  const step = stepper(ask);
  const base = {
    // Only a metric.
    oldestOpened: async () => undefined,
    // DynamoDB writes one item after the other: a crash may leave some of them unopened.
    open: async (deliveries: readonly NewDelivery[]) => {
      const opened: PendingDelivery[] = [];
      for (const delivery of deliveries) {
        opened.push(...(await step('open', ({ ledger }) => ledger.open([delivery]), deliveryIdOf(delivery))));
      }
      return opened;
    },
    reword: (...given: Parameters<Ledger['reword']>) =>
      step('reword', ({ ledger }) => ledger.reword(...given), deliveryIdOf(given[0])),
    claim: (key: DeliveryKey) => step('claim', ({ ledger }) => ledger.claim(key), deliveryIdOf(key)),
    settle: (...given: Parameters<Ledger['settle']>) =>
      step('settle', ({ ledger }) => ledger.settle(...given), deliveryIdOf(given[0].delivery)),
    pending: (dueBefore: string, limit: number) =>
      step('pending', (store) => protocol.pending(store, dueBefore, limit)),
    next: (id: string) => step('next', ({ ledger }) => ledger.next(id)),
    find: (key: DeliveryKey) => step('find delivery', ({ ledger }) => ledger.find(key)),
    waiting: (...given: Parameters<Ledger['waiting']>) =>
      step('waiting', ({ ledger }) => ledger.waiting(...given)),
    openDigest: (digest: NewDigest) => step('open digest', ({ ledger }) => ledger.openDigest(digest)),
    resumeDigest: (key: DeliveryKey) => step('resume digest', ({ ledger }) => ledger.resumeDigest(key)),
    moveIntoDigest: (...given: Parameters<Ledger['moveIntoDigest']>) =>
      step('move', ({ ledger }) => ledger.moveIntoDigest(...given)),
    finishDigest: (...given: Parameters<Ledger['finishDigest']>) =>
      step('finish digest', ({ ledger }) => ledger.finishDigest(...given)),
    dropDigest: (key: DeliveryKey) => step('drop digest', ({ ledger }) => ledger.dropDigest(key)),
    unnoted: (limit: number) => step('unnoted', ({ ledger }) => ledger.unnoted(limit)),
    markNoted: (delivery: Delivery) => step('mark noted', ({ ledger }) => ledger.markNoted(delivery)),
  };
  return whole ? base : { ...base, unnoted: async () => [] };
};

const destinationOf = (id: string, asks: boolean, ask: Ask): Destination => ({
  id,
  channel: 'fake',
  send: async (_notification, { deliveryId, doubtfulSince }) => {
    if (asks && doubtfulSince !== undefined && (await ask<boolean>({ kind: 'look', id: deliveryId }))) {
      return { kind: 'sent', found: true };
    }
    const turnedAway = await ask<Outcome | undefined>({ kind: 'arrive', id: deliveryId });
    return turnedAway ?? ask<Outcome>({ kind: 'answer', id: deliveryId });
  },
});
