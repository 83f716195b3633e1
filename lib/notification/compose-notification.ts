/** One access -> what its owner and its client are told. Neutral: channels add markup, nothing else. */
import type { RoleAccess } from '../access/role-access.ts';
import type { Edition } from '../kernel/edition.ts';
import { compact } from '../kernel/json.ts';
import { oneLine } from '../kernel/one-line.ts';
import { cloudTrailLink } from './cloud-trail-link.ts';
import { callerForClient, callerForOwner, callerInTitle, PROGRAMS } from './describe-caller.ts';
import { describeTime, describeTimeShortly } from './describe-time.ts';
import { historyLink } from './history-link.ts';
import type { Fact, Importance, Link, Notification } from './notification.ts';
import { ownerFacts } from './owner-facts.ts';
import type { Surroundings } from './surroundings.ts';

/** Composes the notice of an access (or of a denied attempt) in one edition. */
export const composeNotification = (
  access: RoleAccess,
  edition: Edition,
  around: Surroundings,
): Notification => ({
  schemaVersion: 1,
  accessId: access.accessId,
  kind: access.outcome === 'denied' ? 'denied' : 'access',
  edition,
  importance: importanceOf(access),
  title: titleOf(access, edition, around),
  sentence: describeAccess(access, edition, around),
  facts: edition === 'owner' ? ownerFacts(access, around) : clientFacts(access, around),
  links: edition === 'owner' ? ownerLinks(access, around) : [],
  occurredAt: access.time,
  attributes: compact({
    kind: access.outcome === 'denied' ? 'denied' : 'access',
    edition,
    ...(edition === 'owner'
      ? {
          account: access.accountId,
          role: access.role?.name,
          certainty: access.caller.certainty,
          callerType: access.caller.type,
        }
      : {}),
  }),
});

/** What happened, in one sentence that a client understands. */
export const describeAccess = (access: RoleAccess, edition: Edition, around: Surroundings): string => {
  const who = subjectOf(access, edition, around);
  const when = describeTime(access.time, around.timeZone);
  const object = objectOf(access, around);
  return access.outcome === 'denied'
    ? `${who} tried to become ${object} on ${when}, and was refused.`
    : `${who} became ${object} on ${when}.`;
};

const titleOf = (access: RoleAccess, edition: Edition, around: Surroundings): string => {
  const verb = access.outcome === 'denied' ? 'was refused' : 'entered';
  const who =
    edition === 'owner'
      ? callerInTitle(access.caller, around.home)
      : callerForClient(access.caller, around.home);
  return oneLine(`${who} ${verb} ${objectOf(access, around)}`, 120);
};

const subjectOf = (access: RoleAccess, edition: Edition, around: Surroundings): string =>
  edition === 'owner'
    ? callerForOwner(access.caller, around.home)
    : callerForClient(access.caller, around.home);

const objectOf = (access: RoleAccess, around: Surroundings): string => {
  const role = around.roleName ?? (access.role === undefined ? 'a role' : oneLine(access.role.name, 64));
  return `${role} in ${around.accountName}`;
};

/** A refusal or root comes first; programs that enter all day come last. */
const importanceOf = (access: RoleAccess): Importance => {
  if (access.outcome === 'denied' || access.caller.type === 'root') return 'urgent';
  return PROGRAMS.includes(access.caller.type) ? 'routine' : 'normal';
};

const clientFacts = (access: RoleAccess, around: Surroundings): readonly Fact[] => [
  { label: 'Who', value: callerForClient(access.caller, around.home) },
  { label: 'What', value: `${access.outcome === 'denied' ? 'Refused: ' : ''}${objectOf(access, around)}` },
  { label: 'When', value: describeTime(access.time, around.timeZone) },
  ...(access.session.expires === undefined
    ? []
    : [
        { label: 'Until at the latest', value: describeTimeShortly(access.session.expires, around.timeZone) },
      ]),
  {
    label: 'Questions',
    value:
      around.owner.contact === undefined
        ? around.owner.name
        : `${around.owner.name}, ${around.owner.contact}`,
  },
];

const ownerLinks = (access: RoleAccess, around: Surroundings): readonly Link[] => [
  { label: 'Open in the history', url: historyLink(around.historyUrl, access.accessId) },
  { label: 'Open in CloudTrail', url: cloudTrailLink(access) },
];
