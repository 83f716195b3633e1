/**
 * Which session of a role it was, as far as it says so itself. Pure. A role names no person: whoever is in it is told from
 * the others by the names that its sessions have, and by nothing else.
 */
import type { Caller } from '../access/caller.ts';
import { networkOf } from '../access/network-of.ts';
import type { RoleAccess } from '../access/role-access.ts';
import { mayNamePerson, sessionOf } from '../access/session-name.ts';
import { parseAssumedRoleArn } from '../kernel/arn.ts';
import { parseJson } from '../kernel/json.ts';
import { oneLine } from '../kernel/one-line.ts';

/** Whether its principal is a role, in which several people may be. */
export const isRole = ({ type, principalId = '' }: Caller): boolean =>
  type === 'role-session' || (type === 'other-account' && !principalId.startsWith('AIDA'));

/**
 * One text for each session of a role that has to be known by itself: the role, the name of the caller's own session, and
 * that of the one it opened. A name that a program made up anew is as good as the last one. Names of programs, and none, name
 * nobody: then the network (or the service) belongs to it, too. `undefined` for callers that are no role.
 */
export const sessionOfRole = ({ caller, session, origin }: RoleAccess): string | undefined => {
  if (!isRole(caller)) return undefined;
  const [role = ''] = (caller.principalId ?? caller.arn ?? '').split(':');
  const names = namesOf(caller, session.name);
  const isNamed = names.every((name) => name !== '' && mayNamePerson(name));
  const place = isNamed ? [] : [networkOf(origin.text) ?? origin.text];
  return JSON.stringify([role, ...names.map(withoutNumber), ...place]);
};

/** Of the caller's own session, and of the one it opened; empty where there is none. */
const namesOf = ({ principalId = '', arn = '' }: Caller, opened = ''): readonly string[] => [
  sessionOf(principalId) ?? parseAssumedRoleArn(arn)?.sessionName ?? '',
  opened,
];

/** The same for a reader: "alice", "run (opened as alice)", "botocore-session-* from 198.51.100.0/24". */
export const sessionInWords = (session: string): string => {
  const [, own, opened, place] = partsOf(session).map((part) => oneLine(part, LONGEST_NAME));
  const [first = 'without a name', other] = [...new Set([own, opened])].filter((name) => name !== '');
  return `${first}${other === undefined ? '' : ` (opened as ${other})`}${place === undefined ? '' : ` from ${place}`}`;
};

const LONGEST_NAME = 64;

const partsOf = (session: string): readonly string[] => {
  const parts = parseJson(session);
  return Array.isArray(parts) ? parts.map(String) : [];
};

/**
 * What programs put in anew each time: ids, and numbers as long as a moment has. Shorter ones may be a person's at work.
 * `terraform-bob` stays what it is.
 */
const withoutNumber = (name: string): string =>
  mayNamePerson(name) ? name : name.replace(MADE_ANEW, '*').replace(HEX_OR_MOMENT, '$1*');

const MADE_ANEW = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;
const HEX_OR_MOMENT = /(^|[-_])(?=[0-9a-f]*\d)(?:[0-9a-f]{16,}|\d{10,}|(?<=^i-)[0-9a-f]{8,17})(?=$|[-_])/gi;
