/** Two days that were typed, as the moments between them. Pure. */
import type { Zone } from './format-time.ts';
import type { Moments } from './query.ts';

/** As the API allows. */
const MOST_DAYS = 400;
const DAY_MS = 86_400_000;

export interface Days {
  /** `2026-05-01`, both included; empty when nothing was typed. */
  readonly first: string;
  readonly last: string;
}

/** A day begins where the reader is, or in UTC. */
const beginOf = (day: string, zone: Zone): Date =>
  new Date(zone === 'utc' ? `${day}T00:00:00Z` : `${day}T00:00:00`);

const dayAfter = (begin: Date, zone: Zone): Date => {
  const after = new Date(begin);
  if (zone === 'utc') after.setUTCDate(after.getUTCDate() + 1);
  else after.setDate(after.getDate() + 1);
  return after;
};

/** Days that reach today end now, and go on. A text says what is wrong with them. */
export const daysBetween = ({ first, last }: Days, zone: Zone, now: Date): Moments | string => {
  const [from, begin] = [beginOf(first, zone), beginOf(last === '' ? first : last, zone)];
  if (Number.isNaN(from.getTime())) return 'Say the first day.';
  if (Number.isNaN(begin.getTime())) return 'Say the last day, or leave it empty for one day.';
  if (begin < from) return 'The last day lies before the first.';
  if (from > now) return 'The first day lies ahead.';
  const to = dayAfter(begin, zone);
  if (to.getTime() - from.getTime() > (MOST_DAYS + 0.1) * DAY_MS) {
    return `At most ${String(MOST_DAYS)} days are answered at once; what is older is asked in Athena.`;
  }
  return { from: from.toISOString(), ...(to > now ? {} : { to: to.toISOString() }) };
};

/** The day of a moment, as a field for dates takes it. */
export const dayFor = (iso: string, zone: Zone): string => {
  const moment = new Date(iso);
  if (zone === 'utc') return iso.slice(0, 10);
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${String(moment.getFullYear())}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
};
