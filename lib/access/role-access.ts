/**
 * The noun of the product: one entry (or one refused attempt to enter) into a role, as far as one CloudTrail
 * record tells it. It holds no credential: those are dropped while decoding.
 */
import type { TrustPins } from '../iam/opening.ts';
import type { Caller, CallerType, Certainty } from './caller.ts';
import type { Observation } from './observations.ts';

export const ENTRY_KINDS = [
  'assume-role',
  'saml',
  'web-identity',
  'switch-role',
  /** IAM Roles Anywhere: a certificate. */
  'roles-anywhere',
] as const;
export type EntryKind = (typeof ENTRY_KINDS)[number];

export const ACCESS_OUTCOMES = ['success', 'denied'] as const;
export type AccessOutcome = (typeof ACCESS_OUTCOMES)[number];

/** Unknown is a value: in the trusting account's copy of a cross-account call no record can tell. */
export const MFA_STATES = ['yes', 'no', 'not-recorded'] as const;
export type MfaState = (typeof MFA_STATES)[number];

export interface TargetRole {
  readonly arn: string;
  readonly accountId: string;
  readonly name: string;
}

/** Key and value are chosen by the caller: a list, because a key may be any word, `constructor` among them. */
export interface SessionTag {
  readonly key: string;
  readonly value: string;
}

export interface RoleSession {
  /** Chosen by the caller unless the trust policy pins it. */
  readonly name?: string;
  /** `AROA...:session`: what later records of the session carry as their principal id. */
  readonly principalId?: string;
  /** The minted temporary key id: an identifier, not a secret. */
  readonly accessKeyId?: string;
  /** ISO 8601, UTC. */
  readonly expires?: string;
  readonly durationSeconds?: number;
  readonly sourceIdentity?: string;
  /** Whether the caller passed an external id. The value itself is never kept. */
  readonly externalId: 'passed' | 'not-passed' | 'not-recorded';
  readonly tags: readonly SessionTag[];
  /** Keys of the tags that go on into the roles entered from this session; absent when there are none. */
  readonly transitiveTagKeys?: readonly string[];
  /** Session policies, which let the session do less than the role may; absent when none was passed. */
  readonly policies?: SessionPolicies;
  /** Set when a role entered itself: whether its trust policy allows that, or only the older behaviour of AWS. */
  readonly explicitTrustGrant?: boolean;
}

/** Of the policy in the request only that there was one: its text is the caller's. */
export interface SessionPolicies {
  readonly inline: boolean;
  /** Of managed policies. */
  readonly arns: readonly string[];
}

/** One step of the way from a person to our role. */
export interface Hop {
  /** The best name there is for whoever acted here. */
  readonly who: string;
  readonly certainty: Certainty;
  /** "IAM user", "role session", "SAML user". */
  readonly type: CallerType;
  readonly accountId?: string;
  readonly arn?: string;
  /** The role that was entered from here, in words or as ARN; absent on the last. */
  readonly entered?: string;
  /** ISO 8601, when that happened. */
  readonly at?: string;
  /** A clause: "found in CloudTrail by access key", "seen by Rolecall". */
  readonly how: string;
  /** Event that tells it; an access of our own history where `accessId` is set. */
  readonly eventId?: string;
  readonly accessId?: string;
}

/** The first call that was made with the session, where the entry itself does not tell the person's address. */
export interface FirstUse {
  readonly origin: Origin;
  /** ISO 8601. */
  readonly at: string;
  readonly eventName: string;
  readonly eventId: string;
}

/** Where a call came from. An AWS host name or "AWS Internal" is not an address. */
export interface Origin {
  readonly kind: 'address' | 'aws' | 'unknown';
  /** IPv4 or IPv6 address, AWS host name, or `AWS Internal`, as recorded. */
  readonly text: string;
  /** Chosen by the caller. */
  readonly userAgent?: string;
}

export interface RecordedIn {
  readonly region: string;
  /** The Region that served a call to the global endpoint, where it differs. */
  readonly servedBy?: string;
}

export interface RoleAccess {
  readonly schemaVersion: 1;
  /** `<recipient account>.<event id>`: the idempotency key of the record. */
  readonly accessId: string;
  readonly eventId: string;
  readonly eventName: string;
  readonly sharedEventId?: string;
  readonly requestId?: string;
  readonly kind: EntryKind;
  readonly outcome: AccessOutcome;
  /** ISO 8601, UTC, when AWS says it happened. */
  readonly time: string;
  /** The account that recorded it: ours. */
  readonly accountId: string;
  /** Absent when a denial names no role, or a session of Roles Anywhere tells none. */
  readonly role?: TargetRole;
  readonly caller: Caller;
  readonly session: RoleSession;
  readonly mfa: MfaState;
  readonly origin: Origin;
  readonly recorded: RecordedIn;
  /** AWS's error code of a denial. */
  readonly errorCode?: string;
  /** Set when the record corrects an earlier one, whose id `accessId` then is. `eventId` is the correction's own. */
  readonly correction?: { readonly reason: string; readonly updatedFields?: string };
  readonly observations: readonly Observation[];
  /** The way back to the first person, that person first; absent while nobody has looked, or nothing was found. */
  readonly chain?: readonly Hop[];
  readonly firstUse?: FirstUse;
  /** What the role's trust policy demanded when it was looked at; absent while nobody could read it. */
  readonly trust?: TrustPins;
  /** Name of the caller's account, where Organizations told it. */
  readonly callerAccountName?: string;
}
