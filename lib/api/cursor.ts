/**
 * The cursor a caller sees: the history's own, together with its window, so that "load more" reads on in the window
 * of the first page even when that was "the last 7 days" and minutes have passed. The digest is no signature: every
 * row is checked against the scope of whoever asks, so it only turns a cut or altered cursor into a 400.
 */
import { createHash } from 'node:crypto';
import { parseJson, textAt } from '../kernel/json.ts';

export interface Cursor {
  readonly from: string;
  readonly to: string;
  readonly position: string;
}

const MAX_LENGTH = 4_096;

const digest = ({ from, to, position }: Cursor): string =>
  createHash('sha256').update(`${from} ${to} ${position}`).digest('base64url').slice(0, 16);

/** The cursor as one URL-safe text. */
export const writeCursor = (cursor: Cursor): string =>
  Buffer.from(JSON.stringify({ ...cursor, digest: digest(cursor) })).toString('base64url');

/** Reads what `writeCursor` wrote; `undefined` for everything else. */
export const readCursor = (text: string): Cursor | undefined => {
  if (text.length > MAX_LENGTH) return undefined;
  const value = parseJson(Buffer.from(text, 'base64url').toString('utf8'));
  const [from, to, position] = [textAt(value, 'from'), textAt(value, 'to'), textAt(value, 'position')];
  if (from === undefined || to === undefined || position === undefined) return undefined;
  const cursor = { from, to, position };
  return textAt(value, 'digest') === digest(cursor) ? cursor : undefined;
};
