/**
 * Repeats are counted instead of told: the first of its kind rings at once and opens a window, equal ones within it get
 * their row and nothing else. Whatever differs in a way that may be another person rings (ADR 8).
 */
import type { RoleAccess } from '../access/role-access.ts';
import type { AccessHistory, TimeWindow } from '../history/access-history.ts';
import type { AccessRow } from '../history/access-row.ts';
import { compact } from '../kernel/json.ts';
import { type Clock, isoAfter } from '../kernel/clock.ts';
import type { Policy } from '../policy/policy.ts';
import { sessionOfRole } from '../policy/session-of-role.ts';
import {
  type Happening,
  happeningOf,
  hashOf,
  isDoor,
  isSameSubject,
  keyOfEntries,
  keyOfMany,
  keyOfSubject,
  newsOf,
  principalOf,
} from './repeat-subject.ts';

interface Effects {
  readonly policy: Policy;
  readonly history: AccessHistory;
  readonly clock: Clock;
}

/** What the row says about its group. Nothing: it rings and counts nobody. */
export type Grouping = Pick<AccessRow, 'groupedWith' | 'countsRepeatsUntil' | 'oneOfMany'>;

/**
 * Decides whether an access or a door rings. Ask only for one that has no row yet, and would ring. The window begins with
 * the recording, not with the event: it is about noise, and noise is made when people are told.
 */
export const groupRepeat = async (
  effects: Effects,
  happening: Happening,
  foundBy: AccessRow['foundBy'],
): Promise<Grouping> => {
  const principal = principalOf(happening.caller);
  const { repeatWindowMinutes } = effects.policy;
  // Without a principal, a group could hide somebody new behind the first.
  if (principal === undefined || repeatWindowMinutes <= 0) return {};
  const now = effects.clock.now();
  const window = { from: now.toISOString(), to: isoAfter(now, repeatWindowMinutes * 60) };
  const subject = {
    happening,
    principal,
    foundBy,
    enteredBefore: await enteredBefore(effects, happening, principal),
    policyHash: effects.policy.hash,
  };
  const asking = { ...effects, happening, accessId: happening.accessId, window };
  const [key, news] = [keyOfSubject(subject), newsOf(happening)];
  const first = await findFirst(asking, news === undefined ? key : hashOf('news', key, news), DEEPEST);
  if (first !== undefined) return { groupedWith: first };
  // What is new about it rings once; equal ones without it are its repeats all the same.
  if (news !== undefined) await effects.history.firstOfGroup(key, happening.accessId, window);
  if (happening.outcome !== 'success') return { countsRepeatsUntil: window.to };
  if (!isDoor(happening))
    await effects.history.firstOfGroup(keyOfEntries(happening, principal), happening.accessId, window);
  return {
    countsRepeatsUntil: window.to,
    ...compact({ oneOfMany: await firstOfMany(asking, happening) }),
  };
};

/**
 * Remembers an entry that is told to nobody: a refusal of the same principal after it is news all the same. Answers the
 * first that one exception announced like it, if it was not this one. Behind these windows nobody who rings is counted.
 */
export const firstExpected = async (
  { policy: { repeatWindowMinutes }, history, clock }: Effects,
  access: RoleAccess,
  exceptionId: string,
): Promise<string | undefined> => {
  const principal = principalOf(access.caller);
  if (principal === undefined || repeatWindowMinutes <= 0) return undefined;
  const now = clock.now();
  const window = { from: now.toISOString(), to: isoAfter(now, repeatWindowMinutes * 60) };
  await history.firstOfGroup(keyOfEntries(access, principal), access.accessId, window);
  // Of a role its sessions are looked at one by one: they may be several people.
  const who = sessionOfRole(access) ?? keyOfMany(access) ?? principal;
  const like = hashOf('expected', exceptionId, who, access.role?.arn ?? '-');
  return history.firstOfGroup(like, access.accessId, window);
};

/**
 * The first of those that did the same by the same principal under whatever session name, if it was not this one. Names tell
 * people apart, so that each of them rings; but a job that makes up names must not be told before a person who is alone.
 */
const firstOfMany = async (
  { history, accessId, window }: Asking,
  happening: Happening,
): Promise<string | undefined> => {
  const key = keyOfMany(happening);
  return key === undefined ? undefined : history.firstOfGroup(key, accessId, window);
};

/**
 * A denial after a success is news although denials like it were told before. The record of a denial has neither session
 * name nor, perhaps, role, so entries are remembered by principal and account alone.
 */
const enteredBefore = async (
  { history, clock }: Effects,
  happening: Happening,
  principal: string,
): Promise<string | undefined> =>
  happening.outcome === 'denied' && !isDoor(happening)
    ? history.currentOfGroup(keyOfEntries(happening, principal), clock.now().toISOString())
    : undefined;

interface Asking extends Effects {
  readonly happening: Happening;
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
const countsRepeats = async ({ history, clock, happening }: Asking, first: string): Promise<boolean> => {
  const known = knownFirsts(history);
  const now = clock.now().toISOString();
  if ((known.get(first) ?? '') > now) return true;
  for (let look = 0; look < LOOKS; look += 1) {
    if (look > 0) await clock.sleep(BETWEEN_LOOKS_MS);
    const row = (await history.find(first))?.row;
    if (row !== undefined) return tellsOf(row, happening) && remember(known, row, clock.now());
  }
  return false;
};

/** AWS may have corrected the first to somebody else: whoever repeats would be hidden behind another. */
const tellsOf = (row: AccessRow, happening: Happening): boolean => {
  const told = happeningOf(row);
  return row.corrections === undefined || (told !== undefined && isSameSubject(told, happening));
};

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
