/** The two halves of a console role switch, and what the second one adds. */
import { parseArn, parseAssumedRoleArn } from '../kernel/arn.ts';
import { parseIso } from '../kernel/clock.ts';
import type { Caller, Certainty, Evidence } from './caller.ts';
import type { RoleAccess } from './role-access.ts';
import type { SwitchRoleHalf } from './switch-role-half.ts';

/** How long a SwitchRole record waits for its AssumeRole record before it rings by itself. */
export const HALF_WAITS_SECONDS = 15 * 60;

/** The two records of one switch differ by a few seconds; a renewal of the session comes much later. */
const SECONDS_APART = 60;

/**
 * True when the half belongs to this access: same session, same account, moments apart, and made by the console.
 * The last condition matters: whoever enters by program under a colleague's session name, while that colleague
 * switches in the console, must not be announced as the colleague.
 */
export const belongsTogether = (access: RoleAccess, half: SwitchRoleHalf): boolean =>
  access.kind === 'assume-role' &&
  access.outcome === 'success' &&
  access.accountId === half.accountId &&
  access.origin.kind === 'aws' &&
  access.session.principalId === half.sessionPrincipalId &&
  Math.abs(secondsBetween(access.time, half.time)) <= SECONDS_APART;

const secondsBetween = (earlier: string, later: string): number =>
  ((parseIso(later)?.getTime() ?? 0) - (parseIso(earlier)?.getTime() ?? 0)) / 1000;

/** The caller with the human's ARN that the half names; unchanged when it names none. */
export const callerFromHalf = (caller: Caller, half: SwitchRoleHalf): Caller => {
  if (half.switchedFrom === undefined) return caller;
  const [label, certainty] = nameOf(half.switchedFrom);
  const piece: Evidence = {
    source: 'additionalEventData.SwitchFrom',
    value: half.switchedFrom,
    certainty,
    note:
      certainty === 'resolved'
        ? 'who switched roles in the console, named by AWS in the SwitchRole record'
        : 'the session that switched roles in the console, named by AWS; its name was chosen by the caller',
  };
  const evidence = [piece, ...caller.evidence];
  return { ...caller, label, certainty, evidence };
};

/** AWS vouches for a user's name. A role session's name is the caller's own choice, unless Identity Center set it. */
const nameOf = (switchedFrom: string): readonly [string, Certainty] => {
  const session = parseAssumedRoleArn(switchedFrom);
  if (session !== undefined) {
    const set = session.roleName.startsWith('AWSReservedSSO_');
    return [session.sessionName, set ? 'resolved' : 'claimed'];
  }
  return [parseArn(switchedFrom)?.resource.split('/').at(-1) ?? switchedFrom, 'resolved'];
};

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
    accessId: `${half.accountId}.${half.eventId}`,
    eventId: half.eventId,
    eventName: 'SwitchRole',
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
  };
};
