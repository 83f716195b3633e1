/** Whom an exception can name: the principal of an access, as exactly as AWS itself tells it. */
import type { Caller } from '../access/caller.ts';
import type { RoleAccess } from '../access/role-access.ts';
import { parseAssumedRoleArn, parseRoleArn } from '../kernel/arn.ts';
import { isRole } from './session-of-role.ts';

/**
 * ARN of the user or role, without path and session; `AIDA...` or `AROA...` where a record of another account tells only
 * that; the subject of a web identity with its provider. `undefined` for whoever cannot be named: root, AWS's own services,
 * and people who come through a directory, of whom many share one role: their sessions have their own names.
 */
const principalNamed = ({ type, arn, principalId }: Caller): string | undefined => {
  switch (type) {
    case 'iam-user':
      return arn !== undefined && USER.test(arn) ? arn : undefined;
    case 'role-session':
      return arn === undefined ? undefined : roleWithoutSession(arn);
    case 'other-account':
      return principalId === undefined ? undefined : idWithoutSession(principalId);
    case 'web-identity':
      return principalId;
    default:
      return undefined;
  }
};

/**
 * The principal, where it alone says who it was: not that of a role whose sessions carry source identities, each of which is
 * somebody else.
 */
export const principalAlone = ({ caller, session }: RoleAccess): string | undefined =>
  session.sourceIdentity !== undefined && isRole(caller) ? undefined : principalNamed(caller);

/** The principal of an access that carries its own source identity: also a role that many people of a directory share. */
export const principalBeside = (caller: Caller): string | undefined =>
  principalNamed(caller) ??
  (caller.type === 'role-session' && caller.arn !== undefined ? nameOfRole(caller.arn) : undefined);

/** Set by whoever the trust policy lets set it, and only to what that allows. */
export const pinnedSourceIdentity = ({ session, trust }: RoleAccess): string | undefined =>
  trust?.sourceIdentity === 'pinned' ? session.sourceIdentity : undefined;

const USER = /^arn:[^:]+:iam::\d{12}:user\//;

/** Roles that IAM Identity Center makes: everybody with the permission set is in the same one. */
const DIRECTORY = /^AWSReservedSSO_/;

const roleWithoutSession = (arn: string): string | undefined => {
  const role = nameOfRole(arn);
  if (role === undefined || isPersonsOwn(parseAssumedRoleArn(arn)?.sessionName)) return undefined;
  return DIRECTORY.test(role.slice(role.lastIndexOf('/') + 1)) ? undefined : role;
};

/** A session that is called like a person: others are in the same role under names of their own. */
const isPersonsOwn = (sessionName = ''): boolean => sessionName.includes('@');

/** A name is used once in an account, whatever the path; the ARN of a session has lost the path. */
const nameOfRole = (arn: string): string | undefined => {
  const session = parseAssumedRoleArn(arn);
  if (session !== undefined)
    return `arn:${session.partition}:iam::${session.accountId}:role/${session.roleName}`;
  const role = parseRoleArn(arn);
  return role && `arn:${role.partition}:iam::${role.accountId}:role/${role.name}`;
};

/** In another account's records only the form of a name tells that it is a person's own. */
const idWithoutSession = (principalId: string): string | undefined => {
  const [id = '', name = ''] = principalId.split(':');
  return /^A(ID|RO)A[A-Z0-9]+$/.test(id) && !isPersonsOwn(name) ? id : undefined;
};

/** A user or role as `principalNamed` writes it, from an ARN that another record tells; `undefined` for other texts. */
export const principalInArn = (arn: string): string | undefined => (USER.test(arn) ? arn : nameOfRole(arn));
