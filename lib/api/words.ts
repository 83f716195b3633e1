/** The words for every closed set the page shows. `satisfies` keeps them complete when a set grows. */
import type { CallerType, Certainty } from '../access/caller.ts';
import type { Door, DoorKind } from '../access/door.ts';
import type { ObservationCode } from '../access/observations.ts';
import type { EntryKind, MfaState } from '../access/role-access.ts';
import type { CardKind, CardOutcome } from '../history/card.ts';
import type { FilterField } from '../history/question.ts';
import type { ReadKind } from '../history/reads.ts';
import type { ReviewReason, ReviewState } from '../history/review.ts';
import type { Edition } from '../kernel/edition.ts';
import type { ReaderRole, Worded } from './contract.ts';

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
  'switch-role': ['console switch', 'With “Switch Role” in the AWS console: by hand, in a browser'],
  'roles-anywhere': [
    'certificate',
    'With a certificate, through IAM Roles Anywhere: a machine outside of AWS',
  ],
  unreadable: ['unreadable record', 'The record could not be decoded, so how it was done is not known'],
});

export const sayDoorKind = words<DoorKind>({
  trust: ['trust policy', 'Who may assume a role'],
  'role-rights': ['rights of a role', 'What a role may do'],
  'role-change': ['role', 'A role was deleted, retagged or made to last longer'],
  'iam-user': ['IAM user', 'Users, their keys, passwords, rights and second factors'],
  federation: ['identity provider', 'SAML and OpenID Connect providers'],
  'roles-anywhere': ['Roles Anywhere', 'Certificates that may become a role'],
  'identity-center': ['Identity Center', 'Assignments and permission sets of IAM Identity Center'],
  organization: ['organization', 'What AWS Organizations may do to the account'],
  login: ['login', 'A login beside the designated roles'],
  root: ['root user', 'The root user, by himself or by AssumeRoot'],
  'federation-token': ['federation token', 'Credentials that outlive the key they were made with'],
  'resource-policy': ['resource policy', 'Who may use a bucket, a key, a function, a queue, ...'],
  'public-access': ['public access', 'What kept the public out was changed'],
  sharing: ['sharing', 'Snapshots, images and resource shares'],
  'key-grant': ['key grant', 'Who may use a KMS key'],
  'function-code': ['function code', 'Whoever changes it acts with the function’s role'],
  trail: ['trail', 'What CloudTrail records'],
  detection: ['detection', 'What else watches: GuardDuty, Config, log groups, alarms'],
  rolecall: ['Rolecall itself', 'Its rules, queues, topics, table, functions and keys'],
  region: ['Region', 'A Region was enabled or disabled'],
});

/** The note is the decoder's own: `because`. */
export const DOOR_WEIGHT_WORDS: Readonly<Record<Door['weight'], string>> = {
  urgent: 'rings, urgent',
  normal: 'rings',
  recorded: 'recorded, not told',
};

