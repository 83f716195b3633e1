/** Every hour: everything that has to be right is looked at; what has become broken since is told to the operator, once. */
import { createHash } from 'node:crypto';
import type { SweepMarks } from '../history/trail.ts';
import type { Metrics } from '../kernel/logger.ts';
import { composeBroken } from '../notification/compose-doctor.ts';
import { DOCTOR_MARK, doctorText, type Fault, readDoctor, reportOf } from './examine/doctor-report.ts';
import { examine } from './examine/examine.ts';
import type { Examination } from './examine/examination.ts';
import type { DoctorCheck, Finding } from './examine/finding.ts';
import { tellOperator, type TellOperatorEffects } from './tell-operator.ts';

export interface DoctorEffects extends TellOperatorEffects, Examination {
  readonly marks: SweepMarks;
  readonly metrics: Metrics;
}

/** What a run found, in numbers. */
export interface DoctorRun {
  readonly ok: number;
  readonly warning: number;
  readonly broken: number;
  readonly unknown: number;
  /** Broken now, and not an hour ago. */
  readonly newlyBroken: number;
}

export const runDoctor = async (effects: DoctorEffects): Promise<DoctorRun> => {
  const { marks, clock, metrics, logger } = effects;
  const before = readDoctor(await marks.read(DOCTOR_MARK));
  const findings = await examine(effects);
  const report = reportOf(findings, clock.now().toISOString());
  metrics.count('DoctorBroken', report.counts.broken);
  const known = new Set((before?.broken ?? []).map(({ subject }) => subject));
  const fresh = reportOf(findings.filter(isTold), report.at).broken.filter(
    ({ subject }) => !known.has(subject),
  );
  for (const { subject, sentence } of report.broken) logger.warn('doctor-broken', { subject, sentence });
  // Before the mark: a crash in between tells twice under one id, which is once.
  if (fresh.length > 0) await tell(effects, fresh, before?.at ?? 'first');
  await marks.write(DOCTOR_MARK, doctorText(report));
  return { ...report.counts, newlyBroken: fresh.length };
};

/** These have an alarm or a notice of their own. */
const TOLD_ELSEWHERE: readonly DoctorCheck[] = [
  'heartbeat',
  'sweep',
  'canary',
  'dead-letters',
  'subscription',
];

const isTold = ({ check }: Finding): boolean => !TOLD_ELSEWHERE.includes(check);

/** The id holds what is broken and which look it follows: the same fault after it was mended is another notice. */
const tell = (effects: DoctorEffects, fresh: readonly Fault[], since: string): Promise<void> => {
  const subjects = fresh.map(({ subject }) => subject).sort();
  const hash = createHash('sha256')
    .update(JSON.stringify([since, subjects]))
    .digest('hex')
    .slice(0, 16);
  const notice = composeBroken(
    {
      noticeId: `operator.doctor.${hash}`,
      at: effects.clock.now().toISOString(),
      historyUrl: effects.historyUrl,
    },
    fresh,
  );
  return tellOperator(effects, notice, 'the doctor found something broken');
};
