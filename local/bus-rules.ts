/** The packaged rules, compiled with AWS's pattern semantics. */
import { compilePattern } from '../lib/eventbridge/compile-pattern.ts';
import { parsePattern } from '../lib/eventbridge/parse-pattern.ts';
import { type BusRule, ruleState } from './event-bus.ts';
import type { DeclaredRule } from './topology.ts';

/** Throws for a pattern that EventBridge would refuse at deploy time. */
export function busRules(declared: readonly DeclaredRule[]): readonly BusRule[] {
  return declared.flatMap((rule) => {
    if (rule.pattern === undefined) return [];
    const pattern = parsePattern(rule.pattern);
    if (!pattern.ok) throw new Error(`rule ${rule.name}: ${pattern.error.reason}`);
    const { name, targets } = rule;
    return [{ name, targets, state: ruleState(rule.state), matches: compilePattern(pattern.value) }];
  });
}
