/** Opens a later word about a notice, for every destination of its row's route. It waits there for the notice itself. */
import type { FollowUp } from '../delivery/channel.ts';
import type { NewDelivery } from '../delivery/delivery.ts';
import type { PendingDelivery } from '../delivery/ledger.ts';
import type { AccessDetail } from '../history/access-history.ts';
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
  detail: AccessDetail,
  { part, say }: LaterWord,
): Promise<readonly PendingDelivery[]> => {
  const { row } = detail;
  const deliveries = row.route.legs.flatMap((leg): readonly NewDelivery[] => {
    const words = say(leg.edition);
    if (words === undefined) return [];
    const earlier = earlierWords(detail, leg.destinationId, part);
    const follows = {
      edited: words.edited,
      ...(words.quiet === true && { quiet: words.quiet }),
      ...(earlier.length > 0 && { after: earlier }),
    };
    return [{ ...deliveryOf(policy, row, leg, words.news), part, follows }];
  });
  return deliveries.length === 0 ? [] : ledger.open(deliveries);
};

/** Words that may still edit the notice at a destination. */
const earlierWords = ({ deliveries }: AccessDetail, destinationId: string, part: string): readonly string[] =>
  deliveries.flatMap((word) =>
    word.destinationId === destinationId &&
    word.follows !== undefined &&
    word.part !== undefined &&
    word.part !== part &&
    word.state !== 'sent' &&
    word.state !== 'rejected'
      ? [word.part]
      : [],
  );
