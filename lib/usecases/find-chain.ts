/**
 * The way back from the session that entered our role to the first person: through what Rolecall has seen itself, and
 * through CloudTrail where it can be asked. Only what fits a session alone is followed; where two would fit, the way
 * ends there.
 */
import { type Caller, SWITCH_FROM } from '../access/caller.ts';
import { callerFromHalf } from '../access/join-switch-role.ts';
import { type Minting, readMinting } from '../access/read-minting.ts';
import { readTime } from '../access/read-time.ts';
import type { Hop, RoleAccess } from '../access/role-access.ts';
import { sessionOf } from '../access/session-name.ts';
import type { AccessHistory } from '../history/access-history.ts';
import type { AccessRow } from '../history/access-row.ts';
import { isoAfter, parseIso } from '../kernel/clock.ts';
import { compact, textAt } from '../kernel/json.ts';
import type { LookUpRecords } from './look-up-records.ts';

export interface ChainEffects {
  readonly history: Pick<AccessHistory, 'ofSession'>;
  readonly lookUp: LookUpRecords;
  /** Whose CloudTrail can be asked. */
  readonly ownAccountId: string;
}

/** Followed so often; role sessions that enter roles last an hour, so that longer chains are hardly anybody's. */
const MOST_HOPS = 5;

/**
 * The first person first, the session that entered our role last; `undefined` when the caller was in no session. A later
 * look may find more (`isUnfinished`): CloudTrail lags behind by minutes.
 */
export const findChain = async (
  effects: ChainEffects,
  access: RoleAccess,
): Promise<readonly Hop[] | undefined> => {
  if (!isInSession(access.caller)) return undefined;
  let hops: readonly Hop[] = [hopOf(access.caller, 'named in the record of this entry')];
  let step: Step = { caller: access.caller, at: access.time };
  const seen = new Set([access.eventId]);
  while (isInSession(step.caller) && hops.length <= MOST_HOPS) {
    const back = await stepBack(effects, step);
    if (back === undefined) return endOf(effects, hops, step.caller);
    // A record cannot have opened the session that made it, whatever somebody may have written into one.
    if (seen.has(back.eventId)) break;
    seen.add(back.eventId);
    hops = [{ ...hopOf(back.caller, back.how), ...wayOf(back) }, ...hops];
    step = { caller: back.caller, at: back.time };
  }
  return hops;
};

/** Whether a chain that was found could still be longer: it begins with a session that can be looked for. */
export const isUnfinished = (chain: readonly Hop[], ownAccountId: string): boolean => {
  const [first] = chain;
  return (
    first !== undefined &&
    first.type === 'role-session' &&
    first.accountId === ownAccountId &&
    chain.length <= MOST_HOPS
  );
};

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
interface Back extends Omit<Minting, 'byConsole' | 'accessKeyId' | 'principalId'> {
  readonly how: string;
  readonly accessId?: string;
}

const wayOf = ({ roleArn, time, eventId, accessId }: Back): Partial<Hop> =>
  compact({ entered: roleArn, at: time, eventId, accessId });

const hopOf = (caller: Caller, how: string): Hop => ({
  who: caller.label,
  certainty: caller.certainty,
  type: caller.type,
  how,
  ...compact({ accountId: caller.accountId, arn: caller.arn }),
});

/** Nobody can be asked about another account; of our own, CloudTrail may tell later. */
const endOf = ({ ownAccountId }: ChainEffects, hops: readonly Hop[], caller: Caller): readonly Hop[] => {
  const { accountId } = caller;
  if (accountId === ownAccountId) return hops;
  const how = `further back lies in ${accountId === undefined ? 'an account that is not named' : `account ${accountId}`}`;
  return hops.map((hop, index) => (index === 0 ? { ...hop, how } : hop));
};

const stepBack = async (effects: ChainEffects, step: Step): Promise<Back | undefined> => {
  const seen = await seenByUs(effects, step);
  if (seen !== undefined) return seen;
  return step.caller.accountId === effects.ownAccountId ? foundInTrail(effects, step) : undefined;
};

