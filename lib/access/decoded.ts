/** What one CloudTrail record turned out to be. */
import type { CallerCopy } from './caller-copy.ts';
import type { RoleAccess } from './role-access.ts';
import type { SwitchRoleHalf } from './switch-role-half.ts';

export const NOT_OURS_REASONS = [
  'not-an-entry',
  'caller-side-copy',
  /** Somebody went back out of a role, in the console. */
  'left-role',
  /** The first of two records: it names no role, and the second is the entry. */
  'no-role-yet',
] as const;
export type NotOursReason = (typeof NOT_OURS_REASONS)[number];

export type Decoded =
  | { readonly kind: 'access'; readonly access: RoleAccess }
  | { readonly kind: 'switch-half'; readonly half: SwitchRoleHalf }
  | { readonly kind: 'caller-copy'; readonly copy: CallerCopy }
  | { readonly kind: 'not-ours'; readonly reason: NotOursReason }
  | { readonly kind: 'unreadable'; readonly reason: string };

/**
 * The event that a record corrects, and why (`addendum`).
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export interface Corrects {
  /** `originalEventID` */
  readonly eventId: string;
  readonly correction: NonNullable<RoleAccess['correction']>;
}

/** What every kind of record must tell before it can be decoded further. */
export interface RecordHead {
  readonly eventId: string;
  readonly eventName: string;
  readonly time: string;
  readonly accountId: string;
  readonly region: string;
  readonly corrects?: Corrects;
}
