/** AWS sent a record again with other contents: the access is corrected, and told of only if what was said no longer holds. */
import type { FollowUp } from '../delivery/channel.ts';
import type { PendingDelivery } from '../delivery/ledger.ts';
import type { AccessDetail, AccessHistory } from '../history/access-history.ts';
import type { AccessRow, Corrected, Correction } from '../history/access-row.ts';
import { correctRow, isCorrectedBy } from '../history/change-row.ts';
import type { EventLog, HistoryEvent } from '../history/history-event.ts';
import { correctedEventOf, correctionOf } from '../history/make-events.ts';
import { mustRingNow } from '../history/still-expected.ts';
import { withNoted } from '../history/with-noted.ts';
import { compact } from '../kernel/json.ts';
import {
  type AnnouncedThing,
  newsOfCorrection,
  type Reader,
  saysOtherwise,
} from '../notification/compose-follow-up.ts';
import type { Notification } from '../notification/notification.ts';
import type { RouteLeg } from '../policy/route.ts';
import { type AnnounceEffects, deliveryOf } from './announce-row.ts';
import { editedNotice } from './edited-notice.ts';
import { happeningOf, isSameSubject } from './repeat-subject.ts';
import { correctionBy } from './make-row.ts';
import { firstNotice, openFollowUps, toldFirst } from './open-follow-up.ts';
import { partOfEvent } from './part-of-event.ts';
import { wakeUp } from './wake-up.ts';
import { readerOf, wordRow } from './word-row.ts';

export interface CorrectEffects extends AnnounceEffects {
  readonly history: AccessHistory;
  readonly events: EventLog;
}

/**
 * Corrects an access that has its row and its deliveries. False when the record corrects nothing, or did so before: then
 * nothing changes. The row is changed last, because what was said before can only be told from the row as it was.
 */
export const correctAccess = async (
  effects: CorrectEffects,
  detail: AccessDetail,
  { access, door, route = detail.row.route }: Partial<Pick<AccessRow, 'access' | 'door' | 'route'>>,
): Promise<boolean> => {
  const happening = happeningOf(compact({ access, door }));
  const made = happening && correctionBy(happening, effects.clock.now().toISOString());
  if (made === undefined) return false;
  if (door !== undefined) return correctBy(effects, detail, { door, route, correction: made });
  return access !== undefined && correctBy(effects, detail, { access, correction: made });
};

/** The same for a correction of a record that was joined: `access` is what the whole access is now. */
export const correctBy = async (
  effects: CorrectEffects,
  detail: AccessDetail,
  { correction: made, ...said }: Corrected & { readonly correction: Correction },
): Promise<boolean> => {
  const { accessId } = detail.row;
  if (isCorrectedBy(detail.row, made)) return false;
  // An attempt that died after its event has fixed when the correction came.
  const noted = detail.events?.map(correctionOf).find((earlier) => earlier?.eventId === made.eventId);
  const correction = noted ?? made;
  const event = correctedEventOf(accessId, said, correction);
  await effects.events.note([event]);
  const opened = await tellChange(effects, detail, {
    after: correctRow(detail.row, said, correction),
    part: partOfEvent(event),
    news: (thing, reader) => newsOfCorrection(thing, correction, reader),
    event,
  });
  await effects.history.correct(accessId, said, correction);
  await wakeUp(effects, opened);
  return true;
};

interface Change {
  readonly after: AccessRow;
  /** Names the later word within the access. */
  readonly part: string;
  readonly news: (thing: AnnouncedThing, reader: Reader) => Notification;
  /** That tells of it. */
  readonly event: HistoryEvent;
}

