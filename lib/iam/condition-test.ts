/**
 * A condition, its operator taken apart.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
import type { PolicyCondition } from './read-policy.ts';

export type Comparison = 'equals' | 'like' | 'arn' | 'bool' | 'number' | 'date' | 'address' | 'null';

export interface ConditionTest {
  readonly comparison: Comparison;
  /** `StringNotEquals`, `NotIpAddress`: also true where the key is absent. */
  readonly negated: boolean;
  /** `LessThan...` or `GreaterThan...` of a number or a date. */
  readonly bound?: 'below' | 'above';
  readonly set?: 'all' | 'any';
  readonly ifExists: boolean;
  /** Lower case: AWS does not tell the cases of keys apart. */
  readonly key: string;
  /** As written. */
  readonly keyText: string;
  readonly values: readonly string[];
}

type Operator = Pick<ConditionTest, 'comparison' | 'negated' | 'bound'>;

const BASE =
  /^(string|arn|numeric|date|binary)(not)?(equals|equalsignorecase|like|(less|greater)than(equals)?)$/;

/** `ArnEquals` and `ArnLike` are the same: both know wildcards. */
const comparisonOf = (type: string, relation: string): Comparison => {
  if (type === 'numeric') return 'number';
  if (type === 'arn' || type === 'date') return type;
  return relation === 'like' ? 'like' : 'equals';
};

const readOperator = (name: string): Operator | undefined => {
  if (name === 'bool' || name === 'null') return { comparison: name, negated: false };
  if (name === 'ipaddress' || name === 'notipaddress')
    return { comparison: 'address', negated: name === 'notipaddress' };
  const [, type = '', not, relation = '', than] = BASE.exec(name) ?? [];
  if (type === '') return undefined;
  const operator = { comparison: comparisonOf(type, relation), negated: not !== undefined };
  return than === undefined ? operator : { ...operator, bound: than === 'less' ? 'below' : 'above' };
};

/** `undefined` when the operator is none of AWS's. */
export const readTest = (condition: PolicyCondition): ConditionTest | undefined => {
  const [, set, base = '', ifExists] = PARTS.exec(condition.operator.toLowerCase()) ?? [];
  const operator = readOperator(base);
  if (operator === undefined) return undefined;
  return {
    ...operator,
    ...(set === undefined ? {} : { set: set === 'forallvalues:' ? ('all' as const) : ('any' as const) }),
    ifExists: ifExists !== undefined,
    key: condition.key.toLowerCase(),
    keyText: condition.key,
    values: condition.values,
  };
};

const PARTS = /^(forallvalues:|foranyvalue:)?([a-z]+?)(ifexists)?$/;

/** The key of a variable, `${aws:username}` -> `aws:username`; `undefined` when the value is not just a variable. */
export const variableIn = (value: string): string | undefined => {
  const inner = value.startsWith('${') && value.endsWith('}') ? value.slice(2, -1) : '';
  return /^[\w:./-]+$/.test(inner) ? inner.toLowerCase() : undefined;
};

export const holdsVariable = (value: string): boolean => value.includes('${');
