/**
 * The way back from the session that entered our role to the first person: through what Rolecall has seen itself, and
 * through CloudTrail where it can be asked. Only what fits a session alone is followed; where two would fit, the way
 * ends there.
 */
import { type Caller, SWITCH_FROM } from '../access/caller.ts';
import { callerFromHalf, isOfCallersAccount } from '../access/join-switch-role.ts';
import { type Minting, readMinting } from '../access/read-minting.ts';
import { readTime } from '../access/read-time.ts';
import type { Hop, RoleAccess, RoleSession } from '../access/role-access.ts';
import { sessionOf } from '../access/session-name.ts';
import type { AccessHistory } from '../history/access-history.ts';
import type { AccessRow } from '../history/access-row.ts';
import { isoAfter, parseIso } from '../kernel/clock.ts';
import { compact, type JsonObject, textAt } from '../kernel/json.ts';
import { type LookUps, NoTimeLeft } from './look-up-records.ts';

export interface ChainEffects {
  readonly history: Pick<AccessHistory, 'ofSession'>;
  readonly lookUps: LookUps;
  /** Whose CloudTrail can be asked. */
  readonly ownAccountId: string;
}

export interface FoundChain {
  /** The first person first, the session that entered our role last. */
  readonly hops: readonly Hop[];
  /** Not when time ran out on the way. */
  readonly complete: boolean;
}

/** Followed so often; role sessions that enter roles last an hour, so that longer chains are hardly anybody's. */
const MOST_HOPS = 5;

/**
 * `undefined` when the caller was in no session. A later look may find more (`isUnfinished`): CloudTrail lags behind by
 * minutes. Throws `NoTimeLeft` when that is so before anything was found.
 */
export const findChain = async (
  effects: ChainEffects,
  access: RoleAccess,
): Promise<FoundChain | undefined> => {
  if (!isInSession(access.caller)) return undefined;
  const walked: Walked = { hops: [hopOf(access.caller, 'named in the record of this entry')] };
  try {
    await walkBack(effects, access, walked);
    return { hops: walked.hops, complete: true };
  } catch (cause) {
    if (cause instanceof NoTimeLeft && walked.hops.length > 1) return { hops: walked.hops, complete: false };
    throw cause;
  }
};

/** What stands when the time runs out. */
interface Walked {
  hops: readonly Hop[];
}

const walkBack = async (effects: ChainEffects, access: RoleAccess, walked: Walked): Promise<void> => {
  let step: Step = { caller: access.caller, at: access.time };
  let isSure = true;
  const seen = new Set([access.eventId]);
  while (isInSession(step.caller) && walked.hops.length <= MOST_HOPS) {
    const found = await stepBack(effects, step);
    if (found === undefined) {
      walked.hops = endOf(effects, walked.hops, step.caller);
      return;
    }
    const { back, fit } = found;
    // A record cannot have opened the session that made it, whatever somebody may have written into one.
    if (seen.has(back.eventId)) return;
    seen.add(back.eventId);
    isSure &&= fit !== 'name';
    const how = fit === 'name' ? `${back.how}, ${BY_NAME_ALONE}` : back.how;
    walked.hops = [{ ...hopOf(back.caller, how, isSure), ...wayOf(back) }, ...walked.hops];
    step = { caller: back.caller, at: back.time };
  }
};

/**
 * Whether a chain that was found could become another: it begins with a session of an account that Rolecall hears of
 * (`accountIds`), or a step of it is a guess.
 */
export const isUnfinished = (chain: readonly Hop[], accountIds: readonly string[]): boolean => {
  const [first] = chain;
  const isSession = first?.type === 'role-session' || chain.length === 1;
  const isOurs = first?.accountId !== undefined && accountIds.includes(first.accountId);
  return (isSession && isOurs && chain.length <= MOST_HOPS) || chain.some(isGuess);
};

/** Said of a step that nothing but the session's name supports: anybody may have used that name. */
const BY_NAME_ALONE = 'by the name of the session alone';

export const isGuess = ({ how }: Hop): boolean => how.includes(BY_NAME_ALONE);

/** A caller who was already in a role, or in another kind of session that somebody else opened. */
export const isInSession = ({ type, principalId = '' }: Caller): boolean =>
  type === 'role-session' ||
  ((type === 'other-account' || type === 'unknown') && principalId.startsWith('AROA'));

interface Step {
  readonly caller: Caller;
  /** ISO 8601: when the caller made the call. */
  readonly at: string;
}

/** One step back: the call that opened the session. */
interface Back extends Pick<Minting, 'eventId' | 'time' | 'caller' | 'roleArn'> {
  readonly how: string;
  readonly accessId?: string;
}

const wayOf = ({ roleArn, time, eventId, accessId }: Back): Partial<Hop> =>
  compact({ entered: roleArn, at: time, eventId, accessId });

