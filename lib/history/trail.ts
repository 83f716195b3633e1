/** CloudTrail as the sweep asks it, and how far it has asked. */

/** LookupEvents takes exactly one attribute. https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html */
export interface TrailQuestion {
  readonly region: string;
  readonly attribute: 'ResourceName' | 'EventName' | 'Username' | 'AccessKeyId';
  readonly value: string;
  /** ISO 8601. */
  readonly from: string;
  readonly to: string;
}

/** CloudTrail goes on refusing although it was asked slower and slower: the Region is left alone for now. */
export class TrailThrottled extends Error {
  override readonly name = 'TrailThrottled';
}

export interface Trail {
  /**
   * Records that answer the question, as JSON texts, newest first; paced below AWS's 2 requests per second, slower while
   * CloudTrail throttles. May repeat records. Throws `TrailThrottled` when that does not help.
   */
  lookUp(question: TrailQuestion): AsyncIterable<string>;
  /** ARNs of the roles of the account this runs in. */
  roleArns(): Promise<readonly string[]>;
}

/** How far the sweep has looked, by question. */
export interface SweepMarks {
  /** ISO 8601, or `undefined` when the question was never asked. */
  read(name: string): Promise<string | undefined>;
  write(name: string, until: string): Promise<void>;
  /**
   * Remembers that these roles exist now, and answers every role that existed after `since` (ISO 8601), those that were
   * deleted meanwhile included.
   */
  rememberRoles(arns: readonly string[], seenAt: string, since: string): Promise<readonly string[]>;
}
