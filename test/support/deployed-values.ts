/** Templates as CloudFormation would fill them in, with realistic names, for tests that look at what really stands. */
import { compilePattern } from '../../lib/eventbridge/compile-pattern.ts';
import { checkPatternLimits, type LimitProblem } from '../../lib/eventbridge/limits.ts';
import { parsePattern } from '../../lib/eventbridge/parse-pattern.ts';
import type { EventPattern } from '../../lib/eventbridge/pattern.ts';
import { localReferences } from '../../local/local-names.ts';
import { decodeTemplate, type References, resolveValue } from '../../local/template.ts';

export interface Deployment {
  readonly accountId: string;
  readonly region: string;
  readonly stackName: string;
  readonly parameters?: Readonly<Record<string, string>>;
}

/** What the names in a template stand for once it is deployed. */
export const referencesOf = (template: unknown, deployment: Deployment): References =>
  localReferences(decodeTemplate(template), { ...deployment, messagingUrl: '', pageUrl: '' });

const parsed = (pattern: unknown, references: References): EventPattern => {
  const result = parsePattern(resolveValue(pattern, references));
  if (!result.ok) throw new Error(result.error.reason);
  return result.value;
};

/** Whether an event matches a pattern of the template. Throws for a pattern that EventBridge would refuse. */
export const matcherOf = (pattern: unknown, references: References): ((event: unknown) => boolean) =>
  compilePattern(parsed(pattern, references));

/** The limits that the pattern of a deployed rule would break. */
export const limitsBroken = (pattern: unknown, references: References): readonly LimitProblem[] =>
  checkPatternLimits(parsed(pattern, references));
