/**
 * Repeats are counted instead of told: the first of its kind rings at once and opens a window, equal ones within it get
 * their row and nothing else. Whatever differs in a way that may be another person rings (ADR 8).
 */
import { createHash } from 'node:crypto';
import type { CallerType } from '../access/caller.ts';
import type { RoleAccess } from '../access/role-access.ts';
import type { AccessHistory, TimeWindow } from '../history/access-history.ts';
import type { AccessRow } from '../history/access-row.ts';
import { compact } from '../kernel/json.ts';
import { type Clock, isoAfter } from '../kernel/clock.ts';
import type { Policy } from '../policy/policy.ts';

interface Effects {
  readonly policy: Policy;
  readonly history: AccessHistory;
  readonly clock: Clock;
}

/** What the row says about its group. Nothing: it rings and counts nobody. */
export type Grouping = Pick<AccessRow, 'groupedWith' | 'countsRepeatsUntil' | 'oneOfMany'>;

/**
 * Decides whether an access rings. Ask only for one that has no row yet. The window begins with the recording, not with
 * the event: it is about noise, and noise is made when people are told.
 */
export const groupRepeat = async (
  effects: Effects,
  access: RoleAccess,
  foundBy: AccessRow['foundBy'],
): Promise<Grouping> => {
  const principal = principalOf(access);
  const { repeatWindowMinutes } = effects.policy;
  // Without a principal, a group could hide somebody new behind the first.
  if (principal === undefined || repeatWindowMinutes <= 0) return {};
  const now = effects.clock.now();
  const window = { from: now.toISOString(), to: isoAfter(now, repeatWindowMinutes * 60) };
  const subject = {
    access,
    principal,
    foundBy,
    enteredBefore: await enteredBefore(effects, access, principal),
    policyHash: effects.policy.hash,
  };
  const asking = { ...effects, access, accessId: access.accessId, window };
  const first = await findFirst(asking, keyOfSubject(subject), DEEPEST);
  if (first !== undefined) return { groupedWith: first };
  if (access.outcome !== 'success') return { countsRepeatsUntil: window.to };
  await effects.history.firstOfGroup(keyOfEntries(access, principal), access.accessId, window);
  return { countsRepeatsUntil: window.to, ...compact({ oneOfMany: await firstOfMany(asking, access) }) };
};

/**
 * The first that entered the role by the same principal under whatever session name, if it was not this one. Names tell
 * people apart, so that each of them rings; but a job that makes up names must not be told before a person who is alone.
 */
const firstOfMany = async (
  { history, accessId, window }: Asking,
  access: RoleAccess,
): Promise<string | undefined> => {
  const stem = stemOf(access);
  if (stem === undefined) return undefined;
  const { accountId, role, caller } = access;
  const key = hashOf('many', accountId, role?.arn ?? '-', caller.accountId ?? '-', stem);
  return history.firstOfGroup(key, accessId, window);
};

/** The principal without the name of its session; `undefined` where no session name is chosen, or none counts. */
const stemOf = ({ caller, session }: RoleAccess): string | undefined => {
  const { type, principalId } = caller;
  if (principalId === undefined || PROGRAMS.includes(type)) return undefined;
  // What follows the colon is the person's own name there, given by the identity provider.
  if (type === 'saml-user') return session.name === undefined ? undefined : principalId;
  const [stem = principalId, name = ''] = principalId.split(':');
  // IAM Identity Center puts the person's name there, too; in another account's records only its form tells.
  if (name.includes('@') || caller.arn?.includes(':assumed-role/AWSReservedSSO_')) return principalId;
  return stem === principalId && session.name === undefined ? undefined : stem;
};

/** AWS gives every caller an id of its own; a service is named instead. */
const principalOf = ({ caller }: RoleAccess): string | undefined =>
  caller.type === 'aws-service' && caller.service !== undefined
    ? `service:${caller.service}`
    : caller.principalId;

interface Subject {
  readonly access: RoleAccess;
  readonly principal: string;
  readonly foundBy: AccessRow['foundBy'];
  /** Of a denial: the entry by the same principal whose window is open. */
  readonly enteredBefore: string | undefined;
  /** A new configuration may name other people: whoever is told now was not told then. */
  readonly policyHash: string;
}

/** Whether somebody who was told of the one could take the other for its repeat. */
export const isSameSubject = (one: RoleAccess, other: RoleAccess): boolean => {
  const keys = [one, other].map((access) => {
    const principal = principalOf(access);
    return principal === undefined
      ? undefined
      : keyOfSubject({ access, principal, foundBy: 'event', enteredBefore: undefined, policyHash: '' });
  });
  return keys[0] !== undefined && keys[0] === keys[1];
};

