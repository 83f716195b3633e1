/**
 * One look at an access after it was told: AWS is asked who it was, the row gains what was found, and the first message
 * is edited. Three rounds, because CloudTrail's event history lags behind by minutes. A question that fails keeps no
 * other from being asked, and is asked again in the next round.
 */
import type { PendingDelivery } from '../delivery/ledger.ts';
import type { EventLog } from '../history/history-event.ts';
import { joinedCallerOf, joinedEventOf, joinedRecordOf } from '../history/make-events.ts';
import type { AccessDetail, AccessHistory } from '../history/access-history.ts';
import type { AccessRow, JoinedRecord } from '../history/access-row.ts';
import { joinRow } from '../history/change-row.ts';
import { type Clock, isoAfter, parseIso } from '../kernel/clock.ts';
import type { Metrics } from '../kernel/logger.ts';
import { isNotAllowed } from '../kernel/not-allowed.ts';
import type { AnnounceEffects } from './announce-row.ts';
import {
  canBeEnriched,
  type EnrichmentRequest,
  type QueueEnrichment,
  ROUND_SECONDS,
} from './ask-enrichment.ts';
import { type Step, type StepEffects, STEPS, stepsOfRound } from './enrich-steps.ts';
import { hasJoined } from './join-record.ts';
import { NoTimeLeft } from './look-up-records.ts';
import { tellEnriched } from './tell-enriched.ts';
import { wakeUp } from './wake-up.ts';

export interface EnrichEffects extends AnnounceEffects, StepEffects {
  readonly history: AccessHistory;
  readonly events: EventLog;
  readonly enrich: QueueEnrichment;
  readonly metrics: Metrics;
  readonly clock: Clock;
  /** By step: until when (ISO 8601) it is not tried, because AWS refuses us. Kept as long as the process lives. */
  readonly refused: Map<string, string>;
}

/** `waits`: the first notice is still on its way. `gone`: there is no such access, or nothing to find out. */
export type Enriched = 'found' | 'nothing' | 'waits' | 'gone';

/** A notice that waits longer than this has a destination that is down: the edit waits for it in the ledger then. */
const LONGEST_WAIT_SECONDS = 15 * 60;
const ASK_AGAIN_SECONDS = 60;

/** Throws when the table or the queue does not answer: the request comes back then. Safe to repeat. */
export const enrichAccess = async (effects: EnrichEffects, request: EnrichmentRequest): Promise<Enriched> => {
  const detail = await effects.history.find(request.accessId);
  if (detail === undefined || !canBeEnriched(detail.row)) return 'gone';
  if (!isTold(detail) && secondsSinceDue(effects, detail.row, request) < LONGEST_WAIT_SECONDS) {
    await effects.enrich(request, ASK_AGAIN_SECONDS);
    return 'waits';
  }
  const found = await askAll(effects, detail, request);
  const after =
    found.length > 0
      ? await joinFound(effects, detail, { request, found })
      : await sayWhatIsMissing(effects, detail, request);
  await askOnceMore(effects, after, { ...request, found: found.length > 0 });
  return found.length > 0 ? 'found' : 'nothing';
};

/** Every first notice has ended, one way or the other; of what was announced there is none to wait for. */
const isTold = ({ row, deliveries }: AccessDetail): boolean => {
  if (row.expected !== undefined) return true;
  const first = deliveries.filter(({ part }) => part === undefined);
  return (
    first.length >= row.route.legs.length &&
    first.every(({ state }) => state === 'sent' || state === 'rejected' || state === 'digested')
  );
};

const dueAt = ({ recordedAt }: AccessRow, round: number): number =>
  (parseIso(recordedAt)?.getTime() ?? 0) + (ROUND_SECONDS[round - 1] ?? 0) * 1000;

const secondsSinceDue = ({ clock }: EnrichEffects, row: AccessRow, { round }: EnrichmentRequest): number =>
  (clock.now().getTime() - dueAt(row, round)) / 1000;

/** What was found in this round, by an attempt that died as well: what that one noted stands. */
const askAll = async (
  effects: EnrichEffects,
  detail: AccessDetail,
  request: EnrichmentRequest,
): Promise<readonly JoinedRecord[]> => {
  const noted = (detail.events ?? []).flatMap((event) => joinedRecordOf(event) ?? []);
  const found: JoinedRecord[] = [];
  const steps = stepsFor(effects, detail.row, request);
  for (const step of stepsOfRound(request.round)) {
    const eventId = `${step.name}-${String(request.round)}`;
    const earlier = noted.find((joined) => joined.eventId === eventId);
    if (earlier !== undefined) {
      if (!hasJoined(detail.row, eventId)) found.push(earlier);
    } else if (steps.includes(step)) {
      const answer = await askStep(effects, detail.row, { step, request });
      if (answer !== undefined) {
        const joined = { eventId, time: effects.clock.now().toISOString(), ...answer };
        // Noted at once: whatever becomes of the next question, this one was answered.
        await effects.events.note([joinedEventOf(detail.row.accessId, undefined, joined)]);
        found.push(joined);
      }
    }
  }
  return found;
};

/** Later than this, a crowd waits in the queue: the two questions a second are for those who came just now. */
const LATE_SECONDS = 15 * 60;

const stepsFor = (effects: EnrichEffects, row: AccessRow, request: EnrichmentRequest): readonly Step[] => {
  const open = openSteps(effects, row, request.round);
  const late = secondsSinceDue(effects, row, request) > LATE_SECONDS;
  if (!late && row.oneOfMany === undefined && row.expected?.after === undefined) return open;
  const cheap = open.filter(({ looksUp }) => !looksUp);
  if (late && cheap.length < open.length) {
    effects.metrics.count('EnrichmentSkipped');
    effects.logger.warn('enrichment-skipped', { accessId: row.accessId, round: request.round });
  }
  return cheap;
};

