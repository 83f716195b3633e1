/** Says what became known by asking AWS: the first message is edited wherever it reads otherwise now. */
import type { FollowUp } from '../delivery/channel.ts';
import type { Delivery } from '../delivery/delivery.ts';
import type { PendingDelivery } from '../delivery/ledger.ts';
import type { AccessDetail } from '../history/access-history.ts';
import type { AccessRow } from '../history/access-row.ts';
import { newsOfLook } from '../notification/compose-follow-up.ts';
import type { Notification } from '../notification/notification.ts';
import type { RouteLeg } from '../policy/route.ts';
import type { AnnounceEffects } from './announce-row.ts';
import { openFollowUps, toldFirst } from './open-follow-up.ts';
import { readsAs, sayGain } from './say-gain.ts';

interface Telling {
  readonly after: AccessRow;
  /** Names the later word within the access. */
  readonly part: string;
}

/** `detail` has the row as it was before. Answers what was opened, to be woken. */
export const tellEnriched = (
  effects: Pick<AnnounceEffects, 'policy' | 'ledger' | 'historyUrl'>,
  detail: AccessDetail,
  { after, part }: Telling,
): Promise<readonly PendingDelivery[]> => {
  const say = (leg: RouteLeg): FollowUp | undefined => {
    const said = saidBefore(detail, leg, part);
    const gain = sayGain(effects, { detail, after, leg, news: newsOfLook });
    return said === undefined || readsAs(said) === readsAs(gain.edited) ? undefined : gain;
  };
  return openFollowUps(effects, detail, { part, say });
};

/**
 * What the message says since its latest edit, which may still be on its way. Without this very word: whoever opened it
 * may have died before it was opened everywhere.
 */
const saidBefore = (detail: AccessDetail, leg: RouteLeg, part: string): Notification | undefined => {
  const isEdit = (word: Delivery): boolean =>
    word.destinationId === leg.destinationId && word.follows !== undefined && word.part !== part;
  const latest = detail.deliveries
    .filter(isEdit)
    .sort((one, other) => one.createdAt.localeCompare(other.createdAt))
    .at(-1);
  const first = toldFirst(detail, leg);
  return first === undefined ? undefined : (latest?.follows?.edited ?? first);
};
