/** What has to be equal before somebody who was told of the one could take the other for its repeat (ADR 8). */
import { createHash } from 'node:crypto';
import type { Caller, CallerType } from '../access/caller.ts';
import type { Door } from '../access/door.ts';
import type { RoleAccess } from '../access/role-access.ts';
import type { ObservationCode } from '../access/observations.ts';
import type { AccessRow } from '../history/access-row.ts';
import { FIRST_CODES, newThingsOf } from '../history/things-of-access.ts';

/** What a row tells of, an unreadable record aside. */
export type Happening = RoleAccess | Door;

export const isDoor = (happening: Happening): happening is Door => 'opens' in happening;

export const happeningOf = ({ access, door }: Pick<AccessRow, 'access' | 'door'>): Happening | undefined =>
  access ?? door;

export interface Subject {
  readonly happening: Happening;
  readonly principal: string;
  readonly foundBy: AccessRow['foundBy'];
  /** Of a denial: the entry by the same principal whose window is open. */
  readonly enteredBefore: string | undefined;
  /** A new configuration may name other people: whoever is told now was not told then. */
  readonly policyHash: string;
}

/** AWS gives every caller an id of its own; a service is named instead. */
export const principalOf = ({ type, service, principalId }: Caller): string | undefined =>
  type === 'aws-service' && service !== undefined ? `service:${service}` : principalId;

/** Whether somebody who was told of the one could take the other for its repeat. */
export const isSameSubject = (one: Happening, other: Happening): boolean => {
  const keys = [one, other].map((happening) => {
    const principal = principalOf(happening.caller);
    return principal === undefined
      ? undefined
      : keyOfSubject({ happening, principal, foundBy: 'event', enteredBefore: undefined, policyHash: '' });
  });
  return keys[0] !== undefined && keys[0] === keys[1];
};

/** Everything that has to be equal. */
export const keyOfSubject = ({ happening, principal, foundBy, enteredBefore, policyHash }: Subject): string =>
  hashOf(
    ...(isDoor(happening) ? ['door', ...partsOfDoor(happening)] : ['repeat', ...partsOfAccess(happening)]),
    happening.accountId,
    happening.caller.accountId ?? '-',
    principal,
    happening.outcome,
    foundBy,
    enteredBefore ?? '-',
    policyHash,
  );

const partsOfAccess = (access: RoleAccess): readonly string[] => [
  access.role?.arn ?? '-',
  access.session.sourceIdentity ?? '-',
  access.errorCode ?? '-',
  access.observations
    .map(({ code }) => code)
    .filter((code) => !NEWS.includes(code))
    .sort()
    .join(),
  sessionOf(access) ?? '-',
];

/**
 * What root does in one session is one piece of news, as are the attempts of one caller that AWS refused: what each of them
 * was stands in its row. Not so what lasts when the session is over, and not whose trust it was. Everything else repeats only what opens the same to the same in the same way.
 * Of many openings the sentence names only a few, so that it does not tell two of them apart.
 */
const partsOfDoor = (door: Door): readonly string[] => {
  const { kind, weight, origin, caller, subject } = door;
  if (door.outcome !== 'success') return [kind, weight, ...(kind === 'trust' ? [subject.name] : [])];
  if (kind === 'root' && !LASTING.includes(door.eventSource))
    return [kind, weight, caller.sessionCreated ?? origin.text];
  const opens = createHash('sha256').update(JSON.stringify(door.opens)).digest('hex');
  return [kind, weight, door.eventName, subject.type, subject.name, door.explanation, opens];
};

/** Where root makes something that stays when the session is over: a key of its own, an account's address, a way in. */
const LASTING: readonly string[] = [
  'iam.amazonaws.com',
  'account.amazonaws.com',
  'organizations.amazonaws.com',
  'sts.amazonaws.com',
];

/** They depend on what else was recorded, and when: of several equal ones one may have them, and is no other for it. */
const NEWS: readonly ObservationCode[] = [
  ...Object.values(FIRST_CODES),
  'baseline-incomplete',
  'repeated-denials',
  'unpinned-source-identity',
  'used-elsewhere',
];

/** What was never seen before about it, as one text; `undefined` when nothing is new. */
export const newsOf = (happening: Happening): string | undefined => {
  const things = isDoor(happening) ? [] : newThingsOf(happening);
  return things.length === 0 ? undefined : JSON.stringify(things);
};

/** A person can share a principal with others and is then told apart by the session name; a program's names mean nothing. */
const PROGRAMS: readonly CallerType[] = ['aws-service', 'web-identity'];

const sessionOf = ({ caller, session }: RoleAccess): string | undefined =>
  PROGRAMS.includes(caller.type) ? undefined : session.name;

/**
 * One key for everybody of one principal, whatever the sessions are called; `undefined` where no session name is chosen, or
 * none counts.
 */
export const keyOfMany = (happening: Happening): string | undefined => {
  const stem = stemOf(happening);
  if (stem === undefined) return undefined;
  const { accountId, caller } = happening;
  const what = isDoor(happening) ? `${happening.kind} ${happening.eventName}` : (happening.role?.arn ?? '-');
  return hashOf('many', accountId, what, caller.accountId ?? '-', stem);
};

/** The principal without the name of its session. */
const stemOf = (happening: Happening): string | undefined => {
  const { type, principalId, arn } = happening.caller;
  if (principalId === undefined || PROGRAMS.includes(type)) return undefined;
  const opened = isDoor(happening) ? undefined : happening.session.name;
  // What follows the colon is the person's own name there, given by the identity provider.
  if (type === 'saml-user') return opened === undefined ? undefined : principalId;
  const [stem = principalId, name = ''] = principalId.split(':');
  // IAM Identity Center puts the person's name there, too; in another account's records only its form tells.
  if (name.includes('@') || arn?.includes(':assumed-role/AWSReservedSSO_')) return principalId;
  return stem === principalId && opened === undefined ? undefined : stem;
};

/** Of entries by one principal into whatever role. */
export const keyOfEntries = ({ accountId, caller }: Happening, principal: string): string =>
  hashOf('entered', accountId, caller.accountId ?? '-', principal);

export const hashOf = (...parts: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex');
