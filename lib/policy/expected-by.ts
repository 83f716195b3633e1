/** Which exception announced an access. Pure. Whatever is not sure is not expected, and rings. */
import { SWITCH_FROM } from '../access/caller.ts';
import { CALLER_COPY } from '../access/name-by-joined.ts';
import type { RoleAccess } from '../access/role-access.ts';
import { parseRoleArn } from '../kernel/arn.ts';
import type { AccessException } from './exception.ts';
import { principalAlone, principalBeside, principalInArn } from './exception-subject.ts';
import { isNeverMuted } from './never-muted.ts';

/** What is compared with the access itself. */
export type Announced = Pick<AccessException, 'subject' | 'accountId' | 'roleArn'>;

/**
 * The exception that holds for an access, at a moment (ISO 8601). `access` has every observation, those included that nobody
 * wants to read. It has to have happened, and to be looked at, between the exception's beginning and its end.
 */
export const expectedBy = (
  exceptions: readonly AccessException[],
  access: RoleAccess,
  now: string,
): AccessException | undefined =>
  exceptions.find(
    (exception) =>
      exception.ended === undefined &&
      isBetween(exception, now) &&
      isBetween(exception, access.time) &&
      isAnnounced(exception, access),
  );

/** Compared as moments: a time may be told with or without milliseconds. */
const isBetween = ({ from, until }: Pick<AccessException, 'from' | 'until'>, moment: string): boolean =>
  Date.parse(from) <= Date.parse(moment) && Date.parse(moment) < Date.parse(until);

/** Whether an access is the announced one, by everything that is known of it, and nothing about it is new or wrong. */
export const isAnnounced = (announced: Announced, access: RoleAccess): boolean =>
  mayBeMuted(access) && isSubject(announced, access) && isTarget(announced, access);

/** A half of a console switch alone tells too little of who it was. */
const mayBeMuted = ({ outcome, kind, role, observations }: RoleAccess): boolean =>
  outcome === 'success' &&
  kind !== 'switch-role' &&
  role !== undefined &&
  !observations.some(({ code }) => isNeverMuted(code));

const isTarget = ({ accountId, roleArn }: Announced, access: RoleAccess): boolean =>
  access.accountId === accountId &&
  access.role?.accountId === accountId &&
  (roleArn === undefined || sameRole(roleArn, access.role.arn));

const sameRole = (one: string, other: string): boolean => {
  const [a, b] = [parseRoleArn(one), parseRoleArn(other)];
  return a !== undefined && a.accountId === b?.accountId && a.name === b.name;
};

const isSubject = ({ subject }: Announced, access: RoleAccess): boolean => {
  const { caller, session, trust } = access;
  if (subject.kind === 'principal')
    return principalAlone(access) === subject.arn && !isNamedOtherwise(subject.arn, access);
  const isPinned = trust === undefined || trust.sourceIdentity === 'pinned';
  return (
    isPinned &&
    session.sourceIdentity === subject.value &&
    principalBeside(caller) === subject.principal &&
    !isNamedOtherwise(subject.principal, access)
  );
};

/** Another record of the same entry tells of somebody else. It cannot where only an id is known. */
const isNamedOtherwise = (principal: string, { caller: { evidence } }: RoleAccess): boolean =>
  principalInArn(principal) !== undefined &&
  evidence.some(({ source, value }) => {
    if (source !== SWITCH_FROM && source !== CALLER_COPY) return false;
    const named = principalInArn(value);
    return named !== undefined && named !== principal;
  });
