/** When an exception ends: presets, and the field for any other moment. Pure. */

const HOUR_MS = 3_600_000;
const LONGEST_DAYS = 90;

export const UNTIL_PRESETS = [
  { words: '8 hours', hours: 8 },
  { words: '1 day', hours: 24 },
  { words: '1 week', hours: 7 * 24 },
  { words: '2 weeks', hours: 14 * 24 },
  { words: '30 days', hours: 30 * 24 },
  { words: '90 days', hours: LONGEST_DAYS * 24 },
] as const;

const two = (number: number): string => String(number).padStart(2, '0');

/** As a field of type `datetime-local` takes it: "2026-11-22T18:00", in the zone of this device. */
export const toLocalField = (moment: Date): string =>
  `${String(moment.getFullYear())}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}` +
  `T${two(moment.getHours())}:${two(moment.getMinutes())}`;

export const hoursAfter = (now: Date, hours: number): Date => new Date(now.getTime() + hours * HOUR_MS);

/** ISO 8601, or what is wrong with the end. `field` is what a `datetime-local` holds. */
export const readUntil = (
  field: string,
  now: Date,
): { readonly until: string } | { readonly wrong: string } => {
  const time = field === '' ? Number.NaN : new Date(field).getTime();
  if (Number.isNaN(time)) return { wrong: 'Say when it ends: no exception is for ever.' };
  if (time <= now.getTime()) return { wrong: 'The end has to lie ahead.' };
  // The field knows minutes only: the preset of 90 days stays allowed while it is being typed in.
  if (time > hoursAfter(now, LONGEST_DAYS * 24).getTime()) return { wrong: 'At most 90 days from now.' };
  return { until: new Date(time).toISOString() };
};
