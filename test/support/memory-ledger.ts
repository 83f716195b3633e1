/** The delivery ledger in memory: the twin of the DynamoDB one, held to it by the same contract suite. */
import { beginDigest } from '../../lib/delivery/begin-digest.ts';
import type { Delivery, DeliveryKey, NewDelivery } from '../../lib/delivery/delivery.ts';
import { deliveryIdOf, keyOf } from '../../lib/delivery/delivery.ts';
import { isDoubtful } from '../../lib/delivery/doubt.ts';
import {
  type Claim,
  type Claimed,
  GATHER_LEASE_SECONDS,
  LEASE_SECONDS,
  type Ledger,
  type NewDigest,
  type NewWords,
  type PendingDelivery,
} from '../../lib/delivery/ledger.ts';
import type { Outcome } from '../../lib/delivery/outcome.ts';
import { finalAttempts } from '../../lib/history/make-events.ts';
import { type Clock, isoAfter } from '../../lib/kernel/clock.ts';
import { compareBy } from '../../lib/kernel/compare-by.ts';
import { compact } from '../../lib/kernel/json.ts';
import type { Notification } from '../../lib/notification/notification.ts';
import { frozen } from './frozen.ts';
import { type Held, isUnsettled, pendingOf, placeOf, readyAt } from './held-delivery.ts';

