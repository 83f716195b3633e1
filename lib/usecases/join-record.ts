/** A second record about an access that has its row: the other half of a console switch, or AWS's correction of it. */
import type { Caller } from '../access/caller.ts';
import type { RoleAccess } from '../access/role-access.ts';
import type { AccessDetail, AccessHistory } from '../history/access-history.ts';
import type { AccessRow, Correction, JoinedRecord } from '../history/access-row.ts';
import { joinRow } from '../history/change-row.ts';
import type { EventLog } from '../history/history-event.ts';
import { joinedEventOf } from '../history/make-events.ts';
import { newsOfJoin } from '../notification/compose-follow-up.ts';
import { type CorrectEffects, correctBy, tellChange } from './correct-access.ts';
import { wakeUp } from './wake-up.ts';

export type JoinEffects = CorrectEffects & { readonly history: AccessHistory; readonly events: EventLog };

export interface SecondRecord {
  readonly joined: JoinedRecord;
  /** Who it was, by both records. */
  readonly caller: Caller;
  /** The whole access by both records, and the correction that this one makes. */
  readonly corrected?: { readonly access: RoleAccess; readonly correction: Correction } | undefined;
  /** Whether people are told when the notice would read otherwise now. */
  readonly tell: boolean;
}

export type Joining = 'half-joined' | 'corrected' | 'already-there';

/** Joins and corrects; the same record twice changes nothing. `detail` has its events and its deliveries. */
export const joinRecord = async (
  effects: JoinEffects,
  detail: AccessDetail,
  { joined, caller, corrected, tell }: SecondRecord,
): Promise<Joining> => {
  const isNew = !hasJoined(detail.row, joined.eventId);
  let known = detail;
  const row = joinRow(detail.row, caller, joined);
  if (isNew) {
    await effects.events.note([joinedEventOf(row.accessId, caller, joined)]);
    const change = { after: row, part: `joined-${joined.eventId}`, news: newsOfJoin };
    const opened = tell ? await tellChange(effects, detail, change) : [];
    await effects.history.join(row.accessId, caller, joined);
    await wakeUp(effects, opened);
    // The correction has to know of the words that were just opened: its edit comes after theirs.
    if (corrected !== undefined && opened.length > 0)
      known = (await effects.history.find(row.accessId)) ?? detail;
  }
  const changed = corrected !== undefined && (await correctBy(effects, { ...known, row }, corrected));
  if (isNew) return 'half-joined';
  return changed ? 'corrected' : 'already-there';
};

export const hasJoined = ({ joined }: AccessRow, id: string): boolean =>
  joined.some(({ eventId }) => eventId === id);
