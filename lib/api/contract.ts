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
import type { ReadKind } from '../history/reads.ts';
import type { ReviewAction, ReviewReason, ReviewState } from '../history/review.ts';
import type { FilterField, SearchedField } from '../history/question.ts';
import type { ErrorCode } from './api-error.ts';

/** The page reads it through here: it may import nothing else of `lib`. */
export type { Certainty, FilterField, ReadKind, ReviewAction, ReviewReason, ReviewState, SearchedField };

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
  readonly review: ShownReview;
  /** What each shown part of the row can be filtered by; a part that is not here cannot. */
  readonly filters: Partial<Readonly<Record<FilterField, string>>>;
}

/** Where the review of an access stands. */
export interface ShownReview {
  readonly state: Worded<ReviewState>;
  /** To be sent back as `seen` with the next action; 0 when nobody has said anything. */
  readonly version: number;
  /** "Jane Roe explained it: planned work, OPS-1234": the page adds the moment. Absent when nobody has said anything. */
  readonly words?: string;
  readonly by?: string;
  readonly at?: string;
  readonly reason?: Worded<ReviewReason>;
  readonly ticket?: string;
  /** https only, where the ticket is one. */
  readonly ticketUrl?: string;
  readonly note?: string;
  readonly assignee?: string;
  /** Set when an exception had announced it: "expected until": the page adds the moment. */
  readonly expected?: { readonly exceptionId: string; readonly words: string; readonly until: string };
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
  /** False: it stands in for another, or the reader may not know where it went. */
  readonly maySendAgain: boolean;
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
  /** What was kept of the record, as indented JSON: decoded, without secrets. The raw record lies in CloudTrail. */
  readonly record: string;
  /** Lists that this access is part of: "the same person, 30 days": a link with filters. */
  readonly related: readonly ShownRelated[];
  /** What the reader may do with it. */
  readonly may: { readonly review: boolean; readonly sendAgain: boolean; readonly makeException: boolean };
  /** Why no exception can be made for accesses like this one; absent when one can. */
  readonly noException?: string;
}

/** A list that an access is part of. */
export interface ShownRelated {
  /** "the same person". */
  readonly words: string;
  readonly field: FilterField;
  readonly value: string;
  /** ISO 8601: 30 days up to now. */
  readonly from: string;
  readonly count: ShownCount;
}

/** `atLeast`: more cards would have had to be read than one answer may. */
export interface ShownCount {
  readonly count: number;
  readonly atLeast: boolean;
}

/** One value of a filter, with how many accesses have it. */
export interface FacetValue extends ShownCount {
  /** What the filter takes. */
  readonly value: string;
  /** What a person reads. */
  readonly words: string;
}

export interface Facet {
  readonly field: FilterField;
  /** "Role". */
  readonly words: string;
  /** Most frequent first, at most 12. A value that is being filtered by is always among them. */
  readonly values: readonly FacetValue[];
  /** True when there are others. */
  readonly cut: boolean;
}

/** One bar of the chart. */
export interface Bar {
  /** ISO 8601: beginning of its hour or day, UTC. */
  readonly start: string;
  /** In the order of `Histogram.series`. */
  readonly counts: readonly number[];
}

export interface Histogram {
  readonly unit: 'hour' | 'day';
  /** By certainty, refused ones and doors apart. */
  readonly series: readonly Worded<Certainty | 'door' | 'denied'>[];
  /** Oldest first; every bucket of the window, also the empty ones. */
  readonly bars: readonly Bar[];
}

/** `GET /api/counts?from&to`, and the filters of the list: what the list would hold, counted. */
export interface CountsAnswer {
  readonly from: string;
  readonly to: string;
  readonly total: ShownCount;
  /** Of every tab, with all the other filters: `open` (needs somebody), each state, and `all`. */
  readonly tabs: readonly FacetValue[];
  readonly facets: readonly Facet[];
  readonly histogram: Histogram;
  /** Open ones that are older than the window, with no other filter than the reader's scope. */
  readonly olderOpen: ShownCount;
  /** "Counted by the sweep at ...; what came since was added": where the numbers are from. */
  readonly source: Worded<'counters' | 'cards'>;
  readonly read: number;
}

/** `GET /api/values?prefix&from&to` */
export interface ValuesAnswer {
  readonly values: readonly {
    readonly field: SearchedField;
    readonly value: string;
    /** "person", "session name". */
    readonly kind: string;
    readonly words: string;
    readonly lastSeen: string;
  }[];
}

/** `POST /api/reviews`: one action on 1 to 100 accesses. */
export interface ReviewRequestBody {
  readonly action: ReviewAction;
  readonly accesses: readonly { readonly accessId: string; readonly seen: number }[];
  readonly reason?: ReviewReason;
  readonly ticket?: string;
  readonly note?: string;
  readonly assignee?: string;
}

/**
 * What became of each. `conflict`: somebody else acted meanwhile, nothing was changed, and `review` is what stands now;
 * `words` say it: "Bob acknowledged it a moment ago".
 */
export interface ReviewAnswer {
  readonly results: readonly {
    readonly accessId: string;
    readonly kind: 'reviewed' | 'conflict' | 'unknown-access' | 'not-allowed';
    readonly review?: ShownReview;
    readonly words: string;
  }[];
}

export interface SendAgainRequestBody {
  /** Of a later word; absent for the first notice. */
  readonly part?: string;
}

/** `POST /api/accesses/{accessId}/deliveries/{destinationId}/again`, with `{ "part": "..." }` for a later word. */
export interface SendAgainAnswer {
  /** `waiting`: it is being tried anyway. */
  readonly kind: 'opened' | 'waiting';
  readonly words: string;
}

