import type { JsonNode } from './json-node.ts';
import { comparableNumber } from './parse-number.ts';
import { parseAffix, parseEqualsIgnoreCase, parseWildcard } from './parse-text-condition.ts';
import type { Condition, EqualsCondition, TextCondition } from './pattern.ts';
import { type PatternRefusal, refusal } from './refusal.ts';
import { fail, ok, readAll, type Result } from './result.ts';

type Excluded = readonly (EqualsCondition | TextCondition)[];

/**
 * Reads the operand of `anything-but`: a text or number, a list of either kind but not of both, or an object
 * with `prefix`, `suffix`, `equals-ignore-case` or `wildcard` and a text or list of texts.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export const parseAnythingBut = (operand: JsonNode, path: string): Result<Condition, PatternRefusal> => {
  const excluded = operand.kind === 'object' ? parseTexts(operand, path) : parseValues(operand, path);
  return excluded.ok ? ok({ operator: 'anything-but', excluded: excluded.value }) : excluded;
};

const parseValues = (operand: JsonNode, path: string): Result<Excluded, PatternRefusal> => {
  const items = operand.kind === 'array' ? operand.items : [operand];
  const values = readAll(items, (item) => parseValue(item, path));
  if (!values.ok) return values;
  const kinds = new Set(values.value.map(({ value }) => typeof value));
  return kinds.size === 1
    ? values
    : fail(
        refusal(
          path,
          'needs a list of only texts or only numbers, and not an empty one, after "anything-but".',
        ),
      );
};

const parseValue = (node: JsonNode, path: string): Result<EqualsCondition, PatternRefusal> => {
  const value = node.kind === 'string' ? node.value : comparableNumber(node);
  return value === undefined
    ? fail(refusal(path, 'needs texts or comparable numbers after "anything-but".'))
    : ok({ operator: 'equals', value });
};

type ParseText = (operand: JsonNode, path: string) => Result<TextCondition, PatternRefusal>;

/** An empty prefix or suffix would exclude every text. */
const parseNonEmptyAffix =
  (operator: 'prefix' | 'suffix'): ParseText =>
  (operand, path) =>
    operand.kind === 'string' && operand.value !== ''
      ? parseAffix(operator, operand, path)
      : fail(refusal(path, `needs a text that is not empty after "anything-but" and "${operator}".`));

const FORMS: ReadonlyMap<string, ParseText> = new Map<string, ParseText>([
  ['prefix', parseNonEmptyAffix('prefix')],
  ['suffix', parseNonEmptyAffix('suffix')],
  ['equals-ignore-case', parseEqualsIgnoreCase],
  ['wildcard', parseWildcard],
]);

const parseTexts = (
  operand: Extract<JsonNode, { kind: 'object' }>,
  path: string,
): Result<Excluded, PatternRefusal> => {
  const [entry, ...rest] = operand.entries;
  const parse = FORMS.get(entry?.key ?? '');
  if (entry === undefined || parse === undefined || rest.length > 0) {
    return fail(refusal(path, `needs exactly one of ${[...FORMS.keys()].join(', ')} inside "anything-but".`));
  }
  const items = entry.value.kind === 'array' ? entry.value.items : [entry.value];
  return readAll(items, (item) => parse(item, path));
};