const openSteps = (effects: EnrichEffects, { access }: AccessRow, round: number): readonly Step[] =>
  access === undefined ? [] : STEPS.filter((step) => step.isOpen(effects, access, round));

/** AWS may be asked again after this: somebody may have given us the permission. */
const REFUSED_SECONDS = 600;

const askStep = async (
  effects: EnrichEffects,
  { accessId, access }: AccessRow,
  { step, request: { round } }: { readonly step: Step; readonly request: EnrichmentRequest },
) => {
  const { refused, clock, logger, metrics } = effects;
  if (access === undefined || (refused.get(step.name) ?? '') > clock.now().toISOString()) return undefined;
  try {
    return await step.run(effects, access, round);
  } catch (cause) {
    const fields = { accessId, step: step.name, round };
    if (isNotAllowed(cause)) {
      // Said once, not for every access: the permissions are optional.
      refused.set(step.name, isoAfter(clock.now(), REFUSED_SECONDS));
      metrics.count('EnrichmentNotAllowed');
      logger.warn('enrichment-not-allowed', { step: step.name });
    } else if (cause instanceof NoTimeLeft) {
      logger.info('enrichment-cut-short', fields);
    } else {
      metrics.count('EnrichmentStepFailed');
      logger.error('enrichment-step-failed', fields, cause);
    }
    return undefined;
  }
};

interface FoundInRound {
  readonly request: EnrichmentRequest;
  readonly found: readonly JoinedRecord[];
}

/**
 * Events before the row (`askAll`), words before the row as well: what was said before can only be told from the row as
 * it was. What somebody else noted for this round meanwhile stands instead of what we found.
 */
const joinFound = async (
  effects: EnrichEffects,
  detail: AccessDetail,
  { request: { round }, found }: FoundInRound,
): Promise<AccessRow> => {
  const { accessId } = detail.row;
  // The row again: another record may have named somebody while AWS was being asked.
  const now = (await effects.history.find(accessId)) ?? detail;
  const kept = (now.events ?? []).flatMap((event) => joinedRecordOf(event) ?? []);
  const records = found.map((joined) => kept.find(({ eventId }) => eventId === joined.eventId) ?? joined);
  const after = records.reduce((row, joined) => joinRow(row, undefined, joined), now.row);
  const opened = await tellEnriched(effects, now, { after, part: partOf(round) });
  for (const joined of records) await effects.history.join(accessId, undefined, joined);
  const corrected = await tellWhatCameMeanwhile(effects, after, round);
  await wakeUp(effects, [...opened, ...corrected]);
  effects.metrics.count('EnrichmentFound', records.length);
  effects.logger.info('access-enriched', {
    accessId,
    round,
    found: records.map(({ eventId }) => eventId).join(),
  });
  return after;
};

/**
 * Another record may have been told between our reading the row and opening our words, which come after its words then
 * and do not know of it: what is true of all of it is said once more. Its event is there before its words are.
 */
const tellWhatCameMeanwhile = async (
  effects: EnrichEffects,
  said: AccessRow,
  round: number,
): Promise<readonly PendingDelivery[]> => {
  const now = await effects.history.find(said.accessId);
  const isNew = ({ eventId }: JoinedRecord): boolean => !hasJoined(said, eventId);
  const missed = (now?.events ?? []).filter((event) => {
    const joined = joinedRecordOf(event);
    return joined !== undefined && isNew(joined);
  });
  if (now === undefined || missed.length === 0) return [];
  const after = missed.reduce((row, event) => {
    const joined = joinedRecordOf(event);
    return joined === undefined ? row : joinRow(row, joinedCallerOf(event), joined);
  }, now.row);
  // Quietly, as if the row had held it all before: whoever noted that record tells whom it names.
  const detail = { ...now, row: after };
  return tellEnriched(effects, detail, { after, part: `${partOf(round)}-again`, mayRepeat: true });
};

/**
 * Two words that were composed at the same moment, this one's and another record's, know nothing of each other: the edit
 * that came last stays, and says too little. The next look finds that out.
 */
const sayWhatIsMissing = async (
  effects: EnrichEffects,
  detail: AccessDetail,
  { round }: EnrichmentRequest,
): Promise<AccessRow> => {
  const { row } = detail;
  if (row.joined.some(({ eventId }) => isLook(eventId))) {
    await wakeUp(effects, await tellEnriched(effects, detail, { after: row, part: partOf(round) }));
  }
  return row;
};

const isLook = (eventId: string): boolean => STEPS.some(({ name }) => eventId.startsWith(`${name}-`));

const partOf = (round: number): string => `enriched-${String(round)}`;

/** The next round that has something left to find, or to see whether what was found has arrived. */
const askOnceMore = async (
  effects: EnrichEffects,
  row: AccessRow,
  { accessId, round, found }: EnrichmentRequest & { readonly found: boolean },
): Promise<void> => {
  const next = LATER_ROUNDS.find(
    (later) => later > round && (found || openSteps(effects, row, later).length > 0),
  );
  if (next === undefined) return;
  const wait = (dueAt(row, next) - effects.clock.now().getTime()) / 1000;
  await effects.enrich({ accessId, round: next }, Math.max(0, wait));
};

const LATER_ROUNDS = ROUND_SECONDS.map((_seconds, index) => index + 1).slice(1);
