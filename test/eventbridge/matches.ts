import { compilePattern } from '../../lib/eventbridge/compile-pattern.ts';
import { parsePattern } from '../../lib/eventbridge/parse-pattern.ts';
import type { EventPattern } from '../../lib/eventbridge/pattern.ts';

/** A pattern that must be valid. */
export const pattern = (input: unknown): EventPattern => {
  const parsed = parsePattern(input);
  if (!parsed.ok) throw new Error(parsed.error.reason);
  return parsed.value;
};

export const matches = (input: unknown, event: unknown): boolean => compilePattern(pattern(input))(event);

/** Of some values of one field, those that a list of conditions lets through. */
export const accepted = (conditions: readonly unknown[], values: readonly unknown[]): readonly unknown[] => {
  const matcher = compilePattern(pattern({ field: conditions }));
  return values.filter((value) => matcher({ field: value }));
};

/** The sentence with which a pattern is refused. */
export const reason = (input: unknown): string => {
  const parsed = parsePattern(input);
  if (parsed.ok) throw new Error(`accepted: ${parsed.value.text}`);
  return parsed.error.reason;
};
