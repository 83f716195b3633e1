/** Makes text from outside harmless for any place where one line of words is expected. */

/** Control and format characters (ANSI escapes, NUL, bidirectional overrides), line and paragraph separators, lone surrogates. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu;

/** One line of at most `length` characters (UTF-16 units), ending in `…` when it was cut. */
export const oneLine = (text: string, length: number): string => {
  const clean = text.replace(INVISIBLE, ' ').replace(/\s+/g, ' ').trim();
  if (clean.length <= length) return clean;
  // A cut in the middle of a surrogate pair would leave half a character behind.
  return `${clean.slice(0, length - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
};
