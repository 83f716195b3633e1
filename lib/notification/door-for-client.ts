/**
 * The client's edition of the two kinds of doors a client is told of: his role may be entered by others now, or somebody
 * acted as root. Plain words: no ARN, no account number, nothing the caller made up.
 */
import type { Door } from '../access/door.ts';
import { oneLine } from '../kernel/one-line.ts';
import { callerForClient } from './describe-caller.ts';
import { describeTime } from './describe-time.ts';
import type { Fact, Notification } from './notification.ts';
import type { Surroundings } from './surroundings.ts';

type Words = Pick<Notification, 'title' | 'sentence' | 'facts' | 'links'>;

export const doorForClient = (door: Door, around: Surroundings): Words => {
  const { title, sentence } = door.kind === 'root' ? ofRoot(door, around) : ofTrust(door, around);
  return {
    title: oneLine(title, 120),
    sentence,
    facts: [
      { label: 'Who', value: callerForClient(door.caller, around.home) },
      { label: 'What', value: whatOf(door, around) },
      { label: 'When', value: describeTime(door.time, around.timeZone) },
      { label: 'Questions', value: questionsTo(around) },
    ] satisfies readonly Fact[],
    links: [],
  };
};

type Said = Pick<Notification, 'title' | 'sentence'>;

const ofRoot = (door: Door, around: Surroundings): Said => {
  const when = describeTime(door.time, around.timeZone);
  const who = callerForClient(door.caller, around.home);
  const byItself = door.caller.type === 'root';
  return {
    title: `The root user of ${around.accountName} was used`,
    sentence: byItself
      ? `The root user of ${around.accountName}, which may do everything there, was used on ${when}.`
      : `${who} did something on ${when} that concerns the root user of ${around.accountName}, which may do everything there.`,
  };
};

const ofTrust = (door: Door, around: Surroundings): Said => {
  const role = `${around.roleName ?? 'a role'} in ${around.accountName}`;
  const when = describeTime(door.time, around.timeZone);
  return {
    title: `Who may become ${role} was changed`,
    sentence: `${callerForClient(door.caller, around.home)} changed on ${when} who may become ${role}. ${effectOf(door)}`,
  };
};

const effectOf = ({ opens }: Door): string =>
  opens.some(({ outside }) => outside)
    ? 'Somebody from outside may enter now.'
    : 'Nobody from outside may enter by it.';

const whatOf = (door: Door, around: Surroundings): string => {
  if (door.kind === 'root') return `The root user of ${around.accountName}`;
  return `Who may become ${around.roleName ?? 'a role'} in ${around.accountName}`;
};

const questionsTo = ({ owner }: Surroundings): string =>
  owner.contact === undefined ? owner.name : `${owner.name}, ${owner.contact}`;
