/**
 * Any other way into production than a designated role: a login, a key, a change of trust, a policy that lets an outside
 * account in, an attempt to blind us. Found in one CloudTrail record; like an access it holds no credential.
 */
import type { Opening } from '../iam/opening.ts';
import type { Caller } from './caller.ts';
import type { MfaState, Origin, RecordedIn, RoleAccess } from './role-access.ts';

export const DOOR_KINDS = [
  /** Who may assume a role: CreateRole, UpdateAssumeRolePolicy. */
  'trust',
  /** What a role may do: its policies and its boundary. */
  'role-rights',
  /** A role deleted, retagged, made to last longer. */
  'role-change',
  /** IAM users, their keys, passwords, rights and second factors. */
  'iam-user',
  /** SAML and OpenID Connect providers. */
  'federation',
  'roles-anywhere',
  'identity-center',
  'organization',
  /** Somebody signed in to the console or took it to the command line (`aws login`). */
  'login',
  /** The root user, by himself or by AssumeRoot. */
  'root',
  'federation-token',
  /** A policy or ACL on a bucket, key, function, queue, topic, ... */
  'resource-policy',
  /** What kept the public out was taken away. */
  'public-access',
  /** Snapshots, images, RAM shares. */
  'sharing',
  'key-grant',
  /** Code or settings of a function: whoever changes it acts with its role. */
  'function-code',
  /** The trail, its selectors and its bucket. */
  'trail',
  /** GuardDuty, Config, Security Hub, flow logs, log groups, alarms. */
  'detection',
  /** Rolecall itself: its rules, queues, topics, table, functions, keys. */
  'rolecall',
  /** A Region was enabled. */
  'region',
] as const;
export type DoorKind = (typeof DOOR_KINDS)[number];

/** What was changed or used. */
export interface DoorSubject {
  /** In words: "role", "bucket", "KMS key", "trail", "IAM user". */
  readonly type: string;
  /** As the record names it: a name, an id or an ARN. */
  readonly name: string;
}

/** What a decoder finds in a record, before it is decided who is told. */
export interface DoorFinding {
  readonly kind: DoorKind;
  readonly subject: DoorSubject;
  /**
   * What happened, in a sentence without its doer: "account 999999999999 may now assume prod-admin, without external ID";
   * of a refused attempt: what would have happened.
   */
  readonly explanation: string;
  /** Whom it lets in, outsiders first. Empty when it opens nothing. */
  readonly opens: readonly Opening[];
  /** `urgent` and `normal` ring; `recorded` does not. */
  readonly weight: 'urgent' | 'normal' | 'recorded';
  /** Why it rings or does not: "it lets another account in", "it opens nothing to outside". */
  readonly because: string;
}

export interface Door extends DoorFinding {
  readonly schemaVersion: 1;
  /** `<recipient account>.<event id>`, as of an access. */
  readonly accessId: string;
  readonly eventId: string;
  readonly eventSource: string;
  readonly eventName: string;
  /** `failed`: AWS refused it for another reason than a missing right. */
  readonly outcome: 'success' | 'denied' | 'failed';
  readonly errorCode?: string;
  /** ISO 8601, UTC. */
  readonly time: string;
  readonly accountId: string;
  readonly caller: Caller;
  readonly mfa: MfaState;
  readonly origin: Origin;
  readonly recorded: RecordedIn;
  readonly requestId?: string;
  readonly correction?: RoleAccess['correction'];
}
