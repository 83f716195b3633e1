/** One notification to one destination: what the ledger keeps about it. */
import type { Edition } from '../kernel/edition.ts';
import type { Importance, Notification } from '../notification/notification.ts';
import type { Outcome } from './outcome.ts';

export interface DeliveryKey {
  readonly accessId: string;
  readonly destinationId: string;
}

/** Stable text form of a key: what vendors see as idempotency key. */
export const deliveryIdOf = (key: DeliveryKey): string => `${key.accessId}.${key.destinationId}`;

export const DELIVERY_STATES = ['pending', 'in-progress', 'sent', 'rejected'] as const;
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
}

export interface Delivery extends NewDelivery {
  readonly schemaVersion: 1;
  readonly state: DeliveryState;
  readonly createdAt: string;
  /** When a pending delivery may be tried next. */
  readonly dueAt: string;
  readonly attempts: readonly Attempt[];
  readonly reference?: string;
  readonly url?: string;
}
