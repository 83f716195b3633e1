/** Moments as people read them. */

/** `Sunday, 22 November 2026 at 14:03:20 CET` in an IANA time zone; `iso` is an ISO 8601 text. */
export const describeTime = (iso: string, timeZone: string): string =>
  new Intl.DateTimeFormat('en-GB', {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZone,
    timeZoneName: 'short',
  }).format(new Date(iso));

/** `22 Nov 2026, 14:03 CET`: for titles and short lists. */
export const describeTimeShortly = (iso: string, timeZone: string): string =>
  new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone,
    timeZoneName: 'short',
  }).format(new Date(iso));

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
