/** A second record about an access that has its row: the other half of a console switch, or AWS's correction of it. */
import type { Caller } from '../access/caller.ts';
import type { RoleAccess } from '../access/role-access.ts';
import type { AccessDetail, AccessHistory } from '../history/access-history.ts';
import type { AccessRow, Correction, JoinedRecord } from '../history/access-row.ts';
import { joinRow } from '../history/change-row.ts';
import type { EventLog } from '../history/history-event.ts';
import { joinedCallerOf, joinedEventOf, joinedRecordOf } from '../history/make-events.ts';
import { noteRow } from './complete-row.ts';
import { correctBy } from './correct-access.ts';
import { partOfEvent } from './part-of-event.ts';
import { tellJoined, type TellJoinedEffects } from './tell-joined.ts';
import { wakeUp } from './wake-up.ts';

export type JoinEffects = TellJoinedEffects & { readonly history: AccessHistory; readonly events: EventLog };

export interface SecondRecord {
  readonly joined: JoinedRecord;
  /** Who it was, by both records. */
  readonly caller: Caller;
  /** The whole access by both records, and the correction that this one makes. */
  readonly corrected?: { readonly access: RoleAccess; readonly correction: Correction } | undefined;
}

export type Joining = 'half-joined' | 'corrected' | 'already-there';

/**
 * Joins and corrects, and people hear of it where the notice would read otherwise now; the same record twice changes
 * nothing. `detail` has its events and its deliveries.
 */
export const joinRecord = async (
  effects: JoinEffects,
  detail: AccessDetail,
  second: SecondRecord,
): Promise<Joining> => {
  const isNew = !hasJoined(detail.row, second.joined.eventId);
  const known = isNew ? await joinNew(effects, detail, second) : detail;
  const changed = second.corrected !== undefined && (await correctBy(effects, known, second.corrected));
  if (isNew) return 'half-joined';
  return changed ? 'corrected' : 'already-there';
};

/** Events, words, row: what was said before can only be told from the row as it was. */
const joinNew = async (
  effects: JoinEffects,
  detail: AccessDetail,
  second: SecondRecord,
): Promise<AccessDetail> => {
  const { accessId } = detail.row;
  const { caller, joined } = asNoted(detail, second);
  await noteRow(effects, detail);
  const event = joinedEventOf(accessId, caller, joined);
  await effects.events.note([event]);
  const after = joinRow(detail.row, caller, joined);
  const opened = await tellJoined(effects, detail, { after, part: partOfEvent(event), event });
  await effects.history.join(accessId, caller, joined);
  await wakeUp(effects, opened);
  if (second.corrected === undefined) return { ...detail, row: after };
  // A correction has to know of the words that are there now: its edit comes after theirs.
  return { ...((await effects.history.find(accessId)) ?? detail), row: after };
};

/** An attempt that died after its event has fixed what that says: the row must not say otherwise. */
const asNoted = (
  { events = [] }: AccessDetail,
  { caller, joined }: SecondRecord,
): Pick<SecondRecord, 'caller' | 'joined'> => {
  const noted = events.find((event) => joinedRecordOf(event)?.eventId === joined.eventId);
  return noted === undefined
    ? { caller, joined }
    : { caller: joinedCallerOf(noted) ?? caller, joined: joinedRecordOf(noted) ?? joined };
};

export const hasJoined = ({ joined }: AccessRow, id: string): boolean =>
  joined.some(({ eventId }) => eventId === id);
