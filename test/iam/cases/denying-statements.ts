/** Deny statements that surely keep out, and others. */
import {
  OWN,
  OWN_TOO,
  STRANGER,
  OWN_ORGANIZATION,
  type PolicyCase,
  document,
  allow,
  deny,
  role,
  root,
  provider,
  HUB,
} from '../policy-parts.ts';

export const DENYING_STATEMENTS: readonly PolicyCase[] = [
  {
    name: 'a Deny for everybody but our organization',
    policy: document(allow('*'), deny('*', { StringNotEquals: { 'aws:PrincipalOrgID': OWN_ORGANIZATION } })),
    says: `everybody in organization ${OWN_ORGANIZATION}`,
    outside: false,
  },
  {
    name: 'a Deny for everybody but our account',
    policy: document(
      allow({ AWS: ['*', STRANGER] }),
      deny('*', { StringNotEquals: { 'aws:PrincipalAccount': OWN } }),
    ),
    says: `account ${OWN}`,
    outside: false,
  },
  {
    name: 'a Deny that spares whoever lacks the key',
    policy: document(
      allow('*'),
      deny('*', { 'ForAnyValue:StringNotEquals': { 'aws:PrincipalOrgID': OWN_ORGANIZATION } }),
    ),
    says: 'everybody',
    outside: true,
  },
  {
    name: 'a Deny with a list of values',
    policy: document(
      allow('*'),
      deny('*', { 'ForAllValues:StringNotLike': { 'aws:PrincipalOrgPaths': `${OWN_ORGANIZATION}/*` } }),
    ),
    says: `everybody in organization ${OWN_ORGANIZATION}/*`,
    outside: false,
  },
  {
    name: 'a Deny of one organization',
    policy: document(allow('*'), deny('*', { StringEquals: { 'aws:PrincipalOrgID': 'o-theirs0000' } })),
    says: 'everybody',
    outside: true,
  },
  {
    name: 'a Deny for everybody but those named',
    policy: document(allow('*'), {
      Effect: 'Deny',
      NotPrincipal: { AWS: [root(OWN), role(OWN, 'x')] },
      Action: 'sts:AssumeRole',
    }),
    says: `account ${OWN}; role x of account ${OWN}`,
    outside: false,
  },
  {
    name: 'a Deny for everybody but those named, everybody among them',
    policy: document(allow('*'), {
      Effect: 'Deny',
      NotPrincipal: { AWS: [root(OWN), '*'] },
      Action: 'sts:AssumeRole',
    }),
    says: 'everybody',
    outside: true,
  },
  {
    name: 'a Deny for everybody but those named, under a condition',
    policy: document(allow('*'), {
      Effect: 'Deny',
      NotPrincipal: { AWS: root(OWN) },
      Action: 'sts:AssumeRole',
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    }),
    says: 'everybody',
    outside: true,
  },
  {
    name: 'a Deny for all',
    policy: document(allow({ AWS: ['*', STRANGER] }), deny('*')),
    says: '',
    outside: false,
  },
  {
    name: 'a Deny of another action',
    policy: document(allow(STRANGER), deny('*', undefined, { Action: 'sts:TagSession' })),
    says: `account ${STRANGER}, without external ID`,
    outside: true,
  },
  {
    name: 'a Deny of some of the actions',
    policy: document(
      allow(STRANGER, undefined, { Action: 'sts:*' }),
      deny('*', undefined, { Action: 'sts:Assume*' }),
    ),
    says: `account ${STRANGER}, without external ID`,
    outside: true,
  },
  {
    name: 'a Deny of the action that matters',
    policy: document(
      allow(STRANGER, undefined, { Action: 'sts:*' }),
      deny('*', undefined, { Action: 'STS:assume*' }),
    ),
    actions: ['sts:AssumeRole'],
    says: '',
    outside: false,
  },
  {
    name: 'a Deny of all but another action',
    policy: document(
      allow(STRANGER),
      deny('*', undefined, { Action: undefined, NotAction: 'sts:TagSession' }),
    ),
    says: '',
    outside: false,
  },
  {
    name: 'a Deny of all but this action',
    policy: document(allow(STRANGER), deny('*', undefined, { Action: undefined, NotAction: 'sts:Assume*' })),
    says: `account ${STRANGER}, without external ID`,
    outside: true,
  },
  {
    name: 'a Deny of another resource',
    policy: document(
      allow('*', undefined, { Action: 's3:*', Resource: 'arn:aws:s3:::b/*' }),
      deny('*', undefined, { Action: 's3:*', Resource: 'arn:aws:s3:::b' }),
    ),
    says: 'everybody',
    outside: true,
  },
  {
    name: 'a Deny of the whole resource',
    policy: document(
      allow('*', undefined, { Action: 's3:Get*', Resource: 'arn:aws:s3:::b/a/*' }),
      deny(
        '*',
        { StringNotEquals: { 'aws:PrincipalAccount': [OWN, OWN_TOO] } },
        { Action: 's3:*', Resource: ['arn:aws:s3:::b', 'arn:aws:s3:::b/*'] },
      ),
    ),
    says: `account ${OWN}; account ${OWN_TOO}`,
    outside: false,
  },
  {
    name: 'a Deny of the stranger',
    policy: document(allow({ AWS: [role(STRANGER, 'x'), root(OWN)] }), deny({ AWS: root(STRANGER) })),
    says: `account ${OWN}`,
    outside: false,
  },
  {
    name: 'a Deny of one role of the stranger',
    policy: document(allow({ AWS: [STRANGER] }), deny({ AWS: role(STRANGER, 'x') })),
    says: `account ${STRANGER}, without external ID`,
    outside: true,
  },
  {
    name: 'a Deny without encryption',
    policy: document(allow('*'), deny('*', { Bool: { 'aws:SecureTransport': 'false' } })),
    says: 'everybody',
    outside: true,
  },
  {
    name: 'a Deny without MFA',
    policy: document(allow(STRANGER), deny('*', { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } })),
    says: `account ${STRANGER}, with MFA, without external ID`,
    outside: true,
  },
  {
    name: 'a Deny without MFA that spares keys',
    policy: document(allow(STRANGER), deny('*', { Bool: { 'aws:MultiFactorAuthPresent': 'false' } })),
    says: `account ${STRANGER}, without external ID`,
    outside: true,
  },
  {
    name: 'a Deny without external ID',
    policy: document(allow(STRANGER), deny('*', { StringNotEquals: { 'sts:ExternalId': 'hunter2' } })),
    says: `account ${STRANGER}, with the external ID`,
    outside: true,
  },
  {
    name: 'a data perimeter',
    policy: document(
      allow('*'),
      deny('*', {
        StringNotEqualsIfExists: { 'aws:PrincipalOrgID': OWN_ORGANIZATION },
        BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
      }),
    ),
    says: `everybody in organization ${OWN_ORGANIZATION}`,
    outside: false,
  },
  {
    name: 'a data perimeter with another way out',
    policy: document(
      allow('*'),
      deny('*', {
        StringNotEqualsIfExists: { 'aws:PrincipalOrgID': OWN_ORGANIZATION },
        BoolIfExists: { 'aws:PrincipalIsAWSService': 'false', 'aws:ViaAWSService': 'false' },
      }),
    ),
    says: 'everybody',
    outside: true,
  },
  {
    name: 'a data perimeter that spares one account of a stranger',
    policy: document(
      allow('*'),
      deny('*', {
        StringNotEquals: { 'aws:PrincipalOrgID': OWN_ORGANIZATION, 'aws:PrincipalAccount': STRANGER },
      }),
    ),
    says: `account ${STRANGER}, without external ID; everybody in organization ${OWN_ORGANIZATION}`,
    outside: true,
  },
  {
    name: 'a network by a Deny',
    policy: document(allow('*'), deny('*', { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } })),
    says: 'everybody, from 203.0.113.0/24',
    outside: true,
  },
  {
    name: 'a Deny with a condition nobody can read',
    policy: document(allow('*'), deny('*', undefined, { Condition: 'x' })),
    says: 'everybody',
    outside: true,
  },
  {
    name: 'a Deny for whoever has an account spares web identities',
    policy: document(
      allow(provider(HUB), undefined, { Action: 'sts:*' }),
      deny({ AWS: '*' }, undefined, { Action: 'sts:*' }),
    ),
    says: 'everybody at GitHub',
    outside: true,
  },
  {
    name: 'a Deny for everybody does not',
    policy: document(
      allow(provider(HUB), undefined, { Action: 'sts:*' }),
      deny('*', undefined, { Action: '*' }),
    ),
    says: '',
    outside: false,
  },
];
