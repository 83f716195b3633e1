/** Lengths of time in words. */

const UNITS = [
  { name: 'day', seconds: 86_400 },
  { name: 'hour', seconds: 3_600 },
  { name: 'minute', seconds: 60 },
] as const;

/** "2 s", "12 minutes", "1 hour", "3 days": rounded down to one unit. Negative lengths count as none. */
export const sayDuration = (seconds: number): string => {
  const unit = UNITS.find((candidate) => seconds >= candidate.seconds);
  if (unit === undefined) return `${Math.max(0, Math.round(seconds))} s`;
  const count = Math.floor(seconds / unit.seconds);
  return `${count} ${unit.name}${count === 1 ? '' : 's'}`;
};

/** Seconds from one ISO 8601 moment to another. */
export const secondsBetween = (from: string, to: string): number =>
  (Date.parse(to) - Date.parse(from)) / 1000;
