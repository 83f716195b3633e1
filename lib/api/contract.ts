/**
 * What the page and the API say to each other: types only, so that the browser bundle takes nothing else from here.
 * All words a person reads are made by the API and tested in Node; the page only sets times in the reader's zone.
 * Every moment is an ISO 8601 text in UTC.
 */
import type { Certainty } from '../access/caller.ts';
import type { Door, DoorKind } from '../access/door.ts';
import type { ObservationCode } from '../access/observations.ts';
import type { AccessOutcome, EntryKind, MfaState } from '../access/role-access.ts';
import type { DeliveryState } from '../delivery/delivery.ts';
import type { ErrorCode } from './api-error.ts';

/** The page reads it through here: it may import nothing else of `lib`. */
export type { Certainty };

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
 * `told`: every destination has it; `told-instead`: one refused for good, and its owner's fallback has it; `waiting`: some
 * not yet; `rejected`: some never will without a person; `grouped`: an equal notice rang moments before; `recorded`: a door
 * that is kept and told to nobody, on purpose; `nobody`: no destination is configured.
 */
export type TellingState =
  | 'told'
  | 'told-instead'
  | 'waiting'
  | 'rejected'
  | 'grouped'
  | 'recorded'
  | 'nobody';

/** Equal accesses that were counted instead of told. */
export interface ShownRepeats {
  /** Absent while they are still being counted. */
  readonly count?: number;
  /** "12 more times" or "once more", or "counting repeats": the page adds the moment. */
  readonly words: string;
  /** Of the last repeat; while they are being counted, when that ends. */
  readonly until: string;
}

/** The access whose notice stands for another one, too. */
export interface ShownFirst {
  readonly accessId: string;
  /** When it happened; absent when the history does not hold it any more. */
  readonly time?: string;
}

/** Another way into production than a designated role. */
export interface ShownDoor {
  readonly kind: Worded<DoorKind>;
  /** What happened, as a sentence that leaves out who did it: "Role prod-admin can now be assumed by ...". */
  readonly explanation: string;
  /** `recorded` does not ring; the note says why. */
  readonly weight: Worded<Door['weight']>;
}

/** Somebody whom a door lets in. */
export interface ShownOpening {
  /** "account 999999999999, without external ID". */
  readonly words: string;
  /** As the policy writes it. */
  readonly principal: string;
  /** True when it is nobody of ours. */
  readonly outside: boolean;
}

