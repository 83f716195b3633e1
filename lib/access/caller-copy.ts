/**
 * The copy of an AssumeRole record that the caller's own account keeps, forwarded by an account that wants to help: it has
 * what ours lacks (the ARN, the user's name, the key, MFA) and the same `sharedEventID`. Evidence, not an access.
 */
import type { Caller } from './caller.ts';
import type { MfaState, Origin, RoleAccess } from './role-access.ts';

export interface CallerCopy {
  readonly schemaVersion: 1;
  readonly eventId: string;
  /** The caller's account, which recorded and forwarded it. */
  readonly accountId: string;
  /** ISO 8601, UTC. */
  readonly time: string;
  /** Equal to the access's own. */
  readonly sharedEventId: string;
  readonly requestId?: string;
  /** The role in our account. */
  readonly roleArn: string;
  readonly roleAccountId: string;
  /** `AROA...:session` of the entered role: where the access's row is found. */
  readonly sessionPrincipalId?: string;
  /** Of the minted credentials: equal to the access's own. */
  readonly accessKeyId?: string;
  readonly outcome: RoleAccess['outcome'];
  readonly caller: Caller;
  readonly mfa: MfaState;
  readonly origin: Origin;
}
