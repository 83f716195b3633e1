/** Months of the calendar (`2026-11`, UTC) as texts that sort. Pure. */

/** `2026-11`, of a day, an hour or a moment. */
export const monthOf = (iso: string): string => iso.slice(0, MONTH_LENGTH);

export const MONTH_LENGTH = '2026-11'.length;

/** Counted from it; back where `months` is negative. */
export const monthAfter = (month: string, months = 1): string => {
  const place = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1 + months;
  return `${String(Math.floor(place / 12)).padStart(4, '0')}-${String((place % 12) + 1).padStart(2, '0')}`;
};

/** The day of the month at a place from 0. */
export const dayAt = (month: string, place: number): string =>
  `${month}-${String(place + 1).padStart(2, '0')}`;
