/**
 * One event from the intake queue: judged, recorded, and its deliveries opened (`record-row.ts`). Whatever throws here fails
 * the queue item, so that it comes back.
 */
import { accessByCorrectedHalf, accessFromHalf, accessIdOfHalf } from '../access/join-switch-role.ts';
import type { Observation } from '../access/observations.ts';
import type { RoleAccess } from '../access/role-access.ts';
import type { SwitchRoleHalf } from '../access/switch-role-half.ts';
import type { AccessRow } from '../history/access-row.ts';
import { correctionByHalf, joinWaitingHalf } from './join-waiting-half.ts';
import { asExpected, expectAccess } from './expect-access.ts';
import { firstExpected, groupRepeat } from './group-repeat.ts';
import { judgeCanaryAccess } from './judge-canary.ts';
import { type Judgement, judgeEvent } from './judge-event.ts';
import { keepOrJoinHalf } from './keep-or-join-half.ts';
import { byCopy, joinWaitingCopy } from './join-caller-copy.ts';
import { joinKeptMeanwhile } from './join-kept-meanwhile.ts';
import { joinLateEntry } from './join-late-entry.ts';
import { BY_SWITCH, learnAlias } from './learn-alias.ts';
import { rowOfAccess, rowOfUnreadable } from './make-row.ts';
import { measureHeartbeat, measureLag } from './measure-arrival.ts';
import { nameByAlias } from './name-by-alias.ts';
import { noteHeartbeatSeen, noteRecordSeen } from './note-seen.ts';
import { observeAccess, withoutUnwanted } from './observe-access.ts';
import { recordCallerCopy } from './record-caller-copy.ts';
import { recordCanary } from './record-canary.ts';
import { recordDoor } from './record-door.ts';
import {
  type FoundBy,
  isReadAgain,
  logged,
  recordAgain,
  type RecordEffects,
  type RecordResult,
  recordRow,
} from './record-row.ts';

/** Records one EventBridge envelope, given as text. Throws when the history or the queue cannot be written. */
export const recordEvent = async (
  effects: RecordEffects,
  text: string,
  foundBy: FoundBy = 'event',
): Promise<RecordResult> => {
  const judgement = judgeEvent(effects.policy, text, effects);
  if (judgement.kind === 'heartbeat') {
    measureHeartbeat(effects, judgement.time);
    await noteHeartbeatSeen(effects);
    return 'heartbeat';
  }
  const result = await recordUnlessCanary(effects, judgement, foundBy);
  if (foundBy === 'event') {
    if (NEW_RESULTS.includes(result)) measureLag(effects, judgement);
    await noteRecordSeen(effects);
  }
  return result;
};

/** A copy says nothing about how long records take. */
const NEW_RESULTS: readonly RecordResult[] = ['recorded', 'half-kept', 'half-joined'];

type JudgedRecord = Exclude<Judgement, { readonly kind: 'heartbeat' }>;

/** Whatever rolecall.yml says of the canary's role: our own canary is nobody's alert, and anybody else in it is one. */
const recordUnlessCanary = async (
  effects: RecordEffects,
  judgement: JudgedRecord,
  foundBy: FoundBy,
): Promise<RecordResult> => {
  const found = judgeCanaryAccess(effects.policy, effects.canary, judgement);
  switch (found.kind) {
    case 'other':
      return recordJudged(effects, judgement, foundBy);
    case 'canary':
      return recordCanary(effects, found.access, foundBy);
    case 'stranger':
      return recordJudged(effects, found.judgement, foundBy);
    case 'not-let-in':
      return 'ignored';
  }
};

const recordJudged = async (
  effects: RecordEffects,
  judgement: JudgedRecord,
  foundBy: FoundBy,
): Promise<RecordResult> => {
  switch (judgement.kind) {
    case 'ignored':
      effects.metrics.count('RecordIgnored');
      return 'ignored';
    case 'unreadable':
      effects.metrics.count('RecordUnreadable');
      return recordRow(effects, rowOfUnreadable(effects, judgement, foundBy));
    case 'switch-half':
      return recordHalf(effects, judgement.half, foundBy);
    case 'caller-copy':
      return recordCallerCopy(effects, judgement.copy);
    case 'door':
      return recordDoor(effects, { ...judgement, foundBy });
    case 'access':
      return recordAccess(effects, { ...judgement, foundBy });
  }
};

