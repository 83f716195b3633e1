/**
 * Says what a second record told. It often comes a moment after the first: wherever nobody has begun to send the notice,
 * that one says it, and its reader gets one message. Elsewhere it is said afterwards.
 */
import type { FollowUp } from '../delivery/channel.ts';
import type { Ledger, PendingDelivery } from '../delivery/ledger.ts';
import type { AccessDetail } from '../history/access-history.ts';
import type { AccessRow } from '../history/access-row.ts';
import type { HistoryEvent } from '../history/history-event.ts';
import { mustRingNow } from '../history/still-expected.ts';
import { newsOfJoin } from '../notification/compose-follow-up.ts';
import type { RouteLeg } from '../policy/route.ts';
import { deliveryOf } from './announce-row.ts';
import { type CorrectEffects, othersNow, tellChange } from './correct-access.ts';
import { earlierWords, firstNotice, followUpOf } from './open-follow-up.ts';
import { readsAs, sayGain } from './say-gain.ts';
import { wordRow } from './word-row.ts';

export type TellJoinedEffects = CorrectEffects & { readonly ledger: Pick<Ledger, 'open' | 'reword'> };

interface Telling {
  readonly after: AccessRow;
  /** Names the later word within the access. */
  readonly part: string;
  /** That tells of it. */
  readonly event: HistoryEvent;
}

/** `detail` has the row as it was before. Answers what was opened, to be woken. Safe to repeat. */
export const tellJoined = async (
  effects: TellJoinedEffects,
  detail: AccessDetail,
  telling: Telling,
): Promise<readonly PendingDelivery[]> => {
  // Nobody was told of it by itself.
  if (detail.row.groupedWith !== undefined)
    return tellChange(effects, detail, { ...telling, news: newsOfJoin });
  if (mustRingNow(detail.row, telling.after)) return ringNow(effects, detail, telling);
  return tellGain(effects, detail, telling);
};

const tellGain = async (
  effects: TellJoinedEffects,
  detail: AccessDetail,
  { after, part }: Omit<Telling, 'event'>,
): Promise<readonly PendingDelivery[]> => {
  const { route } = detail.row;
  const told = await Promise.all(
    route.legs.map(async (leg) => {
      const words = wordsAt(effects, detail, { leg, after });
      return words === undefined ? [] : tellAt(effects, detail, { leg, part, words });
    }),
  );
  return told.flat();
};

/**
 * It was announced, and turns out to be something else: its first notices. Another record may have opened them at the same
 * moment: what it tells is known by now, and those say this one's words, too.
 */
const ringNow = async (
  effects: TellJoinedEffects,
  detail: AccessDetail,
  { after, part, event }: Telling,
): Promise<readonly PendingDelivery[]> => {
  const legs = after.route.legs.map((leg) => ({
    leg,
    part,
    words: sayGain(effects, { detail, after, leg, news: newsOfJoin }),
  }));
  const opened = await effects.ledger.open(
    legs.map(({ leg, words }) => ({
      ...deliveryOf(effects.policy, after, leg, words.edited),
      includes: [part],
    })),
  );
  const now = await othersNow(effects, { after, event }, opened);
  if (now !== undefined)
    return [...opened, ...(await tellGain(effects, now.detail, { after: now.after, part }))];
  const others = legs.filter(
    ({ leg }) => !opened.some(({ destinationId }) => destinationId === leg.destinationId),
  );
  const told = await Promise.all(others.map((words) => tellAt(effects, detail, words)));
  return [...opened, ...told.flat()];
};

const wordsAt = (
  effects: TellJoinedEffects,
  detail: AccessDetail,
  { leg, after }: { readonly leg: RouteLeg; readonly after: AccessRow },
): FollowUp | undefined => {
  const [was, now] = [wordRow(effects, detail.row, leg.edition), wordRow(effects, after, leg.edition)];
  return readsAs(was) === readsAs(now)
    ? undefined
    : sayGain(effects, { detail, after, leg, news: newsOfJoin });
};

interface WordsAtLeg {
  readonly leg: RouteLeg;
  readonly part: string;
  readonly words: FollowUp;
}

const tellAt = async (
  { ledger, policy }: TellJoinedEffects,
  detail: AccessDetail,
  { leg, part, words }: WordsAtLeg,
): Promise<readonly PendingDelivery[]> => {
  const { row } = detail;
  const { destinationId } = leg;
  const notification = words.edited;
  if (firstNotice(detail, leg) === undefined) {
    // Whoever recorded it is about to open the notice, or has died before: the later word must not come first.
    const opened = await ledger.open([{ ...deliveryOf(policy, row, leg, notification), includes: [part] }]);
    if (opened.length > 0) return opened;
  }
  // A word that is on its way would edit this one out of the notice again.
  const isAlone = earlierWords(detail, destinationId, part).length === 0;
  const first = { accessId: row.accessId, destinationId };
  if (isAlone && (await ledger.reword(first, { part, notification }))) return [];
  return ledger.open([followUpOf(policy, detail, { leg, part, words })]);
};
