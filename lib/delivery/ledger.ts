/**
 * The delivery ledger is the outbox: queue messages are only wake-ups. Claim with a lease longer than the
 * function may run, send, settle. "In progress" fails the wake-up instead of swallowing it: an exhaustive search
 * over crashes, duplicates and lease expiries shows that this loses nothing and sends at most 1 + crashes copies.
 */
import type { Delivery, DeliveryKey, NewDelivery } from './delivery.ts';
import type { Outcome } from './outcome.ts';

/**
 * Longer than the time-out of `deliver` (30 s), so that a living holder never loses its claim; shorter than the longest
 * pause in the queue, so that a wake-up waits for it there.
 */
export const LEASE_SECONDS = 45;

export type Claim =
  | {
      readonly kind: 'claimed';
      readonly delivery: Delivery;
      /** Number of this attempt, from 1. */
      readonly attempt: number;
      /** Proves to `settle` that the claim is still ours. */
      readonly token: string;
    }
  | { readonly kind: 'settled' }
  | { readonly kind: 'in-progress'; readonly until: string }
  | { readonly kind: 'not-due'; readonly dueAt: string }
  | { readonly kind: 'unknown' };

export type Claimed = Extract<Claim, { kind: 'claimed' }>;

/** An unsettled delivery and since when it could have been tried. */
export interface PendingDelivery extends DeliveryKey {
  readonly dueAt: string;
}

export interface Ledger {
  /** Writes deliveries that do not exist yet; answers those it wrote. Existing ones stay as they are. */
  open(deliveries: readonly NewDelivery[]): Promise<readonly PendingDelivery[]>;
  /** Takes one delivery for this worker. One call to the store. */
  claim(key: DeliveryKey): Promise<Claim>;
  /**
   * Notes how the attempt ended; `dueAt` (ISO 8601) tells when to try again after a `retry`.
   * False when the lease had run out and somebody else holds the delivery: nothing was changed then.
   */
  settle(claim: Claimed, outcome: Outcome, dueAt?: string): Promise<boolean>;
  /**
   * Unsettled deliveries that are due (pending, or in progress with a lease that ran out), oldest first, at most
   * `limit` of each destination: one that is down must not hide what waits for the others.
   */
  pending(dueBefore: string, limit: number): Promise<readonly PendingDelivery[]>;
  /**
   * When the oldest unsettled delivery was opened (ISO 8601), due or not; `undefined` when nothing waits. Retries move
   * when a delivery is due, so only its opening tells how long somebody has not been told.
   */
  oldestOpened(): Promise<string | undefined>;
}

/** Wakes `deliver` up for these deliveries; losing a wake-up loses nothing. */
export type WakeDeliveries = (deliveries: readonly PendingDelivery[]) => Promise<void>;
