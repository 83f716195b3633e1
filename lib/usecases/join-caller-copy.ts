/** A partner's copy and the access it belongs to, whichever came first. */
import { callerFromCopy, isCopyOf } from '../access/join-caller-copy.ts';
import { CALLER_COPY } from '../access/name-by-joined.ts';
import type { CallerCopy } from '../access/caller-copy.ts';
import type { RoleAccess } from '../access/role-access.ts';
import type { AccessDetail, AccessHistory } from '../history/access-history.ts';
import type { AccessRow, JoinedRecord } from '../history/access-row.ts';
import type { CallerCopies } from '../history/caller-copies.ts';
import { isoAfter, parseIso } from '../kernel/clock.ts';
import { oneLine } from '../kernel/one-line.ts';
import type { Policy } from '../policy/policy.ts';
import { type JoinEffects, type Joining, joinRecord } from './join-record.ts';
import { type LearnEffects, learnAlias } from './learn-alias.ts';

export interface CopyEffects {
  readonly policy: Policy;
  /** Absent where no partner forwards anything. */
  readonly copies?: CallerCopies;
}

export interface WithCopy {
  readonly access: RoleAccess;
  readonly joined: readonly JoinedRecord[];
  readonly copy?: CallerCopy;
}

/** The access with what a copy that came before it tells. Costs a question only where the caller's account is a partner. */
export const joinWaitingCopy = async (
  { policy, copies }: CopyEffects,
  access: RoleAccess,
): Promise<WithCopy> => {
  const { sharedEventId, caller } = access;
  const none = { access, joined: [] };
  if (copies === undefined || sharedEventId === undefined || !isPartner(policy, caller.accountId))
    return none;
  const copy = await copies.find(sharedEventId);
  if (copy === undefined || !isCopyOf(access, copy)) return none;
  return {
    access: { ...access, caller: callerFromCopy(caller, copy), ...mfaOf(access, copy) },
    joined: [{ ...joinedRecordOf(copy), ...toldBy(access, copy) }],
    copy,
  };
};

const isPartner = ({ trustedAccounts }: Policy, accountId: string | undefined): boolean =>
  trustedAccounts.some(({ id, partner = false }) => partner && id === accountId);

/** What was done when the access of this copy was found; `undefined` when it was not. */
export const joinCopy = async (
  effects: JoinEffects & LearnEffects,
  copy: CallerCopy,
): Promise<Joining | undefined> => {
  const row = (await rowsAround(effects.history, copy)).find(
    ({ access }) => access !== undefined && isCopyOf(access, copy),
  );
  const detail = row && (await effects.history.find(row.accessId));
  return detail && joinCopyTo(effects, detail, copy);
};

/** The same with the access at hand. */
export const joinCopyTo = async (
  effects: JoinEffects & LearnEffects,
  detail: AccessDetail,
  copy: CallerCopy,
): Promise<Joining | undefined> => {
  const { access } = detail.row;
  if (access === undefined) return undefined;
  const result = await joinRecord(effects, detail, {
    joined: { ...joinedRecordOf(copy), ...toldBy(access, copy) },
    caller: callerFromCopy(access.caller, copy),
  });
  await learnAlias(effects, access.caller, copy.caller.arn, byCopy(copy));
  return result;
};

/** How a name was learned from a copy. */
export const byCopy = ({ accountId }: CallerCopy): string =>
  `by the record that account ${accountId} forwarded`;

/** Both are the same call and carry the same time to the second. */
const SECONDS_APART = 120;

const rowsAround = async (history: AccessHistory, copy: CallerCopy): Promise<readonly AccessRow[]> => {
  const at = parseIso(copy.time);
  if (copy.sessionPrincipalId === undefined || at === undefined) return [];
  return history.ofSession(copy.roleAccountId, copy.sessionPrincipalId, {
    from: isoAfter(at, -SECONDS_APART),
    to: isoAfter(at, SECONDS_APART),
  });
};

/** Our own copy of a call from another account has no MFA flag at all. */
const mfaOf = (access: RoleAccess, copy: CallerCopy): Partial<Pick<RoleAccess, 'mfa'>> =>
  access.mfa === 'not-recorded' && copy.mfa !== 'not-recorded' ? { mfa: copy.mfa } : {};

const toldBy = (access: RoleAccess, copy: CallerCopy): Pick<JoinedRecord, 'told'> => {
  const told = mfaOf(access, copy);
  return told.mfa === undefined ? {} : { told };
};

const joinedRecordOf = ({ eventId, time, accountId, caller }: CallerCopy): JoinedRecord => ({
  eventId,
  eventName: 'AssumeRole',
  time,
  note: oneLine(
    `The copy of the record that account ${accountId} forwarded (${CALLER_COPY}) names ${caller.arn ?? caller.label}.`,
    400,
  ),
});
