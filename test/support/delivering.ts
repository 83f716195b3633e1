/**
 * The delivery side on the real use cases: ledger, health and history in memory, the queue of schedule-queues.ts, vendors
 * that answer as told, and a clock of their own. Everything that reached a vendor is kept, with its time.
 */
import type { DeliveryAttempt, FollowUp } from '../../lib/delivery/channel.ts';
import { type DeliveryKey, keyOf, type NewDelivery } from '../../lib/delivery/delivery.ts';
import type { Ledger, PendingDelivery } from '../../lib/delivery/ledger.ts';
import type { Outcome } from '../../lib/delivery/outcome.ts';
import type { Notification } from '../../lib/notification/notification.ts';
import type { Policy } from '../../lib/policy/policy.ts';
import { deliverBatch } from '../../lib/usecases/deliver-batch.ts';
import { type DeliverEffects, deliverNotification } from '../../lib/usecases/deliver-notification.ts';
import type { WakeUp } from '../../lib/usecases/queued-wake-up.ts';
import type { RecordEffects } from '../../lib/usecases/record-row.ts';
import { sweepPending } from '../../lib/usecases/sweep-pending.ts';
import { type Recording, startRecording } from './recording.ts';
import { samplePolicy } from './sample-policy.ts';
import { DELIVERY_QUEUE, type Message, Queue } from './schedule-queues.ts';

export interface Arrival {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly destinationId: string;
  readonly notification: Notification;
  readonly attempt: DeliveryAttempt;
  /** Of an edit: which message. */
  readonly edits?: string;
}

/** What a vendor answers; it has the message when the outcome is `sent` or `doubtful`. */
export type Vendor = (destinationId: string, notification: Notification, attempt: DeliveryAttempt) => Outcome;

export const SENT: Vendor = () => ({ kind: 'sent' });

export interface Delivering extends Recording {
  readonly effects: RecordEffects & DeliverEffects;
  readonly queue: Queue<WakeUpBody>;
  readonly arrivals: Arrival[];
  /** What was enqueued. */
  readonly enqueued: WakeUpBody[];
  /** Every request a vendor got, accepted or not. */
  readonly asked: string[];
  vendor: Vendor;
  /** Destinations that can edit. */
  readonly editing: Set<string>;
}

export type WakeUpBody = DeliveryKey & { readonly probe?: boolean };

export const policyWithFallback: Policy = {
  ...samplePolicy,
  owners: samplePolicy.owners.map((owner) =>
    owner.id === 'platform' ? { ...owner, fallback: 'security-mail' } : owner,
  ),
};

export const startDelivering = (policy: Policy = policyWithFallback): Delivering => {
  const queue = new Queue<WakeUpBody>(DELIVERY_QUEUE);
  const recording = startRecording({ policy });
  const { clock } = recording;
  const seconds = (): number => clock.now().getTime() / 1000;
  const wake = async (
    deliveries: readonly PendingDelivery[],
    { again = '', probe = false }: { readonly again?: string; readonly probe?: boolean } = {},
  ): Promise<void> => {
    for (const delivery of deliveries) {
      const body = { ...keyOf(delivery), ...(probe && { probe }) };
      delivering.enqueued.push(body);
      const deduplicationId = JSON.stringify([keyOf(delivery), delivery.dueAt, again, probe]);
      queue.send(seconds(), delivery.destinationId, body, deduplicationId);
    }
  };
  const delivering: Delivering = {
    ...recording,
    queue,
    arrivals: [],
    enqueued: [],
    asked: [],
    vendor: SENT,
    editing: new Set(),
    effects: {
      ...recording.effects,
      streaks: new Map(),
      leftAlone: new Map(),
      wake,
      destination: (id) => destinationOf(delivering, id),
    },
  };
  return delivering;
};

const destinationOf = (delivering: Delivering, id: string) => {
  const reach = (notification: Notification, attempt: DeliveryAttempt, edits?: string): Outcome => {
    delivering.asked.push(attempt.deliveryId);
    const outcome = delivering.vendor(id, notification, attempt);
    if (outcome.kind === 'sent' || (outcome.kind === 'retry' && outcome.code === 'doubtful')) {
      const at = delivering.clock.now().getTime();
      const arrival = { at, destinationId: id, notification, attempt };
      delivering.arrivals.push(edits === undefined ? arrival : { ...arrival, edits });
    }
    return outcome;
  };
  return {
    id,
    channel: 'fake',
    send: async (notification: Notification, attempt: DeliveryAttempt) => reach(notification, attempt),
    ...(delivering.editing.has(id) && {
      update: async (reference: string, { edited }: FollowUp, attempt: DeliveryAttempt) =>
        reach(edited, attempt, reference),
    }),
  };
};

