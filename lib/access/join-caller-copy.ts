/** What the copy that the caller's own account keeps adds to an access. */
import type { Caller, Evidence } from './caller.ts';
import type { CallerCopy } from './caller-copy.ts';
import type { RoleAccess } from './role-access.ts';

/** Where the evidence of a copy stands. */
export const CALLER_COPY = 'sharedEventID';

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
  const piece: Evidence = {
    source: CALLER_COPY,
    value: arn ?? label,
    certainty,
    note: `named by the copy of the record that account ${copy.accountId} forwarded`,
  };
  const evidence = [piece, ...caller.evidence.filter(({ source }) => source !== CALLER_COPY)];
  return isBetter(certainty, caller)
    ? { ...caller, label, certainty, evidence, ...(arn === undefined ? {} : { arn }) }
    : { ...caller, evidence: [...caller.evidence, piece] };
};

/** A name that was joined before, or that AWS vouches for, is not exchanged for one that somebody chose. */
const isBetter = (certainty: Caller['certainty'], caller: Caller): boolean =>
  certainty === 'resolved' || caller.certainty === 'unknown' || caller.certainty === 'claimed';
