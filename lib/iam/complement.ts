/** Who survives a Deny: the condition that whoever is not denied surely meets. */
import { type ConditionTest, readTest } from './condition-test.ts';
import type { PolicyCondition } from './read-policy.ts';

/** Negated operators deny also those who lack the key, so the survivors have it, with one of the values. */
const POSITIVE = new Map([
  ['equals', 'StringEquals'],
  ['like', 'StringLike'],
  ['arn', 'ArnLike'],
  ['address', 'IpAddress'],
]);

/**
 * The demand that a Deny with this one condition makes on everybody; `undefined` when it makes none for sure, as
 * `Deny if Bool aws:MultiFactorAuthPresent false`, which spares those who lack the key.
 */
export const complementOf = (condition: PolicyCondition): PolicyCondition | undefined => {
  const test = readTest(condition);
  if (test === undefined || test.values.length === 0) return undefined;
  const { key } = condition;
  if (test.negated) return complementOfNegated(test, key);
  if (test.set !== undefined) return undefined;
  if (test.comparison === 'null')
    return isOnly(test, 'true') ? { operator: 'Null', key, values: ['false'] } : undefined;
  if (!test.ifExists) return undefined;
  if (test.comparison === 'bool') return complementOfBool(test, key);
  if (test.comparison === 'number' && test.bound === 'above' && test.values.length === 1)
    return { operator: 'NumericLessThanEquals', key, values: test.values };
  return undefined;
};

const complementOfNegated = (test: ConditionTest, key: string): PolicyCondition | undefined => {
  const operator = POSITIVE.get(test.comparison);
  // `ForAnyValue:StringNotEquals` is false for an absent key: it spares whoever lacks it.
  if (operator === undefined || test.set === 'any') return undefined;
  return { operator: test.set === 'all' ? `ForAnyValue:${operator}` : operator, key, values: test.values };
};

const complementOfBool = (test: ConditionTest, key: string): PolicyCondition | undefined => {
  if (isOnly(test, 'false')) return { operator: 'Bool', key, values: ['true'] };
  return isOnly(test, 'true') ? { operator: 'Bool', key, values: ['false'] } : undefined;
};

const isOnly = (test: ConditionTest, wanted: string): boolean =>
  test.values.every((value) => value.toLowerCase() === wanted);

/** True for everybody who is not a service of AWS, so that it spares nobody outside. */
export const isTrueForCallers = (condition: PolicyCondition): boolean => {
  const test = readTest(condition);
  return (
    test?.comparison === 'bool' &&
    test.set === undefined &&
    test.key === 'aws:principalisawsservice' &&
    test.values.length > 0 &&
    isOnly(test, 'false')
  );
};
