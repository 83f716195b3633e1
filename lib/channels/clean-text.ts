/** Small steps that several sinks share; each sink's own escaping function puts them together. */

/** Replaces halves of a character pair, which no vendor takes, with U+FFFD. */
export const wellFormed = (text: string): string => text.replace(/\p{Surrogate}/gu, '\uFFFD');

/** For chats and mails, which make every address clickable: `https[://]evil.example` can be read, not clicked. */
export const withoutLinks = (text: string): string => text.replaceAll('://', '[://]');

/** At most `limit` UTF-16 units, ending with `…` when something was cut; never half a character. */
export const cutText = (text: string, limit: number): string =>
  text.length <= limit ? text : `${text.slice(0, limit - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;

/** Some vendors refuse an empty text. */
export const orDash = (text: string): string => (text === '' ? '–' : text);
