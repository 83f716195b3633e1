import { fail, ok, type Result } from './result.ts';

/** The literal texts between the asterisks: `a*b*` is `['a', 'b', '']`, and always at least one. */
export type WildcardParts = readonly string[];

/**
 * Reads a wildcard: `*` stands for any number of characters, `\*` for an asterisk and `\\` for a backslash.
 *
 * Answers its literal parts, or what is wrong as half a sentence.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export const readWildcard = (text: string): Result<WildcardParts, string> => {
  const parts: string[] = [];
  let part = '';
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    const next = text.charAt(at + 1);
    if (character === '*') {
      if (next === '*') return fail(`has consecutive asterisks at character ${String(at + 1)}.`);
      parts.push(part);
      part = '';
    } else if (character !== '\\') {
      part += character;
    } else if (next === '*' || next === '\\') {
      part += next;
      at++;
    } else {
      return fail(`has a backslash at character ${String(at + 1)} that escapes neither * nor \\.`);
    }
  }
  return ok([...parts, part]);
};

/**
 * Whether a text fits. Taking the first place where each part occurs is enough, so the time stays linear in
 * the number of parts, which a regular expression would not promise.
 */
export const compileWildcard = (parts: WildcardParts): ((text: string) => boolean) => {
  const first = parts[0] ?? '';
  const last = parts.at(-1) ?? '';
  const between = parts.slice(1, -1);
  if (parts.length === 1) return (text) => text === first;
  return (text) => {
    if (!text.startsWith(first) || !text.endsWith(last)) return false;
    let from = first.length;
    for (const part of between) {
      const found = text.indexOf(part, from);
      if (found < 0) return false;
      from = found + part.length;
    }
    return from <= text.length - last.length;
  };
};
