/** Writes what became of deliveries into the history, as events: told, failed, digested. */
import { deliveryIdOf } from '../delivery/delivery.ts';
import type { Ledger } from '../delivery/ledger.ts';
import type { EventLog } from '../history/history-event.ts';
import { unnotedEventsOf } from '../history/make-events.ts';
import type { Logger } from '../kernel/logger.ts';

interface Effects {
  readonly ledger: Pick<Ledger, 'unnoted' | 'markNoted'>;
  readonly events: Pick<EventLog, 'note'>;
  readonly logger: Logger;
}

/** At most so many deliveries a minute; the rest is noted the minute after. */
const AT_ONCE = 1000;

/**
 * The ledger is the truth until its events are noted: noting first and marking second repeats at worst what is there
 * already, and an event that is refused costs as much as a new one: what was marked is not noted again. One delivery that cannot be noted does not keep the others from it. Answers how many were noted.
 */
export const noteAttempts = async ({ ledger, events, logger }: Effects): Promise<number> => {
  let noted = 0;
  for (const delivery of await ledger.unnoted(AT_ONCE)) {
    try {
      await events.note(unnotedEventsOf(delivery));
      await ledger.markNoted(delivery);
      noted += 1;
    } catch (cause) {
      logger.error('attempts-not-noted', { deliveryId: deliveryIdOf(delivery) }, cause);
    }
  }
  return noted;
};
