/** How the explanation of a door is put into a sentence. */
import type { Door } from '../access/door.ts';
import { oneLine } from '../kernel/one-line.ts';

/** Logins and what the root user does are told with whoever it was; of a Region's change AWS may name nobody. */
export const namesItsDoer = ({ kind, caller }: Door): boolean =>
  kind === 'login' || caller.type === 'root' || (kind === 'region' && caller.type === 'unknown');

export const sentenceStart = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

export const sentenceOf = (text: string): string => {
  const sentence = sentenceStart(text);
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
};

/** Shorter than this, what stands before a comma says too little. */
const SHORTEST_CLAUSE = 24;

/** An explanation that fits: without its last clauses rather than cut in the middle of a word. */
export const shortened = (text: string, room: number): string => {
  if (text.length <= room) return text;
  const start = text.slice(0, room + 1);
  const end = Math.max(start.lastIndexOf(': '), start.lastIndexOf('; '), start.lastIndexOf(', '));
  return end < SHORTEST_CLAUSE ? oneLine(text, room) : text.slice(0, end);
};
