/** An access as small as it can be listed, searched and counted by: what the review's indexes hold of each row. */
import type { Certainty } from '../access/caller.ts';
import type { DoorKind } from '../access/door.ts';
import type { ObservationCode } from '../access/observations.ts';
import type { EntryKind } from '../access/role-access.ts';
import type { ReviewState } from './review.ts';

export const CARD_KINDS = ['access', 'door', 'unreadable'] as const;
export type CardKind = (typeof CARD_KINDS)[number];

export const CARD_OUTCOMES = ['success', 'denied', 'failed', 'unreadable'] as const;
export type CardOutcome = (typeof CARD_OUTCOMES)[number];

/** Texts are cut to 200 characters, without control characters. */
export interface Card {
  readonly accessId: string;
  /** ISO 8601, UTC. */
  readonly time: string;
  readonly kind: CardKind;
  readonly entry: EntryKind | DoorKind | 'unreadable';
  readonly outcome: CardOutcome;
  /** The account that was entered. */
  readonly accountId: string;
  /** Who answers for it, and whose it is: ids of the route. */
  readonly owner: string;
  readonly client?: string;
  /** The caller's label; of an unreadable record a fixed text. */
  readonly person: string;
  readonly certainty: Certainty;
  /** What is shown as the role: its name in plain words, or what a door is about. */
  readonly role: string;
  /** Name of the session, chosen by the caller. */
  readonly session?: string;
  /** Home of the caller. */
  readonly home?: string;
  /** An IP address; absent where AWS called, or none was recorded. */
  readonly address?: string;
  readonly observations: readonly ObservationCode[];
  readonly foundBy: 'event' | 'sweep';
  /** The access that rang for this one. */
  readonly groupedWith?: string;
  readonly state: ReviewState;
  readonly ticket?: string;
  readonly assignee?: string;
  /** The exception that announced it. */
  readonly exceptionId?: string;
}
