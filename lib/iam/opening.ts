/** Whom a policy (or a grant, or a list of accounts) lets in, and on what conditions. */

export const OPENING_KINDS = [
  /** `*`: anybody with an AWS account, or nobody at all signed in. */
  'everyone',
  /** A whole account: whomever its administrators let. */
  'account',
  'role',
  'user',
  /** `assumed-role/...` or `federated-user/...` */
  'session',
  /** A bare `AROA...`/`AIDA...`: whoever it was has been deleted. */
  'deleted-principal',
  /** 64 hexadecimal characters in an ACL. */
  'canonical-user',
  /** A SAML or OpenID Connect provider. */
  'federated',
  'service',
  /** Everybody but those named: `NotPrincipal`. */
  'everyone-but',
  'organization',
  /** Something that could not be understood: taken for outside. */
  'unclear',
] as const;
export type OpeningKind = (typeof OPENING_KINDS)[number];

export interface Opening {
  readonly kind: OpeningKind;
  /** As written: an ARN, an account number, `*`, a canonical id, a provider's ARN, a service's host. */
  readonly principal: string;
  /** Home of the principal, where the principal tells. */
  readonly accountId?: string;
  /** True when it lets in somebody who is not of our accounts; services of AWS and our own providers are not outside. */
  readonly outside: boolean;
  /**
   * What the conditions really hold back, as a clause each: "with the external ID", "with MFA", "from 203.0.113.0/24".
   * Conditions that only look restrictive (`StringLike *`, `...IfExists`, a tag the caller sets) are not among them.
   */
  readonly onlyIf: readonly string[];
  /** What one would expect there and does not find, as a clause each: "without external ID", "for every repository". */
  readonly without: readonly string[];
}

/** What a trust policy demands of whoever enters. `pinned`: one value (or the caller's own name); `limited`: a pattern. */
export type Pin = 'pinned' | 'limited' | 'free';

export interface TrustPins {
  readonly sessionName: Pin;
  readonly sourceIdentity: Pin;
  readonly mfa: boolean;
  readonly externalId: boolean;
}
