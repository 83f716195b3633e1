/** A rule made for EventBridge, and how many things fit into one. */
import { checkPatternLimits, MAX_PATTERN_CHARACTERS } from '../eventbridge/limits.ts';
import { parsePattern } from '../eventbridge/parse-pattern.ts';

export type PatternJson = Readonly<Record<string, unknown>>;

export interface GeneratedRule {
  /** Letters and digits: usable as the logical id of a CloudFormation resource. Stable while the policy stays. */
  readonly name: string;
  readonly description: string;
  readonly pattern: PatternJson;
}

/** What AWS counts: the characters of the pattern's JSON. */
export const patternSize = (pattern: PatternJson): number => JSON.stringify(pattern).length;

/**
 * Fills one rule after the other, each as far as the limit allows. A pattern of more items is never shorter, so that what
 * fits is found by halving: every configuration is packed whenever it is decoded.
 */
export const packed = <T>(
  items: readonly T[],
  patternOf: (items: readonly T[]) => PatternJson,
): readonly (readonly T[])[] => {
  const packs: (readonly T[])[] = [];
  const fits = (start: number, end: number): boolean =>
    patternSize(patternOf(items.slice(start, end))) <= MAX_PATTERN_CHARACTERS;
  for (let start = 0; start < items.length; ) {
    let [most, tooMany] = [start + 1, items.length + 1];
    while (tooMany - most > 1) {
      const middle = Math.floor((most + tooMany) / 2);
      if (fits(start, middle)) most = middle;
      else tooMany = middle;
    }
    packs.push(items.slice(start, most));
    start = most;
  }
  return packs;
};

export const countOf = (accountIds: ReadonlySet<string>): string => {
  const [first] = accountIds;
  return accountIds.size === 1 && first ? `account ${first}` : `${String(accountIds.size)} accounts`;
};

/** The rule itself. Throws when EventBridge would refuse it, which is a defect of whoever made it. */
export const accepted = (rule: GeneratedRule): GeneratedRule => {
  const parsed = parsePattern(rule.pattern);
  if (!parsed.ok) throw new Error(`The pattern of ${rule.name} is not valid: ${parsed.error.reason}`);
  const [broken] = checkPatternLimits(parsed.value);
  if (broken) throw new Error(`The pattern of ${rule.name} is beyond a limit: ${broken.reason}`);
  return rule;
};