/** Opens a later word wherever the notice would read otherwise now. Answers what was opened, to be woken. */
export const tellChange = async (
  effects: CorrectEffects,
  detail: AccessDetail,
  change: Change,
): Promise<readonly PendingDelivery[]> => {
  const { after, part, news } = change;
  const before = detail.row;
  const wordsFor = (leg: RouteLeg): FollowUp | undefined => {
    const { edition } = leg;
    const [was, now] = [wordRow(effects, before, edition), wordRow(effects, after, edition)];
    if (!saysOtherwise(was, now)) return undefined;
    const reader = readerOf(effects, after, edition);
    return {
      news: news({ told: toldFirst(detail, leg) ?? was, now }, reader),
      edited: editedNotice(effects, { detail, after, edition }),
    };
  };
  if (mustRingNow(before, after)) return ringNow(effects, change, wordsFor);
  // It was only kept until now, and is something to be told after all.
  if (before.route.legs.length === 0)
    return after.route.legs.length === 0 ? [] : ring(effects, after, wordsFor);
  if (before.groupedWith === undefined) {
    return openFollowUps(effects, detail, { part, say: wordsFor });
  }
  return isStillRepeat(before, after) ? [] : ring(effects, after, wordsFor);
};

const isStillRepeat = (before: AccessRow, after: AccessRow): boolean => {
  const [was, now] = [happeningOf(before), happeningOf(after)];
  return was !== undefined && now !== undefined && isSameSubject(was, now);
};

/**
 * It was announced, and turns out to be something else. Another record may have opened the notices at the same moment: what
 * it tells is known by now, and those hear of this change as of any other.
 */
const ringNow = async (
  effects: CorrectEffects,
  { after, part, news, event }: Change,
  wordsFor: (leg: RouteLeg) => FollowUp | undefined,
): Promise<readonly PendingDelivery[]> => {
  const opened = await ring(effects, after, wordsFor, [part]);
  const now = await othersNow(effects, { after, event }, opened);
  if (now === undefined) return opened;
  const legs = now.detail.row.route.legs.filter(
    (leg) => firstNotice(now.detail, leg)?.includes?.includes(part) !== true,
  );
  const detail = { ...now.detail, row: { ...now.detail.row, route: { ...now.detail.row.route, legs } } };
  return [...opened, ...(await tellChange(effects, detail, { after: now.after, part, news, event }))];
};

interface OthersNow {
  /** As others know it, with the legs that somebody else told. */
  readonly detail: AccessDetail;
  /** The same, with this change. */
  readonly after: AccessRow;
}

/** `undefined` when all notices are ours, or when they were opened because of this very change. */
export const othersNow = async (
  { history }: Pick<CorrectEffects, 'history'>,
  { after, event }: Pick<Change, 'after' | 'event'>,
  opened: readonly PendingDelivery[],
): Promise<OthersNow | undefined> => {
  const isOurs = ({ destinationId }: RouteLeg): boolean =>
    opened.some((delivery) => delivery.destinationId === destinationId);
  if (after.route.legs.every(isOurs)) return undefined;
  const fresh = await history.find(after.accessId);
  if (fresh === undefined) return undefined;
  const row = withNoted(
    fresh.row,
    (fresh.events ?? []).filter(({ name }) => name !== event.name),
  );
  if (row.expected !== undefined) return undefined;
  const legs = row.route.legs.filter((leg) => !isOurs(leg));
  return {
    detail: { ...fresh, row: { ...row, route: { ...row.route, legs } } },
    after: withNoted(row, [event]),
  };
};

/** It was counted behind somebody else, and is now known to be another: nobody has been told of it yet. */
const ring = (
  effects: AnnounceEffects,
  row: AccessRow,
  wordsFor: (leg: RouteLeg) => FollowUp | undefined,
  includes: readonly string[] = [],
): Promise<readonly PendingDelivery[]> =>
  effects.ledger.open(
    row.route.legs.map((leg) => ({
      ...deliveryOf(effects.policy, row, leg, wordsFor(leg)?.edited ?? wordRow(effects, row, leg.edition)),
      ...(includes.length > 0 && { includes }),
    })),
  );
