import type { Policy } from '../lib/policy/policy.ts';

export interface TopicPart {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
}

/** Who hears the alarms: the mail addresses of the default owner's `sns` destinations. */
export function emailsOfDefaultOwner(policy: Policy): readonly string[];

export function topicResources(
  policy: Policy,
  operatorEmails: readonly string[],
  /** Logical ids of the rules that publish to the operator's topic. */
  watchNames: readonly string[],
): Readonly<Record<string, TopicPart>>;

export const OPERATOR_DESTINATION: string;

export function ownTopicArns(policy: Policy): readonly unknown[];

export function publishedTopicArns(policy: Policy): readonly unknown[];

/** The text of TOPIC_ARNS, or the `Fn::Sub` that makes it. */
export function topicArnsText(policy: Policy): unknown;
