import type { JsonNode } from './json-node.ts';
import type { TextCondition } from './pattern.ts';
import { type PatternRefusal, refusal } from './refusal.ts';
import { fail, ok, type Result } from './result.ts';
import { readWildcard } from './wildcard.ts';

type Parsed = Result<TextCondition, PatternRefusal>;

/** Reads the operand of `prefix` or `suffix`: a text, or `{"equals-ignore-case": text}`. */
export const parseAffix = (operator: 'prefix' | 'suffix', operand: JsonNode, path: string): Parsed => {
  if (operand.kind === 'string') return ok({ operator, text: operand.value, ignoreCase: false });
  const [entry, ...rest] = operand.kind === 'object' ? operand.entries : [];
  if (entry?.key === 'equals-ignore-case' && entry.value.kind === 'string' && rest.length === 0) {
    return ok({ operator, text: entry.value.value, ignoreCase: true });
  }
  return fail(refusal(path, `needs a text or {"equals-ignore-case": text} after "${operator}".`));
};

export const parseEqualsIgnoreCase = (operand: JsonNode, path: string): Parsed =>
  operand.kind === 'string'
    ? ok({ operator: 'equals-ignore-case', text: operand.value })
    : fail(refusal(path, 'needs a text after "equals-ignore-case".'));

export const parseWildcard = (operand: JsonNode, path: string): Parsed => {
  if (operand.kind !== 'string') return fail(refusal(path, 'needs a text after "wildcard".'));
  const parts = readWildcard(operand.value);
  return parts.ok
    ? ok({ operator: 'wildcard', parts: parts.value })
    : fail(refusal(path, `uses "wildcard", which ${parts.error}`));
};
