/** What stands in AWS, as the doctor asks for it. Asking changes nothing and reads no secret. */
import type { SubscriptionsOf } from '../delivery/subscriptions.ts';

/** AWS did not answer a question. Any question may end with it. */
export class SurveyRefused extends Error {
  override readonly name = 'SurveyRefused';
  /** What IAM would have to allow: `cloudtrail:DescribeTrails`. */
  readonly action: string;
  /** AWS's name of the error. Its words repeat ARNs and sometimes whole requests. */
  readonly code: string;

  constructor(action: string, code: string) {
    super(`${action}: ${code}`);
    this.action = action;
    this.code = code;
  }

  /** False: it may be answered when it is asked again. */
  get isDenied(): boolean {
    return /Denied|NotAuthorized|Unauthorized|AuthorizationError|UnrecognizedClient|InvalidClientToken|OptInRequired/.test(
      this.code,
    );
  }
}

/** CloudFormation's view of our stack. */
export interface StackState {
  readonly exists: boolean;
  /** `CREATE_COMPLETE`, ... */
  readonly status?: string;
}

export interface TrailState {
  readonly name: string;
  readonly arn: string;
  readonly homeRegion: string;
  readonly multiRegion: boolean;
  /** Of an organisation: its selectors may be for another account to read. */
  readonly organization: boolean;
  readonly logging: boolean | 'unknown';
  /** Which management events it records, those of STS among them. */
  readonly managementEvents: 'all' | 'read-only' | 'write-only' | 'none' | 'unknown';
  /** Event sources that are left out: `kms.amazonaws.com`. */
  readonly excludedSources: readonly string[];
}

export interface RuleState {
  readonly name: string;
  readonly arn: string;
  /** `ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS`, `ENABLED`, `DISABLED`. */
  readonly state: string;
  /** JSON text; absent for schedules. */
  readonly pattern?: string;
}

export interface RuleTarget {
  readonly arn: string;
  readonly deadLetterArn?: string;
  /** Something else than the event is passed on. */
  readonly changesEvent: boolean;
}

export interface QueueState {
  readonly arn: string;
  /** Messages that wait to be received. */
  readonly waiting: number;
  /** JSON text. */
  readonly policy?: string;
  /** Key id or ARN. */
  readonly keyId?: string;
}

export interface RoleState {
  readonly arn: string;
  readonly name: string;
  /** Its trust policy, as IAM writes it: URL-encoded JSON. */
  readonly trust?: string;
}

export interface RegionState {
  readonly name: string;
  /** Every account has it. */
  readonly byDefault: boolean;
}

/** The same moment by AWS's clock and by ours. */
export interface TwoClocks {
  readonly theirs: Date;
  readonly ours: Date;
}

export const PARAMETER_KINDS = ['secure-string', 'not-secure', 'missing'] as const;
export type ParameterKind = (typeof PARAMETER_KINDS)[number];

export interface Survey {
  /** Number of the account that is asked. */
  accountId(): Promise<string>;
  clocks(): Promise<TwoClocks>;
  /** The trails that record in a Region, those of the organisation among them. */
  trails(region: string): Promise<readonly TrailState[]>;
  /** On the default bus of a Region, everybody's. */
  rules(region: string): Promise<readonly RuleState[]>;
  targetsOf(region: string, ruleName: string): Promise<readonly RuleTarget[]>;
  /** `undefined` when there is no such queue. */
  queue(url: string): Promise<QueueState | undefined>;
  /** JSON text. */
  keyPolicy(keyId: string): Promise<string>;
  readonly subscriptionsOf: SubscriptionsOf;
  /** Of the account that is asked. */
  roles(): Promise<readonly RoleState[]>;
  /** The Regions that the account uses. */
  regions(): Promise<readonly RegionState[]>;
  /** Absent where nobody may ask: in the sweep. */
  stack?(): Promise<StackState>;
  /** Looks at the parameter's description, never at its value. Absent where nobody may ask. */
  parameterKind?(name: string): Promise<ParameterKind>;
}
