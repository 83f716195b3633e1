/** A row with what events tell of it and it does not show yet: whoever noted them is on the way, or died. */
import type { AccessRow } from './access-row.ts';
import { correctRow, joinRow } from './change-row.ts';
import type { HistoryEvent } from './history-event.ts';
import { correctedAccessOf, correctionOf, joinedCallerOf, joinedRecordOf } from './make-events.ts';

/** The same row when it shows all of it. Of an access; the events of a door change nothing here. */
export const withNoted = (row: AccessRow, events: readonly HistoryEvent[]): AccessRow =>
  events.reduce(noted, row);

const noted = (row: AccessRow, event: HistoryEvent): AccessRow => {
  const [joined, correction, access] = [joinedRecordOf(event), correctionOf(event), correctedAccessOf(event)];
  if (joined !== undefined) return joinRow(row, joinedCallerOf(event), joined);
  return correction === undefined || access === undefined ? row : correctRow(row, { access }, correction);
};