/** As in serverless.yml: messages at once, and the time-out of the function. */
const BATCH = 5;
const TIMEOUT_MS = 30_000;

const wakeUpOf = ({ id, groupId, body }: Message<WakeUpBody>): WakeUp => ({
  messageId: id,
  receiptHandle: id,
  groupId,
  key: keyOf(body),
  ...(body.probe === true && { probe: true }),
});

/** One invocation of `deliver`; false when nothing was visible. */
export const invokeDeliver = async (
  delivering: Delivering,
  effects: DeliverEffects = delivering.effects,
): Promise<boolean> => {
  const { queue, clock } = delivering;
  const messages = queue.receive(clock.now().getTime() / 1000, BATCH, 0);
  if (messages.length === 0) return false;
  const ends = clock.now().getTime() + TIMEOUT_MS;
  const failed = await deliverBatch(
    {
      ...effects,
      deliver: (key, how) => deliverNotification(effects, key, how),
      postpone: async (id, seconds) => {
        const message = messages.find((one) => one.id === id);
        if (message) message.visibleAt = clock.now().getTime() / 1000 + seconds;
      },
      remainingMs: () => ends - clock.now().getTime(),
    },
    messages.map(wakeUpOf),
  );
  for (const message of messages) if (!failed.includes(message.id)) queue.remove(message);
  return true;
};

/** Lets minutes pass: `deliver` works whatever is visible, the sweep comes at the end of each. */
export const passMinutes = async (delivering: Delivering, minutes: number): Promise<void> => {
  const { clock } = delivering;
  for (let minute = 0; minute < minutes; minute += 1) {
    const ends = clock.now().getTime() + 60_000;
    for (let left = 60; left > 0; left = (ends - clock.now().getTime()) / 1000) {
      if (!(await invokeDeliver(delivering))) clock.advance(delivering.queue.isEmpty ? left : 1);
    }
    await sweepPending(delivering.effects);
  }
};

/** A notice that waits, about one access after the other. */
export const noticeOf = (
  accessId: string,
  destinationId: string,
  more: Partial<NewDelivery> = {},
): NewDelivery => {
  const { importance = 'normal', edition = 'owner' } = more;
  return {
    accessId,
    destinationId,
    channel: 'fake',
    edition,
    importance,
    why: 'owner of the account',
    owner: 'platform',
    notification: {
      schemaVersion: 1,
      accessId,
      kind: 'access',
      edition,
      importance,
      title: `Somebody entered (${accessId})`,
      sentence: 'Somebody entered.',
      facts: [],
      links: [],
      occurredAt: '2026-11-22T11:59:00.000Z',
      attributes: { kind: 'access' },
    },
    ...more,
  };
};

/** Opens and wakes, as `record` does. */
export const announce = async (
  { effects }: Pick<Delivering, 'effects'>,
  ...notices: readonly NewDelivery[]
): Promise<void> => {
  await effects.wake(await effects.ledger.open(notices));
};

/** Thrown by every effect from the moment at which the process dies. */
export class Killed extends Error {}

export interface Mortal {
  readonly effects: RecordEffects & DeliverEffects;
  /** How many effects were asked for. */
  readonly asked: () => number;
}

/** The process dies at its `nth` effect (from 1), before it happens or just after; 0 lets it live. */
export const mortal = (
  effects: RecordEffects & DeliverEffects,
  nth: number,
  when: 'before' | 'after',
): Mortal => {
  let count = 0;
  const effect = async <T>(run: () => T): Promise<Awaited<T>> => {
    count += 1;
    if (nth > 0 && (count > nth || (count === nth && when === 'before'))) throw new Killed();
    const answer = await run();
    if (count === nth) throw new Killed();
    return answer;
  };
  const lives = <T extends object>(target: T): T =>
    new Proxy(target, {
      get: (object, name) => {
        const value: unknown = Reflect.get(object, name, object);
        if (typeof value !== 'function') return value;
        return (...parts: readonly unknown[]) => effect(() => Reflect.apply(value, object, parts) as unknown);
      },
    });
  return {
    asked: () => count,
    effects: {
      ...effects,
      ledger: lives<Ledger>(effects.ledger),
      health: lives(effects.health),
      history: lives(effects.history),
      events: lives(effects.events),
      wake: (...parts) => effect(() => effects.wake(...parts)),
      destination: (id) => {
        const destination = effects.destination(id);
        return destination && lives(destination);
      },
    },
  };
};
