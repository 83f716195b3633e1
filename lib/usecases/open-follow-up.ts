/** Opens a later word about a notice, for every destination of its row's route. It waits there for the notice itself. */
import type { FollowUp } from '../delivery/channel.ts';
import type { Delivery, NewDelivery } from '../delivery/delivery.ts';
import type { PendingDelivery } from '../delivery/ledger.ts';
import type { AccessDetail } from '../history/access-history.ts';
import type { Notification } from '../notification/notification.ts';
import type { RouteLeg } from '../policy/route.ts';
import { type AnnounceEffects, deliveryOf } from './announce-row.ts';

export interface LaterWord {
  /** Names it within the access: `repeats`, `corrected-<event id>`. */
  readonly part: string;
  /** The words for whoever reads there; `undefined` when there is nothing new for them. */
  readonly say: (leg: RouteLeg) => FollowUp | undefined;
}

/** The first notice to a destination; `undefined` when none was opened. */
export const firstNotice = (
  { deliveries }: AccessDetail,
  { destinationId }: Pick<RouteLeg, 'destinationId'>,
): Delivery | undefined =>
  deliveries.find((delivery) => delivery.part === undefined && delivery.destinationId === destinationId);

/** Its words: destinations may have been told differently, as more was known before some of them had it. */
export const toldFirst = (
  detail: AccessDetail,
  leg: Pick<RouteLeg, 'destinationId'>,
): Notification | undefined => firstNotice(detail, leg)?.notification;

/**
 * Answers what was opened, for the caller to wake when its own work is done. Safe to repeat: what is open already stays
 * as it is and is not answered.
 */
export const openFollowUps = async (
  { policy, ledger }: Pick<AnnounceEffects, 'policy' | 'ledger'>,
  detail: AccessDetail,
  { part, say }: LaterWord,
): Promise<readonly PendingDelivery[]> => {
  const deliveries = detail.row.route.legs.flatMap((leg): readonly NewDelivery[] => {
    const words = say(leg);
    return words === undefined ? [] : [followUpOf(policy, detail, { leg, part, words })];
  });
  return deliveries.length === 0 ? [] : ledger.open(deliveries);
};

interface WordAtLeg {
  readonly leg: RouteLeg;
  readonly part: string;
  readonly words: FollowUp;
}

export const followUpOf = (
  policy: AnnounceEffects['policy'],
  detail: AccessDetail,
  { leg, part, words }: WordAtLeg,
): NewDelivery => {
  const earlier = earlierWords(detail, leg.destinationId, part);
  const titles = titlesSoFar(detail, leg, part);
  const follows = {
    edited: words.edited,
    ...(words.quiet === true && { quiet: words.quiet }),
    ...(words.aloud === true && { aloud: words.aloud }),
    ...(earlier.length > 0 && { after: earlier }),
    ...(titles.some((title) => title !== words.edited.title) && { titles }),
  };
  return { ...deliveryOf(policy, detail.row, leg, words.news), part, follows };
};

const titlesSoFar = (detail: AccessDetail, leg: RouteLeg, part: string): readonly string[] => {
  const edits = detail.deliveries
    .filter((word) => word.destinationId === leg.destinationId && word.part !== part)
    .flatMap(({ follows }) => follows?.edited.title ?? []);
  return [...new Set([toldFirst(detail, leg)?.title ?? [], edits].flat())];
};

/** Other words that may still edit the notice at a destination. */
export const earlierWords = (
  { deliveries }: AccessDetail,
  destinationId: string,
  part: string,
): readonly string[] =>
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
