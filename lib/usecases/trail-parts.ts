/** Which times CloudTrail is asked for about one subject, and what is left to ask for once it has answered. */
import { isoAfter, parseIso } from '../kernel/clock.ts';
import type { TrailPlace } from './trail-place.ts';

export interface TrailPart {
  readonly from: string;
  readonly to: string;
  /** The place once the part was read to its beginning. */
  readonly then: string;
}

/** Records reach LookupEvents late and out of order: look back further than the last look. */
const OVERLAP_SECONDS = 2 * 3600;
/** Of a question that was never answered: longer than a deploy takes, and not so long that old entries ring as new ones. */
const FIRST_LOOK_SECONDS = 3600;
/** CloudTrail's event history goes no further back. */
export const TRAIL_MEMORY_SECONDS = 90 * 24 * 3600;

/** Of which the next question begins with this moment, and not before it. */
export const placeFrom = (moment: Date): TrailPlace => ({ until: isoAfter(moment, OVERLAP_SECONDS) });

/** The gap that an earlier run left comes first. */
export const trailParts = ({ until, read }: TrailPlace, now: Date): readonly TrailPart[] => {
  const oldest = isoAfter(now, -TRAIL_MEMORY_SECONDS);
  const part = (from: string, to: string, then: string): TrailPart => ({
    from: from > oldest ? from : oldest,
    to,
    then,
  });
  const upToNow = (from: string): TrailPart => part(from, now.toISOString(), now.toISOString());
  if (until === undefined) return [upToNow(isoAfter(now, -FIRST_LOOK_SECONDS))];
  if (read === undefined) return [upToNow(moved(until, -OVERLAP_SECONDS))];
  const recent = upToNow(moved(read.upTo, -OVERLAP_SECONDS));
  // What CloudTrail has forgotten is not asked for: such a question is refused.
  return read.downTo <= oldest
    ? [recent]
    : [part(moved(until, -OVERLAP_SECONDS), read.downTo, read.upTo), recent];
};

const moved = (iso: string, seconds: number): string => isoAfter(parseIso(iso) ?? new Date(0), seconds);

/** Records that have to be asked for again: from the oldest to the newest of them. */
export interface AskAgain {
  readonly from: string;
  readonly to: string;
}

/** With one more. `time` is ISO 8601 with seconds; a record without one is looked for in all of the part. */
export const askAgainAlso = (
  again: AskAgain | undefined,
  time: string | undefined,
  part: TrailPart,
): AskAgain => {
  const from = time === undefined ? part.from : moved(time, -1);
  const to = time === undefined ? part.to : moved(time, 1);
  return again === undefined
    ? { from, to }
    : { from: from < again.from ? from : again.from, to: to > again.to ? to : again.to };
};

/** How far a part was read. */
export interface ReadSoFar {
  readonly part: TrailPart;
  /** ISO 8601: everything from here to the end of the part was read; absent once it was read to its beginning. */
  readonly downTo?: string;
  readonly again?: AskAgain;
}

/** One record that can never be recorded must not keep all the others to be asked for with it: only its second is. */
export const placeAfter = ({ part, downTo, again }: ReadSoFar): TrailPlace => {
  if (downTo === undefined && again === undefined) return { until: part.then };
  const lowest = downTo === undefined ? again?.from : part.from;
  const from = [lowest, again?.from].filter((one) => one !== undefined).toSorted()[0] ?? part.from;
  const upper =
    [downTo, again?.to]
      .filter((one) => one !== undefined)
      .toSorted()
      .at(-1) ?? part.to;
  // The next run looks back by the overlap from `until`, which leads to where the gap begins.
  return { until: moved(from, OVERLAP_SECONDS), read: { downTo: upper, upTo: part.then } };
};
