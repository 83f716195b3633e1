/** The owner's edition: everything the record tells, in the order of the questions at 3 a.m. */
import type { MfaState, RoleAccess } from '../access/role-access.ts';
import { oneLine } from '../kernel/one-line.ts';
import { CERTAINTY_WORDS, callerName } from './describe-caller.ts';
import { describeDuration, describeTime } from './describe-time.ts';
import type { Fact } from './notification.ts';
import type { Surroundings } from './surroundings.ts';

const MFA_WORDS: Readonly<Record<MfaState, string>> = {
  yes: 'yes',
  no: 'no',
  'not-recorded': 'not recorded',
};

/** Longest value of a fact: below the smallest limit of any channel. */
const VALUE_LENGTH = 600;

export const ownerFacts = (access: RoleAccess, around: Surroundings): readonly Fact[] =>
  [
    ...whoFacts(access, around),
    ...roleFacts(access, around),
    ...sessionFacts(access, around),
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

/** What somebody woken at night can do, when a person has come in. */
const ifUnexpected = (access: RoleAccess): readonly Fact[] =>
  access.outcome === 'denied' || access.caller.type === 'aws-service'
    ? []
    : [
        {
          label: 'If unexpected',
          value: 'revoke the active sessions of the role in IAM, then ask who it was',
        },
      ];

const whoFacts = (access: RoleAccess, around: Surroundings): readonly Fact[] => {
  const { caller } = access;
  const best = caller.evidence[0];
  return [
    { label: 'Who', value: callerName(caller), note: CERTAINTY_WORDS[caller.certainty] },
    ...(best === undefined ? [] : [{ label: 'How we know', value: best.note, note: `from ${best.source}` }]),
    ...(caller.accountId === undefined
      ? []
      : [{ label: 'From account', value: homeOf(caller.accountId, around) }]),
    ...(caller.arn === undefined ? [] : [{ label: 'Caller', value: caller.arn }]),
    ...(caller.arn === undefined && caller.principalId !== undefined
      ? [{ label: 'Caller', value: caller.principalId, note: 'principal id; the record holds no ARN' }]
      : []),
  ];
};

const homeOf = (accountId: string, around: Surroundings): string => {
  const name = around.home.same ? around.accountName : around.home.name;
  return name === undefined ? `${accountId}, not in the configuration` : `${name} (${accountId})`;
};

const roleFacts = (access: RoleAccess, around: Surroundings): readonly Fact[] => [
  { label: 'Role', value: access.role?.arn ?? 'not named in the record' },
  { label: 'Account', value: `${around.accountName} (${access.accountId})` },
  ...(access.outcome === 'denied'
    ? [{ label: 'Refused with', value: access.errorCode ?? 'no error code' }]
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
    { label: 'MFA', value: MFA_WORDS[access.mfa], ...mfaNote(access.mfa) },
    ...(access.caller.type === 'other-account'
      ? [{ label: 'External ID', value: session.externalId.replace('-', ' ') }]
      : []),
    { label: 'Recorded in', value: regionOf(access) },
  ];
};

const sessionNote = (access: RoleAccess): string =>
  access.kind === 'saml' ? 'set by the identity provider' : 'chosen by the caller';

const originOf = (access: RoleAccess): string =>
  access.origin.kind === 'aws' ? `AWS itself (${access.origin.text})` : access.origin.text;

const originNote = (access: RoleAccess): { readonly note?: string } =>
  access.origin.text === 'AWS Internal'
    ? { note: 'the console made the call; the person’s address is in the SwitchRole record' }
    : access.kind === 'saml' && access.origin.kind === 'address'
      ? { note: 'a server of the identity provider may stand between' }
      : {};

const mfaNote = (mfa: MfaState): { readonly note?: string } =>
  mfa === 'not-recorded' ? { note: 'this kind of record cannot tell' } : {};

const regionOf = (access: RoleAccess): string =>
  access.recorded.servedBy === undefined
    ? access.recorded.region
    : `${access.recorded.region}, served by ${access.recorded.servedBy}`;
