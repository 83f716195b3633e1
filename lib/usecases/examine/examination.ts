/** What the doctor is given. */
import type { Survey } from '../../history/survey.ts';
import type { SweepMarks } from '../../history/trail.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Policy } from '../../policy/policy.ts';

export interface ExpectedRule {
  readonly name: string;
  /** As JSON. */
  readonly pattern: unknown;
}

/** Where the parts of the stack are. */
export interface Places {
  /** URLs. */
  readonly queues: {
    readonly intake: string;
    readonly intakeDeadLetters: string;
    readonly ruleDeadLetters: string;
    readonly deliveryDeadLetters: string;
    readonly enrichDeadLetters?: string;
    readonly canary?: string;
  };
  /** By destination id; those of the operator and the canary among them. */
  readonly topicArns: Readonly<Record<string, string>>;
  readonly canaryRoleArn?: string;
  /** Names of the second, independent rules, which tell the operator straight away. */
  readonly watchRules?: readonly string[];
}

export interface Examination {
  readonly policy: Policy;
  readonly survey: Survey;
  readonly marks: Pick<SweepMarks, 'read'>;
  readonly clock: Clock;
  /** What packaging makes of the policy, the canary's own rule not among them. */
  readonly rules: readonly ExpectedRule[];
  /** Absent while there is no stack. */
  readonly places?: Places;
  /** Names of the parameters that hold secrets. */
  readonly secrets: readonly string[];
}