export class MemoryLedger implements Ledger {
  readonly #clock: Clock;
  readonly #held = new Map<string, Held>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Everything there is. */
  all = (): readonly Delivery[] => [...this.#held.values()].map(({ delivery }) => delivery);

  deliveriesOf = (accessId: string): readonly Delivery[] =>
    [...this.#held.values()]
      .map(({ delivery }) => delivery)
      .filter((delivery) => delivery.accessId === accessId);

  async open(deliveries: readonly NewDelivery[]): Promise<readonly PendingDelivery[]> {
    const now = this.#now();
    return deliveries.flatMap((delivery) => {
      const id = deliveryIdOf(delivery);
      if (this.#held.has(id)) return [];
      const opened = { state: 'pending' as const, createdAt: now, dueAt: now, attempts: [] };
      const held: Held = {
        delivery: { ...frozen(delivery), schemaVersion: 1, ...opened },
        place: placeOf(delivery, delivery.importance, now),
      };
      this.#held.set(id, held);
      return [pendingOf(held)];
    });
  }

  async reword(key: DeliveryKey, { part, notification }: NewWords): Promise<boolean> {
    const held = this.#held.get(deliveryIdOf(key));
    if (held === undefined) return false;
    const { delivery } = held;
    const { state, attempts, includes = [] } = delivery;
    if (includes.includes(part)) return true;
    if (state !== 'pending' || attempts.length > 0) return false;
    const { importance } = notification;
    held.delivery = frozen({
      ...delivery,
      notification,
      importance,
      includes: [...includes, part],
    });
    held.place = placeOf(delivery, importance, delivery.dueAt);
    return true;
  }

  async claim(key: DeliveryKey): Promise<Claim> {
    const now = this.#clock.now();
    const held = this.#held.get(deliveryIdOf(key));
    if (held === undefined) return { kind: 'unknown' };
    const { delivery, lease } = held;
    if (!isUnsettled(held)) return { kind: 'settled' };
    if (delivery.state === 'gathering') return { kind: 'not-due', dueAt: delivery.dueAt };
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
    return { kind: 'claimed', delivery: frozen(held.delivery), attempt: attempts.length, token };
  }

  async settle(claim: Claimed, outcome: Outcome, dueAt?: string): Promise<boolean> {
    const held = this.#held.get(deliveryIdOf(claim.delivery));
    if (held === undefined) return false;
    const { delivery } = held;
    if (held.lease?.token !== claim.token) {
      return delivery.attempts[claim.attempt - 1]?.endedAt !== undefined;
    }
    const now = this.#now();
    const due = outcome.kind === 'retry' ? (dueAt ?? now) : delivery.dueAt;
    const given = outcome.kind === 'sent' ? compact({ reference: outcome.reference, url: outcome.url }) : {};
    delete held.lease;
    held.delivery = {
      ...delivery,
      ...given,
      state: outcome.kind === 'retry' ? 'pending' : outcome.kind,
      dueAt: due,
      attempts: delivery.attempts.map((attempt) =>
        attempt.number === claim.attempt ? { ...attempt, endedAt: now, outcome } : attempt,
      ),
    };
    held.place = placeOf(delivery, delivery.importance, due);
    held.unnoted = `${now}#${deliveryIdOf(delivery)}`;
    return true;
  }

  async oldestOpened(): Promise<string | undefined> {
    return [...this.#held.values()]
      .filter(isUnsettled)
      .map(({ delivery, waitsSince }) => waitsSince ?? delivery.createdAt)
      .sort()
      .at(0);
  }

  async pending(dueBefore: string, limit: number): Promise<readonly PendingDelivery[]> {
    const counted = new Map<string, number>();
    return this.#queue((held) => readyAt(held) <= dueBefore)
      .filter(({ delivery: { destinationId } }) => {
        const before = counted.get(destinationId) ?? 0;
        counted.set(destinationId, before + 1);
        return before < limit;
      })
      .map(pendingOf);
  }

  async next(destinationId: string): Promise<DeliveryKey | undefined> {
    const now = this.#now();
    const [first] = this.#queue(
      (held) =>
        held.delivery.destinationId === destinationId &&
        held.delivery.state !== 'gathering' &&
        readyAt(held) <= now,
    );
    return first === undefined ? undefined : keyOf(first.delivery);
  }

  async find(key: DeliveryKey): Promise<Delivery | undefined> {
    return frozen(this.#held.get(deliveryIdOf(key))?.delivery);
  }

  async waiting(destinationId: string, limit: number): Promise<readonly Delivery[]> {
    const first = this.#queue(
      ({ delivery }) => delivery.destinationId === destinationId && delivery.state === 'pending',
    )
      .slice(0, limit)
      .map(({ delivery }) => delivery);
    return frozen(first.sort(compareBy((delivery) => `${delivery.createdAt}#${deliveryIdOf(delivery)}`)));
  }

  async openDigest(digest: NewDigest): Promise<void> {
    const delivery = frozen(beginDigest(digest, this.#clock));
    const id = deliveryIdOf(delivery);
    if (this.#held.has(id)) return;
    const [oldest] = digest.members;
    const waitsSince =
      oldest === undefined ? undefined : this.#held.get(deliveryIdOf(oldest))?.delivery.createdAt;
    const place = placeOf(delivery, delivery.importance, delivery.dueAt);
    this.#held.set(id, { delivery, place, ...compact({ waitsSince }) });
  }

  async resumeDigest(key: DeliveryKey): Promise<Delivery | undefined> {
    const held = this.#gathering(key);
    const now = this.#clock.now();
    if (held === undefined || held.delivery.dueAt > now.toISOString()) return undefined;
    held.delivery = { ...held.delivery, dueAt: isoAfter(now, GATHER_LEASE_SECONDS) };
    return frozen(held.delivery);
  }

  async moveIntoDigest(member: DeliveryKey, digestId: string): Promise<Delivery | undefined> {
    const held = this.#held.get(deliveryIdOf(member));
    if (held === undefined) return undefined;
    const { delivery } = held;
    if (delivery.state === 'pending' && !isDoubtful(delivery.attempts)) {
      held.delivery = { ...delivery, state: 'digested', digestedIn: digestId };
      held.unnoted = `${this.#now()}#${deliveryIdOf(delivery)}`;
    }
    const { state, digestedIn } = held.delivery;
    return state === 'digested' && digestedIn === digestId ? frozen(held.delivery) : undefined;
  }

  async finishDigest(
    digest: DeliveryKey,
    members: readonly DeliveryKey[],
    notification: Notification,
  ): Promise<PendingDelivery | undefined> {
    const held = this.#gathering(digest);
    if (held === undefined) return undefined;
    const { importance } = notification;
    const finished = { state: 'pending' as const, dueAt: this.#now(), importance, notification };
    held.delivery = frozen({ ...held.delivery, ...finished, members: members.map(keyOf) });
    held.place = placeOf(held.delivery, importance, finished.dueAt);
    return pendingOf(held);
  }

  async dropDigest(digest: DeliveryKey): Promise<void> {
    if (this.#gathering(digest) !== undefined) this.#held.delete(deliveryIdOf(digest));
  }

  async unnoted(limit: number): Promise<readonly Delivery[]> {
    const waiting = [...this.#held.values()].filter(({ unnoted }) => unnoted !== undefined);
    const first = waiting.sort(compareBy(({ unnoted }) => unnoted ?? '')).slice(0, limit);
    return frozen(first.map(({ delivery }) => delivery));
  }

  async markNoted(delivery: Delivery): Promise<void> {
    const held = this.#held.get(deliveryIdOf(delivery));
    if (held === undefined) return;
    const { state, attempts } = held.delivery;
    if (state !== delivery.state || attempts.length !== delivery.attempts.length) return;
    held.delivery = { ...held.delivery, notedAttempts: finalAttempts(delivery) };
    delete held.unnoted;
  }

  #now(): string {
    return this.#clock.now().toISOString();
  }

  /** What is unsettled and asked for, the most important first and what was due first among equals. */
  #queue(isAskedFor: (held: Held) => boolean): readonly Held[] {
    return [...this.#held.values()]
      .filter((held) => isUnsettled(held) && isAskedFor(held))
      .sort(compareBy(({ place }) => place));
  }

  #gathering(key: DeliveryKey): Held | undefined {
    const held = this.#held.get(deliveryIdOf(key));
    return held?.delivery.state === 'gathering' ? held : undefined;
  }
}