export interface ShownException {
  readonly exceptionId: string;
  /** "role Deploy of Northwind Managed Services into Production administrator of ACME production". */
  readonly words: string;
  /** ARN or source identity. */
  readonly subject: string;
  readonly account: NamedAccount;
  readonly roleArn?: string;
  /** Name of the owner. */
  readonly owner: string;
  readonly reason: string;
  readonly ticket?: string;
  readonly madeBy: string;
  readonly madeAt: string;
  readonly from: string;
  readonly until: string;
  readonly state: Worded<'holds' | 'begins-later' | 'over' | 'ended'>;
  readonly endedBy?: string;
  readonly endedAt?: string;
  /** Accesses that it announced so far. */
  readonly used: ShownCount;
}

/** `GET /api/exceptions` */
export interface ExceptionsAnswer {
  readonly exceptions: readonly ShownException[];
  /** What an exception never mutes, in sentences. */
  readonly limits: readonly string[];
}

/** `POST /api/exceptions`: like this access from now on, until then. `POST /api/exceptions/{id}/end` ends it. */
export interface ExceptionRequestBody {
  /** Whose principal (or pinned source identity) it names. */
  readonly accessId: string;
  readonly subject: 'principal' | 'source-identity';
  /** The role of the access only, or every designated role of its account. */
  readonly everyRole?: boolean;
  readonly reason: string;
  readonly ticket?: string;
  /** ISO 8601. */
  readonly until: string;
}

/** `GET /api/overview?from&to` */
export interface OverviewAnswer {
  readonly from: string;
  readonly to: string;
  readonly total: ShownCount;
  readonly open: ShownCount;
  /** Accesses for every day by certainty, and by state. */
  readonly byCertainty: Histogram;
  readonly byState: {
    readonly series: readonly Worded<ReviewState>[];
    readonly bars: readonly Bar[];
  };
  /** Top people, roles, accounts, addresses. */
  readonly top: readonly Facet[];
  /** What is needed to trust the numbers; absent for readers who see some accounts only. */
  readonly health?: HealthAnswer;
  /**
   * Deliveries that wait longer than they should, or were refused for good among the newest 100 accesses of the window.
   * Newest first, at most 20.
   */
  readonly failing: readonly {
    readonly accessId: string;
    readonly destinationId: string;
    readonly channel: string;
    readonly state: Worded<DeliveryState>;
    readonly words: string;
    readonly since: string;
  }[];
  /** Regions in which our rules listen, and the enabled ones in which they do not. */
  readonly regions: { readonly covered: readonly string[]; readonly notCovered: readonly string[] };
  /** What cannot be seen here, in sentences. */
  readonly limits: readonly string[];
}

/** `GET /api/reads?day`: who looked at what. For readers who see everything. */
export interface ReadsAnswer {
  readonly day: string;
  readonly reads: readonly {
    readonly at: string;
    readonly by: string;
    readonly kind: Worded<ReadKind>;
    readonly what: string;
    readonly rows?: number;
  }[];
  /** There are earlier looks of this day. */
  readonly cut: boolean;
  /** Give it back as `cursor` to read them. */
  readonly nextCursor?: string;
}

export type ExportFormat = 'csv' | 'jsonl' | 'ocsf';

/**
 * `GET /api/export?format&columns` and the filters of the list: the file itself, up to 5,000 rows; above that the error
 * `too-many-rows`, and `POST /api/exports` with `{ "format", "columns", "query" }` begins a job.
 */
export interface ExportJob {
  readonly jobId: string;
  readonly state: Worded<'waiting' | 'running' | 'done' | 'failed'>;
  readonly format: ExportFormat;
  /** The filters in words. */
  readonly what: string;
  readonly rows: number;
  /** How far back it has come. */
  readonly lookedBackTo?: string;
  readonly startedAt: string;
  readonly by: string;
  readonly bytes?: number;
}

/** `POST /api/exports` */
export interface ExportRequestBody {
  readonly format: ExportFormat;
  /** Names; all of them unless given. */
  readonly columns?: readonly string[];
  /** The query of the list, as it stands in the page's address. */
  readonly query: string;
}

/** `GET /api/exports`: the reader's own, newest first. */
export interface ExportsAnswer {
  readonly jobs: readonly ExportJob[];
}

/** `POST /api/exports/{jobId}/link` */
export interface ExportLinkAnswer {
  readonly url: string;
  /** ISO 8601: 15 minutes later. */
  readonly expires: string;
}

/** What somebody may do: each may also what those before him may. */
export type ReaderRole = 'viewer' | 'reviewer' | 'responder';

/** `GET /api/me` */
export interface MeAnswer {
  readonly name: string;
  readonly role: Worded<ReaderRole>;
  /** "every account", or "ACME production only". */
  readonly scope: string;
  /** False for readers who see some accounts only. */
  readonly seesEverything: boolean;
}

/** `GET /sign-in.json`, which needs no token: where to sign in. */
export interface SignInAnswer {
  readonly issuer: string;
  readonly clientId: string;
  readonly scope: string;
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  readonly endSessionEndpoint?: string;
  /** Where a refresh token is given back. */
  readonly revocationEndpoint?: string;
  /** To be asked for, where the issuer wants to be. */
  readonly audience?: string;
}

/** `GET /api/accesses?from&to&limit&cursor`, and every filter, each as often as it has values: `person=a&person=b` */
export interface AccessListAnswer {
  /** Newest first. May be empty although there is a cursor: where a filter is rare, older ones are looked at step by step. */
  readonly accesses: readonly AccessSummary[];
  readonly nextCursor?: string;
  /** Items that were read for it. */
  readonly read: number;
  /** With a cursor: everything newer than this moment was looked at. */
  readonly lookedBackTo?: string;
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
