/**
 * Who it was: `userIdentity` and whatever else in the record names somebody, as a claim with its evidence.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
import { parseArn, parseAssumedRoleArn } from '../kernel/arn.ts';
import { at, compact, type JsonObject, textAt } from '../kernel/json.ts';
import type { Caller, CallerType, Certainty, Evidence } from './caller.ts';
import { labelOf, namelessLabel } from './caller-label.ts';
import { readSourceIdentity } from './read-session.ts';
import { mayNamePerson, sessionOf } from './session-name.ts';

const TYPES: ReadonlyMap<string, CallerType> = new Map([
  ['Root', 'root'],
  ['IAMUser', 'iam-user'],
  ['AssumedRole', 'role-session'],
  ['Role', 'role-session'],
  ['FederatedUser', 'federated-user'],
  ['AWSAccount', 'other-account'],
  ['AWSService', 'aws-service'],
  ['SAMLUser', 'saml-user'],
  ['WebIdentityUser', 'web-identity'],
  ['IdentityCenterUser', 'identity-center-user'],
]);

/** Reads the caller. Never throws: what is absent makes the label weaker, down to the bare principal id. */
export const readCaller = (record: JsonObject): Caller => {
  const type = TYPES.get(textAt(record, 'userIdentity', 'type') ?? '') ?? 'unknown';
  const evidence = gatherEvidence(record, type);
  const best = evidence.find((piece) => piece.certainty !== 'unknown');
  const identity = at(record, 'userIdentity');
  return {
    type,
    label: best === undefined ? namelessLabel(record, type) : labelOf(best, type, record),
    certainty: best?.certainty ?? 'unknown',
    evidence,
    ...compact({
      accountId: textAt(identity, 'accountId'),
      principalId: textAt(identity, 'principalId'),
      arn: textAt(identity, 'arn'),
      service: type === 'aws-service' ? textAt(identity, 'invokedBy') : undefined,
    }),
  };
};

/** Every piece of the record that speaks about the caller, the weightiest first. */
const gatherEvidence = (record: JsonObject, type: CallerType): readonly Evidence[] => [
  ...assertedBy(record, type),
  ...claimedBy(record, type),
  ...delegateOf(record),
  ...principalOf(record),
];

const assertedBy = (record: JsonObject, type: CallerType): readonly Evidence[] => {
  const identity = at(record, 'userIdentity');
  const name = textAt(identity, 'userName');
  const arn = textAt(identity, 'arn');
  switch (type) {
    case 'aws-service':
      return [
        ...asserted('userIdentity.invokedBy', textAt(identity, 'invokedBy'), 'the AWS service, named by AWS'),
        ...asserted(SESSION_NAME, sessionNameOf(record), 'session name, chosen by the AWS service'),
      ];
    case 'iam-user':
      return asserted(
        name === undefined ? 'userIdentity.arn' : 'userIdentity.userName',
        name ?? lastSegment(arn),
        'IAM user, named by AWS',
      );
    case 'root':
      return asserted('userIdentity.type', 'root user', 'the root user of the account, named by AWS');
    case 'saml-user':
      return namedBySaml(record);
    case 'web-identity':
      return [
        ...asserted(
          'sourceIdentity',
          readSourceIdentity(record),
          'source identity, set by the OpenID Connect provider',
        ),
        ...asserted('userIdentity.userName', name, 'subject, named by the OpenID Connect provider'),
      ];
    case 'identity-center-user':
      return asserted(
        'userIdentity.onBehalfOf.userId',
        textAt(identity, 'onBehalfOf', 'userId'),
        'user id, named by IAM Identity Center',
      );
    case 'role-session':
      return identityCenterName(arn);
    default:
      return [];
  }
};

/**
 * Source identity and session name come out of the SAML assertion, so they are the identity provider's word too.
 * A transient subject is made anew for every login and names nobody.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_saml_assertions.html
 */
const namedBySaml = (record: JsonObject): readonly Evidence[] => {
  const subject = textAt(record, 'userIdentity', 'userName');
  const transient = textAt(record, 'responseElements', 'subjectType')?.toLowerCase() === 'transient';
  const certainty = transient ? 'unknown' : 'asserted';
  const note = transient ? 'subject of one login only, made by the SAML identity provider' : SAML_SUBJECT;
  return [
    ...asserted(
      'sourceIdentity',
      readSourceIdentity(record),
      'source identity, set by the SAML identity provider',
    ),
    ...piece('userIdentity.userName', subject, { certainty, note }),
    ...asserted(SESSION_NAME, sessionNameOf(record), 'session name, set by the SAML identity provider'),
  ];
};

