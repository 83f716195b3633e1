/**
 * The later word about an access of which more is known now. Whoever cannot be shown an edit is written to only when it is
 * somebody else, or more certain, than they were told.
 */
import type { FollowUp } from '../delivery/channel.ts';
import type { AccessDetail } from '../history/access-history.ts';
import type { AccessRow } from '../history/access-row.ts';
import { canonicalJson } from '../kernel/canonical-json.ts';
import { type AnnouncedThing, type Reader, saysOtherwise } from '../notification/compose-follow-up.ts';
import type { Notification } from '../notification/notification.ts';
import type { RouteLeg } from '../policy/route.ts';
import { editedNotice } from './edited-notice.ts';
import { toldFirst } from './open-follow-up.ts';
import { readerOf, wordRow } from './word-row.ts';

type WordEffects = Parameters<typeof wordRow>[0];

export interface GainAtLeg {
  /** With the row as it was before. */
  readonly detail: AccessDetail;
  readonly after: AccessRow;
  readonly leg: RouteLeg;
  readonly news: (thing: AnnouncedThing, reader: Reader) => Notification;
}

export const sayGain = (effects: WordEffects, { detail, after, leg, news: wording }: GainAtLeg): FollowUp => {
  const { edition } = leg;
  const [was, now] = [wordRow(effects, detail.row, edition), wordRow(effects, after, edition)];
  const edited = editedNotice(effects, { detail, after, edition });
  const news = wording({ told: toldFirst(detail, leg) ?? was, now }, readerOf(effects, after, edition));
  return namesAnother(detail.row, after) && saysOtherwise(was, now)
    ? { edited, news }
    : { edited, news: { ...news, importance: 'routine' }, quiet: true };
};

/** What of a notice people read; two that are equal need no edit. */
export const readsAs = ({ title, sentence, facts }: Notification): string =>
  canonicalJson({ title, sentence, facts });

const namesAnother = ({ access: was }: AccessRow, { access: now }: AccessRow): boolean =>
  was?.caller.label !== now?.caller.label || was?.caller.certainty !== now?.caller.certainty;
