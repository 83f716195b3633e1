/** One row of the history: what was recorded about one access, and what was decided. Written once, before anybody is told. */
import type { Door } from '../access/door.ts';
import type { Observation } from '../access/observations.ts';
import type { RoleAccess } from '../access/role-access.ts';
import type { UnreadableRecord } from '../access/unreadable-record.ts';
import type { Announced } from '../policy/expected-by.ts';
import type { Route, RouteLeg } from '../policy/route.ts';
import type { Review } from './review.ts';

/**
 * What told more about an access after its row was written: the other half of a console switch, a copy of the record, or
 * a look into AWS (`trust-1`, `chain-2`: what was found, and in which round of looking).
 */
export interface JoinedRecord {
  readonly eventId: string;
  readonly eventName: string;
  readonly time: string;
  /** One sentence: "the console's SwitchRole record names arn:aws:iam::...:user/Alice". */
  readonly note: string;
  /** What the access gained beside its caller. */
  readonly told?: Gained;
}

/** Fields of an access that another record, or a look into AWS, can tell: each replaces what was there. */
export type Gained = Partial<
  Pick<
    RoleAccess,
    | 'role'
    | 'session'
    | 'observations'
    | 'requestId'
    | 'sharedEventId'
    | 'mfa'
    | 'chain'
    | 'firstUse'
    | 'trust'
    | 'callerAccountName'
  >
> & {
  /** Observations beside those that are there; one of the same code takes the place of the earlier one. */
  readonly alsoObserved?: readonly Observation[];
};

/** The equal accesses that were counted instead of told. */
export interface Repeats {
  readonly count: number;
  /** ISO 8601: of the earliest and the latest of them. */
  readonly first: string;
  readonly last: string;
  /** Addresses they came from, at most 5, in order of appearance. */
  readonly origins: readonly string[];
}

/** AWS sent a record again, with other contents. */
export interface Correction {
  readonly eventId: string;
  /** ISO 8601: when it was recorded here. */
  readonly at: string;
  /** `DELIVERY_DELAY`, `UPDATED_DATA`, `SERVICE_OUTAGE`, as AWS writes it. */
  readonly reason: string;
  /** As AWS lists them. */
  readonly updatedFields?: string;
}

/** What AWS says now; of a door also who is told of it, which depends on what it is. */
export type Corrected = { readonly access: RoleAccess } | { readonly door: Door; readonly route: Route };

/** The exception that announced an access, as it stood when the row was written. */
export interface Expected {
  readonly exceptionId: string;
  readonly reason: string;
  readonly until: string;
  /** What it announced, and who is told if the access turns out to be something else. */
  readonly announced?: Announced;
  /** Of a role that was announced by itself: the session it was (`sessionOfRole`). */
  readonly session?: string;
  readonly legs?: readonly RouteLeg[];
  /** The first that was announced like it, moments before: CloudTrail is asked about that one only. */
  readonly after?: string;
}

export interface AccessRow {
  readonly schemaVersion: 1;
  readonly accessId: string;
  /** ISO 8601, UTC: when it happened; for an unreadable record, when it arrived. */
  readonly time: string;
  /** When the row was written. */
  readonly recordedAt: string;
  /** `event`: EventBridge brought it; `sweep`: CloudTrail was asked afterwards. */
  readonly foundBy: 'event' | 'sweep';
  readonly accountId: string;
  readonly accountName: string;
  /** The role in plain words; absent when the record names none. */
  readonly roleName?: string;
  /** Exactly one of the three is there. */
  readonly access?: RoleAccess;
  readonly door?: Door;
  readonly unreadable?: UnreadableRecord;
  readonly route: Route;
  /** Set when the notice was not sent because an equal one rang moments before: id of that access. */
  readonly groupedWith?: string;
  /** Set on the access that rang for its group: until when equal ones are counted instead of told (ISO 8601). */
  readonly countsRepeatsUntil?: string;
  /**
   * Set on an access that rings although many like it do: the first of those that entered the same role by the same
   * principal, whatever their sessions are called. Its notice comes after those of whoever is not one of many.
   */
  readonly oneOfMany?: string;
  /** What was counted, once the window has closed. Absent when nothing repeated. */
  readonly repeats?: Repeats;
  /** Corrections of the record by AWS, oldest first. */
  readonly corrections?: readonly Correction[];
  /** Set on our own proof that the bell rings: told at the canary's destination, and not among what people read. */
  readonly canary?: true;
  /** Set when an exception had announced it: nobody is told, and the route has no legs. */
  readonly expected?: Expected;
  /** Set when what nobody was told of turned out to be something people are told of: what was said before is not about that. */
  readonly rang?: true;
  /** What people said about it; absent until somebody does. */
  readonly review?: Review;
  /** SHA-256 of the configuration that decided. */
  readonly policyHash: string;
  readonly joined: readonly JoinedRecord[];
}
