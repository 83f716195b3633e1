/** What the copy that the caller's own account keeps adds to an access. */
import type { Caller } from './caller.ts';
import type { CallerCopy } from './caller-copy.ts';
import { CALLER_COPY, nameByPiece } from './name-by-joined.ts';
import type { RoleAccess } from './role-access.ts';

/**
 * True when both records tell of one call. Everything that both hold must be equal, so that an account cannot put its
 * name on the call of another.
 */
export const isCopyOf = (access: RoleAccess, copy: CallerCopy): boolean =>
  access.sharedEventId === copy.sharedEventId &&
  access.caller.accountId === copy.accountId &&
  access.role?.arn === copy.roleArn &&
  isEqualIfBoth(access.session.accessKeyId, copy.accessKeyId) &&
  isEqualIfBoth(access.requestId, copy.requestId);

const isEqualIfBoth = (one: string | undefined, other: string | undefined): boolean =>
  one === undefined || other === undefined || one === other;

/** The caller as the copy names it. The account and the principal stay those of our own record. */
export const callerFromCopy = (caller: Caller, copy: CallerCopy): Caller => {
  const { label, certainty: its, arn } = copy.caller;
  // It is AWS's word, but it came by way of another account.
  const certainty = its === 'asserted' ? 'resolved' : its;
  const piece = {
    source: CALLER_COPY,
    value: arn ?? label,
    certainty,
    note: `named by the copy of the record that account ${copy.accountId} forwarded`,
  };
  const known = caller.arn === undefined && arn !== undefined ? { ...caller, arn } : caller;
  return nameByPiece(known, piece, label);
};