/** Everything that has to be equal. */
const keyOfSubject = ({ access, principal, foundBy, enteredBefore, policyHash }: Subject): string =>
  hashOf(
    'repeat',
    access.accountId,
    access.role?.arn ?? '-',
    access.caller.accountId ?? '-',
    principal,
    access.session.sourceIdentity ?? '-',
    access.outcome,
    access.errorCode ?? '-',
    access.observations
      .map(({ code }) => code)
      .sort()
      .join(),
    foundBy,
    sessionOf(access) ?? '-',
    enteredBefore ?? '-',
    policyHash,
  );

/** A person can share a principal with others and is then told apart by the session name; a program's names mean nothing. */
const PROGRAMS: readonly CallerType[] = ['aws-service', 'web-identity'];

const sessionOf = ({ caller, session }: RoleAccess): string | undefined =>
  PROGRAMS.includes(caller.type) ? undefined : session.name;

/**
 * A denial after a success is news although denials like it were told before. The record of a denial has neither session
 * name nor, perhaps, role, so entries are remembered by principal and account alone.
 */
const enteredBefore = async (
  { history, clock }: Effects,
  access: RoleAccess,
  principal: string,
): Promise<string | undefined> =>
  access.outcome === 'denied'
    ? history.currentOfGroup(keyOfEntries(access, principal), clock.now().toISOString())
    : undefined;

const keyOfEntries = (access: RoleAccess, principal: string): string =>
  hashOf('entered', access.accountId, access.caller.accountId ?? '-', principal);

const hashOf = (...parts: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex');

interface Asking extends Effects {
  readonly access: RoleAccess;
  readonly accessId: string;
  readonly window: TimeWindow;
}

/** How many firsts may have died one after the other before repeats simply ring. */
const DEEPEST = 3;

/**
 * The first of the group, if it can be counted behind; `undefined` when this one rings. A first that never got its row
 * (its recorder died, and it may never come back) has told nobody, one that was corrected may tell of somebody else: the
 * next one rings in its place, and counts for those after it.
 */
const findFirst = async (asking: Asking, key: string, deeper: number): Promise<string | undefined> => {
  if (deeper === 0) return undefined;
  const first = await asking.history.firstOfGroup(key, asking.accessId, asking.window);
  if (first === undefined) return undefined;
  return (await countsRepeats(asking, first))
    ? first
    : findFirst(asking, hashOf('after', key, first), deeper - 1);
};

const LOOKS = 4;
const BETWEEN_LOOKS_MS = 100;

/** Between opening its window and having its row a first takes milliseconds: it is looked for more than once. */
const countsRepeats = async ({ history, clock, access }: Asking, first: string): Promise<boolean> => {
  const known = knownFirsts(history);
  const now = clock.now().toISOString();
  if ((known.get(first) ?? '') > now) return true;
  for (let look = 0; look < LOOKS; look += 1) {
    if (look > 0) await clock.sleep(BETWEEN_LOOKS_MS);
    const row = (await history.find(first))?.row;
    if (row !== undefined) return tellsOf(row, access) && remember(known, row, clock.now());
  }
  return false;
};

/** AWS may have corrected the first to somebody else: whoever repeats would be hidden behind another. */
const tellsOf = ({ access: told, corrections }: AccessRow, access: RoleAccess): boolean =>
  corrections === undefined || (told !== undefined && isSameSubject(told, access));

/** Only a row that still counts repeats is followed by a summary. */
const remember = (
  known: Map<string, string>,
  { accessId, countsRepeatsUntil = '' }: AccessRow,
  now: Date,
): boolean => {
  if (countsRepeatsUntil <= now.toISOString()) return false;
  if (known.size >= MOST_KNOWN) known.clear();
  const lookAgain = isoAfter(now, LOOK_AGAIN_SECONDS);
  known.set(accessId, lookAgain < countsRepeatsUntil ? lookAgain : countsRepeatsUntil);
  return true;
};

/** Meanwhile a correction of the first is not seen; the summary names whoever was counted all the same. */
const LOOK_AGAIN_SECONDS = 2;

/** In a storm thousands ask for the same first. Until when those that were seen need no other look, by id, for each store. */
const seen = new WeakMap<AccessHistory, Map<string, string>>();
const MOST_KNOWN = 1_000;

const knownFirsts = (history: AccessHistory): Map<string, string> => {
  const known = seen.get(history) ?? new Map<string, string>();
  seen.set(history, known);
  return known;
};
