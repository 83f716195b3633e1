import { readCidr, readIpAddress } from './ip-address.ts';
import type { JsonNode } from './json-node.ts';
import { parseAnythingBut } from './parse-anything-but.ts';
import { comparableNumber } from './parse-number.ts';
import { parseNumeric } from './parse-numeric.ts';
import { parseAffix, parseEqualsIgnoreCase, parseWildcard } from './parse-text-condition.ts';
import type { Condition } from './pattern.ts';
import { type PatternRefusal, refusal } from './refusal.ts';
import { fail, ok, type Result } from './result.ts';

type ParseOperand = (operand: JsonNode, path: string) => Result<Condition, PatternRefusal>;

const parseExactly: ParseOperand = (operand, path) =>
  operand.kind === 'string'
    ? ok({ operator: 'equals', value: operand.value })
    : fail(refusal(path, 'needs a text after "exactly".'));

const parseExists: ParseOperand = (operand, path) =>
  operand.kind === 'literal' && operand.value !== null
    ? ok({ operator: 'exists', expected: operand.value })
    : fail(refusal(path, 'needs true or false after "exists".'));

const parseCidr: ParseOperand = (operand, path) => {
  if (operand.kind !== 'string') return fail(refusal(path, 'needs a text after "cidr".'));
  const block = readCidr(operand.value);
  return block.ok
    ? ok({ operator: 'cidr', block: block.value })
    : fail(refusal(path, `uses "cidr", which ${block.error}`));
};

/** `exactly` is undocumented but accepted by AWS's engine. */
const OPERATORS: ReadonlyMap<string, ParseOperand> = new Map<string, ParseOperand>([
  ['exactly', parseExactly],
  ['prefix', (operand, path) => parseAffix('prefix', operand, path)],
  ['suffix', (operand, path) => parseAffix('suffix', operand, path)],
  ['equals-ignore-case', parseEqualsIgnoreCase],
  ['wildcard', parseWildcard],
  ['anything-but', parseAnythingBut],
  ['numeric', parseNumeric],
  ['exists', parseExists],
  ['cidr', parseCidr],
]);

/**
 * Reads one element of a field's list: a plain value, or an object with exactly one operator.
 *
 * Refuses unknown operators and operands of the wrong kind, naming the element.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export const parseCondition = (node: JsonNode, path: string): Result<Condition, PatternRefusal> => {
  switch (node.kind) {
    case 'object':
      return parseOperator(node, path);
    case 'array':
      return fail(
        refusal(path, 'is a list inside a list; it must be a text, number, true, false, null or operator.'),
      );
    case 'string': {
      const address = readIpAddress(node.value);
      return ok(address ? { operator: 'ip-address', address } : { operator: 'equals', value: node.value });
    }
    case 'number':
      // What EventBridge cannot compare equals only its own spelling, which a parsed event no longer has.
      return ok({ operator: 'equals', value: comparableNumber(node) ?? Number.NaN });
    case 'literal':
      return ok({ operator: 'equals', value: node.value });
  }
};

const parseOperator = (
  node: Extract<JsonNode, { kind: 'object' }>,
  path: string,
): Result<Condition, PatternRefusal> => {
  const [entry, ...rest] = node.entries;
  if (entry === undefined) return fail(refusal(path, 'is an empty object; it needs an operator.'));
  const parse = OPERATORS.get(entry.key);
  if (parse === undefined) {
    const known = [...OPERATORS.keys()].join(', ');
    return fail(refusal(path, `uses "${entry.key}", which is no operator; the operators are ${known}.`));
  }
  if (rest.length > 0) return fail(refusal(path, 'has more than one operator in one object.'));
  return parse(entry.value, path);
};
