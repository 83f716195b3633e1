import { countOrCombinations } from './expand-or.ts';
import type { Condition, EventPattern, PatternEntry } from './pattern.ts';

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html (adjustable on request) */
export const MAX_PATTERN_CHARACTERS = 2048;
/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html */
export const MAX_OR_COMBINATIONS = 1000;
/** Per event bus, not adjustable. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
export const MAX_WILDCARD_RULES = 30;

export const PATTERN_LIMITS = ['characters', 'or-combinations', 'wildcard-rules'] as const;

export interface LimitProblem {
  readonly limit: (typeof PATTERN_LIMITS)[number];
  /** A sentence with the number found and the number allowed. */
  readonly reason: string;
}

/**
 * The quotas of EventBridge a valid pattern would break; an empty list when there is none.
 *
 * `wildcardRules` is the number of other rules with a wildcard on the same bus: alone, a pattern cannot break
 * that quota.
 */
export const checkPatternLimits = (
  pattern: EventPattern,
  { wildcardRules }: { readonly wildcardRules: number } = { wildcardRules: 0 },
): readonly LimitProblem[] => {
  const problems: LimitProblem[] = [];
  const check = (limit: LimitProblem['limit'], found: number, allowed: number, what: string): void => {
    if (found > allowed) {
      problems.push({ limit, reason: `${what}: ${String(found)}; EventBridge allows ${String(allowed)}.` });
    }
  };
  check('characters', pattern.text.length, MAX_PATTERN_CHARACTERS, 'Characters of the pattern');
  check('or-combinations', countOrCombinations(pattern.entries), MAX_OR_COMBINATIONS, 'Combinations of $or');
  if (usesWildcard(pattern)) {
    check('wildcard-rules', wildcardRules + 1, MAX_WILDCARD_RULES, 'Rules with a wildcard on one bus');
  }
  return problems;
};

/** Whether a rule with this pattern counts against the wildcard quota of its bus. */
export const usesWildcard = (pattern: EventPattern): boolean => pattern.entries.some(entryUsesWildcard);

const entryUsesWildcard = (entry: PatternEntry): boolean => {
  switch (entry.kind) {
    case 'field':
      return entry.conditions.some(conditionUsesWildcard);
    case 'group':
      return entry.entries.some(entryUsesWildcard);
    case 'or':
      return entry.branches.flat().some(entryUsesWildcard);
  }
};

const conditionUsesWildcard = (condition: Condition): boolean =>
  condition.operator === 'wildcard' ||
  (condition.operator === 'anything-but' &&
    condition.excluded.some(({ operator }) => operator === 'wildcard'));
