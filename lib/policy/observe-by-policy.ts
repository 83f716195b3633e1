/** Facts worth a second look that only the configuration can tell: what it did not expect. */
import { isByConsole } from '../access/join-switch-role.ts';
import {
  longSession,
  noExternalId,
  noSourceIdentity,
  outOfHours,
  sessionPolicy,
  unexpectedAccount,
} from '../access/observation-reasons.ts';
import { isProgramSession } from '../access/role-caller.ts';
import { tagsOfNote } from '../access/tags-of-note.ts';
import type { Observation } from '../access/observations.ts';
import type { RoleAccess } from '../access/role-access.ts';
import { parseIso } from '../kernel/clock.ts';
import { findAccount, findParty } from './decide-route.ts';
import type { DesignatedRole, Policy } from './policy.ts';
import { isAtWork, localTime } from './working-hours.ts';

const DEFAULT_LONGEST_HOURS = 4;

/**
 * What the record told, but for a service that is expected in the role, and what the configuration adds. `designated` is
 * absent for a denial that names no role.
 */
export const observeByPolicy = (
  policy: Policy,
  access: RoleAccess,
  designated: DesignatedRole | undefined,
): readonly Observation[] => [
  ...access.observations.filter(
    ({ code }) => code !== 'service-entered' || !isExpectedService(access, designated),
  ),
  ...strangeAccount(policy, access, designated),
  ...(access.outcome === 'success' ? [...missing(access, designated), ...session(access, designated)] : []),
  ...hours(policy, access, designated),
];

const isExpectedService = ({ caller }: RoleAccess, designated: DesignatedRole | undefined): boolean =>
  caller.service !== undefined && designated?.services?.includes(caller.service) === true;

/** Ours and the trusted ones are expected where the role does not name its own. */
const strangeAccount = (
  policy: Policy,
  { caller: { accountId } }: RoleAccess,
  designated: DesignatedRole | undefined,
): readonly Observation[] => {
  if (accountId === undefined) return [];
  const expected =
    designated?.expectedAccounts ?? [...policy.accounts, ...policy.trustedAccounts].map(({ id }) => id);
  return expected.includes(accountId) ? [] : [unexpectedAccount(accountId)];
};

/**
 * What whoever entered could have passed with AssumeRole. A vendor's software is known by its external ID; the console
 * cannot set a source identity, and a program has no person's name to set.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html
 */
const missing = (access: RoleAccess, designated: DesignatedRole | undefined): readonly Observation[] => {
  if (access.kind !== 'assume-role' || access.caller.type === 'aws-service') return [];
  if (designated?.thirdParty === true) {
    return access.session.externalId === 'not-passed' ? [noExternalId()] : [];
  }
  const isPersonal = !isByConsole(access) && !isProgramSession(access.caller);
  return access.session.sourceIdentity === undefined && isPersonal ? [noSourceIdentity()] : [];
};

/** Services live in sessions as long as they run, and EKS tags those of pods itself. */
const session = (access: RoleAccess, designated: DesignatedRole | undefined): readonly Observation[] => {
  if (access.caller.type === 'aws-service') return [];
  const longestHours = designated?.longestHours ?? DEFAULT_LONGEST_HOURS;
  const seconds = lengthOf(access);
  const { policies } = access.session;
  return [
    ...(seconds !== undefined && seconds > longestHours * 3600
      ? [longSession({ seconds, longestHours })]
      : []),
    ...(policies === undefined
      ? []
      : [sessionPolicy([...policies.arns, ...(policies.inline ? ['one written for it'] : [])])]),
    ...tagsOfNote(access.session),
  ];
};

/** Asked for, or else as long as the credentials hold. */
const lengthOf = ({ time, session: { durationSeconds, expires } }: RoleAccess): number | undefined => {
  if (durationSeconds !== undefined) return durationSeconds;
  const [begins, ends] = [parseIso(time), parseIso(expires ?? '')];
  return begins && ends ? (ends.getTime() - begins.getTime()) / 1000 : undefined;
};

/** Of the owner of the role, or of the account. Services work at all hours. */
const hours = (
  policy: Policy,
  { accountId, caller, time }: RoleAccess,
  designated: DesignatedRole | undefined,
): readonly Observation[] => {
  const owner = findParty(policy.owners, designated?.owner ?? findAccount(policy, accountId)?.owner);
  const moment = parseIso(time);
  if (owner?.workingHours === undefined || moment === undefined || caller.type === 'aws-service') return [];
  const local = localTime(moment, owner.timeZone);
  return isAtWork(owner.workingHours, local)
    ? []
    : [outOfHours({ local: local.words, zone: owner.timeZone, owner: owner.name })];
};