export interface AccessSummary {
  readonly accessId: string;
  readonly time: string;
  readonly sentence: string;
  readonly who: Who;
  /** In plain words; "role not recorded" when the record names none. Of a door what it is about: "bucket prod-data". */
  readonly role: string;
  readonly account: NamedAccount;
  readonly entry: Worded<EntryKind | 'door' | 'unreadable'>;
  /** `failed`: AWS refused a door for another reason than a missing right. */
  readonly outcome: Worded<AccessOutcome | 'failed' | 'unreadable'>;
  /** Present when it is a door. */
  readonly door?: ShownDoor;
  /** An address, or where inside AWS. */
  readonly origin: string;
  readonly telling: Worded<TellingState>;
  readonly observations: readonly Worded<ObservationCode>[];
  /** Present when the sweep found it: "found by the sweep, 12 minutes late". */
  readonly late?: string;
  /** "corrected by AWS". */
  readonly corrected?: string;
  /** On the access that rang for its group. */
  readonly repeats?: ShownRepeats;
  /** On each of its repeats. */
  readonly groupedWith?: ShownFirst;
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

/** `warning`: worth a look, but nobody has to act for somebody to be told. */
export type Tone = 'plain' | 'good' | 'waiting' | 'warning' | 'bad';

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

/** How far one message to one destination has come. */
export interface ShownProgress {
  readonly state: Worded<DeliveryState>;
  readonly tone: Tone;
  /** When a pending one is tried next. */
  readonly nextTryAt?: string;
  readonly attempts: readonly ShownAttempt[];
  readonly reference?: string;
  /** https only. */
  readonly url?: string;
}

/** The one message in which several notices were told. */
export interface ShownDigest extends ShownProgress {
  readonly digestId: string;
  /** "together with 19 other notices". */
  readonly words: string;
  /** When it was accepted. */
  readonly sentAt?: string;
}

/** A later word to a destination about its first notice. */
export interface ShownLater extends ShownProgress {
  /** "said later: 12 more times"; "corrected". */
  readonly words: string;
  /** "added to the first notice", where that is known. */
  readonly how?: string;
  readonly digest?: ShownDigest;
}

export interface ShownDelivery extends ShownProgress {
  readonly destinationId: string;
  /** "Slack". */
  readonly channel: string;
  readonly edition: string;
  readonly why: string;
  /** "told instead of platform-slack, which refused": on everything that is not a first notice of its route. */
  readonly part?: string;
  /** On one that refused: "payments-mail was told instead", or that nobody was. */
  readonly instead?: string;
  readonly digest?: ShownDigest;
  readonly later: readonly ShownLater[];
}

/** One step of the way from a person to the role. */
export interface ShownHop {
  readonly who: string;
  readonly certainty: Worded<Certainty>;
  /** "IAM user", "role session". */
  readonly kind: string;
  readonly accountId?: string;
  /** Name of the role that was entered from here; absent on the last, which entered the one that rang. */
  readonly entered?: string;
  /** ISO 8601. */
  readonly at?: string;
  readonly how: string;
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
  /** The way back to the first person, that person first. Empty when nobody has looked, or nothing was found. */
  readonly chain: readonly ShownHop[];
  readonly session: readonly ShownFact[];
  /** Whom a door lets in, outsiders first; empty for everything else. */
  readonly opens: readonly ShownOpening[];
  readonly origin: readonly ShownFact[];
  readonly answerable: readonly ShownFact[];
  readonly timeline: readonly TimelineEntry[];
  readonly deliveries: readonly ShownDelivery[];
  readonly joined: readonly ShownJoin[];
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

/** A destination that takes no message now. What is for it waits and is not lost. */
export interface ShownDown {
  readonly destinationId: string;
  /** "Slack could not be reached". */
  readonly words: string;
  readonly since: string;
  readonly nextTryAt: string;
}

/** How far the history is sealed against quiet changes. */
export interface ShownSeals {
  readonly tone: Tone;
  /** "Sealed, so that no change stays hidden, until": the page adds the moment, when there is one. */
  readonly words: string;
  /** End of the last hour that is sealed. */
  readonly until?: string;
  /** What that means for what is newer. */
  readonly note: string;
}

/** The last test of the bell: a harmless role is entered, and its own alert must arrive. */
export interface ShownCanary {
  readonly tone: Tone;
  /** "The bell rings: its last test took 42 s from the entry to the alert, at": the page adds the moment, when there is one. */
  readonly words: string;
  readonly at?: string;
  readonly delaySeconds?: number;
}

/** What was looked at last of everything that has to be right. */
export interface ShownDoctor {
  readonly tone: Tone;
  /** "The doctor found 2 things broken, at": the page adds the moment, when there is one. */
  readonly words: string;
  readonly at?: string;
  /** A sentence each. */
  readonly broken: readonly string[];
}

export interface ShownBell {
  readonly canary: ShownCanary;
  readonly doctor: ShownDoctor;
}

/** `GET /api/health` */
export interface HealthAnswer {
  readonly bell: ShownBell;
  readonly policyHash: string;
  readonly homeRegion: string;
  /** Enabled in every account, and without our rules: whoever enters through them is not heard. */
  readonly regionsNotCovered: readonly string[];
  /** When the newest row of the last 30 days was written. */
  readonly lastRecordAt?: string;
  /** The one that is down longest comes first. */
  readonly destinationsDown: readonly ShownDown[];
  readonly sealed: ShownSeals;
  /** What cannot be seen here, in sentences. */
  readonly limits: readonly string[];
}

/** The body of every answer that is not 2xx or 304. */
export interface ErrorAnswer {
  readonly code: ErrorCode;
  readonly message: string;
}
