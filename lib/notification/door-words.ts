/** How the explanation of a door is put into a sentence. */
import type { Door } from '../access/door.ts';

/** Logins and what the root user does are told with whoever it was; a Region's state changes by itself. */
export const namesItsDoer = ({ kind, caller }: Door): boolean =>
  kind === 'login' || kind === 'region' || caller.type === 'root';

export const sentenceStart = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

export const sentenceOf = (text: string): string => {
  const sentence = sentenceStart(text);
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
};
