/** Moments as the reader sees them: in the zone of this device or in UTC. Pure but for the device's zone. */

export type Zone = 'local' | 'utc';

const formatter = (zone: Zone, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat('en-GB', { ...options, ...(zone === 'utc' ? { timeZone: 'UTC' } : {}) });

/** Making a formatter is slow and a list has hundreds of moments. */
const remember = (options: Intl.DateTimeFormatOptions): ((moment: string, zone: Zone) => string) => {
  const made: Readonly<Record<Zone, Intl.DateTimeFormat>> = {
    local: formatter('local', options),
    utc: formatter('utc', options),
  };
  return (moment, zone) => made[zone].format(new Date(moment));
};

/** "14:03:20" */
export const formatClock = remember({ hour: '2-digit', minute: '2-digit', second: '2-digit' });

/** "Sunday 22 November" */
export const formatDay = remember({ weekday: 'long', day: 'numeric', month: 'long' });

/** "22/11/2026": equal for moments of one day in the zone. */
export const dayKey = remember({ day: '2-digit', month: '2-digit', year: 'numeric' });

/** "22 Nov 2026, 14:03:20 UTC" */
export const formatMoment = remember({
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  timeZoneName: 'short',
});

/** "15 Nov" */
export const formatShortDay = remember({ day: 'numeric', month: 'short' });

/** "22 Nov, 14:03" */
export const formatShortMoment = remember({
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});

/** "14": the hour of the day. */
export const formatHour = remember({ hour: '2-digit' });

const UNITS = [
  { words: 'd', seconds: 86_400 },
  { words: 'h', seconds: 3_600 },
  { words: 'min', seconds: 60 },
] as const;

/** The page's clock is renewed every 20 s: what came since then lies ahead of it, and has happened all the same. */
const CLOCK_LAG_S = 30;

/** "just now", "12 min ago", "3 h ago", "in 40 min". */
export const formatAge = (moment: string, now: Date): string => {
  const seconds = (now.getTime() - Date.parse(moment)) / 1000;
  const unit = UNITS.find((candidate) => Math.abs(seconds) >= candidate.seconds);
  if (unit === undefined) return seconds < -CLOCK_LAG_S ? 'in a moment' : 'just now';
  const count = `${Math.floor(Math.abs(seconds) / unit.seconds)} ${unit.words}`;
  return seconds > 0 ? `${count} ago` : `in ${count}`;
};
