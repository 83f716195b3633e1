/**
 * Every half hour: CloudTrail is asked which entries it has, and those that EventBridge did not bring are recorded
 * and told, marked as found late. A question that fails keeps its mark, so that the next run asks again.
 */
import { wrapRecord } from '../access/wrap-record.ts';
import type { SweepMarks, Trail, TrailQuestion } from '../history/trail.ts';
import { isoAfter, parseIso } from '../kernel/clock.ts';
import { isObject, parseJson } from '../kernel/json.ts';
import { findDesignated } from '../policy/designated-role.ts';
import type { Policy } from '../policy/policy.ts';
import { type RecordEffects, recordEvent } from './record-event.ts';

export interface ReconcileEffects extends RecordEffects {
  readonly trail: Trail;
  readonly marks: SweepMarks;
}

export interface Reconciliation {
  readonly questions: number;
  readonly records: number;
  /** Entries that EventBridge had not brought. */
  readonly missed: number;
  /** Questions that were not answered and records that could not be recorded; they are asked for again next time. */
  readonly failed: number;
}

/** Records reach LookupEvents late and out of order: look back further than the last look. */
const OVERLAP_SECONDS = 2 * 3600;
/** Of a question that was never asked: longer than a deploy takes, and not so long that old entries ring as new ones. */
const FIRST_LOOK_SECONDS = 3600;

export const reconcileTrail = async (effects: ReconcileEffects): Promise<Reconciliation> => {
  const now = effects.clock.now();
  const total = { questions: 0, records: 0, missed: 0, failed: 0 };
  for (const subject of await subjectsOf(effects)) {
    total.questions += 1;
    try {
      const counted = await askAbout(effects, subject, now);
      total.records += counted.records;
      total.missed += counted.missed;
      total.failed += counted.failed;
    } catch (cause) {
      // One throttled Region must not keep the others from being asked.
      total.failed += 1;
      effects.logger.error(
        'reconcile-question-failed',
        { region: subject.region, value: subject.value },
        cause,
      );
    }
  }
  effects.metrics.count('SweepFoundMissed', total.missed);
  effects.metrics.count('SweepQuestionFailed', total.failed);
  effects.metrics.count('ReconcileCompleted');
  return total;
};

type Subject = Omit<TrailQuestion, 'from' | 'to'>;

/** One question per role and Region, and one per Region for the console's role switches. */
const subjectsOf = async ({ policy, trail }: ReconcileEffects): Promise<readonly Subject[]> => {
  const arns = await rolesToAsk(policy, trail);
  return policy.regions.flatMap((region) => [
    ...arns.map((value): Subject => ({ region, attribute: 'ResourceName', value })),
    { region, attribute: 'EventName', value: 'SwitchRole' },
  ]);
};

/** Patterns are resolved against the roles that exist; exact names are asked for even when the role is gone. */
const rolesToAsk = async (policy: Policy, trail: Trail): Promise<readonly string[]> => {
  const exact = policy.roles.map((role) => role.pattern).filter((pattern) => !pattern.includes('*'));
  const existing = policy.roles.length === exact.length ? [] : await trail.roleArns();
  const matching = existing.filter((arn) => findDesignated(policy, arn) !== undefined);
  return [...new Set([...exact, ...matching])];
};

const askAbout = async (
  effects: ReconcileEffects,
  subject: Subject,
  now: Date,
): Promise<{ readonly records: number; readonly missed: number; readonly failed: number }> => {
  const name = `${subject.region}#${subject.attribute}#${subject.value}`;
  const mark = parseIso((await effects.marks.read(name)) ?? '');
  const from = mark === undefined ? isoAfter(now, -FIRST_LOOK_SECONDS) : isoAfter(mark, -OVERLAP_SECONDS);
  const counted = { records: 0, missed: 0, failed: 0 };
  for await (const text of effects.trail.lookUp({ ...subject, from, to: now.toISOString() })) {
    counted.records += 1;
    try {
      const result = await recordEvent(effects, envelopeOf(text), 'sweep');
      if (result === 'recorded') counted.missed += 1;
    } catch (cause) {
      // The newest come first: one that cannot be recorded must not hide the older ones behind it.
      counted.failed += 1;
      effects.logger.error('reconcile-record-failed', { region: subject.region }, cause);
    }
  }
  if (counted.failed === 0) await effects.marks.write(name, now.toISOString());
  return counted;
};

const envelopeOf = (recordText: string): string => {
  const record = parseJson(recordText);
  return isObject(record) ? JSON.stringify(wrapRecord(record)) : recordText;
};
