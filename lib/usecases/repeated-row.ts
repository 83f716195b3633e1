/** What was repeated: repeats equal their first as it was recorded, also after AWS corrected it to somebody else. */
import type { AccessDetail } from '../history/access-history.ts';
import type { AccessRow } from '../history/access-row.ts';
import { recordedRowOf } from '../history/make-events.ts';
import { isSameSubject } from './group-repeat.ts';

/** The row as it is now, with whatever became known; with the access as it was recorded when that was another subject. */
export const repeatedRow = ({ events = [] }: AccessDetail, now: AccessRow): AccessRow => {
  if (now.corrections === undefined || now.access === undefined) return now;
  const recorded = events.map(recordedRowOf).find((row) => row !== undefined)?.access;
  return recorded === undefined || isSameSubject(recorded, now.access) ? now : { ...now, access: recorded };
};
