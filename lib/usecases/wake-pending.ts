/**
 * Every minute, for each destination: finishes digests that were begun, gathers what is to be told together, and wakes
 * what waits and is due. A destination that is down gets one probe, and only when it is time. Those with little to tell
 * come first: nobody waits for the digests of others.
 */
import type { DestinationHealth, DownDestination } from '../delivery/destination-health.ts';
import { deliveryIdOf } from '../delivery/delivery.ts';
import type { PendingDelivery, WakeDeliveries } from '../delivery/ledger.ts';
import type { Logger, Metrics } from '../kernel/logger.ts';
import { DIGEST_FROM } from './choose-digests.ts';
import { chooseProbe } from './choose-probe.ts';
import { type Gathered, gatherDigests, type GatherEffects, resumeGathering } from './gather-digest.ts';

export interface WakeEffects extends GatherEffects {
  readonly health: Pick<DestinationHealth, 'down'>;
  readonly wake: WakeDeliveries;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** Of one destination: what it takes in a minute. A wake-up costs a queue message each. */
const AT_ONCE = 60;
/** How many of the oldest are looked at for the one that probes. */
const PROBES_AMONG = 100;

export interface Woken {
  readonly woken: number;
  readonly digests: number;
  readonly down: number;
  /** Destinations that could not be worked on. */
  readonly failed: number;
}

export const wakePending = async (effects: WakeEffects): Promise<Woken> => {
  const { ledger, health, clock, metrics } = effects;
  const pending = await ledger.pending(clock.now().toISOString(), AT_ONCE);
  const down = new Map((await health.down()).map((one) => [one.destinationId, one]));
  metrics.count('DeliveryPending', pending.length);
  metrics.count('DestinationDown', down.size);
  const total = { woken: 0, digests: 0, down: down.size, failed: 0 };
  for (const [destinationId, due] of leastFirst(byDestination(pending))) {
    try {
      const one = await wakeDestination(effects, { destinationId, due, down: down.get(destinationId) });
      total.woken += one.woken;
      total.digests += one.digests;
    } catch (cause) {
      // The others must not wait for it; it is due again next minute.
      total.failed += 1;
      effects.logger.error('destination-not-woken', { destinationId }, cause);
    }
  }
  return total;
};

interface Waiting {
  readonly destinationId: string;
  readonly due: readonly PendingDelivery[];
  readonly down: DownDestination | undefined;
}

const wakeDestination = async (
  effects: WakeEffects,
  { destinationId, due, down }: Waiting,
): Promise<{ readonly woken: number; readonly digests: number }> => {
  const single = due.filter(({ gathering }) => gathering === undefined);
  const digests: PendingDelivery[] = [];
  const moved = new Set<string>();
  const keep = (gathered: Gathered): void => {
    digests.push(...gathered.digests);
    for (const member of gathered.members) moved.add(deliveryIdOf(member));
  };
  for (const { gathering, ...key } of due) {
    if (gathering && effects.hasTime?.() !== false) keep(await resumeGathering(effects, key));
  }
  if (down !== undefined)
    return { woken: await probe(effects, down, [...single, ...digests]), digests: digests.length };
  if (single.length >= (effects.digestFrom ?? DIGEST_FROM)) keep(await gatherDigests(effects, destinationId));
  const waking = [...digests, ...single.filter((one) => !moved.has(deliveryIdOf(one)))];
  if (waking.length > 0) await effects.wake(waking, { again: minuteOf(effects.clock.now()) });
  return { woken: waking.length, digests: digests.length };
};

const probe = async (
  { ledger, wake, clock }: WakeEffects,
  { destinationId, nextTryAt }: DownDestination,
  due: readonly PendingDelivery[],
): Promise<number> => {
  const now = clock.now();
  if (nextTryAt > now.toISOString()) return 0;
  const waiting = await ledger.waiting(destinationId, PROBES_AMONG);
  const chosen = chooseProbe(due, waiting, now.toISOString());
  if (chosen === undefined) return 0;
  await wake([chosen], { again: minuteOf(now), probe: true });
  return 1;
};

/** Makes this minute's wake-ups differ from the last one's, which the queue would swallow. */
const minuteOf = (now: Date): string => now.toISOString().slice(0, 16);

type Due = readonly [destinationId: string, due: readonly PendingDelivery[]];

const leastFirst = (groups: ReadonlyMap<string, readonly PendingDelivery[]>): readonly Due[] =>
  [...groups].sort(([, one], [, other]) => one.length - other.length);

const byDestination = (
  pending: readonly PendingDelivery[],
): ReadonlyMap<string, readonly PendingDelivery[]> => {
  const groups = new Map<string, PendingDelivery[]>();
  for (const one of pending) {
    const group = groups.get(one.destinationId);
    if (group === undefined) groups.set(one.destinationId, [one]);
    else group.push(one);
  }
  return groups;
};
