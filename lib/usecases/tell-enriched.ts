/**
 * Says what became known by asking AWS: the first message is edited wherever it reads otherwise now. Whoever cannot be
 * shown an edit is written to only when it is somebody else, or more certain, than they were told.
 */
import type { FollowUp } from '../delivery/channel.ts';
import type { PendingDelivery } from '../delivery/ledger.ts';
import type { AccessDetail } from '../history/access-history.ts';
import type { AccessRow } from '../history/access-row.ts';
import { canonicalJson } from '../kernel/canonical-json.ts';
import type { Edition } from '../kernel/edition.ts';
import { newsOfLook, saysOtherwise } from '../notification/compose-follow-up.ts';
import type { Notification } from '../notification/notification.ts';
import type { AnnounceEffects } from './announce-row.ts';
import { editedNotice } from './edited-notice.ts';
import { openFollowUps, toldFirst } from './open-follow-up.ts';
import { readerOf, wordRow } from './word-row.ts';

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
  const before = detail.row;
  const say = (edition: Edition): FollowUp | undefined => {
    const first = toldFirst(detail, edition);
    const said = saidBefore(detail, edition, part) ?? first;
    const edited = editedNotice(effects, { detail, after, edition });
    if (first === undefined || said === undefined || readsAs(said) === readsAs(edited)) return undefined;
    const [was, now] = [wordRow(effects, before, edition), wordRow(effects, after, edition)];
    const news = newsOfLook({ told: first, now }, readerOf(effects, after, edition));
    return namesAnother(before, after) && saysOtherwise(was, now)
      ? { edited, news }
      : { edited, news: { ...news, importance: 'routine' }, quiet: true };
  };
  return openFollowUps(effects, detail, { part, say });
};

/**
 * What the message says since its latest edit, which may still be on its way. Without this very word: whoever opened it
 * may have died before it was opened everywhere.
 */
const saidBefore = ({ deliveries }: AccessDetail, edition: Edition, part: string): Notification | undefined =>
  deliveries
    .filter(
      (delivery) => delivery.edition === edition && delivery.follows !== undefined && delivery.part !== part,
    )
    .sort((one, other) => one.createdAt.localeCompare(other.createdAt))
    .at(-1)?.follows?.edited;

const readsAs = ({ title, sentence, facts }: Notification): string =>
  canonicalJson({ title, sentence, facts });

const namesAnother = ({ access: was }: AccessRow, { access: now }: AccessRow): boolean =>
  was?.caller.label !== now?.caller.label || was?.caller.certainty !== now?.caller.certainty;
