/** `rolecall check`: every mistake of `rolecall.yml`, or what it will do; on request also what the deploy still lacks. */
import { type ConfigurationProblem, problemText } from '../lib/config/configuration-problem.ts';
import { type DecodedConfiguration, decodeConfiguration } from '../lib/config/decode-configuration.ts';
import type { Policy } from '../lib/policy/policy.ts';
import type { Finding } from '../lib/usecases/examine/finding.ts';
import { exitCodeOf } from './doctor.ts';
import { findingLines } from './finding-lines.ts';
import { type PolicySummary, summarisePolicy, summaryText } from './check-summary.ts';

export interface CheckRequest {
  readonly configurationText: string;
  /** Name of the file, for the words only. */
  readonly file: string;
  /** Asks AWS what stands, as `rolecall doctor` does, when given. */
  readonly examine?: (policy: Policy) => Promise<readonly Finding[]>;
  readonly write: (text: string) => void;
  /** One JSON document instead of words. */
  readonly json?: boolean;
  /** Accepts `env:NAME`, for the laptop. */
  readonly allowEnvSecrets?: boolean;
}

/** Writes what was found. Answers the exit code: 0 when nothing is wrong or missing, else 1. */
export const check = async (request: CheckRequest): Promise<number> => {
  const decoded = decodeConfiguration(request.configurationText, {
    allowEnvSecrets: request.allowEnvSecrets ?? false,
  });
  const report = decoded.ok ? await reportOn(decoded.value, request) : failure(request.file, decoded.error);
  request.write(request.json ? `${JSON.stringify(report, undefined, 2)}\n` : reportText(report));
  return report.ok ? 0 : 1;
};

interface CheckReport {
  readonly file: string;
  readonly ok: boolean;
  readonly problems: readonly ConfigurationProblem[];
  readonly warnings: readonly ConfigurationProblem[];
  /** Absent while there are problems. */
  readonly summary?: PolicySummary;
  /** Absent unless AWS was asked. */
  readonly deployed?: readonly Finding[];
}

const failure = (file: string, problems: readonly ConfigurationProblem[]): CheckReport => ({
  file,
  ok: false,
  problems: problems.filter(({ level }) => level === 'error'),
  warnings: problems.filter(({ level }) => level === 'warning'),
});

const reportOn = async (
  { policy, warnings }: DecodedConfiguration,
  { file, examine }: CheckRequest,
): Promise<CheckReport> => {
  const findings = await examine?.(policy);
  return {
    file,
    // As the doctor's exit code: 0.
    ok: findings === undefined || exitCodeOf(findings) === 0,
    problems: [],
    warnings,
    summary: summarisePolicy(policy),
    ...(findings ? { deployed: findings } : {}),
  };
};

const reportText = ({ file, problems, warnings, summary, deployed }: CheckReport): string => {
  const verdict = summary ? 'in order' : counted(problems.length, 'mistake');
  return [
    `${file}: ${verdict}\n`,
    ...section('Mistakes', problems.map(problemText)),
    ...section('Warnings', warnings.map(problemText)),
    ...(summary ? [summaryText(summary)] : []),
    ...(deployed === undefined ? [] : [`Deployed\n${findingLines(deployed)}`]),
  ].join('\n');
};

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : [`${title}\n${lines.map((line) => `  ${line}\n`).join('')}`];

const counted = (count: number, noun: string): string => `${String(count)} ${noun}${count === 1 ? '' : 's'}`;
