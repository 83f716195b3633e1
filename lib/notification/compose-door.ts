/** One door -> what the owner and, of two kinds, the client are told. Neutral: channels add markup, nothing else. */
import type { Door } from '../access/door.ts';
import type { Edition } from '../kernel/edition.ts';
import { compact } from '../kernel/json.ts';
import { oneLine } from '../kernel/one-line.ts';
import { parseRoleArn } from '../kernel/arn.ts';
import { cloudTrailLink } from './cloud-trail-link.ts';
import { callerForOwner, callerInTitle } from './describe-caller.ts';
import { describeTime } from './describe-time.ts';
import { doorFacts } from './door-facts.ts';
import { namesItsDoer, sentenceOf, sentenceStart, shortened } from './door-words.ts';
import { doorForClient } from './door-for-client.ts';
import { historyLink } from './history-link.ts';
import type { Importance, Link, Notification } from './notification.ts';
import type { Surroundings } from './surroundings.ts';

export interface DoorSurroundings extends Surroundings {
  /** The name people use for an account: ours, or a trusted one. */
  readonly nameOfAccount: (accountId: string) => string | undefined;
}

/** Composes the notice of a door in one edition. */
export const composeDoor = (door: Door, edition: Edition, around: DoorSurroundings): Notification => ({
  schemaVersion: 1,
  accessId: door.accessId,
  kind: 'door',
  edition,
  importance: IMPORTANCE[door.weight],
  ...(edition === 'owner'
    ? {
        title: titleOf(door, around),
        sentence: describeDoor(door, around),
        facts: doorFacts(door, around),
        links: linksOf(door, around),
      }
    : doorForClient(door, around)),
  occurredAt: door.time,
  attributes: compact({
    kind: 'door',
    edition,
    ...(edition === 'owner'
      ? {
          account: door.accountId,
          doorKind: door.kind,
          role: door.subject.type === 'role' ? roleNameOf(door) : undefined,
          certainty: door.caller.certainty,
          callerType: door.caller.type,
        }
      : {}),
  }),
});

const IMPORTANCE: Readonly<Record<Door['weight'], Importance>> = {
  urgent: 'urgent',
  normal: 'normal',
  recorded: 'routine',
};

/** What happened, in one or two sentences. */
export const describeDoor = (door: Door, around: Surroundings): string => {
  const when = describeTime(door.time, around.timeZone);
  const what = sentenceOf(door.explanation);
  const where = `in ${around.accountName} on ${when}`;
  if (namesItsDoer(door)) return `${what} This was ${where}.`;
  const who = callerForOwner(door.caller, around.home);
  return door.outcome === 'success'
    ? `${what} ${who} did this ${where}.`
    : `${who} tried this ${where}, and AWS refused it: ${door.explanation}.`;
};

const LONGEST_TITLE = 120;
/** What is left of a title for the deed, however long the other names in it are. */
const SHORTEST_DEED = 48;

const titleOf = (door: Door, around: Surroundings): string => {
  const account = oneLine(around.accountName, 40);
  const who = callerInTitle(door.caller, around.home);
  const deed = oneLine(door.explanation, LONGEST_DEED);
  const tried = door.outcome !== 'success';
  if (namesItsDoer(door)) return titled('', sentenceStart(deed), `, in ${account}`);
  if (door.kind === 'trust') {
    const change = door.opens.some(({ outside }) => outside) ? 'widened' : 'changed';
    return oneLine(
      tried
        ? `${who} tried to change the trust of ${roleNameOf(door)} in ${account}`
        : `Trust of ${roleNameOf(door)} ${change} by ${who} in ${account}`,
      LONGEST_TITLE,
    );
  }
  return tried
    ? titled(`${who} tried in ${account}: `, deed, '')
    : titled('', sentenceStart(deed), `, by ${who} in ${account}`);
};

/** What is kept of an explanation before it is fitted into a title. */
const LONGEST_DEED = 600;

const titled = (before: string, deed: string, after: string): string => {
  const room = Math.max(SHORTEST_DEED, LONGEST_TITLE - before.length - after.length);
  return oneLine(`${before}${shortened(deed, room)}${after}`, LONGEST_TITLE);
};

const roleNameOf = ({ subject }: Door): string =>
  oneLine(parseRoleArn(subject.name)?.name ?? subject.name, 64);

const linksOf = (door: Door, around: Surroundings): readonly Link[] => [
  { label: 'Open in the history', url: historyLink(around.historyUrl, door.accessId) },
  // A Region's change comes from AWS itself, in no record of CloudTrail.
  ...(door.caller.type === 'unknown' && door.kind === 'region'
    ? []
    : [{ label: 'Open in CloudTrail', url: cloudTrailLink(door) }]),
];