const recordHalf = async (
  effects: RecordEffects,
  half: SwitchRoleHalf,
  foundBy: FoundBy,
): Promise<RecordResult> => {
  const rang = await effects.history.find(accessIdOfHalf(half));
  if (rang !== undefined) {
    const alone = rang.row.access === undefined || rang.row.joined.length === 0;
    const access = alone ? accessFromHalf(half) : accessByCorrectedHalf(rang.row.access, half);
    return recordAgain(effects, rang, { access, foundBy });
  }
  const result = await keepOrJoinHalf(effects, half, foundBy);
  if (isReadAgain(result, foundBy)) return result;
  effects.logger.info('switch-recorded', { eventId: half.eventId, accountId: half.accountId, result });
  return result;
};

type JudgedAccess = Omit<Parameters<typeof rowOfAccess>[1], 'joined'>;

/** Records an access: with the console's other half if that came first, and counted instead of told if it repeats. */
export const recordAccess = async (effects: RecordEffects, judged: JudgedAccess): Promise<RecordResult> => {
  // First of all: a copy that came late would open a window of repeats behind which nobody was told.
  const found = await effects.history.find(judged.access.accessId);
  if (found !== undefined) {
    const result = await recordAgain(effects, found, await namedAgain(effects, judged));
    await joinKeptMeanwhile(effects, found.row);
    return result;
  }
  const known = await nameByAlias(effects, judged.access);
  const copied = await joinWaitingCopy(effects, known);
  const { access: whole, joined: switched, halves } = await joinWaitingHalf(effects.history, copied.access);
  const late = await joinLateEntry(effects, copied.access, halves);
  if (late !== undefined) return logged(effects, { ...late.row, foundBy: judged.foundBy }, late.result);
  const observed = await observeAccess(effects, whole, judged.designated);
  const access = withoutUnwanted(effects, observed);
  const row = withCorrectedHalves(
    rowOfAccess(effects, { ...judged, access, joined: [...copied.joined, ...switched] }),
    halves,
  );
  const result = await recordRow(effects, await muteOrGroup(effects, row, observed));
  await joinKeptMeanwhile(effects, row);
  for (const { switchedFrom } of halves) await learnAlias(effects, whole.caller, switchedFrom, BY_SWITCH);
  if (copied.copy !== undefined)
    await learnAlias(effects, whole.caller, copied.copy.caller.arn, byCopy(copied.copy));
  return result;
};

/**
 * What was announced is told to nobody, and is no first behind which somebody else would be counted. That somebody is in the
 * role is remembered all the same: a refusal after that is news.
 */
const muteOrGroup = async (
  effects: RecordEffects,
  row: AccessRow,
  observed: RoleAccess,
): Promise<AccessRow> => {
  const { exception, doubt } = await expectAccess(effects, observed);
  if (exception === undefined) {
    const doubted = { ...row, access: withDoubt(effects, row.access ?? observed, doubt) };
    return { ...doubted, ...(await groupRepeat(effects, doubted.access, row.foundBy)) };
  }
  return asExpected(row, exception, await firstExpected(effects, observed, exception.exceptionId));
};

/** The access as it rings, with why no exception muted it. */
const withDoubt = (effects: RecordEffects, access: RoleAccess, doubt: Observation | undefined): RoleAccess =>
  doubt === undefined
    ? access
    : withoutUnwanted(effects, { ...access, observations: [...access.observations, doubt] });

/** What AWS corrects tells an id still, which has its name. */
const namedAgain = async (effects: RecordEffects, judged: JudgedAccess): Promise<JudgedAccess> =>
  judged.access.correction === undefined
    ? judged
    : { ...judged, access: await nameByAlias(effects, judged.access) };

/** What AWS corrected in a half before it was joined must not be told as a correction when that comes again. */
const withCorrectedHalves = (row: AccessRow, halves: readonly SwitchRoleHalf[]): AccessRow => {
  const made = halves.flatMap((half) => correctionByHalf(half, row.recordedAt) ?? []);
  return made.length === 0 ? row : { ...row, corrections: [...(row.corrections ?? []), ...made] };
};
