/** The owner's edition: everything the record tells, in the order of the questions at 3 a.m. */
import { CREDENTIAL_ID } from '../access/read-caller.ts';
import type { RoleAccess } from '../access/role-access.ts';
import { oneLine } from '../kernel/one-line.ts';
import { describeDuration, describeTime } from './describe-time.ts';
import { enrichedFacts } from './enriched-facts.ts';
import type { Fact } from './notification.ts';
import type { Surroundings } from './surroundings.ts';
import { MFA_NOTE, MFA_WORDS, VALUE_LENGTH } from './value-words.ts';
import { whoFacts } from './who-facts.ts';

export const ownerFacts = (access: RoleAccess, around: Surroundings): readonly Fact[] =>
  [
    ...whoFacts(access.caller, around),
    ...roleFacts(access, around),
    ...sessionFacts(access, around),
    ...enrichedFacts(access, around.timeZone),
    ...ifUnexpected(access),
    ...access.observations.map((observation) => ({ label: 'Note', value: observation.reason })),
    ...(around.foundLateSeconds === undefined
      ? []
      : [
          {
            label: 'Found',
            value: `by the sweep, ${describeDuration(around.foundLateSeconds)} late: EventBridge did not deliver it`,
          },
        ]),
  ].map((fact) => ({ ...fact, value: oneLine(fact.value, VALUE_LENGTH) }));

/** What somebody woken at night can do. */
const ifUnexpected = (access: RoleAccess): readonly Fact[] => [
  { label: 'If unexpected', value: adviceFor(access) },
];

const adviceFor = (access: RoleAccess): string => {
  if (access.outcome === 'denied') return 'nobody got in; ask whoever it names, and look for more attempts';
  if (access.caller.type === 'aws-service') {
    const service = access.caller.service ?? access.caller.label;
    return `look who can create or change ${oneLine(service, NAME_LENGTH)} resources with this role (iam:PassRole)`;
  }
  return isOfIdentityCenter(access)
    ? 'disable the user in IAM Identity Center, then ask who it was'
    : 'revoke the active sessions of the role in IAM, then ask who it was';
};

const NAME_LENGTH = 100;

/** Nobody can change these roles in IAM. https://docs.aws.amazon.com/singlesignon/latest/userguide/revoke-user-permissions.html */
const isOfIdentityCenter = ({ role }: RoleAccess): boolean =>
  role?.arn.includes(':role/aws-reserved/sso.amazonaws.com/') === true;

const roleFacts = (access: RoleAccess, around: Surroundings): readonly Fact[] => [
  { label: 'Role', value: access.role?.arn ?? 'not named in the record' },
  { label: 'Account', value: `${around.accountName} (${access.accountId})` },
  ...(access.outcome === 'denied'
    ? [{ label: 'Refused with', value: access.errorCode ?? 'no error code' }]
    : []),
  ...(access.session.explicitTrustGrant === false
    ? [
        {
          label: 'Trust',
          value: 'the role entered itself, which its trust policy does not grant: AWS lets older roles do so',
        },
      ]
    : []),
  ...(access.caller.evidence.some(({ source }) => source === CREDENTIAL_ID)
    ? [{ label: 'Acting', value: 'an application, for this user', note: 'by IAM Identity Center' }]
    : []),
];

const sessionFacts = (access: RoleAccess, around: Surroundings): readonly Fact[] => {
  const { session } = access;
  return [
    { label: 'When', value: describeTime(access.time, around.timeZone), note: access.time },
    ...(session.expires === undefined
      ? []
      : [{ label: 'Until', value: describeTime(session.expires, around.timeZone) }]),
    ...(session.name === undefined
      ? []
      : [{ label: 'Session name', value: session.name, note: sessionNote(access) }]),
    ...(session.sourceIdentity === undefined
      ? []
      : [{ label: 'Source identity', value: session.sourceIdentity }]),
    { label: 'From where', value: originOf(access), ...originNote(access) },
    { label: 'MFA', value: MFA_WORDS[access.mfa], ...mfaNote(access) },
    ...(access.caller.type === 'other-account'
      ? [{ label: 'External ID', value: session.externalId.replace('-', ' ') }]
      : []),
    { label: 'Recorded in', value: regionOf(access) },
  ];
};

const sessionNote = ({ kind, trust, caller }: RoleAccess): string => {
  if (kind === 'saml') return 'set by the identity provider';
  if (kind === 'roles-anywhere') return 'serial number of the certificate, unless the machine may choose';
  if (caller.type === 'aws-service') return 'chosen by the AWS service';
  return trust?.sessionName === 'pinned' ? 'pinned by the trust policy' : 'chosen by the caller';
};

const originOf = (access: RoleAccess): string =>
  access.origin.kind === 'aws' ? `AWS itself (${access.origin.text})` : access.origin.text;

const BY_CONSOLE = 'the console made the call; the person’s address is in the SwitchRole record';

const originNote = (access: RoleAccess): { readonly note?: string } =>
  access.origin.text === 'AWS Internal' && access.kind !== 'saml'
    ? { note: access.firstUse === undefined ? BY_CONSOLE : 'the console made the call' }
    : access.kind === 'saml' && access.origin.kind !== 'unknown'
      ? { note: 'a server of the identity provider may stand between' }
      : {};

const mfaNote = ({ mfa, trust }: RoleAccess): { readonly note?: string } =>
  mfa === 'yes' && trust?.mfa === true ? { note: 'demanded by the trust policy' } : MFA_NOTE[mfa];

const regionOf = (access: RoleAccess): string =>
  access.recorded.servedBy === undefined
    ? access.recorded.region
    : `${access.recorded.region}, served by ${access.recorded.servedBy}`;
