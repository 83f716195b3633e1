/** What the doctor found last, kept as a mark: counts, and what is broken in words. */
import { listAt, numberAt, parseJson, textAt } from '../../kernel/json.ts';
import { FINDING_STATES, type Finding, type FindingState } from './finding.ts';

/** Name of the mark. */
export const DOCTOR_MARK = 'doctor';

export type Counts = Readonly<Record<FindingState, number>>;

/** A fault as it is kept and told. */
export type Fault = Pick<Finding, 'subject' | 'sentence' | 'mend'>;

export interface DoctorReport {
  /** ISO 8601. */
  readonly at: string;
  readonly counts: Counts;
  /** At most 50. */
  readonly broken: readonly Fault[];
}

/** An item holds 400 KB, and nobody reads more. */
const MOST_KEPT = 50;

export const countsOf = (findings: readonly Finding[]): Counts => ({
  ok: countOf(findings, 'ok'),
  warning: countOf(findings, 'warning'),
  broken: countOf(findings, 'broken'),
  unknown: countOf(findings, 'unknown'),
});

const countOf = (findings: readonly Finding[], state: FindingState): number =>
  findings.filter((finding) => finding.state === state).length;

export const reportOf = (findings: readonly Finding[], at: string): DoctorReport => ({
  at,
  counts: countsOf(findings),
  broken: findings
    .filter(({ state }) => state === 'broken')
    .slice(0, MOST_KEPT)
    .map(({ subject, sentence, mend }) => ({ subject, sentence, ...(mend === undefined ? {} : { mend }) })),
});

export const doctorText = (report: DoctorReport): string => JSON.stringify(report);

/** `undefined` when the mark is absent or not ours. */
export const readDoctor = (text: string | undefined): DoctorReport | undefined => {
  const json = parseJson(text ?? '');
  const at = textAt(json, 'at');
  if (at === undefined) return undefined;
  const [ok, warning, broken, unknown] = FINDING_STATES.map((state) => numberAt(json, 'counts', state) ?? 0);
  return {
    at,
    counts: { ok: ok ?? 0, warning: warning ?? 0, broken: broken ?? 0, unknown: unknown ?? 0 },
    broken: listAt(json, 'broken').flatMap((fault) => {
      const [subject, sentence] = [textAt(fault, 'subject'), textAt(fault, 'sentence')];
      const mend = textAt(fault, 'mend');
      return subject === undefined || sentence === undefined
        ? []
        : [{ subject, sentence, ...(mend === undefined ? {} : { mend }) }];
    }),
  };
};
