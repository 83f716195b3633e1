/**
 * A row is written before anybody is told; a second copy of the same record finds the row and writes whatever a crash left
 * unwritten, which is mostly nothing.
 */
import type { DestinationHealth } from '../delivery/destination-health.ts';
import type { Ledger, WakeDeliveries } from '../delivery/ledger.ts';
import type { AccessDetail, AccessHistory } from '../history/access-history.ts';
import type { AccessRow } from '../history/access-row.ts';
import type { EventLog } from '../history/history-event.ts';
import { correctedAccessOf, correctionOf } from '../history/make-events.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Logger, Metrics } from '../kernel/logger.ts';
import type { Policy } from '../policy/policy.ts';
import { askEnrichment, type AskEnrichmentEffects } from './ask-enrichment.ts';
import { completeRow } from './complete-row.ts';
import { correctAccess } from './correct-access.ts';
import type { CanaryIdentity } from './judge-canary.ts';
import type { CopyEffects } from './join-caller-copy.ts';
import type { AliasEffects } from './name-by-alias.ts';
import type { ExpectEffects } from './expect-access.ts';
import { observeCorrected, type ObserveEffects, rememberAccess } from './observe-access.ts';

export interface RecordEffects
  extends ObserveEffects,
    AskEnrichmentEffects,
    AliasEffects,
    CopyEffects,
    Pick<ExpectEffects, 'exceptions'> {
  readonly policy: Policy;
  readonly history: AccessHistory;
  readonly events: EventLog;
  readonly ledger: Pick<Ledger, 'open' | 'reword'>;
  readonly health: DestinationHealth;
  readonly wake: WakeDeliveries;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Base URL of the history page, without a slash at its end. */
  readonly historyUrl: string;
  /** Name of our own CloudFormation stack: what is done to its resources is done to Rolecall. */
  readonly ownStack?: string;
  /** ARNs of the stack's keys, whose names do not tell whose they are. */
  readonly ownKeyIds?: readonly string[];
  /** Marks that a record has just come; called at most once a minute, and allowed to fail. */
  readonly noteSeen?: () => Promise<void>;
  /** Marks that a heartbeat has just come; allowed to fail. */
  readonly noteHeartbeat?: () => Promise<void>;
  /** Absent where no canary is sent. */
  readonly canary?: CanaryIdentity;
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

/** The row before everything else; what was decided with it holds, whatever the configuration says since. */
export const recordRow = async (effects: RecordEffects, row: AccessRow): Promise<RecordResult> => {
  if ((await effects.history.record(row)) === 'already-there') {
    const found = await effects.history.find(row.accessId);
    return recordAgain(effects, found ?? { row, deliveries: [] }, row);
  }
  effects.metrics.count('AccessRecorded');
  if (row.groupedWith !== undefined) effects.metrics.count('AccessGrouped');
  if (row.expected !== undefined) effects.metrics.count('AccessExpected');
  await completeRow(effects, { row, deliveries: [] });
  await rememberAccess(effects, row);
  await askEnrichment(effects, row);
  return logged(effects, row, 'recorded');
};

/** What a record says of which there is a row. */
export type SaidAgain = Pick<AccessRow, 'access' | 'foundBy'> & Partial<Pick<AccessRow, 'door' | 'route'>>;

/** A copy of a record whose row is there, or AWS's correction of it. */
export const recordAgain = async (
  effects: RecordEffects,
  found: AccessDetail,
  said: SaidAgain,
): Promise<RecordResult> => {
  effects.metrics.count('AccessDuplicate');
  await completeRow(effects, found);
  // Whoever recorded it first may have died before he remembered, or before he asked.
  await rememberAccess(effects, found.row);
  const corrected = await correctAccess(effects, found, await observedAgain(effects, found, said));
  // The sweep reads every record again and again.
  if (said.foundBy === 'event') await askEnrichment(effects, found.row);
  return logged(effects, { ...found.row, foundBy: said.foundBy }, corrected ? 'corrected' : 'already-there');
};

/**
 * What the configuration and the memory say of an access is not in the record that corrects it. An attempt that died after
 * its event has fixed it: since then the configuration may be another, and the memory fuller.
 */
const observedAgain = async (
  effects: RecordEffects,
  { row: { access: before }, events = [] }: AccessDetail,
  said: SaidAgain,
): Promise<SaidAgain> => {
  const { access } = said;
  if (before === undefined || access?.correction === undefined) return said;
  const noted = events.find((event) => correctionOf(event)?.eventId === access.eventId);
  const observed = noted && correctedAccessOf(noted);
  return { ...said, access: observed ?? (await observeCorrected(effects, before, access)) };
};

/** The sweep reads every record several times, which is not worth a line each. */
export const isReadAgain = (result: RecordResult, foundBy: FoundBy): boolean =>
  result === 'already-there' && foundBy === 'sweep';

export const logged = (
  { logger }: RecordEffects,
  { accessId, foundBy, groupedWith }: AccessRow,
  result: RecordResult,
): RecordResult => {
  if (!isReadAgain(result, foundBy))
    logger.info('access-recorded', { accessId, result, foundBy, groupedWith });
  return result;
};
