/** The one function that makes text from outside harmless on a terminal. */

/**
 * Control characters (C0, DEL, C1: among them the beginnings of every ANSI sequence), characters that reorder or hide
 * text, line and paragraph separators, and halves of surrogate pairs.
 */
const HARMFUL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** The text in one line, with everything that could steer a terminal written out as `\u{1b}`. */
export const escapeTerminal = (text: string): string =>
  text.replace(HARMFUL, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);

/** A value as JSON in one line. The same characters become JSON escapes, which read back as they were. */
export const jsonForTerminal = (value: unknown): string =>
  JSON.stringify(value).replace(HARMFUL, (character) =>
    // In pairs of code units: JSON knows no other escape for what lies beyond U+FFFF.
    character
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  );
