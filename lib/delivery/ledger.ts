/**
 * The delivery ledger is the outbox: queue messages are only wake-ups. Claim with a lease longer than the
 * function may run, send, settle. "In progress" fails the wake-up instead of swallowing it: an exhaustive search
 * over crashes, duplicates and lease expiries shows that this loses nothing and sends at most 1 + crashes copies.
 */
import type { Edition } from '../kernel/edition.ts';
import type { Importance, Notification } from '../notification/notification.ts';
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
  readonly importance: Importance;
  /** A digest whose gathering was interrupted: to be finished by the sweep, not woken. */
  readonly gathering?: true;
}

/** A later word, and the whole notice with it. */
export interface NewWords {
  readonly part: string;
  readonly notification: Notification;
}

/** A digest that is about to be gathered. */
export interface NewDigest {
  /** Id of the digest: takes the place of `accessId`. */
  readonly digestId: string;
  readonly destinationId: string;
  readonly channel: string;
  readonly edition: Edition;
  readonly importance: Importance;
  /** Oldest first, at most 20. */
  readonly members: readonly DeliveryKey[];
}

/**
 * Longer than the time-out of `sweep` (300 s): whoever gathered a digest is dead before another takes it over. Two
 * gatherers at once could take a member out of the queue for a digest that does not name it.
 */
export const GATHER_LEASE_SECONDS = 600;

export interface Ledger {
  /** Writes deliveries that do not exist yet; answers those it wrote. Existing ones stay as they are. */
  open(deliveries: readonly NewDelivery[]): Promise<readonly PendingDelivery[]>;
  /**
   * Gives a notice that nobody has begun to send the words it has with a later one. True when it says that one now, also
   * when it did before; false when there is no such notice or somebody has begun: its reader has to be told afterwards.
   */
  reword(key: DeliveryKey, words: NewWords): Promise<boolean>;
  /** Takes one delivery for this worker. One call to the store. */
  claim(key: DeliveryKey): Promise<Claim>;
  /**
   * Notes how the attempt ended; `dueAt` (ISO 8601) tells when to try again after a `retry`.
   * False when the lease had run out and somebody else holds the delivery: nothing was changed then. An attempt that is
   * settled again keeps its first outcome.
   */
  settle(claim: Claimed, outcome: Outcome, dueAt?: string): Promise<boolean>;
  /**
   * Unsettled deliveries that are due (pending, in progress with a lease that ran out, or a gathering that did),
   * the most important first and the oldest first among equals, at most `limit` of each destination: one that is down
   * must not hide what waits for the others.
   */
  pending(dueBefore: string, limit: number): Promise<readonly PendingDelivery[]>;
  /**
   * When the oldest unsettled delivery was opened (ISO 8601), due or not; `undefined` when nothing waits. Retries move
   * when a delivery is due, so only its opening tells how long somebody has not been told.
   */
  oldestOpened(): Promise<string | undefined>;
  /**
   * The most important delivery of a destination that is due, the oldest among equals; `undefined` when none is. It may
   * lag behind by a moment and name one that has just been claimed or settled.
   */
  next(destinationId: string): Promise<DeliveryKey | undefined>;
  /** One delivery as it stands now. One call to the store. */
  find(key: DeliveryKey): Promise<Delivery | undefined>;
  /** Pending deliveries of a destination, due or not, oldest first by their opening, at most `limit`. May lag. */
  waiting(destinationId: string, limit: number): Promise<readonly Delivery[]>;
  /** Writes a digest in state `gathering`, due again after `GATHER_LEASE_SECONDS`. */
  openDigest(digest: NewDigest): Promise<void>;
  /** Takes over a gathering whose lease ran out; `undefined` when somebody else has it or it is finished. */
  resumeDigest(key: DeliveryKey): Promise<Delivery | undefined>;
  /**
   * Takes a pending delivery that nobody holds out of the queue, to be told in the digest. Answers it with the words it
   * has from now on when it is in this digest, also when it was before; `undefined` when it is claimed, settled, in
   * another, or may have arrived already.
   */
  moveIntoDigest(member: DeliveryKey, digestId: string): Promise<Delivery | undefined>;
  /**
   * Ends the gathering: the digest becomes an ordinary pending delivery that names these members, as important as its
   * words; `undefined` when it is not gathering any more.
   */
  finishDigest(
    digest: DeliveryKey,
    members: readonly DeliveryKey[],
    notification: Notification,
  ): Promise<PendingDelivery | undefined>;
  /** Ends a gathering that found no member. */
  dropDigest(digest: DeliveryKey): Promise<void>;
  /** Deliveries with attempts (or a digest) that the history has not noted as events yet. May lag. */
  unnoted(limit: number): Promise<readonly Delivery[]>;
  /** The delivery's events are noted as far as it stood when it was read; one that has moved on since stays unnoted. */
  markNoted(delivery: Delivery): Promise<void>;
}

/**
 * Wakes `deliver` up for these deliveries; losing a wake-up loses nothing. `again` tells one repetition from the next
 * (the sweep's minute): without it a wake-up for the same due moment is swallowed for five minutes. `probe` marks the one
 * delivery that tries out whether a destination is back.
 */
export type WakeDeliveries = (
  deliveries: readonly PendingDelivery[],
  how?: { readonly again?: string; readonly probe?: boolean },
) => Promise<void>;
