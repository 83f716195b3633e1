/**
 * One event from the intake queue: judged, recorded, and its deliveries opened. The row is written before anybody is
 * told; a second copy of the same record finds the row and writes whatever a crash left unwritten, which is mostly
 * nothing. Whatever throws here fails the queue item, so that it comes back.
 */
import { accessByCorrectedHalf, accessFromHalf, accessIdOfHalf } from '../access/join-switch-role.ts';
import type { SwitchRoleHalf } from '../access/switch-role-half.ts';
import type { DestinationHealth } from '../delivery/destination-health.ts';
import type { Ledger, WakeDeliveries } from '../delivery/ledger.ts';
import type { AccessDetail, AccessHistory } from '../history/access-history.ts';
import type { AccessRow } from '../history/access-row.ts';
import type { EventLog } from '../history/history-event.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Logger, Metrics } from '../kernel/logger.ts';
import type { Policy } from '../policy/policy.ts';
import { completeRow } from './complete-row.ts';
import { correctAccess } from './correct-access.ts';
import { askEnrichment, type AskEnrichmentEffects } from './ask-enrichment.ts';
import { groupRepeat } from './group-repeat.ts';
import { type Judgement, judgeEvent } from './judge-event.ts';
import { keepOrJoinHalf } from './keep-or-join-half.ts';
import { joinLateEntry } from './join-late-entry.ts';
import { correctionByHalf, joinWaitingHalf } from './join-waiting-half.ts';
import { rowOfAccess, rowOfUnreadable } from './make-row.ts';
import { measureHeartbeat, measureLag } from './measure-arrival.ts';
import { type AliasEffects, nameByAlias } from './name-by-alias.ts';
import { noteRecordSeen } from './note-seen.ts';
import { observeAccess, type ObserveEffects, rememberAccess } from './observe-access.ts';
import { recordCallerCopy } from './record-caller-copy.ts';
import { recordDoor } from './record-door.ts';

export interface RecordEffects extends ObserveEffects, AskEnrichmentEffects, AliasEffects {
  readonly policy: Policy;
  readonly history: AccessHistory;
  readonly events: EventLog;
  readonly ledger: Pick<Ledger, 'open'>;
  readonly health: DestinationHealth;
  readonly wake: WakeDeliveries;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Base URL of the history page, without a slash at its end. */
  readonly historyUrl: string;
  /** Marks that a record has just come; called at most once a minute, and allowed to fail. */
  readonly noteSeen?: () => Promise<void>;
}

export type FoundBy = AccessRow['foundBy'];

export const RECORD_RESULTS = [
  'recorded',
  'already-there',
  'corrected',
  'ignored',
  'half-kept',
  'half-joined',
  'copy-kept',
  'copy-joined',
  'heartbeat',
] as const;
export type RecordResult = (typeof RECORD_RESULTS)[number];

/** Records one EventBridge envelope, given as text. Throws when the history or the queue cannot be written. */
export const recordEvent = async (
  effects: RecordEffects,
  text: string,
  foundBy: FoundBy = 'event',
): Promise<RecordResult> => {
  const judgement = judgeEvent(effects.policy, text);
  if (judgement.kind === 'heartbeat') {
    measureHeartbeat(effects, judgement.time);
    return 'heartbeat';
  }
  const result = await recordJudged(effects, judgement, foundBy);
  if (foundBy === 'event') {
    if (NEW_RESULTS.includes(result)) measureLag(effects, judgement);
    await noteRecordSeen(effects);
  }
  return result;
};

/** A copy says nothing about how long records take. */
const NEW_RESULTS: readonly RecordResult[] = ['recorded', 'half-kept', 'half-joined'];

type JudgedRecord = Exclude<Judgement, { readonly kind: 'heartbeat' }>;

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
    await releaseJoined(effects, found.row);
    return recordAgain(effects, found, judged);
  }
  const known = await nameByAlias(effects, judged.access);
  const { access: whole, joined, halves } = await joinWaitingHalf(effects.history, known);
  const late = await joinLateEntry(effects, known, halves);
  if (late !== undefined) return logged(effects, { ...late.row, foundBy: judged.foundBy }, late.result);
  const access = await observeAccess(effects, whole, judged.designated);
  const row = withCorrectedHalves(rowOfAccess(effects, { ...judged, access, joined }), halves);
  const grouping = await groupRepeat(effects, access, judged.foundBy);
  const result = await recordRow(effects, { ...row, ...grouping });
  await Promise.all(halves.map((half) => effects.history.releaseHalf(half)));
  return result;
};

/** What AWS corrected in a half before it was joined must not be told as a correction when that comes again. */
const withCorrectedHalves = (row: AccessRow, halves: readonly SwitchRoleHalf[]): AccessRow => {
  const made = halves.flatMap((half) => correctionByHalf(half, row.recordedAt) ?? []);
  return made.length === 0 ? row : { ...row, corrections: [...(row.corrections ?? []), ...made] };
};

/** Halves that the row has already, and that whoever wrote it did not come to release. */
const releaseJoined = async ({ history }: RecordEffects, { access, joined }: AccessRow): Promise<void> => {
  if (access === undefined || joined.length === 0) return;
  const { halves } = await joinWaitingHalf(history, access);
  const left = halves.filter((half) => joined.some(({ eventId }) => eventId === half.eventId));
  await Promise.all(left.map((half) => history.releaseHalf(half)));
};

/** The row before everything else; what was decided with it holds, whatever the configuration says since. */
const recordRow = async (effects: RecordEffects, row: AccessRow): Promise<RecordResult> => {
  if ((await effects.history.record(row)) === 'already-there') {
    const found = await effects.history.find(row.accessId);
    return recordAgain(effects, found ?? { row, deliveries: [] }, row);
  }
  effects.metrics.count('AccessRecorded');
  if (row.groupedWith !== undefined) effects.metrics.count('AccessGrouped');
  await completeRow(effects, { row, deliveries: [] });
  await rememberAccess(effects, row);
  await askEnrichment(effects, row);
  return logged(effects, row, 'recorded');
};

/** A copy of a record whose row is there, or AWS's correction of it. */
const recordAgain = async (
  effects: RecordEffects,
  found: AccessDetail,
  { access, foundBy }: Pick<AccessRow, 'access' | 'foundBy'>,
): Promise<RecordResult> => {
  effects.metrics.count('AccessDuplicate');
  await completeRow(effects, found);
  const corrected = access !== undefined && (await correctAccess(effects, found, access));
  return logged(effects, { ...found.row, foundBy }, corrected ? 'corrected' : 'already-there');
};

/** The sweep reads every record several times, which is not worth a line each. */
const isReadAgain = (result: RecordResult, foundBy: FoundBy): boolean =>
  result === 'already-there' && foundBy === 'sweep';

const logged = (
  { logger }: RecordEffects,
  { accessId, foundBy, groupedWith }: AccessRow,
  result: RecordResult,
): RecordResult => {
  if (!isReadAgain(result, foundBy))
    logger.info('access-recorded', { accessId, result, foundBy, groupedWith });
  return result;
};