/** Behind a guess everything is a guess. */
const hopOf = (caller: Caller, how: string, isSure = true): Hop => ({
  who: caller.label,
  certainty: isSure || caller.certainty === 'unknown' ? caller.certainty : 'claimed',
  type: caller.type,
  how,
  ...compact({ accountId: caller.accountId, arn: caller.arn }),
});

/** Nobody can be asked about another account; of our own, CloudTrail may tell later. */
const endOf = ({ ownAccountId }: ChainEffects, hops: readonly Hop[], caller: Caller): readonly Hop[] => {
  const { accountId } = caller;
  if (accountId === ownAccountId) return hops;
  const end = `further back lies in ${accountId === undefined ? 'an account that is not named' : `account ${accountId}`}`;
  return hops.map((hop, index) =>
    index === 0 ? { ...hop, how: isGuess(hop) ? `${hop.how}; ${end}` : end } : hop,
  );
};

/** What is certain stands before a guess, wherever it was found. */
const stepBack = async (effects: ChainEffects, step: Step): Promise<Fitting | undefined> => {
  const seen = await seenByUs(effects, step);
  const certain = exactOf(seen);
  if (certain !== undefined) return certain;
  if (step.caller.accountId !== effects.ownAccountId) return guessOf(seen);
  const { exact, named } = await foundInTrail(effects, step);
  const best = exact ?? guessOf([...seen, ...named]);
  return best && { ...best, back: await withPerson(effects, best.back, step) };
};

/** A role session lasts twelve hours at most. https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
const LONGEST_SESSION_SECONDS = 12 * 3600;
/** And an hour unless the caller asks for more. */
const USUAL_SESSION_SECONDS = 3600;
/** Records carry whole seconds. */
const SECONDS_APART = 5;

const windowOf = ({ caller, at }: Step): { readonly from: string; readonly to: string } => {
  const created = parseIso(caller.sessionCreated ?? '');
  if (created !== undefined) {
    return { from: isoAfter(created, -SECONDS_APART), to: isoAfter(created, SECONDS_APART) };
  }
  const called = parseIso(at) ?? new Date(0);
  return { from: isoAfter(called, -LONGEST_SESSION_SECONDS), to: isoAfter(called, 1) };
};

const seenByUs = async ({ history }: ChainEffects, step: Step): Promise<readonly Fitting[]> => {
  const { accountId, principalId } = step.caller;
  if (accountId === undefined || principalId === undefined) return [];
  const rows = await history.ofSession(accountId, principalId, windowOf(step));
  return rows.flatMap((row) => seenBack(row, step));
};

const seenBack = ({ access, accessId, time }: AccessRow, step: Step): readonly Fitting[] => {
  if (access?.outcome !== 'success') return [];
  const { session, caller, eventId, role } = access;
  const { accessKeyId, principalId } = session;
  const fit = fits(step, {
    time,
    expires: endOfSession(time, session),
    ...compact({ accessKeyId, principalId }),
  });
  if (fit === undefined) return [];
  const back = {
    eventId,
    time,
    caller,
    accessId,
    how: 'seen by Rolecall',
    ...compact({ roleArn: role?.arn }),
  };
  return [{ fit, back }];
};

interface InTrail {
  readonly exact: Fitting | undefined;
  /** By name alone. */
  readonly named: readonly Fitting[];
}

/** Where the answer is most likely everything is asked first: most of the time that is enough. */
const foundInTrail = async (effects: ChainEffects, step: Step): Promise<InTrail> => {
  const named: Fitting[] = [];
  for (const regions of effects.lookUps.regions) {
    for (const question of questionsAbout(step)) {
      const found = await askAbout(effects, step, { question, regions });
      const exact = exactOf(found);
      if (exact !== undefined) return { exact, named };
      named.push(...found);
    }
  }
  return { exact: undefined, named };
};

const askAbout = async (
  { lookUps }: ChainEffects,
  step: Step,
  { question, regions }: { readonly question: AskedAbout; readonly regions: readonly string[] },
): Promise<readonly Fitting[]> => {
  const found: Fitting[] = [];
  for (const region of regions) {
    const { records } = await lookUps.read({ region, ...question.subject, ...windowOf(step) });
    found.push(...records.flatMap((record) => mintedBack(record, step, question.how)));
    if (found.some(({ fit }) => fit === 'key')) break;
  }
  return found;
};

const mintedBack = (record: JsonObject, step: Step, how: string): readonly Fitting[] => {
  const minting = readMinting(record);
  const fit = minting && fits(step, { ...minting, expires: endOfSession(minting.time, minting) });
  return minting === undefined || fit === undefined ? [] : [{ fit, back: { ...minting, how } }];
};

interface AskedAbout {
  readonly subject: { readonly attribute: 'ResourceName' | 'Username'; readonly value: string };
  readonly how: string;
}

