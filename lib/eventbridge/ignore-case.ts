const escape = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

/**
 * The source of a regular expression that matches a text in upper or lower case.
 *
 * EventBridge compares character by character with the two cases of the *pattern's* character, so `ß` also
 * matches `SS`, and `k` does not match the Kelvin sign although that sign in lower case is a `k`.
 */
export const ignoreCaseSource = (text: string): string => {
  let source = '';
  for (let at = 0; at < text.length; at++) {
    const lower = text.charAt(at).toLowerCase();
    const upper = text.charAt(at).toUpperCase();
    source += lower === upper ? escape(lower) : `(?:${escape(lower)}|${escape(upper)})`;
  }
  return source;
};