/** A role session lasts twelve hours at most. https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
const LONGEST_SESSION_SECONDS = 12 * 3600;
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

const seenByUs = async ({ history }: ChainEffects, step: Step): Promise<Back | undefined> => {
  const { accountId, principalId } = step.caller;
  if (accountId === undefined || principalId === undefined) return undefined;
  const rows = await history.ofSession(accountId, principalId, windowOf(step));
  return oneOf(rows.flatMap((row) => seenBack(row, step)));
};

const seenBack = ({ access, accessId, time }: AccessRow, step: Step): readonly Fitting[] => {
  if (access?.outcome !== 'success') return [];
  const { session, caller, eventId, role } = access;
  const minted = { time, ...compact({ accessKeyId: session.accessKeyId, principalId: session.principalId }) };
  const fit = fits(step, minted);
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

const foundInTrail = async (effects: ChainEffects, step: Step): Promise<Back | undefined> => {
  for (const question of questionsAbout(step)) {
    const found: Fitting[] = [];
    for await (const record of effects.lookUp({ ...question.subject, ...windowOf(step) })) {
      const minting = readMinting(record);
      const fit = minting && fits(step, minting);
      if (minting === undefined || fit === undefined) continue;
      found.push({ fit, back: { ...minting, how: question.how } });
      if (fit === 'key') break;
    }
    const back = oneOf(found);
    if (back !== undefined) return withPerson(effects, back, step);
  }
  return undefined;
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
  readonly fit: 'key' | 'session';
  readonly back: Back;
}

/**
 * Whether this call opened the caller's session: the same key, or the same session at the very second of its creation.
 * Where no creation date is known, as in records of other accounts, the session's name has to do.
 */
const fits = (
  { caller, at }: Step,
  minted: Pick<Minting, 'time' | 'accessKeyId' | 'principalId'>,
): Fitting['fit'] | undefined => {
  if (caller.accessKeyId !== undefined && minted.accessKeyId === caller.accessKeyId) return 'key';
  if (caller.principalId === undefined || minted.principalId !== caller.principalId) return undefined;
  const fitting =
    caller.sessionCreated === undefined
      ? minted.time <= at
      : secondOf(minted.time) === secondOf(caller.sessionCreated);
  return fitting ? 'session' : undefined;
};

const secondOf = (iso: string): number => Math.floor((parseIso(iso)?.getTime() ?? 0) / 1000);

/** The one whose key fits; else the latest, if all were made by the same caller: two would be a guess. */
const oneOf = (found: readonly Fitting[]): Back | undefined => {
  const byKey = found.find(({ fit }) => fit === 'key');
  if (byKey !== undefined) return byKey.back;
  const latest = found.map(({ back }) => back).sort((one, other) => other.time.localeCompare(one.time));
  return new Set(latest.map(({ caller }) => keyOf(caller))).size === 1 ? latest[0] : undefined;
};

const keyOf = ({ accountId, principalId, arn, service, label }: Caller): string =>
  [accountId, principalId ?? arn ?? service ?? label].join();

/** Of a console switch the AssumeRole record names nobody; the SwitchRole record beside it does. */
const withPerson = async (
  { lookUp }: ChainEffects,
  back: Back & Partial<Pick<Minting, 'byConsole'>>,
  step: Step,
): Promise<Back> => {
  const { byConsole = false, ...rest } = back;
  const name = sessionOf(step.caller.principalId ?? '');
  const named = back.caller.evidence.some(({ source }) => source === SWITCH_FROM);
  const time = parseIso(back.time);
  if (!byConsole || named || name === undefined || time === undefined) return rest;
  const around = { from: isoAfter(time, -SWITCH_SECONDS), to: isoAfter(time, SWITCH_SECONDS) };
  for await (const record of lookUp({ attribute: 'Username', value: name, ...around })) {
    const switchedFrom = textAt(record, 'additionalEventData', 'SwitchFrom');
    const isSwitch =
      textAt(record, 'eventSource') === 'signin.amazonaws.com' &&
      textAt(record, 'eventName') === 'SwitchRole' &&
      textAt(record, 'userIdentity', 'principalId') === step.caller.principalId &&
      readTime(textAt(record, 'eventTime') ?? '') !== undefined;
    if (isSwitch && switchedFrom !== undefined) {
      return { ...rest, caller: callerFromHalf(back.caller, { switchedFrom }) };
    }
  }
  return rest;
};

/** The two records of one switch differ by a few seconds. */
const SWITCH_SECONDS = 60;
