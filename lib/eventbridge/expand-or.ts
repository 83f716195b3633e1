import type { Condition, PatternEntry } from './pattern.ts';

/** One way to satisfy a pattern: every field, by its dotted path, must be met. */
export type Branch = ReadonlyMap<string, readonly Condition[]>;

/**
 * Multiplies `$or` out into the branches of which one must match.
 *
 * Entries are taken in the order they were written, and a path that is written again replaces what stood
 * there before. So a field in a `$or` branch that also stands before the `$or` replaces it in that branch, and
 * one that stands after the `$or` replaces it in every branch: merged, not combined. AWS's engine does
 * the same, for `{"a.b": [...]}` and `{"a": {"b": [...]}}` alike.
 */
export const expandOr = (
  entries: readonly PatternEntry[],
  prefix = '',
  start: readonly Branch[] = [new Map()],
): readonly Branch[] =>
  entries.reduce((branches, entry) => {
    switch (entry.kind) {
      case 'or':
        return entry.branches.flatMap((branch) => expandOr(branch, prefix, branches));
      case 'group':
        return expandOr(entry.entries, `${prefix}${entry.name}.`, branches);
      case 'field':
        return branches.map((branch) => new Map(branch).set(prefix + entry.name, entry.conditions));
    }
  }, start);

/**
 * The number of combinations AWS counts: the lengths of all `$or` lists multiplied, nested ones too. Never
 * less than the number of branches.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export const countOrCombinations = (entries: readonly PatternEntry[]): number =>
  entries.reduce((product, entry) => {
    switch (entry.kind) {
      case 'or':
        return product * entry.branches.length * countOrCombinations(entry.branches.flat());
      case 'group':
        return product * countOrCombinations(entry.entries);
      case 'field':
        return product;
    }
  }, 1);
