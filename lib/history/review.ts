/** What people said about an access. Every action is an event of the history; the row holds where it stands now. */

/**
 * Where an access stands. The first four are where it begins: `unreviewed` needs a look; `expected`: an exception
 * announced it; `grouped`: it repeats another one, which is looked at for both; `recorded`: a door that is kept and does
 * not ring. The others are what somebody said.
 */
export const REVIEW_STATES = [
  'unreviewed',
  'escalated',
  'explained',
  'acknowledged',
  'expected',
  'grouped',
  'recorded',
] as const;
export type ReviewState = (typeof REVIEW_STATES)[number];

/** Still needs somebody. */
export const OPEN_STATES = ['unreviewed', 'escalated'] as const satisfies readonly ReviewState[];

export const REVIEW_ACTIONS = [
  'acknowledge',
  'explain',
  'escalate',
  'reopen',
  'note',
  'assign',
  'undo',
] as const;
export type ReviewAction = (typeof REVIEW_ACTIONS)[number];

/** Fixed, so that they can be counted: what is often `automation` wants another rule, not another click. */
export const REVIEW_REASONS = [
  'planned-work',
  'incident',
  'automation',
  'test',
  'false-alarm',
  'not-ours',
  'other',
] as const;
export type ReviewReason = (typeof REVIEW_REASONS)[number];

/** Somebody who signed in. */
export interface Reviewer {
  /** The issuer's own id: stays when the name changes. */
  readonly subject: string;
  readonly name: string;
  /** Ids of the owners or clients for whom somebody with a scope acts: their own people read his name. */
  readonly parties?: readonly string[];
}

/** Where the review of one access stands: part of its row. */
export interface Review {
  readonly state: ReviewState;
  /** Number of the last action, from 1. Whoever acts names the one that he saw. */
  readonly version: number;
  /** Of the last action. */
  readonly action: ReviewAction;
  readonly by: Reviewer;
  /** ISO 8601. */
  readonly at: string;
  readonly reason?: ReviewReason;
  /** Of a ticket elsewhere, `OPS-1234`; as it was typed, without control characters, at most 100 characters. */
  readonly ticket?: string;
  /** The latest, at most 2,000 characters. */
  readonly note?: string;
  readonly assignee?: string;
  /** Said when the access, which nobody had been told of, had rung (`AccessRow.rang`). */
  readonly afterRing?: true;
}

/** What somebody wants to say. */
export interface ReviewRequest {
  readonly action: ReviewAction;
  /** Version of the review that was seen; 0 when there was none. */
  readonly seen: number;
  readonly reason?: ReviewReason;
  readonly ticket?: string;
  readonly note?: string;
  /** Of `assign`: a name, or empty to take it away. */
  readonly assignee?: string;
}

/** Body of a `reviewed#<version>` event: what was said, and where the review stood before and stands since. */
export interface Reviewed {
  readonly request: ReviewRequest;
  /** Absent when it was the first. */
  readonly before?: Review;
  readonly review: Review;
  /** When the access happened (ISO 8601): tells which hour is to be counted again. */
  readonly accessTime: string;
}
