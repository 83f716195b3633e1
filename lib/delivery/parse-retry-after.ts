/** When a vendor wants to be asked again. https://www.rfc-editor.org/rfc/rfc9110#name-retry-after */
import { parseIso } from '../kernel/clock.ts';

/** Nobody is told later than this because a vendor asked for it. */
const LONGEST_WAIT_SECONDS = 24 * 60 * 60;

const DAY_NAME = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)/;

/** Whole seconds to wait, between 0 and 24 hours. */
const boundedSeconds = (seconds: number): number =>
  Math.min(LONGEST_WAIT_SECONDS, Math.max(0, Math.ceil(seconds)));

/** Seconds from `now` until `moment`: 0 when it is past, at most 24 hours. */
export const secondsUntil = (moment: Date, now: Date): number =>
  boundedSeconds((moment.getTime() - now.getTime()) / 1000);

/** Reads a `Retry-After` header: seconds or an HTTP date. `undefined` when it is missing or makes no sense. */
export const parseRetryAfter = (header: string | undefined, now: Date): number | undefined => {
  const text = header?.trim() ?? '';
  if (/^\d+(?:\.\d+)?$/.test(text)) return boundedSeconds(Number(text));
  if (!DAY_NAME.test(text)) return undefined;
  // The oldest of the three date forms has no zone; all HTTP dates are in GMT.
  const moment = parseIso(text.endsWith('GMT') ? text : `${text} GMT`);
  return moment && secondsUntil(moment, now);
};
