/**
 * The questions that the review may ask of the history. Each is answered from an index that is kept for it, reads a number
 * of cards that is known beforehand, and needs no scan; anything else is for Athena (docs/operations.md).
 */
import type { Certainty } from '../access/caller.ts';
import type { ObservationCode } from '../access/observations.ts';
import type { Card, CardKind, CardOutcome } from './card.ts';
import type { ReviewState } from './review.ts';

/** Values that have an index of their own: found by exact value, and by prefix. */
export const SEARCHED_FIELDS = ['person', 'session', 'role', 'account', 'address', 'ticket'] as const;
export type SearchedField = (typeof SEARCHED_FIELDS)[number];

/** Each absent or with 1 to `MOST_VALUES` values, of which a card needs to have one. Different fields all have to hold. */
export interface Filters {
  readonly state?: readonly ReviewState[];
  readonly person?: readonly string[];
  readonly session?: readonly string[];
  readonly role?: readonly string[];
  /** Account ids. */
  readonly account?: readonly string[];
  readonly address?: readonly string[];
  readonly ticket?: readonly string[];
  readonly kind?: readonly CardKind[];
  readonly entry?: readonly Card['entry'][];
  readonly outcome?: readonly CardOutcome[];
  readonly certainty?: readonly Certainty[];
  readonly observation?: readonly ObservationCode[];
  /** Caller's home accounts. */
  readonly home?: readonly string[];
  readonly assignee?: readonly string[];
  readonly exception?: readonly string[];
  readonly foundBy?: readonly Card['foundBy'][];
}
export type FilterField = keyof Filters;

export const MOST_VALUES = 10;

/** What somebody may see: rows of these accounts, and rows whose route names one of the parties. Absent: everything. */
export interface Scope {
  readonly accounts: readonly string[];
  /** Ids of owners and clients. */
  readonly parties: readonly string[];
}

export interface Question {
  /** ISO 8601, inclusive. */
  readonly from: string;
  /** ISO 8601, exclusive. */
  readonly to: string;
  readonly filters: Filters;
  readonly scope?: Scope;
}

export interface PageQuestion extends Question {
  /** 1 to 200. */
  readonly limit: number;
  /** `<time>#<access id>` of the last card that was read: only older ones are answered. */
  readonly before?: string;
}

/** At most so many cards are read for one page; a rare filter is answered in several steps. */
export const MOST_READ_FOR_PAGE = 1_000;

/** At most so many cards are read to count; beyond that it is "at least". */
export const MOST_READ_TO_COUNT = 5_000;

export interface CardPage {
  /** Newest first. */
  readonly cards: readonly Card[];
  /** Where to go on; absent when the window holds no more. */
  readonly next?: string;
  /** Cards that were read for it. */
  readonly read: number;
}

/** A value that begins with what was typed. */
export interface FoundValue {
  readonly field: SearchedField;
  readonly value: string;
  /** ISO 8601: of the newest card with it that was met. */
  readonly lastSeen: string;
}

export interface CardIndex {
  /** Newest first. Reads at most `MOST_READ_FOR_PAGE` cards. */
  page(question: PageQuestion): Promise<CardPage>;
  /** Every card up to `most` (`MOST_READ_TO_COUNT`), newest first; `next` is set when there are more. */
  read(question: Question, most: number): Promise<CardPage>;
  /**
   * Values that begin with `prefix` (at least 2 characters, without regard to case), those met last first, at most 10 of
   * each field. Cards outside of the scope tell no value.
   */
  values(prefix: string, within: Pick<Question, 'from' | 'to' | 'scope'>): Promise<readonly FoundValue[]>;
}
