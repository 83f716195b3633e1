/** CloudTrail as the sweep asks it, and how far it has asked. */

/** LookupEvents takes exactly one attribute. https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html */
export interface TrailQuestion {
  readonly region: string;
  readonly attribute: 'ResourceName' | 'EventName';
  readonly value: string;
  /** ISO 8601. */
  readonly from: string;
  readonly to: string;
}

export interface Trail {
  /** Records that answer the question, as JSON texts, newest first; paced below AWS's 2 requests per second. */
  lookUp(question: TrailQuestion): AsyncIterable<string>;
  /** ARNs of the roles of the account this runs in. */
  roleArns(): Promise<readonly string[]>;
}

/** How far the sweep has looked, by question. */
export interface SweepMarks {
  /** ISO 8601, or `undefined` when the question was never asked. */
  read(name: string): Promise<string | undefined>;
  write(name: string, until: string): Promise<void>;
}
