/** The words for every closed set the page shows. `satisfies` keeps them complete when a set grows. */
import type { CallerType, Certainty } from '../access/caller.ts';
import type { ObservationCode } from '../access/observations.ts';
import type { EntryKind, MfaState } from '../access/role-access.ts';
import type { Edition } from '../kernel/edition.ts';
import type { Worded } from './contract.ts';

const words = <Code extends string>(
  texts: Readonly<Record<Code, readonly [words: string, note: string]>>,
): ((code: Code) => Worded<Code>) => {
  return (code) => ({ code, words: texts[code][0], note: texts[code][1] });
};

export const sayCertainty = words<Certainty>({
  asserted: ['asserted', 'AWS or the identity provider says so'],
  resolved: ['resolved', 'joined from a second record or looked up'],
  claimed: ['claimed', 'the caller chose these words; nobody vouches for them'],
  unknown: ['unknown', 'nothing in the record names a person'],
});

export const sayMfa = words<MfaState>({
  yes: ['with MFA', 'The record says that a second factor was used.'],
  no: ['without MFA', 'The record says that no second factor was used.'],
  'not-recorded': [
    'MFA not recorded',
    'The record does not tell. In the copy of the role’s account it never does for callers of another account.',
  ],
});

export const sayEntry = words<EntryKind | 'unreadable'>({
  'assume-role': ['AssumeRole', 'With keys or another session: command line, SDK or a program'],
  saml: ['single sign-on', 'Through SAML: IAM Identity Center or another identity provider'],
  'web-identity': ['web identity', 'With a token of an OIDC provider: a pipeline, a cluster, an app'],
  'switch-role': ['console switch', 'With “Switch role” in the AWS console'],
  unreadable: ['unreadable record', 'The record could not be decoded, so how it was done is not known'],
});

export const sayObservation = words<ObservationCode>({
  denied: ['refused', 'AWS refused the attempt.'],
  'no-mfa': ['no MFA', 'No second factor was used.'],
  'service-entered': ['AWS service', 'An AWS service took the role.'],
  'chained-session': ['from another role', 'The caller was itself in a role session.'],
  'root-caller': ['root user', 'The root user of an account did it.'],
});

export const sayFoundBy = words<'event' | 'sweep'>({
  event: ['by its event', 'EventBridge brought the record when it was written'],
  sweep: ['by the sweep', 'EventBridge did not bring it; CloudTrail was asked afterwards'],
});

export const EDITION_WORDS: Readonly<Record<Edition, string>> = {
  owner: 'owner’s edition',
  client: 'client’s edition',
};

export const CALLER_TYPE_WORDS: Readonly<Record<CallerType, string>> = {
  'iam-user': 'IAM user',
  'role-session': 'role session',
  root: 'root user',
  'aws-service': 'AWS service',
  'saml-user': 'single sign-on user',
  'web-identity': 'web identity',
  'federated-user': 'federated user',
  'identity-center-user': 'Identity Center user',
  'other-account': 'caller',
  unknown: 'caller of unknown kind',
};
