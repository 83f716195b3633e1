/**
 * The real use cases, with every effect turned into a step. A use case asks for an effect and waits; a scheduler performs
 * it, lets it fail, or never answers: then the worker has died there. Two schedulers share this file: the exhaustive
 * search (schedule-search.ts) and the random run (schedule-run.ts).
 */
import { type DeliveryKey, deliveryIdOf } from '../../lib/delivery/delivery.ts';
import type { Destination } from '../../lib/delivery/channel.ts';
import type { Ledger, PendingDelivery } from '../../lib/delivery/ledger.ts';
import type { Outcome } from '../../lib/delivery/outcome.ts';
import type { Clock } from '../../lib/kernel/clock.ts';
import type { Logger, Metrics } from '../../lib/kernel/logger.ts';
import type { Policy } from '../../lib/policy/policy.ts';
import { deliverBatch, type WakeUp } from '../../lib/usecases/deliver-batch.ts';
import { deliverNotification } from '../../lib/usecases/deliver-notification.ts';
import { type RecordEffects, recordEvent } from '../../lib/usecases/record-event.ts';
import { sweepPending } from '../../lib/usecases/sweep-pending.ts';
import { MemoryHistory } from './memory-history.ts';
import type { MemoryLedger } from './memory-ledger.ts';

/** What survives every crash: the table's two halves. */
export interface Store {
  readonly history: MemoryHistory;
  readonly ledger: MemoryLedger;
}

/** One effect that a use case waits for. `id` names a delivery, or the access that is recorded. */
export type Want =
  | {
      readonly kind: 'store';
      readonly name: 'record' | 'open' | 'claim' | 'settle' | 'pending';
      readonly id?: string;
      readonly run: (store: Store) => Promise<unknown>;
    }
  | { readonly kind: 'wake'; readonly deliveries: readonly PendingDelivery[] }
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
    await surroundings.protocol.sweepPending(recordEffects(surroundings, ask, clock));
    return [];
  };

export const deliverProgram =
  ({ protocol, asks }: Surroundings, wakeUps: readonly WakeUp[]): Program =>
  (ask, clock) => {
    const ends = clock.now().getTime() + FUNCTION_SECONDS * 1000;
    const effects = {
      ledger: ledgerOf(protocol, ask),
      destination: (id: string) => destinationOf(id, asks(id), ask),
      clock,
      ...SILENT,
    };
    return protocol.deliverBatch(
      {
        deliver: (key) => protocol.deliverNotification(effects, key),
        postpone: (receiptHandle, seconds) => ask({ kind: 'postpone', receiptHandle, seconds }),
        remainingMs: () => ends - clock.now().getTime(),
        // The pace of a batch takes time, and time passes in these schedules by steps of their own.
        clock: { ...clock, sleep: async () => undefined },
        logger: SILENT.logger,
      },
      wakeUps,
    );
  };

const nothing = (): void => undefined;
const SILENT: { readonly logger: Logger; readonly metrics: Metrics } = {
  logger: { info: nothing, warn: nothing, error: nothing },
  metrics: { count: nothing, seconds: nothing },
};

const recordEffects = ({ protocol, policy }: Surroundings, ask: Ask, clock: Clock): RecordEffects => ({
  policy,
  // Only `record` is a step: the records of these schedules have no other half and belong to no group.
  history: Object.assign(new MemoryHistory(), {
    record: (row: Parameters<MemoryHistory['record']>[0]) =>
      ask({ kind: 'store', name: 'record', id: row.accessId, run: ({ history }) => history.record(row) }),
  }),
  ledger: ledgerOf(protocol, ask),
  wake: (deliveries) => ask({ kind: 'wake', deliveries }),
  clock,
  ...SILENT,
  historyUrl: 'https://history.example',
});

const ledgerOf = (protocol: Protocol, ask: Ask): Ledger => ({
  // Only a metric.
  oldestOpened: async () => undefined,
  // DynamoDB writes one item after the other: a crash may leave some of them unopened.
  open: async (deliveries) => {
    const opened: PendingDelivery[] = [];
    for (const delivery of deliveries) {
      const run = ({ ledger }: Store) => ledger.open([delivery]);
      const id = deliveryIdOf(delivery);
      opened.push(...(await ask<readonly PendingDelivery[]>({ kind: 'store', name: 'open', id, run })));
    }
    return opened;
  },
  claim: (key: DeliveryKey) =>
    ask({ kind: 'store', name: 'claim', id: deliveryIdOf(key), run: ({ ledger }) => ledger.claim(key) }),
  settle: (claim, outcome, dueAt) =>
    ask({
      kind: 'store',
      name: 'settle',
      id: deliveryIdOf(claim.delivery),
      run: ({ ledger }) => ledger.settle(claim, outcome, dueAt),
    }),
  pending: (dueBefore, limit) =>
    ask({ kind: 'store', name: 'pending', run: (store) => protocol.pending(store, dueBefore, limit) }),
});

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
