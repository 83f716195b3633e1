/** The two halves of a console role switch, and what the second one adds. */
import { parseArn, parseAssumedRoleArn } from '../kernel/arn.ts';
import { parseIso } from '../kernel/clock.ts';
import { compact } from '../kernel/json.ts';
import { type Caller, type Certainty, type Evidence, SWITCH_FROM } from './caller.ts';
import { onBehalf } from './delegation.ts';
import type { RoleAccess } from './role-access.ts';
import type { SwitchRoleHalf } from './switch-role-half.ts';

/** How long a SwitchRole record waits for its AssumeRole record before it rings by itself. */
export const HALF_WAITS_SECONDS = 15 * 60;

/** The two records of one switch differ by a few seconds; a renewal of the session comes much later. */
const SECONDS_APART = 60;

/** What a half is recognised by. */
export type SwitchedSession = Pick<SwitchRoleHalf, 'accountId' | 'sessionPrincipalId' | 'time'>;

/**
 * True when the half belongs to this access: same session, same account, moments apart, and made by the console.
 * The last condition matters: whoever enters by program under a colleague's session name, while that colleague
 * switches in the console, must not be announced as the colleague.
 */
export const belongsTogether = (access: RoleAccess, half: SwitchedSession): boolean =>
  access.kind === 'assume-role' &&
  access.outcome === 'success' &&
  access.accountId === half.accountId &&
  access.origin.kind === 'aws' &&
  access.session.principalId === half.sessionPrincipalId &&
  Math.abs(secondsBetween(access.time, half.time)) <= SECONDS_APART;

const secondsBetween = (earlier: string, later: string): number =>
  ((parseIso(later)?.getTime() ?? 0) - (parseIso(earlier)?.getTime() ?? 0)) / 1000;

/** Only what the console did can have another half. */
export const isByConsole = ({ origin, session }: RoleAccess): boolean =>
  origin.text === 'AWS Internal' && session.principalId !== undefined;

/** The caller with the human's ARN that the half names (before or now corrected); unchanged when it names none. */
export const callerFromHalf = (
  caller: Caller,
  { switchedFrom }: Pick<SwitchRoleHalf, 'switchedFrom'>,
): Caller => {
  if (switchedFrom === undefined) return caller;
  const [label, certainty] = nameOf(switchedFrom);
  const piece: Evidence = {
    source: SWITCH_FROM,
    value: switchedFrom,
    certainty,
    note:
      certainty === 'resolved'
        ? 'who switched roles in the console, named by AWS in the SwitchRole record'
        : 'the session that switched roles in the console, named by AWS; its name was chosen by the caller',
  };
  const others = caller.evidence.filter(({ source }) => source !== SWITCH_FROM);
  if (isBetterKnown(caller, certainty)) return { ...caller, evidence: [...others, piece] };
  const evidence = [piece, ...others];
  return { ...caller, label: `${label}${onBehalf(evidence)}`, certainty, evidence };
};

/** A record of one account names the user itself; and whom we have found out stands before a name that somebody chose. */
const isBetterKnown = ({ certainty: its, evidence, arn }: Caller, certainty: Certainty): boolean =>
  evidence[0]?.source !== SWITCH_FROM &&
  ((its === 'asserted' && arn !== undefined) || (its === 'resolved' && certainty === 'claimed'));

/**
 * AWS vouches for a user's name. A role session's name is the caller's own choice: whether Identity Center set it is told by
 * the role's path, which the ARN of a session has lost.
 */
const nameOf = (switchedFrom: string): readonly [string, Certainty] => {
  const session = parseAssumedRoleArn(switchedFrom);
  if (session !== undefined) return [session.sessionName, 'claimed'];
  return [parseArn(switchedFrom)?.resource.split('/').at(-1) ?? switchedFrom, 'resolved'];
};

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
