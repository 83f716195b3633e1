/** Opens a later word about a notice, for every destination of its row's route. It waits there for the notice itself. */
import type { FollowUp } from '../delivery/channel.ts';
import type { PendingDelivery } from '../delivery/ledger.ts';
import type { AccessDetail } from '../history/access-history.ts';
import type { AccessRow } from '../history/access-row.ts';
import type { Edition } from '../kernel/edition.ts';
import type { Notification } from '../notification/notification.ts';
import { type AnnounceEffects, deliveryOf } from './announce-row.ts';

export interface LaterWord {
  /** Names it within the access: `repeats`, `corrected-<event id>`. */
  readonly part: string;
  /** The words for an edition; `undefined` when there is nothing new for its readers. */
  readonly say: (edition: Edition) => FollowUp | undefined;
}

/** The first notice as it was worded for an edition; `undefined` when none was opened. */
export const toldFirst = ({ deliveries }: AccessDetail, edition: Edition): Notification | undefined =>
  deliveries.find((delivery) => delivery.part === undefined && delivery.edition === edition)?.notification;

/**
 * Answers what was opened, for the caller to wake when its own work is done. Safe to repeat: what is open already stays
 * as it is and is not answered.
 */
export const openFollowUps = async (
  { policy, ledger }: Pick<AnnounceEffects, 'policy' | 'ledger'>,
  row: AccessRow,
  { part, say }: LaterWord,
): Promise<readonly PendingDelivery[]> => {
  const deliveries = row.route.legs.flatMap((leg) => {
    const words = say(leg.edition);
    if (words === undefined) return [];
    return [{ ...deliveryOf(policy, row, leg, words.news), part, follows: { edited: words.edited } }];
  });
  return deliveries.length === 0 ? [] : ledger.open(deliveries);
};
