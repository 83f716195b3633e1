/**
 * The page's one escaping function, and what cards are searched by. The page writes text nodes only, so markup is inert
 * there; what is left to fear are characters that move, hide or reverse other text (an RTL override in a user agent) and
 * texts without end.
 */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/gu;
const MAX_LENGTH = 1_000;

const nameCharacter = (character: string): string =>
  `⟨U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`;

/** Recorded text as the page may show it: unseen characters named, at most 1,000 characters and an ellipsis. */
export const showText = (text: string): string => showAtMost(MAX_LENGTH, text);

/** The same for a text that people may write longer. */
export const showAtMost = (most: number, text: string): string => {
  const cut = text.length > most ? `${text.slice(0, most)}…` : text;
  return cut.replace(UNSEEN, nameCharacter);
};
