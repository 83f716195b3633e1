/** What has to be there beside a row: its events, and the deliveries of its route unless it is counted behind another. */
import type { AccessDetail } from '../history/access-history.ts';
import type { AccessRow } from '../history/access-row.ts';
import type { EventLog, HistoryEvent } from '../history/history-event.ts';
import { joinedEventOf, rowSnapshotEvent } from '../history/make-events.ts';
import { withNoted } from '../history/with-noted.ts';
import { type AnnounceEffects, announceRow } from './announce-row.ts';
import { partOfEvent } from './part-of-event.ts';

interface Effects extends AnnounceEffects {
  readonly events: EventLog;
}

/** Writes what is not there yet. Of a row whose recorder did not die there is nothing to write. */
export const completeRow = async (effects: Effects, detail: AccessDetail): Promise<void> => {
  await noteRow(effects, detail);
  if (detail.row.groupedWith !== undefined) return;
  const { row, includes } = asNoted(detail);
  await announceRow(effects, row, { open: detail.deliveries, includes });
};

/**
 * An announced access is told of as soon as an event says that it is something else, also if whoever noted that never came
 * to change the row. When he does, his word is among those that the notice `includes`.
 */
const asNoted = ({ row, events = [] }: AccessDetail): Noted =>
  events.reduce<Noted>(
    (known, event) => {
      // Whoever corrects comes back until he has said it.
      const isNews = row.expected !== undefined && event.kind === 'joined';
      const after = isNews ? withNoted(known.row, [event]) : known.row;
      return after === known.row ? known : { row: after, includes: [...known.includes, partOfEvent(event)] };
    },
    { row, includes: [] },
  );

interface Noted {
  readonly row: AccessRow;
  readonly includes: readonly string[];
}

/** The events alone, for whoever is about to change the row, and to tell of it in other words. */
export const noteRow = async (
  { events: log }: Pick<Effects, 'events'>,
  { row, events = [] }: AccessDetail,
): Promise<void> => {
  const noted = new Set(events.map(({ name }) => name));
  const missing = eventsOfRow(row).filter(({ name }) => !noted.has(name));
  if (missing.length > 0) await log.note(missing);
};

const eventsOfRow = (row: AccessRow): readonly HistoryEvent[] => [
  rowSnapshotEvent(row),
  ...row.joined.flatMap((joined) =>
    row.access === undefined ? [] : [joinedEventOf(row.accessId, row.access.caller, joined)],
  ),
];
