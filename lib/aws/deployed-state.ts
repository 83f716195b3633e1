/** What stands in the account after a deploy, as far as an owner must look after it. Any question may throw. */
import type { SubscriptionsOf } from '../delivery/subscriptions.ts';

export interface StackState {
  readonly exists: boolean;
  /** CloudFormation's status, e.g. `CREATE_COMPLETE`. */
  readonly status?: string;
}

export interface TrailState {
  readonly name: string;
  readonly homeRegion: string;
  readonly multiRegion: boolean;
  readonly logging: boolean;
  /** Which management events of STS it records; `unknown` when its selectors cannot be read from this account. */
  readonly managementEvents: 'all' | 'read-only' | 'write-only' | 'none' | 'unknown';
}

export interface RuleState {
  readonly name: string;
  /** `ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS`, `ENABLED`, `DISABLED`. */
  readonly state: string;
  /** JSON text; absent for schedules. */
  readonly pattern?: string;
}

export const PARAMETER_KINDS = ['secure-string', 'not-secure', 'missing'] as const;
export type ParameterKind = (typeof PARAMETER_KINDS)[number];

export interface DeployedState {
  stack(): Promise<StackState>;
  /** Looks at the parameter's description; its value is never read. */
  parameterKind(name: string): Promise<ParameterKind>;
  /** The topic the stack made for a destination. */
  topicArnOf(destinationId: string): Promise<string | undefined>;
  /** The topic to which the stack's alarms go. */
  operatorTopicArn(): Promise<string | undefined>;
  readonly subscriptionsOf: SubscriptionsOf;
  /** The trails that record in the Region, those of the organisation among them. */
  trails(): Promise<readonly TrailState[]>;
  /** The rules of the stack. */
  rules(): Promise<readonly RuleState[]>;
}
