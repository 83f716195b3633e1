/** The two halves of a console role switch, and what the second one adds. */
import { parseArn, parseAssumedRoleArn } from '../kernel/arn.ts';
import { parseIso } from '../kernel/clock.ts';
import { compact } from '../kernel/json.ts';
import { type Caller, type Certainty, SWITCH_FROM } from './caller.ts';
import { nameByPiece } from './name-by-joined.ts';
import type { RoleAccess } from './role-access.ts';
import type { SwitchRoleHalf } from './switch-role-half.ts';

/** How long a SwitchRole record waits for its AssumeRole record before it rings by itself. */
export const HALF_WAITS_SECONDS = 15 * 60;

/** The two records of one switch differ by a few seconds; a renewal of the session comes much later. */
const SECONDS_APART = 60;

/** What a half is recognised by. */
export type SwitchedSession = Pick<
  SwitchRoleHalf,
  'accountId' | 'sessionPrincipalId' | 'time' | 'switchedFrom'
>;

/**
 * True when the half belongs to this access: same session, same account, moments apart, made by the console, and by
 * somebody of the caller's account. The last two conditions matter: whoever enters under a colleague's session name, while
 * that colleague switches in the console, must not be announced as the colleague.
 */
export const belongsTogether = (access: RoleAccess, half: SwitchedSession): boolean =>
  access.kind === 'assume-role' &&
  access.outcome === 'success' &&
  access.accountId === half.accountId &&
  access.origin.kind === 'aws' &&
  access.session.principalId === half.sessionPrincipalId &&
  isOfCallersAccount(access.caller, half.switchedFrom) &&
  apartBy(access, half) <= SECONDS_APART;

/** False for a name of another account than the caller's; one that is not known excludes nobody. */
export const isOfCallersAccount = (
  { accountId }: Pick<Caller, 'accountId'>,
  switchedFrom: string | undefined,
): boolean => {
  const home = parseArn(switchedFrom ?? '')?.accountId;
  return accountId === undefined || home === undefined || home === '' || home === accountId;
};

/** Seconds between the two records. */
export const apartBy = (one: Pick<RoleAccess, 'time'>, other: Pick<SwitchRoleHalf, 'time'>): number =>
  Math.abs(secondsBetween(one.time, other.time));

const secondsBetween = (earlier: string, later: string): number =>
  ((parseIso(later)?.getTime() ?? 0) - (parseIso(earlier)?.getTime() ?? 0)) / 1000;

/** Only what the console did can have another half. */
export const isByConsole = ({ origin, session }: RoleAccess): boolean =>
  origin.text === 'AWS Internal' && session.principalId !== undefined;

/**
 * The caller with the human's ARN that the half names (before or now corrected); unchanged when it names none, or somebody
 * of another account.
 */
export const callerFromHalf = (
  caller: Caller,
  { switchedFrom }: Pick<SwitchRoleHalf, 'switchedFrom'>,
): Caller => {
  if (switchedFrom === undefined || !isOfCallersAccount(caller, switchedFrom)) return caller;
  const certainty = certaintyOf(switchedFrom);
  return nameByPiece(caller, {
    source: SWITCH_FROM,
    value: switchedFrom,
    certainty,
    note:
      certainty === 'resolved'
        ? 'who switched roles in the console, named by AWS in the SwitchRole record'
        : 'the session that switched roles in the console, named by AWS; its name was chosen by the caller',
  });
};

/**
 * AWS vouches for a user's name. A role session's name is the caller's own choice: whether Identity Center set it is told by
 * the role's path, which the ARN of a session has lost.
 */
const certaintyOf = (switchedFrom: string): Certainty =>
  parseAssumedRoleArn(switchedFrom) === undefined ? 'resolved' : 'claimed';

/** The id of the access that a half becomes when it rings by itself. */
export const accessIdOfHalf = ({ accountId, eventId }: SwitchRoleHalf): string => `${accountId}.${eventId}`;

/** A half whose AssumeRole record never came, as an access of its own. */
export const accessFromHalf = (half: SwitchRoleHalf): RoleAccess => {
  const home = parseArn(half.switchedFrom ?? '')?.accountId;
  const nobody: Caller = {
    type: home !== undefined && home !== half.accountId ? 'other-account' : 'unknown',
    label: half.sessionName,
    certainty: 'claimed',
    ...(home === undefined ? {} : { accountId: home }),
    evidence: [
      {
        source: 'userIdentity.arn',
        value: half.sessionName,
        certainty: 'claimed',
        note: 'session name of the entered role',
      },
    ],
  };
  return {
    schemaVersion: 1,
    accessId: accessIdOfHalf(half),
    eventId: half.correction?.eventId ?? half.eventId,
    eventName: half.renewal === true ? 'RenewRole' : 'SwitchRole',
    kind: 'switch-role',
    outcome: half.outcome,
    time: half.time,
    accountId: half.accountId,
    role: {
      arn: `arn:${half.partition}:iam::${half.accountId}:role/${half.roleName}`,
      accountId: half.accountId,
      name: half.roleName,
    },
    caller: callerFromHalf(nobody, half),
    session: {
      name: half.sessionName,
      principalId: half.sessionPrincipalId,
      externalId: 'not-recorded',
      tags: [],
    },
    mfa: half.mfa,
    origin: half.origin,
    recorded: { region: half.region },
    observations: [],
    ...compact({ correction: half.correction?.why }),
  };
};

/** What a half that rang by itself is recognised by, and whom it named; `undefined` for every other access. */
export const halfThatRang = (
  access: RoleAccess,
): (SwitchedSession & Pick<SwitchRoleHalf, 'switchedFrom'>) | undefined => {
  const { kind, outcome, accountId, time, session, caller } = access;
  const sessionPrincipalId = session.principalId;
  if (kind !== 'switch-role' || outcome !== 'success' || sessionPrincipalId === undefined) return undefined;
  const switchedFrom = caller.evidence.find(({ source }) => source === SWITCH_FROM)?.value;
  return { accountId, sessionPrincipalId, time, ...compact({ switchedFrom }) };
};

/** What an AssumeRole record knows beyond its other half; who it was is told apart. */
export const toldByEntry = ({
  role,
  session,
  observations,
  requestId,
  sharedEventId,
}: RoleAccess): ToldByEntry => compact({ role, session, observations, requestId, sharedEventId });

type ToldByEntry = Partial<
  Pick<RoleAccess, 'role' | 'session' | 'observations' | 'requestId' | 'sharedEventId'>
>;

/**
 * An access as its corrected half tells it. What the AssumeRole record told stays: all of it but the caller's name when
 * that record rang, and what only it can know when the half did.
 */
export const accessByCorrectedHalf = (was: RoleAccess, half: SwitchRoleHalf): RoleAccess => {
  const caller = callerFromHalf(was.caller, half);
  return was.kind === 'switch-role'
    ? { ...accessFromHalf(half), ...toldByEntry(was), caller }
    : { ...was, caller, ...toldByHalf(half) };
};

/** The console makes the call itself: only the sign-in half has the person's address. */
export const toldByHalf = ({
  origin,
  time,
  eventId,
  renewal,
}: SwitchRoleHalf): Pick<RoleAccess, 'firstUse'> =>
  origin.kind === 'address'
    ? { firstUse: { origin, at: time, eventName: renewal === true ? 'RenewRole' : 'SwitchRole', eventId } }
    : {};
