import { ignoreCaseSource } from './ignore-case.ts';
import { cidrContains, readIpAddress } from './ip-address.ts';
import type { Comparison, Condition, EqualsCondition, Scalar, TextCondition } from './pattern.ts';
import { compileWildcard } from './wildcard.ts';

type Test = (value: Scalar) => boolean;

/** What a field's list of alternatives amounts to. */
export interface FieldTest {
  /** Whether a value meets one of the alternatives. */
  readonly accepts: Test;
  /** Whether the field may be missing: `{"exists": false}` is among the alternatives. */
  readonly acceptsAbsence: boolean;
}

/** Turns the alternatives of one field into one test; plain values become a single look-up. */
export const compileConditions = (conditions: readonly Condition[]): FieldTest => {
  const plain = new Set(conditions.flatMap((each) => (each.operator === 'equals' ? [each.value] : [])));
  const tests = conditions.filter((each) => each.operator !== 'equals').map(compileCondition);
  return {
    accepts:
      tests.length === 0 ? (value) => plain.has(value) : anyOf([(value) => plain.has(value), ...tests]),
    acceptsAbsence: conditions.some((each) => each.operator === 'exists' && !each.expected),
  };
};

const anyOf =
  (tests: readonly Test[]): Test =>
  (value) =>
    tests.some((test) => test(value));

const onText =
  (test: (text: string) => boolean): Test =>
  (value) =>
    typeof value === 'string' && test(value);

const compileCondition = (condition: Condition): Test => {
  switch (condition.operator) {
    case 'exists':
      return () => condition.expected;
    case 'numeric':
      return compileNumeric(condition.comparisons);
    case 'cidr':
      return onAddress(condition.block);
    case 'ip-address':
      return onAddress({ address: condition.address, prefixLength: condition.address.length * 8 });
    case 'anything-but': {
      // Whatever is not among the excluded fits, be it of another type: 5 is anything but "a".
      const isExcluded = anyOf(condition.excluded.map(compileExclusion));
      return (value) => !isExcluded(value);
    }
    default:
      return compileExclusion(condition);
  }
};

const compileExclusion = (condition: EqualsCondition | TextCondition): Test => {
  switch (condition.operator) {
    case 'equals':
      return (value) => value === condition.value;
    case 'wildcard':
      return onText(compileWildcard(condition.parts));
    case 'equals-ignore-case':
      return onPattern(`^${ignoreCaseSource(condition.text)}$`);
    case 'prefix':
      return condition.ignoreCase
        ? onPattern(`^${ignoreCaseSource(condition.text)}`)
        : onText((text) => text.startsWith(condition.text));
    case 'suffix':
      return condition.ignoreCase
        ? onPattern(`${ignoreCaseSource(condition.text)}$`)
        : onText((text) => text.endsWith(condition.text));
  }
};

const onPattern = (source: string): Test => {
  const expression = new RegExp(source);
  return onText((text) => expression.test(text));
};

const onAddress = (block: Parameters<typeof cidrContains>[0]): Test =>
  onText((text) => {
    const address = readIpAddress(text);
    return address !== undefined && cidrContains(block, address);
  });

const compileNumeric = (comparisons: readonly Comparison[]): Test => {
  const holds = comparisons.map(compileComparison);
  return (value) => typeof value === 'number' && holds.every((each) => each(value));
};

const compileComparison = ({ comparator, limit }: Comparison): ((value: number) => boolean) => {
  switch (comparator) {
    case '=':
      return (value) => value === limit;
    case '<':
      return (value) => value < limit;
    case '<=':
      return (value) => value <= limit;
    case '>':
      return (value) => value > limit;
    case '>=':
      return (value) => value >= limit;
  }
};
