/**
 * Says what became known by asking AWS: the first message is edited wherever it reads otherwise now. That a session was used
 * from elsewhere is said aloud, once: whoever reads mails only would never learn it from an edit.
 */
import type { FollowUp } from '../delivery/channel.ts';
import type { Delivery } from '../delivery/delivery.ts';
import type { PendingDelivery } from '../delivery/ledger.ts';
import type { AccessDetail } from '../history/access-history.ts';
import type { AccessRow } from '../history/access-row.ts';
import { mustRingNow } from '../history/still-expected.ts';
import { newsOfLook, newsOfUseElsewhere } from '../notification/compose-follow-up.ts';
import type { Notification } from '../notification/notification.ts';
import type { RouteLeg } from '../policy/route.ts';
import { type AnnounceEffects, deliveryOf } from './announce-row.ts';
import { editedNotice } from './edited-notice.ts';
import { openFollowUps, toldFirst } from './open-follow-up.ts';
import { readsAs, sayGain } from './say-gain.ts';
import { isSentAgain } from './send-again.ts';
import { readerOf, wordRow } from './word-row.ts';

interface Telling {
  readonly after: AccessRow;
  /** Names the later word within the access. */
  readonly part: string;
  /** The message may read otherwise than the latest of its edits: one that was composed earlier may arrive later. */
  readonly mayRepeat?: boolean;
}

type TellEffects = Pick<AnnounceEffects, 'policy' | 'ledger' | 'historyUrl'>;

/** `detail` has the row as it was before. Answers what was opened, to be woken. Safe to repeat. */
export const tellEnriched = async (
  effects: TellEffects,
  detail: AccessDetail,
  { after, part, mayRepeat = false }: Telling,
): Promise<readonly PendingDelivery[]> => {
  if (mustRingNow(detail.row, after)) return ringNow(effects, detail, after);
  const use = newUseElsewhere(detail.row, after);
  const aloud = use === undefined ? [] : await tellUseElsewhere(effects, detail, { after, reason: use });
  const say = (leg: RouteLeg): FollowUp | undefined => {
    // One word that says all of it is enough.
    if (use !== undefined && isTellable(leg)) return undefined;
    const said = saidBefore(detail, leg, part);
    const gain = sayGain(effects, { detail, after, leg, news: newsOfLook });
    const isSaid = !mayRepeat && said !== undefined && readsAs(said) === readsAs(gain.edited);
    return said === undefined || isSaid ? undefined : gain;
  };
  return [...aloud, ...(await openFollowUps(effects, detail, { part, say }))];
};

/** It was announced, and turns out to be something else: nobody has been told of it yet. */
const ringNow = (
  { policy, ledger, historyUrl }: TellEffects,
  detail: AccessDetail,
  after: AccessRow,
): Promise<readonly PendingDelivery[]> =>
  ledger.open(
    after.route.legs.map((leg) => {
      const { edition } = leg;
      return deliveryOf(policy, after, leg, editedNotice({ policy, historyUrl }, { detail, after, edition }));
    }),
  );

/** The sentence about it, if it was not known before. */
const newUseElsewhere = (before: AccessRow, after: AccessRow): string | undefined =>
  useElsewhere(before) === undefined ? useElsewhere(after) : undefined;

const useElsewhere = ({ access }: AccessRow): string | undefined =>
  access?.observations.find(({ code }) => code === 'used-elsewhere')?.reason;

/** The addresses are nothing for clients. */
const isTellable = ({ edition }: RouteLeg): boolean => edition === 'owner';

const tellUseElsewhere = (
  effects: TellEffects,
  detail: AccessDetail,
  { after, reason }: { readonly after: AccessRow; readonly reason: string },
): Promise<readonly PendingDelivery[]> => {
  const say = (leg: RouteLeg): FollowUp | undefined => {
    const { edition } = leg;
    const told = toldFirst(detail, leg);
    if (told === undefined || !isTellable(leg)) return undefined;
    const now = wordRow(effects, after, edition);
    return {
      edited: editedNotice(effects, { detail, after, edition }),
      news: newsOfUseElsewhere({ told, now }, reason, readerOf(effects, after, edition)),
      aloud: true,
    };
  };
  return openFollowUps(effects, detail, { part: 'used-elsewhere', say });
};

/**
 * What the message says since its latest edit, which may still be on its way. Without this very word: whoever opened it
 * may have died before it was opened everywhere.
 */
const saidBefore = (detail: AccessDetail, leg: RouteLeg, part: string): Notification | undefined => {
  const isEdit = (word: Delivery): boolean =>
    word.destinationId === leg.destinationId &&
    word.follows !== undefined &&
    word.part !== part &&
    !isSentAgain(word);
  const latest = detail.deliveries
    .filter(isEdit)
    .sort((one, other) => one.createdAt.localeCompare(other.createdAt))
    .at(-1);
  const first = toldFirst(detail, leg);
  return first === undefined ? undefined : (latest?.follows?.edited ?? first);
};
