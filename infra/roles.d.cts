import type { Policy } from '../lib/policy/policy.ts';

export interface Statement {
  readonly Effect: string;
  readonly Action: readonly string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

export interface RoleResource {
  readonly Type: 'AWS::IAM::Role';
  readonly Properties: {
    readonly Description: string;
    readonly AssumeRolePolicyDocument: unknown;
    readonly Policies: readonly [
      { readonly PolicyName: string; readonly PolicyDocument: { readonly Statement: readonly Statement[] } },
    ];
  };
}

export function roleResources(
  policy: Policy,
): Readonly<Record<'RecordRole' | 'DeliverRole' | 'EnrichRole' | 'SweepRole' | 'HistoryRole', RoleResource>>;
