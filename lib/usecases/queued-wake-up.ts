/** A message of the delivery queue, what it needs and what can come of it. */
import type { DeliveryKey } from '../delivery/delivery.ts';
import type { DestinationHealth } from '../delivery/destination-health.ts';
import type { Ledger } from '../delivery/ledger.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Logger } from '../kernel/logger.ts';

export interface WakeUp {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly groupId: string;
  /** `undefined` when the message is none of ours: it goes the way of the dead letters. */
  readonly key: DeliveryKey | undefined;
  /** Finds out whether its destination is back. */
  readonly probe?: boolean;
  /** Milliseconds since 1970: when it was put into the queue. One that has waited there stands for a backlog. */
  readonly sentAt?: number;
}

/** How a delivery is tried: `probe` when its destination is known to be down and this one finds out whether it is back. */
export interface HowToDeliver {
  readonly probe?: boolean;
}

/**
 * `done`: nothing is left to do for this wake-up. `later`: come back after so many seconds. `idle`: the destination was
 * not asked, so that it needs no rest. `down`: it has just been marked as down.
 */
export type WakeUpResult =
  | { readonly kind: 'done'; readonly idle?: true }
  | {
      readonly kind: 'later';
      readonly seconds: number;
      readonly code: string;
      readonly idle?: true;
      readonly down?: true;
    };

export interface BatchEffects {
  readonly deliver: (key: DeliveryKey, how?: HowToDeliver) => Promise<WakeUpResult>;
  /** Only asked when wake-ups pile up, or where the destination was down a moment ago. */
  readonly ledger: Pick<Ledger, 'next' | 'find'>;
  readonly health: Pick<DestinationHealth, 'down'>;
  /** By destination: until when (ISO 8601) this process saw it marked as down. */
  readonly leftAlone: ReadonlyMap<string, string>;
  /** Makes a message visible again after so many seconds. */
  readonly postpone: (receiptHandle: string, seconds: number) => Promise<void>;
  readonly remainingMs: () => number;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Longer pauses are not waited for in the queue: the ledger knows when, and the sweep wakes. */
export const LONGEST_PAUSE_SECONDS = 60;
