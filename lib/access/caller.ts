/** Who it was: a claim, with how sure we are and why. */

/**
 * `asserted`: AWS or the identity provider says so; `resolved`: we joined or looked it up;
 * `claimed`: the caller chose the words; `unknown`: nothing names a person.
 */
export const CERTAINTIES = ['asserted', 'resolved', 'claimed', 'unknown'] as const;
export type Certainty = (typeof CERTAINTIES)[number];

/** What the caller is, after CloudTrail's `userIdentity.type`. */
export const CALLER_TYPES = [
  'iam-user',
  'role-session',
  'root',
  'aws-service',
  'saml-user',
  'web-identity',
  'federated-user',
  'identity-center-user',
  'other-account',
  /** A machine with a certificate, by IAM Roles Anywhere. */
  'certificate',
  'unknown',
] as const;
export type CallerType = (typeof CALLER_TYPES)[number];

/** The source of what a SwitchRole record tells about an access that another record told first. */
export const SWITCH_FROM = 'additionalEventData.SwitchFrom';

/** One reason for what we say about the caller, in the order of weight. */
export interface Evidence {
  /** Where it stands in the record, e.g. `requestParameters.roleSessionName`. */
  readonly source: string;
  readonly value: string;
  readonly certainty: Certainty;
  /** A clause a reader understands: "session name, chosen by the caller". */
  readonly note: string;
}

export interface Caller {
  readonly type: CallerType;
  /** The best human name there is; never empty. */
  readonly label: string;
  readonly certainty: Certainty;
  /** Home of the caller. Absent for services and some federated callers. */
  readonly accountId?: string;
  readonly principalId?: string;
  readonly arn?: string;
  /** Of the session (or user) that made the call: an identifier, not a secret. */
  readonly accessKeyId?: string;
  /** ISO 8601, UTC: when that session began. With `principalId` it tells the session where keys differ. */
  readonly sessionCreated?: string;
  /** The AWS service that took the role, or in which the program runs that did: `lambda.amazonaws.com`. */
  readonly service?: string;
  readonly evidence: readonly Evidence[];
}
