/** What the doctor looked at, and what it found. */
import { SurveyRefused } from '../../history/survey.ts';

/** In the order in which a person would mend them. */
export const DOCTOR_CHECKS = [
  'stack',
  'secret',
  'trail',
  'rule',
  'target',
  'queue-policy',
  'key-policy',
  'subscription',
  'destination',
  'dead-letters',
  'clock',
  'heartbeat',
  'last-record',
  'sweep',
  'canary',
  'role-missing',
  'role-undesignated',
  'organization-role',
  'region',
] as const;
export type DoctorCheck = (typeof DOCTOR_CHECKS)[number];

/**
 * `broken`: somebody may enter and nobody is told; `warning`: worth a look, the bell rings all the same; `unknown`: it
 * could not be looked at.
 */
export const FINDING_STATES = ['ok', 'warning', 'broken', 'unknown'] as const;
export type FindingState = (typeof FINDING_STATES)[number];

export interface Finding {
  readonly check: DoctorCheck;
  readonly state: FindingState;
  /** What was looked at: "rule RoleEntries1 in us-east-1". Stable: it tells whether a fault is new. */
  readonly subject: string;
  readonly sentence: string;
  /** What to do, in words. */
  readonly mend?: string;
  /** What to type. */
  readonly command?: string;
  /** What IAM would have to allow for an answer. */
  readonly missingAction?: string;
  /** AWS, or the table, did not answer. */
  readonly unanswered?: true;
}

type Words = Pick<Finding, 'subject' | 'sentence'> & Partial<Pick<Finding, 'mend' | 'command'>>;

/** Findings of one check. */
export const findingsOf = (check: DoctorCheck) => ({
  ok: (subject: string, sentence: string): Finding => ({ check, state: 'ok', subject, sentence }),
  warning: (words: Words): Finding => ({ check, state: 'warning', ...words }),
  broken: (words: Words): Finding => ({ check, state: 'broken', ...words }),
  unknown: (words: Words): Finding => ({ check, state: 'unknown', ...words }),
});

/** Looks, and turns a question that is not answered into a finding: the other questions are asked all the same. */
export const orUnknown = async (
  check: DoctorCheck,
  subject: string,
  look: () => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> => {
  try {
    return await look();
  } catch (error) {
    return [notAnswered(check, subject, error)];
  }
};

const notAnswered = (check: DoctorCheck, subject: string, error: unknown): Finding => {
  if (!(error instanceof SurveyRefused)) {
    const name = error instanceof Error ? error.name : 'unknown error';
    return {
      check,
      state: 'unknown',
      subject,
      sentence: `could not be looked at (${name})`,
      unanswered: true,
    };
  }
  const { action, code, isDenied } = error;
  return isDenied
    ? {
        check,
        state: 'unknown',
        subject,
        sentence: `could not be looked at: ${action} is not allowed (${code})`,
        mend: `allow ${action}`,
        missingAction: action,
        unanswered: true,
      }
    : {
        check,
        state: 'unknown',
        subject,
        sentence: `could not be looked at: ${action} failed (${code})`,
        unanswered: true,
      };
};

/** Names that people read: at most so many of them. */
export const someOf = (names: readonly string[], most = 8): string =>
  names.length <= most
    ? names.join(', ')
    : `${names.slice(0, most).join(', ')} and ${String(names.length - most)} more`;

/** A word of a command line as a shell takes it. */
export const shellWord = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
