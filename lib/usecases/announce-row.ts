/** Opens the deliveries of a recorded row and wakes `deliver` for those that are new. */
import type { NewDelivery } from '../delivery/delivery.ts';
import type { Ledger, WakeDeliveries } from '../delivery/ledger.ts';
import type { AccessRow } from '../history/access-row.ts';
import type { Edition } from '../kernel/edition.ts';
import type { Policy } from '../policy/policy.ts';
import { wordRow } from './word-row.ts';

interface Effects {
  readonly policy: Policy;
  readonly ledger: Ledger;
  readonly wake: WakeDeliveries;
  readonly historyUrl: string;
}

/** Safe to repeat: a delivery that is open already is left alone and not woken again. */
export const announceRow = async (effects: Effects, row: AccessRow): Promise<void> => {
  const opened = await effects.ledger.open(deliveriesOf(effects, row));
  if (opened.length > 0) await effects.wake(opened);
};

const deliveriesOf = (effects: Effects, row: AccessRow): readonly NewDelivery[] => {
  const inEdition = (edition: Edition) => wordRow(effects, row, edition);
  return row.route.legs.map(({ destinationId, edition, why }) => {
    const notification = inEdition(edition);
    return {
      accessId: row.accessId,
      destinationId,
      channel: channelOf(effects.policy, destinationId),
      edition,
      importance: notification.importance,
      notification,
      why,
    };
  });
};

const channelOf = (policy: Policy, destinationId: string): string =>
  policy.destinations.find(({ id }) => id === destinationId)?.channel ?? 'unknown';
