/**
 * The sign-in half of a console role switch: it has what the AssumeRole half lacks (the human's ARN, the real
 * address, the browser) and lacks what that has (the role's path, the key id). Evidence beside it, not an access.
 */
import type { MfaState, Origin, RoleAccess } from './role-access.ts';

export interface SwitchRoleHalf {
  readonly schemaVersion: 1;
  /** Of the original, when AWS has corrected the record. */
  readonly eventId: string;
  readonly accountId: string;
  /** ISO 8601, UTC. */
  readonly time: string;
  /** `AROA...:session`: equal to the AssumeRole half's session. */
  readonly sessionPrincipalId: string;
  readonly partition: string;
  readonly roleName: string;
  readonly sessionName: string;
  /** ARN of the human, as AWS recorded it. */
  readonly switchedFrom?: string;
  readonly outcome: 'success' | 'denied';
  readonly mfa: MfaState;
  readonly origin: Origin;
  readonly region: string;
  /** Set when the console went on with a switch of an hour before (`RenewRole`). */
  readonly renewal?: true;
  /** Set when this record corrects an earlier one: the correction's own id, and why. */
  readonly correction?: { readonly eventId: string; readonly why: NonNullable<RoleAccess['correction']> };
}
