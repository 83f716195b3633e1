import type { Policy } from '../lib/policy/policy.ts';

export interface ForwardedRule {
  readonly name: string;
  readonly description: string;
  readonly pattern: Readonly<Record<string, unknown>>;
}

export interface PolicyAndRules {
  readonly policy: Pick<Policy, 'accounts' | 'homeRegion' | 'trustedAccounts'>;
  /** All that `rulePatterns` makes of the policy. */
  readonly rules: readonly ForwardedRule[];
}

export interface TemplatePart {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly Condition?: string;
  readonly DependsOn?: readonly string[];
}

export interface ForwardingTemplate {
  readonly Description: string;
  readonly Parameters: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly Conditions: Readonly<Record<string, unknown>>;
  readonly Resources: Readonly<Record<string, TemplatePart>>;
  readonly Outputs: Readonly<Record<string, unknown>>;
}

/** For every other Region of an account that is guarded, and for every Region of the other guarded accounts. */
export function collectorTemplate(from: PolicyAndRules): ForwardingTemplate;

/** For an account that helps to name its people. Throws when the policy knows no partner. */
export function partnerTemplate(from: PolicyAndRules): ForwardingTemplate;

/** Who may put events on the bus of the home Region. */
export function busResources(from: PolicyAndRules): Readonly<Record<string, TemplatePart>>;
