import type { JsonNode } from './json-node.ts';
import { comparableNumber } from './parse-number.ts';
import { COMPARATORS, type Comparator, type Comparison, type Condition } from './pattern.ts';
import { type PatternRefusal, refusal } from './refusal.ts';
import { fail, ok, readAll, type Result } from './result.ts';

/**
 * Reads the operand of `numeric`: one comparison (`["=", 5]`), or a range that starts with its lower bound
 * (`[">", 0, "<=", 5]`) and is not empty.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export const parseNumeric = (operand: JsonNode, path: string): Result<Condition, PatternRefusal> => {
  if (operand.kind !== 'array') return fail(refusal(path, 'needs a list after "numeric".'));
  const { items } = operand;
  const pairs = Array.from({ length: Math.ceil(items.length / 2) }, (_, index) => index * 2);
  const comparisons = readAll(pairs, (at) => parseComparison(items[at], items[at + 1], path));
  if (!comparisons.ok) return comparisons;
  const problem = rangeProblem(comparisons.value);
  return problem === undefined
    ? ok({ operator: 'numeric', comparisons: comparisons.value })
    : fail(refusal(path, problem));
};

const parseComparison = (
  sign: JsonNode | undefined,
  number: JsonNode | undefined,
  path: string,
): Result<Comparison, PatternRefusal> => {
  const comparator = sign?.kind === 'string' ? COMPARATORS.find((known) => known === sign.value) : undefined;
  if (comparator === undefined) {
    return fail(refusal(path, `needs one of ${COMPARATORS.join(' ')} before each number of "numeric".`));
  }
  const limit = comparableNumber(number);
  if (limit === undefined) return fail(refusal(path, `needs a comparable number after "${comparator}".`));
  return ok({ comparator, limit });
};

const LOWER: readonly Comparator[] = ['>', '>='];
const UPPER: readonly Comparator[] = ['<', '<='];

const rangeProblem = ([low, high, ...rest]: readonly Comparison[]): string | undefined => {
  if (low === undefined) return 'has an empty list after "numeric".';
  if (high === undefined) return undefined;
  if (rest.length > 0 || !LOWER.includes(low.comparator) || !UPPER.includes(high.comparator)) {
    return 'has a "numeric" range that is not > or >=, a number, < or <=, a number.';
  }
  return low.limit < high.limit
    ? undefined
    : 'has a "numeric" range whose lower bound is not below its upper.';
};
