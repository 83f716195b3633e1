/** The delivery ledger in memory: the twin of the DynamoDB one, held to it by the same contract suite. */
import type { Delivery, DeliveryKey, NewDelivery } from '../../lib/delivery/delivery.ts';
import { deliveryIdOf } from '../../lib/delivery/delivery.ts';
import {
  type Claim,
  type Claimed,
  LEASE_SECONDS,
  type Ledger,
  type PendingDelivery,
} from '../../lib/delivery/ledger.ts';
import type { Outcome } from '../../lib/delivery/outcome.ts';
import { type Clock, isoAfter } from '../../lib/kernel/clock.ts';

interface Held {
  delivery: Delivery;
  lease?: { readonly token: string; readonly until: string };
}

export class MemoryLedger implements Ledger {
  readonly #clock: Clock;
  readonly #held = new Map<string, Held>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  deliveriesOf = (accessId: string): readonly Delivery[] =>
    [...this.#held.values()]
      .map(({ delivery }) => delivery)
      .filter((delivery) => delivery.accessId === accessId);

  async open(deliveries: readonly NewDelivery[]): Promise<readonly PendingDelivery[]> {
    const now = this.#clock.now().toISOString();
    return deliveries.flatMap((delivery) => {
      const id = deliveryIdOf(delivery);
      if (this.#held.has(id)) return [];
      const opened = { state: 'pending' as const, createdAt: now, dueAt: now, attempts: [] };
      this.#held.set(id, { delivery: { ...structuredClone(delivery), schemaVersion: 1, ...opened } });
      return [{ accessId: delivery.accessId, destinationId: delivery.destinationId, dueAt: now }];
    });
  }

  async claim(key: DeliveryKey): Promise<Claim> {
    const now = this.#clock.now();
    const held = this.#held.get(deliveryIdOf(key));
    if (held === undefined) return { kind: 'unknown' };
    const { delivery, lease } = held;
    if (delivery.state === 'sent' || delivery.state === 'rejected') return { kind: 'settled' };
    if (delivery.state === 'pending' && delivery.dueAt > now.toISOString()) {
      return { kind: 'not-due', dueAt: delivery.dueAt };
    }
    if (lease !== undefined && lease.until > now.toISOString()) {
      return { kind: 'in-progress', until: lease.until };
    }
    const token = this.#clock.newId();
    const attempts = [
      ...delivery.attempts,
      { number: delivery.attempts.length + 1, startedAt: now.toISOString() },
    ];
    held.lease = { token, until: isoAfter(now, LEASE_SECONDS) };
    held.delivery = { ...delivery, state: 'in-progress', attempts };
    return { kind: 'claimed', delivery: structuredClone(held.delivery), attempt: attempts.length, token };
  }

  async settle(claim: Claimed, outcome: Outcome, dueAt?: string): Promise<boolean> {
    const held = this.#held.get(deliveryIdOf(claim.delivery));
    if (held?.lease?.token !== claim.token) return false;
    const now = this.#clock.now().toISOString();
    delete held.lease;
    held.delivery = {
      ...held.delivery,
      state: outcome.kind === 'retry' ? 'pending' : outcome.kind,
      dueAt: outcome.kind === 'retry' ? (dueAt ?? now) : held.delivery.dueAt,
      attempts: held.delivery.attempts.map((attempt) =>
        attempt.number === claim.attempt ? { ...attempt, endedAt: now, outcome } : attempt,
      ),
      ...(outcome.kind === 'sent' && outcome.reference !== undefined ? { reference: outcome.reference } : {}),
      ...(outcome.kind === 'sent' && outcome.url !== undefined ? { url: outcome.url } : {}),
    };
    return true;
  }

  async oldestOpened(): Promise<string | undefined> {
    return [...this.#held.values()]
      .filter(({ delivery }) => delivery.state === 'pending' || delivery.state === 'in-progress')
      .map(({ delivery }) => delivery.createdAt)
      .sort()
      .at(0);
  }

  async pending(dueBefore: string, limit: number): Promise<readonly PendingDelivery[]> {
    return [...this.#held.values()]
      .filter(({ delivery }) => delivery.state === 'pending' || delivery.state === 'in-progress')
      .map(({ delivery, lease }) => ({
        accessId: delivery.accessId,
        destinationId: delivery.destinationId,
        dueAt: lease?.until ?? delivery.dueAt,
      }))
      .filter(({ dueAt }) => dueAt <= dueBefore)
      .sort((one, other) => one.dueAt.localeCompare(other.dueAt))
      .filter(
        ({ destinationId }, index, all) =>
          all.slice(0, index).filter((earlier) => earlier.destinationId === destinationId).length < limit,
      );
  }
}
