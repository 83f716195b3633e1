import type { Policy } from '../lib/policy/policy.ts';

export interface WatchRule {
  readonly Type: 'AWS::Events::Rule';
  readonly Properties: {
    readonly Description: string;
    readonly State: string;
    readonly EventPattern: Readonly<Record<string, unknown>>;
    readonly Targets: readonly Readonly<Record<string, unknown>>[];
  };
}

/** The rules past everything Rolecall runs, by logical id. */
export function watchResources(
  policy: Pick<Policy, 'accounts'> & Partial<Pick<Policy, 'destinations'>>,
): Readonly<Record<string, WatchRule>>;

/** The pattern of the rule by which a collector forwards attempts at itself. */
export function collectorWatchPattern(): Readonly<Record<string, unknown>>;
