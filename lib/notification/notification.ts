/**
 * What is said, without any markup: one neutral message that every channel dresses in its own way.
 * Every text in it may hold words chosen by an attacker, so each channel escapes all of them.
 */

import type { Edition } from '../kernel/edition.ts';

export const NOTICE_KINDS = [
  'access',
  'denied',
  /** Another way into production than a designated role, or an attempt to blind whoever watches. */
  'door',
  'unreadable',
  /** A later word about a notice: how often it repeated, or what became known since. */
  'follow-up',
  /** Several notices in one, after an outage or in a storm. */
  'digest',
  /** For whoever runs Rolecall: a destination that refuses, a subscription nobody confirmed. */
  'operator',
] as const;
/** What kind of event is announced. */
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** How soon somebody should look: `urgent`, `normal`, or `routine` for programs that enter all day. */
export const IMPORTANCES = ['urgent', 'normal', 'routine'] as const;
export type Importance = (typeof IMPORTANCES)[number];

/** One labelled value, in the order in which it should be read. */
export interface Fact {
  readonly label: string;
  readonly value: string;
  /** What the reader should know about the value, e.g. "chosen by the caller". */
  readonly note?: string;
}

export interface Link {
  readonly label: string;
  readonly url: string;
}

export interface Notification {
  readonly schemaVersion: 1;
  /** Id of the access (or of the unreadable record) that is announced. */
  readonly accessId: string;
  readonly kind: NoticeKind;
  readonly edition: Edition;
  readonly importance: Importance;
  /** One line of at most 120 characters: who entered what. For mail subjects and ticket titles; channels cut it further. */
  readonly title: string;
  /** What happened, in one sentence (or two) that a client understands. */
  readonly sentence: string;
  readonly facts: readonly Fact[];
  readonly links: readonly Link[];
  /** ISO 8601, UTC: when it happened, not when it was told. */
  readonly occurredAt: string;
  /** Values a subscriber can filter on (SNS message attributes, webhook consumers). Never free text from the caller. */
  readonly attributes: Readonly<Record<string, string>>;
}
