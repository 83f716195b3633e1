/** Wakes `deliver`, but not for destinations that are known to be down: those wait in the ledger for the sweep. */
import type { DestinationHealth } from '../delivery/destination-health.ts';
import type { PendingDelivery, WakeDeliveries } from '../delivery/ledger.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Logger } from '../kernel/logger.ts';

export interface WakeEffects {
  readonly wake: WakeDeliveries;
  readonly health: Pick<DestinationHealth, 'down'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

export const wakeUp = async (effects: WakeEffects, deliveries: readonly PendingDelivery[]): Promise<void> => {
  if (deliveries.length === 0) return;
  const down = await downNow(effects);
  const reachable = deliveries.filter(({ destinationId }) => !down.has(destinationId));
  if (reachable.length > 0) await effects.wake(reachable);
};

/** How long an answer is good for: in a burst every record would ask otherwise. */
const ANSWER_LASTS_MS = 10_000;

interface Answer {
  readonly at: number;
  readonly down: ReadonlySet<string>;
}

/** The last answer of each store that was asked: one for a function's whole life. */
const answers = new WeakMap<WakeEffects['health'], Answer>();

const downNow = async ({ health, clock, logger }: WakeEffects): Promise<ReadonlySet<string>> => {
  const at = clock.now().getTime();
  const last = answers.get(health);
  if (last !== undefined && Math.abs(at - last.at) < ANSWER_LASTS_MS) return last.down;
  try {
    const down = new Set((await health.down()).map(({ destinationId }) => destinationId));
    answers.set(health, { at, down });
    return down;
  } catch (cause) {
    // Rather a wake-up too many than none.
    logger.warn('health-unknown', { reason: cause instanceof Error ? cause.name : 'unknown' });
    return new Set();
  }
};
