import { type ArrayMembership, joinMembership } from './array-membership.ts';
import { compileConditions, type FieldTest } from './compile-conditions.ts';
import { type Branch, countOrCombinations, expandOr } from './expand-or.ts';
import { MAX_OR_COMBINATIONS } from './limits.ts';
import type { Condition, EventPattern } from './pattern.ts';
import { compileFieldReader, type Fields, isJsonObject } from './read-fields.ts';

/** Says whether an event, as parsed JSON, matches. Anything but an object never does. Never throws. */
export type EventMatcher = (event: unknown) => boolean;

interface Requirement {
  readonly slot: number;
  readonly test: FieldTest;
}

/**
 * Compiles a pattern once, to be asked about many events.
 *
 * Throws a RangeError when `$or` has more combinations than EventBridge allows, because they are multiplied
 * out in memory: `checkPatternLimits` says so beforehand.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export const compilePattern = (pattern: EventPattern): EventMatcher => {
  if (countOrCombinations(pattern.entries) > MAX_OR_COMBINATIONS) {
    throw new RangeError(`A pattern may have at most ${String(MAX_OR_COMBINATIONS)} combinations of $or.`);
  }
  const branches = expandOr(pattern.entries);
  const paths = [...new Set(branches.flatMap((branch) => [...branch.keys()]))];
  const readFields = compileFieldReader(paths);
  const compiled = compileBranches(branches, paths);
  return (event) => {
    if (!isJsonObject(event)) return false;
    const fields = readFields(event);
    return compiled.some((branch) => isPossible(branch, fields) && isMet(branch, fields, 0, undefined));
  };
};

/** Asks about one event. To ask about many, keep what `compilePattern` answers. */
export const matchesPattern = (pattern: EventPattern, event: unknown): boolean =>
  compilePattern(pattern)(event);

/** In the order of the paths' characters, because AWS checks in that order and `exists: false` can tell. */
const compileBranches = (
  branches: readonly Branch[],
  paths: readonly string[],
): readonly (readonly Requirement[])[] => {
  const slots = new Map(paths.map((path, slot) => [path, slot]));
  const tests = new Map<readonly Condition[], FieldTest>();
  const testOf = (conditions: readonly Condition[]): FieldTest => {
    const test = tests.get(conditions) ?? compileConditions(conditions);
    tests.set(conditions, test);
    return test;
  };
  return branches.map((branch) =>
    [...branch]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([path, conditions]) => ({ slot: slots.get(path) ?? -1, test: testOf(conditions) })),
  );
};

/** A first look at each field by itself, so that a missing value is not searched for in every combination. */
const isPossible = (branch: readonly Requirement[], fields: Fields): boolean =>
  branch.every(
    ({ slot, test }) => test.acceptsAbsence || (fields[slot] ?? []).some(({ value }) => test.accepts(value)),
  );

/** Whether the requirements from `at` on can be met together with the array elements already committed to. */
const isMet = (
  branch: readonly Requirement[],
  fields: Fields,
  at: number,
  membership: ArrayMembership,
): boolean => {
  const requirement = branch[at];
  if (requirement === undefined) return true;
  const { test, slot } = requirement;
  const leaves = fields[slot] ?? [];
  const isAbsent = () =>
    leaves.every((leaf) => joinMembership(membership, leaf.membership) === 'contradiction');
  if (test.acceptsAbsence && isAbsent() && isMet(branch, fields, at + 1, membership)) return true;
  let tried: ArrayMembership | 'contradiction' = 'contradiction';
  for (const leaf of leaves) {
    const joined = joinMembership(membership, leaf.membership);
    // A second value that commits to the same elements would fail the same way.
    if (joined === 'contradiction' || joined === tried || !test.accepts(leaf.value)) continue;
    if (isMet(branch, fields, at + 1, joined)) return true;
    tried = joined;
  }
  return false;
};