export const sayObservation = words<ObservationCode>({
  denied: ['refused', 'AWS refused the attempt.'],
  'no-mfa': ['no MFA', 'No second factor was used.'],
  'service-entered': ['AWS service', 'An AWS service took the role.'],
  'chained-session': ['from another role', 'The caller was itself in a role session.'],
  'root-caller': ['root user', 'The root user of an account did it.'],
  'first-principal': ['first time', 'This caller had not entered the role before.'],
  'first-account': ['new account', 'Nobody from this account had entered the role before.'],
  'first-network': ['new network', 'Nobody had entered the role from this network before.'],
  'first-agent': ['new program', 'Nobody had entered the role with this kind of program before.'],
  'new-service': ['new service', 'This AWS service had not entered the role before.'],
  'baseline-incomplete': [
    'baseline incomplete',
    'Rolecall had not watched the role for long enough to say whether this was the first time.',
  ],
  'unexpected-account': ['unexpected account', 'The caller’s account is not expected to enter the role.'],
  'no-source-identity': [
    'no source identity',
    'Further roles of this session will not carry a person’s name.',
  ],
  'no-external-id': ['no external ID', 'The role is for a third party, and no external ID was passed.'],
  'out-of-hours': ['out of hours', 'It was outside of the owner’s working hours.'],
  'long-session': ['long session', 'The session may last longer than is usual for the role.'],
  'session-policy': ['session policy', 'The session was opened with a session policy.'],
  'session-tags': ['session tags', 'Its tags sound like a privilege, or go on into further roles.'],
  'repeated-denials': ['refused repeatedly', 'Attempts of this caller were refused again and again.'],
  'unpinned-source-identity': [
    'source identity not pinned',
    'The trust policy lets the caller choose whose name it is.',
  ],
  'unknown-session': [
    'session not known',
    'Its role was announced, which names no person, and this session of it was not known.',
  ],
  'used-elsewhere': ['used elsewhere', 'The session was used from another address than it was opened from.'],
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
  certificate: 'certificate',
  unknown: 'caller of unknown kind',
};

export const sayReviewState = words<ReviewState>({
  unreviewed: ['needs a look', 'Nobody has said anything about it yet.'],
  escalated: ['escalated', 'Somebody has to look into it.'],
  explained: ['explained', 'Somebody knows why it happened.'],
  acknowledged: ['acknowledged', 'Somebody has seen it.'],
  expected: ['expected', 'An exception had announced it: nobody was told.'],
  grouped: ['repeat', 'It repeats another access, which is looked at for both.'],
  recorded: ['recorded', 'A door that is kept and does not ring.'],
});

export const sayReason = words<ReviewReason>({
  'planned-work': ['planned work', 'It was announced, or belongs to a change.'],
  incident: ['incident', 'Somebody had to, to mend something.'],
  automation: ['automation', 'A pipeline or a program that does this by itself.'],
  test: ['test', 'Somebody tried something out, this alert perhaps.'],
  'false-alarm': ['false alarm', 'It is not what it was taken for.'],
  'not-ours': ['not ours', 'It belongs to somebody else, who knows of it.'],
  other: ['other', 'The note tells.'],
});

export const sayReaderRole = words<ReaderRole>({
  viewer: ['viewer', 'Reads the history.'],
  reviewer: ['reviewer', 'Reads and exports the history, and reviews accesses.'],
  responder: ['responder', 'Also makes exceptions and has notices sent again.'],
});

export const sayReadKind = words<ReadKind>({
  listed: ['looked through a list', 'Rows of the history left with it.'],
  opened: ['opened an access', 'Everything that is kept about it left with it.'],
  searched: ['searched', 'Values that begin with what was typed.'],
  exported: ['exported', 'Rows left as a file.'],
  overview: [
    'looked at the overview',
    'Numbers, and the people, roles, accounts and addresses met most often.',
  ],
  reads: ['looked at the audit of reads', 'The audit of reads itself.'],
});

export const CARD_KIND_WORDS: Readonly<Record<CardKind, string>> = {
  access: 'role entered',
  door: 'another door',
  unreadable: 'unreadable record',
};

export const CARD_OUTCOME_WORDS: Readonly<Record<CardOutcome, string>> = {
  success: 'it happened',
  denied: 'refused',
  failed: 'failed',
  unreadable: 'not readable',
};

/** Names of the filters, as headings. */
export const FIELD_WORDS: Readonly<Record<FilterField, string>> = {
  state: 'Review',
  person: 'Person',
  session: 'Session name',
  role: 'Role',
  account: 'Account',
  address: 'Address',
  ticket: 'Ticket',
  kind: 'Kind',
  entry: 'Way in',
  outcome: 'Outcome',
  certainty: 'Certainty',
  observation: 'Observation',
  home: 'Home account',
  assignee: 'Assigned to',
  exception: 'Exception',
  foundBy: 'Found',
};
