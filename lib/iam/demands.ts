/**
 * What conditions really demand: of the tests in a statement those that fail for whoever lacks the key or has another value.
 * A condition that is not among the demands holds nobody back for sure.
 */
import { type ConditionTest, readTest, variableIn } from './condition-test.ts';
import { matchesAnything } from './glob.ts';
import type { PolicyCondition } from './read-policy.ts';

export interface Demands {
  /** The key must be there with one of the values. */
  readonly tests: readonly ConditionTest[];
  /** Keys that must be there. */
  readonly present: ReadonlySet<string>;
}

export const demandsOf = (conditions: readonly PolicyCondition[]): Demands => {
  const tests = conditions.flatMap((condition) => readTest(condition) ?? []);
  const present = new Set(tests.filter(demandsKey).map(({ key }) => key));
  return { tests: tests.filter((test) => demandsValue(test, present)), present };
};

const demandsKey = (test: ConditionTest): boolean =>
  test.comparison === 'null'
    ? test.values.length > 0 && test.values.every((value) => value.toLowerCase() === 'false')
    : !test.negated && !passesWithoutKey(test) && test.values.length > 0;

/** `...IfExists` is true where the key is absent, and so is `ForAllValues:`. */
const passesWithoutKey = (test: ConditionTest): boolean => test.ifExists || test.set === 'all';

const demandsValue = (test: ConditionTest, present: ReadonlySet<string>): boolean =>
  test.comparison !== 'null' &&
  !test.negated &&
  test.values.length > 0 &&
  isSound(test) &&
  (!passesWithoutKey(test) || present.has(test.key)) &&
  // The values are alternatives: one that everybody meets is enough.
  !test.values.some((value) => meetsAll(test, value));

/** Whoever compares as ARNs what is none gets an answer that is written nowhere. */
const isSound = ({ comparison, values }: ConditionTest): boolean =>
  comparison !== 'arn' || values.every((value) => /^arn(:[^:]*){4}:/.test(value) || value === '*');

const meetsAll = (test: ConditionTest, value: string): boolean => {
  if (variableIn(value) === test.key) return true;
  if (test.comparison === 'arn') return matchesAnything(value) || /^arn(:\*){5}$/.test(value);
  return test.comparison === 'like' && matchesAnything(value);
};

/** The values of the demands for a key, as written. Several demands for one key must all be met. */
export const demandsFor = (demands: Demands, key: string): readonly ConditionTest[] =>
  demands.tests.filter((test) => test.key === key);

export const isTrue = (test: ConditionTest): boolean =>
  (test.comparison === 'bool' || test.comparison === 'equals') &&
  test.values.every((value) => value.toLowerCase() === 'true');
