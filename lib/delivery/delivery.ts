/** One notification to one destination: what the ledger keeps about it. */
import type { Edition } from '../kernel/edition.ts';
import type { Importance, Notification } from '../notification/notification.ts';
import type { Outcome } from './outcome.ts';

export interface DeliveryKey {
  /** Of the access that is told; of the digest or the operator's notice, which have no row. */
  readonly accessId: string;
  readonly destinationId: string;
  /**
   * Absent for the first notice. `repeats`, `joined-<event id>`, `corrected-<event id>`, `enriched-<round>`: a later word
   * about it;
   * `instead-of-<destination>`: the first notice, sent here because that destination refused it;
   * `again-<n>`, `<part>.again-<n>`: what was sent once more because somebody asked.
   */
  readonly part?: string;
}

/** The key alone, without what else a delivery carries. */
export const keyOf = ({ accessId, destinationId, part }: DeliveryKey): DeliveryKey =>
  part === undefined ? { accessId, destinationId } : { accessId, destinationId, part };

/** Stable text form of a key: what vendors see as idempotency key. */
export const deliveryIdOf = ({ accessId, destinationId, part }: DeliveryKey): string =>
  part === undefined ? `${accessId}.${destinationId}` : `${accessId}.${destinationId}.${part}`;

/**
 * `digested`: told together with others, in the digest that `digestedIn` names; `gathering`: a digest whose members are
 * still being taken out of the queue. Both are never claimed.
 */
export const DELIVERY_STATES = [
  'pending',
  'in-progress',
  'sent',
  'rejected',
  'digested',
  'gathering',
] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

export interface Attempt {
  readonly number: number;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly endedAt?: string;
  /** Absent while in progress, or when the attempt never reported back. */
  readonly outcome?: Outcome;
}

export interface NewDelivery extends DeliveryKey {
  readonly channel: string;
  readonly edition: Edition;
  readonly importance: Importance;
  readonly notification: Notification;
  /** Why this destination: "owner of account 111122223333". */
  readonly why: string;
  /** Id of the owner who answers for the access: whose fallback is told when this destination refuses. */
  readonly owner?: string;
  /**
   * Set on a later word about a first notice (`part`): where the vendor can edit, the first message becomes `edited`;
   * elsewhere `notification` is sent, short, naming the first.
   */
  readonly follows?: {
    readonly edited: Notification;
    /** The first message gains facts, and nobody is written to: where the vendor cannot edit, nothing is sent. */
    readonly quiet?: true;
    /** An edit alone is not enough: nobody is told that a message has changed. */
    readonly aloud?: true;
    /**
     * Parts of the words that were open at this destination when this one was composed: it knows what they say, they
     * not what it says. Their edits come first.
     */
    readonly after?: readonly string[];
    /** What the title of the first message may have been so far, where `edited` has another. */
    readonly titles?: readonly string[];
  };
  /**
   * Of a first notice: parts of the later words that it says itself, because they were known before anybody had begun to
   * send it.
   */
  readonly includes?: readonly string[];
  /** Set when this stands in for a destination that refused: its fallback is not asked for another. */
  readonly insteadOf?: string;
}

export interface Delivery extends NewDelivery {
  readonly schemaVersion: 1;
  readonly state: DeliveryState;
  readonly createdAt: string;
  /** When a pending delivery may be tried next. */
  readonly dueAt: string;
  readonly attempts: readonly Attempt[];
  /** So many attempts, from the first on, are known to be events of the history. */
  readonly notedAttempts?: number;
  readonly reference?: string;
  readonly url?: string;
  /** Of a `digested` one: `accessId` of the digest's delivery to the same destination. */
  readonly digestedIn?: string;
  /** Of a digest: what it tells, oldest first. Final once it is no longer `gathering`. */
  readonly members?: readonly DeliveryKey[];
}

/** Whether it was sent once more because somebody asked. */
export const isSentAgain = ({ part }: DeliveryKey): boolean =>
  part !== undefined && /(?:^|\.)again-\d+$/.test(part);
