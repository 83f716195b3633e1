/** When minted credentials run out. */
import { readTime } from './read-time.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `Mar 19, 2025, 1:30:20 AM`, with or without the comma after the year; newer runtimes put U+202F before AM. */
const ENGLISH = /^([A-Z][a-z]{2}) (\d{1,2}), (\d{4}),?\s+(\d{1,2}):(\d{2}):(\d{2})\s+(AM|PM)$/;

/** Reads CloudTrail's en-US time (always UTC) or an ISO 8601 text; `undefined` when it is neither. */
export const readExpiration = (text: string): string | undefined => {
  const match = ENGLISH.exec(text);
  if (match === null) return readTime(text);
  const [, month = '', day, year, hour, minute, second, half] = match;
  const hours = (Number(hour) % 12) + (half === 'PM' ? 12 : 0);
  const milliseconds = Date.UTC(
    Number(year),
    MONTHS.indexOf(month),
    Number(day),
    hours,
    Number(minute),
    Number(second),
  );
  return MONTHS.includes(month) ? new Date(milliseconds).toISOString() : undefined;
};