/** The minted key is indexed with the call that minted it; console and Identity Center go on with other keys. */
const questionsAbout = ({ caller: { accessKeyId, principalId } }: Step): readonly AskedAbout[] => {
  const name = sessionOf(principalId ?? '');
  const bySession = 'found in CloudTrail by session and time';
  return [
    ...(accessKeyId?.startsWith('ASIA') === true
      ? [asked('ResourceName', accessKeyId, 'found in CloudTrail by access key')]
      : []),
    ...(principalId === undefined ? [] : [asked('ResourceName', principalId, bySession)]),
    ...(name === undefined ? [] : [asked('Username', name, bySession)]),
  ];
};

const asked = (attribute: AskedAbout['subject']['attribute'], value: string, how: string): AskedAbout => ({
  subject: { attribute, value },
  how,
});

interface Fitting {
  /** `created`: the same session at the very second of its creation. `name`: a session of that name that may be it. */
  readonly fit: 'key' | 'created' | 'name';
  readonly back: Back & Partial<Pick<Minting, 'byConsole'>>;
}

interface Minted extends Pick<Minting, 'time' | 'accessKeyId' | 'principalId'> {
  readonly expires: string;
}

/**
 * Whether this call opened the caller's session. Where no creation date is known, as in records of other accounts, there
 * is only the session's name, of sessions that had not ended yet: the one that was used may be on its way to us.
 */
const fits = ({ caller, at }: Step, minted: Minted): Fitting['fit'] | undefined => {
  if (caller.accessKeyId !== undefined && minted.accessKeyId === caller.accessKeyId) return 'key';
  if (caller.principalId === undefined || minted.principalId !== caller.principalId) return undefined;
  if (caller.sessionCreated !== undefined) {
    return secondOf(minted.time) === secondOf(caller.sessionCreated) ? 'created' : undefined;
  }
  return minted.time <= at && at <= minted.expires ? 'name' : undefined;
};

const endOfSession = (
  time: string,
  { expires, durationSeconds }: Pick<RoleSession, 'expires' | 'durationSeconds'>,
): string => expires ?? isoAfter(parseIso(time) ?? new Date(0), durationSeconds ?? USUAL_SESSION_SECONDS);

const secondOf = (iso: string): number => Math.floor((parseIso(iso)?.getTime() ?? 0) / 1000);

/** The one whose key fits; else the one of that very second. */
const exactOf = (found: readonly Fitting[]): Fitting | undefined =>
  found.find(({ fit }) => fit === 'key') ?? oneOf(found.filter(({ fit }) => fit === 'created'));

const guessOf = (found: readonly Fitting[]): Fitting | undefined =>
  oneOf(found.filter(({ fit }) => fit === 'name'));

/** The latest, if all were made by the same caller: of two nobody can tell. */
const oneOf = (found: readonly Fitting[]): Fitting | undefined => {
  const latest = [...found].sort((one, other) => other.back.time.localeCompare(one.back.time));
  return new Set(latest.map(({ back: { caller } }) => keyOf(caller))).size === 1 ? latest[0] : undefined;
};

const keyOf = ({ accountId, principalId, arn, service, label }: Caller): string =>
  [accountId, principalId ?? arn ?? service ?? label].join();

/** Of a console switch the AssumeRole record names nobody; the SwitchRole record beside it does. */
const withPerson = async ({ lookUps }: ChainEffects, back: Fitting['back'], step: Step): Promise<Back> => {
  const { byConsole = false, ...rest } = back;
  const name = sessionOf(step.caller.principalId ?? '');
  const named = back.caller.evidence.some(({ source }) => source === SWITCH_FROM);
  const time = parseIso(back.time);
  if (!byConsole || named || name === undefined || time === undefined) return rest;
  const around = { from: isoAfter(time, -SWITCH_SECONDS), to: isoAfter(time, SWITCH_SECONDS) };
  for (const region of lookUps.regions.flat()) {
    const { records } = await lookUps.read({ region, attribute: 'Username', value: name, ...around });
    const switchedFrom = records
      .flatMap((record) => switchedBy(record, step) ?? [])
      .find((from) => isOfCallersAccount(back.caller, from));
    if (switchedFrom !== undefined) return { ...rest, caller: callerFromHalf(back.caller, { switchedFrom }) };
  }
  return rest;
};

const switchedBy = (record: JsonObject, { caller }: Step): string | undefined =>
  textAt(record, 'eventSource') === 'signin.amazonaws.com' &&
  textAt(record, 'eventName') === 'SwitchRole' &&
  textAt(record, 'userIdentity', 'principalId') === caller.principalId &&
  readTime(textAt(record, 'eventTime') ?? '') !== undefined
    ? textAt(record, 'additionalEventData', 'SwitchFrom')
    : undefined;

/** The two records of one switch differ by a few seconds. */
const SWITCH_SECONDS = 60;
