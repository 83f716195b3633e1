/**
 * Every half hour: CloudTrail is asked which entries it has, and a few times a day which doors. Those that EventBridge did
 * not bring are recorded and told, marked as found late. A question that fails keeps its place, so that the next run asks
 * again; one that was never tried, or longest ago, comes first, so that none starves when the time is short or another one
 * always fails.
 */
import { type SweepMarks, type Trail, TrailThrottled } from '../history/trail.ts';
import { askTrail, TIME_FOR_ONE_MS } from './ask-trail.ts';
import { type DoorToAsk, doorsToAsk } from './doors-to-ask.ts';
import type { RecordEffects } from './record-row.ts';
import { rolesToAsk } from './roles-to-ask.ts';
import { readTrailPlace, type TrailSubject } from './trail-place.ts';

export interface ReconcileEffects extends RecordEffects {
  readonly trail: Trail;
  readonly marks: SweepMarks;
  /** Until the function is ended. */
  readonly remainingMs: () => number;
}

export interface Reconciliation {
  /** Answered to the end. */
  readonly questions: number;
  readonly records: number;
  /** Entries and doors that EventBridge had not brought. */
  readonly missed: number;
  /** Questions that were not answered and records that could not be recorded; they are asked for again next time. */
  readonly failed: number;
  /** Questions there was no time for, or whose Region throttles; they come first next time. */
  readonly unasked: number;
}

export const reconcileTrail = async (effects: ReconcileEffects): Promise<Reconciliation> => {
  const now = effects.clock.now();
  const roles = await rolesToAsk(effects, now);
  const total = { questions: 0, records: 0, missed: 0, failed: roles.listed ? 0 : 1, unasked: 0 };
  const run: Run = { now, total, throttled: new Set() };
  await askAll(effects, run, await placesOf(effects, subjectsOf(effects.policy.regions, roles.arns)));
  try {
    // With the time that is left: an entry into a designated role comes first.
    await askAll(effects, run, await doorsToAsk(effects, now));
  } catch (cause) {
    total.failed += 1;
    effects.logger.error('reconcile-doors-not-asked', {}, cause);
  }
  report(effects, total);
  return total;
};

interface Run {
  readonly now: Date;
  readonly total: { -readonly [Name in keyof Reconciliation]: Reconciliation[Name] };
  /** Regions that are left alone for the rest of the run. */
  readonly throttled: Set<string>;
}

type Asked = Pick<DoorToAsk, 'subject' | 'place'> & Partial<DoorToAsk>;

const askAll = async (
  effects: ReconcileEffects,
  { now, total, throttled }: Run,
  questions: readonly Asked[],
): Promise<void> => {
  for (const { mayWait = false, ...asked } of longestAgoFirst(questions)) {
    const { region, value } = asked.subject;
    if (throttled.has(region) || effects.remainingMs() < TIME_FOR_ONE_MS) {
      total.unasked += mayWait ? 0 : 1;
      continue;
    }
    const answer = await askTrail(effects, { ...asked, now });
    total.questions += answer.end === 'reached' ? 1 : 0;
    total.unasked += answer.end === 'cut-short' ? 1 : 0;
    total.records += answer.records;
    total.missed += answer.missed;
    total.failed += answer.failed + (answer.end === 'broken-off' ? 1 : 0);
    if (answer.end !== 'broken-off') continue;
    // One Region that throttles, or one question that fails, must not keep the others from being asked.
    if (answer.cause instanceof TrailThrottled) throttled.add(region);
    effects.logger.error('reconcile-question-failed', { region, value }, answer.cause);
  }
};

const report = ({ metrics, logger }: ReconcileEffects, total: Reconciliation): void => {
  if (total.unasked > 0) logger.warn('reconcile-unfinished', { unasked: total.unasked });
  metrics.count('SweepFoundMissed', total.missed);
  metrics.count('SweepQuestionFailed', total.failed + total.unasked);
  metrics.count('ReconcileCompleted');
};

/**
 * Entries and halves that CloudTrail does not list under the role they are about: the console's role switches and their
 * renewals, and the sessions of IAM Roles Anywhere.
 */
const NAMED = ['SwitchRole', 'RenewRole', 'CreateSession'] as const;

/** One question per role and Region, and one per Region for each kind of record that is not listed under a role. */
const subjectsOf = (regions: readonly string[], arns: readonly string[]): readonly TrailSubject[] =>
  regions.flatMap((region): readonly TrailSubject[] => [
    ...arns.map((value) => ({ region, attribute: 'ResourceName' as const, value })),
    ...NAMED.map((value) => ({ region, attribute: 'EventName' as const, value })),
  ]);

const placesOf = async (
  { marks }: ReconcileEffects,
  subjects: readonly TrailSubject[],
): Promise<readonly Asked[]> => {
  const asked: Asked[] = [];
  for (const subject of subjects) asked.push({ subject, place: await readTrailPlace(marks, subject) });
  return asked;
};

const longestAgoFirst = (questions: readonly Asked[]): readonly Asked[] =>
  questions.toSorted((one, other) => turnOf(one).localeCompare(turnOf(other)));

const turnOf = ({ place: { triedAt, until } }: Asked): string => triedAt ?? until ?? '';
