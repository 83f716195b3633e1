/**
 * The first call that was made with the session, with the address of whoever made it: console, portal and identity
 * provider enter for a person, and their records show addresses of servers.
 */
import { observeUse } from '../access/observe-use.ts';
import { readOrigin } from '../access/read-origin.ts';
import { readTime } from '../access/read-time.ts';
import type { FirstUse, RoleAccess } from '../access/role-access.ts';
import type { TrailQuestion } from '../history/trail.ts';
import { isoAfter, parseIso } from '../kernel/clock.ts';
import { type JsonObject, textAt } from '../kernel/json.ts';
import { type LookUps, NoTimeLeft } from './look-up-records.ts';

export interface FoundUse {
  /** The first, or an early one (`isEarly`) where there were too many to read them all, or too little time. */
  readonly firstUse: FirstUse;
  /** A call from another network than that of the entry. */
  readonly elsewhere?: FirstUse;
  readonly isEarly: boolean;
}

/**
 * `undefined` when nothing is known of any use yet, or the session cannot be asked for. `now`: ISO 8601. Throws
 * `NoTimeLeft` when that is so before anything was found.
 */
export const findFirstUse = async (
  lookUps: LookUps,
  access: RoleAccess,
  now: string,
): Promise<FoundUse | undefined> => {
  const subject = subjectOf(access, now);
  if (subject === undefined) return undefined;
  const uses: FirstUse[] = [];
  let isEarly = false;
  for (const region of lookUps.regions.flat()) {
    try {
      const inRegion = await usesIn(lookUps, access, { region, ...subject });
      uses.push(...inRegion.uses);
      isEarly ||= inRegion.isEarly;
    } catch (cause) {
      if (!(cause instanceof NoTimeLeft) || uses.length === 0) throw cause;
      isEarly = true;
      break;
    }
  }
  uses.sort((one, other) => one.at.localeCompare(other.at));
  const [firstUse] = uses;
  const elsewhere = uses.find((use) => observeUse(access, use).length > 0);
  return firstUse && { firstUse, isEarly, ...(elsewhere !== undefined && { elsewhere }) };
};

/** CloudTrail answers the newest first: of a busy session the beginning is asked for by itself. Seconds after the entry. */
const BEGINNINGS = [600, 120, 10];

const usesIn = async (
  { read }: LookUps,
  access: RoleAccess,
  question: TrailQuestion,
): Promise<{ readonly uses: readonly FirstUse[]; readonly isEarly: boolean }> => {
  const entered = parseIso(access.time) ?? new Date(0);
  const ends = BEGINNINGS.map((seconds) => isoAfter(entered, seconds)).filter((end) => end < question.to);
  const uses: FirstUse[] = [];
  for (const to of [question.to, ...ends]) {
    const { records, cutOff } = await read({ ...question, to });
    const found = records.flatMap((record) => (isUseOf(access, record) ? (readUse(record) ?? []) : []));
    uses.push(...found);
    // Nothing in the beginning: the first may be among those that were not read.
    if (!cutOff) return { uses, isEarly: to !== question.to && found.length === 0 };
  }
  return { uses, isEarly: true };
};

/** Console and Identity Center go on with other keys than the minted one: their calls are found by the session's name. */
const subjectOf = (access: RoleAccess, now: string): Omit<TrailQuestion, 'region'> | undefined => {
  const { name, accessKeyId, principalId } = access.session;
  const entered = parseIso(access.time);
  if (entered === undefined) return undefined;
  // A sign-in record may be a moment older than the entry it belongs to.
  const window = { from: isoAfter(entered, -SECONDS_BEFORE), to: now };
  if (hasOtherKeys(access)) {
    return name === undefined || principalId === undefined
      ? undefined
      : { attribute: 'Username', value: name, ...window };
  }
  return accessKeyId === undefined ? undefined : { attribute: 'AccessKeyId', value: accessKeyId, ...window };
};

const hasOtherKeys = ({ kind, origin }: RoleAccess): boolean =>
  kind === 'saml' || kind === 'switch-role' || origin.text === 'AWS Internal';

const SECONDS_BEFORE = 10;

const isUseOf = (access: RoleAccess, record: JsonObject): boolean => {
  const { accessKeyId, principalId } = access.session;
  if (accessKeyId !== undefined && textAt(record, 'userIdentity', 'accessKeyId') === accessKeyId) return true;
  if (principalId === undefined || textAt(record, 'userIdentity', 'principalId') !== principalId)
    return false;
  const created = readTime(
    textAt(record, 'userIdentity', 'sessionContext', 'attributes', 'creationDate') ?? '',
  );
  if (created !== undefined) return secondOf(created) === secondOf(access.time);
  return isSignIn(record) && Math.abs(secondOf(timeOf(record)) - secondOf(access.time)) <= SIGN_IN_SECONDS;
};

/** Sign-in records hold no session context, and come within moments. */
const isSignIn = (record: JsonObject): boolean =>
  textAt(record, 'eventSource') === 'signin.amazonaws.com' &&
  ['ConsoleLogin', 'SwitchRole'].includes(textAt(record, 'eventName') ?? '');

const SIGN_IN_SECONDS = 60;

const timeOf = (record: JsonObject): string => readTime(textAt(record, 'eventTime') ?? '') ?? '';

const secondOf = (iso: string): number => Math.floor((parseIso(iso)?.getTime() ?? 0) / 1000);

/** Calls that a service of AWS made for the session tell no address of a person. */
const readUse = (record: JsonObject): FirstUse | undefined => {
  const origin = readOrigin(record);
  const [eventId, eventName] = [textAt(record, 'eventID'), textAt(record, 'eventName')];
  const at = timeOf(record);
  return origin.kind === 'address' && eventId !== undefined && eventName !== undefined && at !== ''
    ? { origin, at, eventName, eventId }
    : undefined;
};
