/** What a trust policy demands of a caller. */
import type { TrustPins } from './opening.ts';
import type { PolicyDocument } from './read-policy.ts';

/** Who entered, as far as the trusting account's record tells. */
export interface Entering {
  readonly accountId?: string;
  /** ARN or principal id; absent where only the account is known. */
  readonly arn?: string;
  readonly action: 'sts:AssumeRole' | 'sts:AssumeRoleWithSAML' | 'sts:AssumeRoleWithWebIdentity';
}

/** The weakest of the statements by which they may have come in: what is pinned by one of two is not pinned. */
export const trustPins = (_policy: PolicyDocument, _entering: Entering): TrustPins => ({
  sessionName: 'free',
  sourceIdentity: 'free',
  mfa: false,
  externalId: false,
});