const SAML_SUBJECT = 'named by the SAML identity provider';

/** Identity Center sets the session name of its own roles, so in them it is the identity provider's word. */
const identityCenterName = (arn: string | undefined): readonly Evidence[] => {
  const session = parseAssumedRoleArn(arn ?? '');
  if (session?.roleName.startsWith('AWSReservedSSO_') !== true) return [];
  return asserted('userIdentity.arn', session.sessionName, 'user name, set by IAM Identity Center');
};

const claimedBy = (record: JsonObject, type: CallerType): readonly Evidence[] => {
  if (type === 'aws-service' || type === 'saml-user') return [];
  const principal = textAt(record, 'userIdentity', 'principalId') ?? '';
  const previous = type === 'role-session' || type === 'other-account' ? sessionOf(principal) : undefined;
  return [
    ...claim(
      'sourceIdentity',
      type === 'web-identity' ? undefined : readSourceIdentity(record),
      'source identity, set by the first session and unchanged since; as good as the trust policy that checks it',
    ),
    ...claim(
      'userIdentity.principalId',
      previous,
      'name of the session the caller was already in, chosen by the caller',
    ),
    ...claim(SESSION_NAME, sessionNameOf(record), 'session name, chosen by the caller'),
    ...claim('userIdentity.arn', federatedName(record), 'name chosen by whoever issued the federation token'),
    ...claim('userIdentity', type === 'unknown' ? nameOfUnknown(record) : undefined, UNKNOWN_KIND),
  ];
};

const UNKNOWN_KIND = 'name in the record of a kind of caller that is not known to Rolecall';

const nameOfUnknown = (record: JsonObject): string | undefined =>
  textAt(record, 'userIdentity', 'userName') ?? lastSegment(textAt(record, 'userIdentity', 'arn'));

const federatedName = (record: JsonObject): string | undefined => {
  const arn = textAt(record, 'userIdentity', 'arn');
  return arn?.includes(':federated-user/') === true ? lastSegment(arn) : undefined;
};

/** A product provider's account that acts with a customer's role (temporary delegation, 2026). */
const delegateOf = (record: JsonObject): readonly Evidence[] =>
  asserted(
    'userIdentity.invokedByDelegate.accountId',
    textAt(record, 'userIdentity', 'invokedByDelegate', 'accountId'),
    'account of the product provider the call was delegated to, named by AWS',
  );

const principalOf = (record: JsonObject): readonly Evidence[] =>
  piece('userIdentity.principalId', textAt(record, 'userIdentity', 'principalId'), {
    certainty: 'unknown',
    note: 'principal id, given by AWS; it is stable but names nobody',
  });

const SESSION_NAME = 'requestParameters.roleSessionName';

const sessionNameOf = (record: JsonObject): string | undefined =>
  textAt(record, 'requestParameters', 'roleSessionName');

interface Worth {
  readonly certainty: Certainty;
  readonly note: string;
}

/** CloudTrail's word for a value it does not show, e.g. a user name that may be a mistyped password. */
const HIDDEN = 'HIDDEN_DUE_TO_SECURITY_REASONS';

/** Subjects and user names of identity providers have no limit of their own. */
const LONGEST_VALUE = 1024;

const piece = (source: string, value: string | undefined, worth: Worth): readonly Evidence[] =>
  value === undefined || value === HIDDEN ? [] : [{ source, value: value.slice(0, LONGEST_VALUE), ...worth }];

const asserted = (source: string, value: string | undefined, note: string): readonly Evidence[] =>
  piece(source, value, { certainty: 'asserted', note });

/** A name that a program made up is evidence too, but names nobody. */
const claim = (source: string, value: string | undefined, note: string): readonly Evidence[] =>
  value === undefined || mayNamePerson(value)
    ? piece(source, value, { certainty: 'claimed', note })
    : piece(source, value, { certainty: 'unknown', note: `${note}; made up by a program` });

const lastSegment = (arn: string | undefined): string | undefined =>
  parseArn(arn ?? '')
    ?.resource.split('/')
    .at(-1);
