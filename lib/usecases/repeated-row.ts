/** What was repeated: repeats equal their first as it was recorded, also after AWS corrected it to somebody else. */
import type { AccessDetail } from '../history/access-history.ts';
import type { AccessRow } from '../history/access-row.ts';
import { recordedRowOf } from '../history/make-events.ts';
import { happeningOf, isDoor, isSameSubject } from './repeat-subject.ts';

/** The row as it is now, with whatever became known; with the access as it was recorded when that was another subject. */
export const repeatedRow = ({ events = [] }: AccessDetail, now: AccessRow): AccessRow => {
  const happening = happeningOf(now);
  if (now.corrections === undefined || happening === undefined) return now;
  const first = events.map(recordedRowOf).find((row) => row !== undefined);
  const recorded = first && happeningOf(first);
  if (recorded === undefined || isSameSubject(recorded, happening)) return now;
  const { access: _access, door: _door, ...others } = now;
  return isDoor(recorded) ? { ...others, door: recorded } : { ...others, access: recorded };
};
