/** The stretch of time before or after the one that is shown, and as long. Pure. */
import { HOURS_OF, momentsOf, presetOf, type Range, stretchIn } from './query.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

const isoAt = (milliseconds: number): string => new Date(milliseconds).toISOString();

/** `undefined` when it lies ahead. What reaches up to now is the range that always does. */
export const shiftRange = (range: Range, by: 1 | -1, now: Date): Range | undefined => {
  const end = Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS;
  const { from, to = isoAt(end) } = momentsOf(range, now);
  const length = Date.parse(to) - Date.parse(from);
  const [start, stop] = [Date.parse(from) + by * length, Date.parse(to) + by * length];
  if (length <= 0 || start >= end) return undefined;
  const preset = presetOf(range);
  if (by === 1 && stop >= end - MINUTE_MS && length === HOURS_OF[preset] * HOUR_MS) return preset;
  return stretchIn(range, { from: isoAt(start), to: isoAt(stop) });
};
