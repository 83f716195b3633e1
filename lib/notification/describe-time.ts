/** Moments as people read them. */

/** `Sunday, 22 November 2026 at 14:03:20 CET` in an IANA time zone; `iso` is an ISO 8601 text. */
export const describeTime = (iso: string, timeZone: string): string =>
  write(iso, timeZone, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });

/** `22 Nov 2026, 14:03 CET`: for titles and short lists. */
export const describeTimeShortly = (iso: string, timeZone: string): string =>
  write(iso, timeZone, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  });

/** `14:03 CET` on the same day as `near`, `23 Nov 2026, 00:03 CET` on another. */
export const describeTimeNear = (iso: string, near: string, timeZone: string): string =>
  isSameDay(iso, near, timeZone)
    ? write(iso, timeZone, { hour: '2-digit', minute: '2-digit' })
    : describeTimeShortly(iso, timeZone);

/** The same for titles, where the zone's name is left out. */
export const describeClockNear = (iso: string, near: string, timeZone: string): string =>
  withoutZone(describeTimeNear(iso, near, timeZone));

const withoutZone = (text: string): string => text.slice(0, text.lastIndexOf(' '));

const isSameDay = (one: string, other: string, timeZone: string): boolean => {
  const day = formatter('en-GB', { timeZone, dateStyle: 'short' });
  return day.format(new Date(one)) === day.format(new Date(other));
};

/** British English knows CET, American English EST; whichever has a name for the zone gives it. */
const write = (iso: string, timeZone: string, parts: Intl.DateTimeFormatOptions): string => {
  const moment = new Date(iso);
  const text = formatter('en-GB', { ...parts, timeZone }).format(moment);
  const names = ['en-GB', 'en-US'].map((locale) => zoneName(locale, timeZone, moment));
  return `${text} ${names.find((name) => !/^GMT[+-]/.test(name)) ?? names[0] ?? timeZone}`;
};

const zoneName = (locale: string, timeZone: string, moment: Date): string =>
  formatter(locale, { timeZone, timeZoneName: 'short' })
    .formatToParts(moment)
    .find(({ type }) => type === 'timeZoneName')?.value ?? timeZone;

/** Making a formatter takes a millisecond, using it none: they are kept, a handful for each reader's time zone. */
const kept = new Map<string, Intl.DateTimeFormat>();

const formatter = (locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => {
  const key = JSON.stringify([locale, options]);
  const made = kept.get(key) ?? new Intl.DateTimeFormat(locale, options);
  kept.set(key, made);
  return made;
};

/** `45 seconds`, `12 minutes`, `3 hours`: rounded down, never negative. */
export const describeDuration = (seconds: number): string => {
  const [amount, unit] =
    seconds < 90
      ? [Math.max(0, Math.floor(seconds)), 'second']
      : seconds < 90 * 60
        ? [Math.floor(seconds / 60), 'minute']
        : [Math.floor(seconds / 3600), 'hour'];
  return `${amount} ${unit}${amount === 1 ? '' : 's'}`;
};
