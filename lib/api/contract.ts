/**
 * What the page and the API say to each other: types only, so that the browser bundle takes nothing else from here.
 * All words a person reads are made by the API and tested in Node; the page only sets times in the reader's zone.
 * Every moment is an ISO 8601 text in UTC.
 */
import type { Certainty } from '../access/caller.ts';
import type { ObservationCode } from '../access/observations.ts';
import type { AccessOutcome, EntryKind, MfaState } from '../access/role-access.ts';
import type { DeliveryState } from '../delivery/delivery.ts';
import type { ErrorCode } from './api-error.ts';

/** The page reads these through here: it may import nothing else of `lib`. */
export type { Certainty, DeliveryState };

/** A code for the program and its words for the reader. */
export interface Worded<Code extends string> {
  readonly code: Code;
  /** Short: fits a mark in a list. */
  readonly words: string;
  /** One sentence that explains the code. */
  readonly note?: string;
}

export interface Who {
  /** The best human name there is; never empty. */
  readonly name: string;
  readonly certainty: Worded<Certainty>;
  /** "IAM user of Northwind Managed Services". */
  readonly home: string;
}

export interface NamedAccount {
  readonly id: string;
  readonly name: string;
}

/**
 * `told`: every destination has it; `waiting`: some not yet; `rejected`: some never will without a person;
 * `grouped`: an equal notice rang moments before; `nobody`: no destination is configured.
 */
export type TellingState = 'told' | 'waiting' | 'rejected' | 'grouped' | 'nobody';

export interface AccessSummary {
  readonly accessId: string;
  readonly time: string;
  readonly sentence: string;
  readonly who: Who;
  /** In plain words; "role not recorded" when the record names none. */
  readonly role: string;
  readonly account: NamedAccount;
  readonly entry: Worded<EntryKind | 'unreadable'>;
  readonly outcome: Worded<AccessOutcome | 'unreadable'>;
  /** An address, or where inside AWS. */
  readonly origin: string;
  readonly telling: Worded<TellingState>;
  readonly observations: readonly Worded<ObservationCode>[];
  /** Present when the sweep found it: "found by the sweep, 12 minutes late". */
  readonly late?: string;
}

/** One labelled value, in reading order. */
export interface ShownFact {
  readonly label: string;
  readonly value: string;
  readonly note?: string;
  /** Set when the value is a moment: the page shows it in the reader's zone. */
  readonly moment?: string;
  /** True for identifiers and recorded texts: shown in fixed width. */
  readonly verbatim?: true;
}

export interface ShownEvidence {
  readonly source: string;
  readonly value: string;
  readonly certainty: Worded<Certainty>;
  readonly note: string;
}

export type Tone = 'plain' | 'good' | 'waiting' | 'bad';

export interface TimelineEntry {
  readonly time: string;
  readonly tone: Tone;
  readonly words: string;
  readonly note?: string;
}

export interface ShownAttempt {
  readonly number: number;
  readonly startedAt: string;
  readonly tone: Tone;
  /** "Slack asked for a pause of 2 s (too many requests)". */
  readonly words: string;
  readonly detail?: string;
}

export interface ShownDelivery {
  readonly destinationId: string;
  /** "Slack". */
  readonly channel: string;
  readonly edition: string;
  readonly why: string;
  readonly state: Worded<DeliveryState>;
  /** When a pending one is tried next. */
  readonly nextTryAt?: string;
  readonly attempts: readonly ShownAttempt[];
  readonly reference?: string;
  /** https only. */
  readonly url?: string;
}

export interface ShownJoin {
  readonly eventName: string;
  readonly eventId: string;
  readonly time: string;
  readonly note: string;
}

export interface AccessDetail {
  readonly summary: AccessSummary;
  readonly recordedAt: string;
  readonly foundBy: Worded<'event' | 'sweep'>;
  readonly mfa: Worded<MfaState>;
  readonly evidence: readonly ShownEvidence[];
  readonly session: readonly ShownFact[];
  readonly origin: readonly ShownFact[];
  readonly answerable: readonly ShownFact[];
  readonly timeline: readonly TimelineEntry[];
  readonly deliveries: readonly ShownDelivery[];
  readonly joined: readonly ShownJoin[];
  /** Id of the access whose notice stood for this one. */
  readonly groupedWith?: string;
  /** Raw identifiers, for reviewers who search elsewhere with them. Never a secret. */
  readonly ids: readonly ShownFact[];
}

/** `GET /api/accesses?from&to&limit&cursor` */
export interface AccessListAnswer {
  /** Newest first. */
  readonly accesses: readonly AccessSummary[];
  readonly nextCursor?: string;
  /** Inclusive. */
  readonly from: string;
  /** Exclusive. */
  readonly to: string;
  /** True when the window holds more than this answer. */
  readonly cut: boolean;
}

/** `GET /api/accesses/{accessId}` */
export type AccessDetailAnswer = AccessDetail;

/** `GET /api/health` */
export interface HealthAnswer {
  readonly policyHash: string;
  readonly homeRegion: string;
  /** Enabled in every account, and without our rules: whoever enters through them is not heard. */
  readonly regionsNotCovered: readonly string[];
  /** When the newest row of the last 30 days was written. */
  readonly lastRecordAt?: string;
  /** What cannot be seen here, in sentences. */
  readonly limits: readonly string[];
}

/** The body of every answer that is not 2xx or 304. */
export interface ErrorAnswer {
  readonly code: ErrorCode;
  readonly message: string;
}
