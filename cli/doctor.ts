/** `rolecall doctor`: would the bell ring? Everything that has to be right for it, looked at one by one. */
import { countsOf } from '../lib/usecases/examine/doctor-report.ts';
import { examine } from '../lib/usecases/examine/examine.ts';
import type { Examination } from '../lib/usecases/examine/examination.ts';
import type { Finding } from '../lib/usecases/examine/finding.ts';
import { jsonForTerminal } from './escape-terminal.ts';
import { countLine, findingLines } from './finding-lines.ts';

export const DOCTOR_HELP = `rolecall doctor

  Would the bell ring? Looks at the trail, the rules in every Region, their targets, the policies of
  queues and key, subscriptions, secrets, destinations, dead letters, clocks, signs of life, the
  canary, and at roles and Regions that rolecall.yml leaves out. Changes nothing and tells nobody:
  the destinations were asked by Rolecall itself, within the last hour, without sending a notice.

    --deployed      in AWS, with your credentials, although a laptop runs here
    --stack NAME    the stack to look at (rolecall-prod)
    --region NAME   where it is (homeRegion of rolecall.yml)
    --config FILE   instead of rolecall.yml
    --json          one JSON document

  ✓ in order   ! worth a look   ✗ broken: somebody may enter and nobody be told   ? not known

  Answers 0 when nothing is broken, 1 when something is, 2 when something could not be looked at
  (a permission that is missing is named) and the rest is in order. What each check means and how to
  mend it: docs/operations.md.
`;

export interface DoctorRequest {
  readonly examination: Examination;
  /** "the stack rolecall-prod in us-east-1" */
  readonly where: string;
  readonly json: boolean;
  readonly write: (text: string) => void | Promise<void>;
}

/** Answers the exit code. */
export const doctor = async ({ examination, where, json, write }: DoctorRequest): Promise<number> => {
  const findings = await examine(examination);
  const counts = countsOf(findings);
  await write(
    json
      ? `${jsonForTerminal({ ok: counts.broken === 0, where, counts, findings })}\n`
      : `${where}\n\n${findingLines(findings)}\n${countLine(counts)}`,
  );
  return exitCodeOf(findings);
};

export const exitCodeOf = (findings: readonly Finding[]): number => {
  if (findings.some(({ state }) => state === 'broken')) return 1;
  return findings.some(({ unanswered }) => unanswered === true) ? 2 : 0;
};
