/**
 * The one escaping function for Slack. Slack gives `&`, `<` and `>` a meaning in every text object, so they are
 * escaped in plain text too: https://docs.slack.dev/messaging/formatting-message-text#escaping
 */
import { oneLine } from '../../kernel/one-line.ts';
import { orDash, withoutLinks } from '../clean-text.ts';

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Inert text of at most `limit` units after escaping; never empty, never cut inside an entity. */
export const escapeSlack = (text: string, limit: number): string => {
  const pieces = Array.from(
    orDash(oneLine(withoutLinks(text), limit)),
    (letter) => ENTITIES[letter] ?? letter,
  );
  const whole = pieces.join('');
  return whole.length <= limit ? whole : `${cutPieces(pieces, limit - 1)}…`;
};

const cutPieces = (pieces: readonly string[], limit: number): string => {
  let cut = '';
  for (const piece of pieces) {
    if (cut.length + piece.length > limit) break;
    cut += piece;
  }
  return cut;
};
