/**
 * Who it was: `userIdentity` and whatever else in the record names somebody, as a claim with its evidence.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
import { parseArn } from '../kernel/arn.ts';
import { at, compact, type JsonObject, textAt } from '../kernel/json.ts';
import type { Caller, CallerType, Evidence } from './caller.ts';
import { labelOf, namelessLabel } from './caller-label.ts';
import { DELEGATE, delegateOf } from './delegation.ts';
import { asserted, claim, isShown, nameless, piece } from './pieces.ts';
import { readSourceIdentity } from './read-session.ts';
import { readTime } from './read-time.ts';
import { roleOfCaller, serviceOfSession } from './role-caller.ts';
import { sessionOf } from './session-name.ts';

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
  const identity = at(record, 'userIdentity');
  return {
    ...judgeEvidence(record, type, gatherEvidence(record, type)),
    ...compact({
      accountId: textAt(identity, 'accountId'),
      principalId: textAt(identity, 'principalId'),
      arn: textAt(identity, 'arn'),
      accessKeyId: textAt(identity, 'accessKeyId'),
      sessionCreated: readTime(textAt(identity, 'sessionContext', 'attributes', 'creationDate') ?? ''),
      service: type === 'aws-service' ? textAt(identity, 'invokedBy') : serviceOfSession(record, type),
    }),
  };
};

/**
 * The caller's name and what it rests on. A name that AWS or an identity provider gives outweighs one that the caller
 * chose, whatever its place on the ladder; the piece that gives the label stands first, the others in their order.
 */
export const judgeEvidence = (
  record: JsonObject,
  type: CallerType,
  gathered: readonly Evidence[],
): Pick<Caller, 'type' | 'label' | 'certainty' | 'evidence'> => {
  const pieces = withIds(gathered);
  const best = bestOf(pieces);
  const evidence = best === undefined ? pieces : [best, ...pieces.filter((other) => other !== best)];
  const named = best !== undefined && best.source !== DELEGATE;
  return {
    type,
    label: named ? labelOf(best, type, { record, evidence }) : namelessLabel(type, { record, evidence }),
    certainty: best?.certainty ?? 'unknown',
    evidence,
  };
};

/** Ids of people in a directory: they count as names only where there is no better one. */
export const ON_BEHALF_OF = 'userIdentity.onBehalfOf.userId';

const withIds = (pieces: readonly Evidence[]): readonly Evidence[] =>
  pieces.some(({ certainty, source }) => certainty !== 'unknown' && source !== DELEGATE)
    ? pieces
    : pieces.map((one) => (one.source === ON_BEHALF_OF ? { ...one, certainty: 'asserted' } : one));

const bestOf = (pieces: readonly Evidence[]): Evidence | undefined => {
  const names = pieces.filter(({ certainty, source }) => certainty !== 'unknown' && source !== DELEGATE);
  return (
    names.find(({ certainty }) => certainty === 'asserted') ??
    names[0] ??
    pieces.find(({ source }) => source === DELEGATE)
  );
};

/** Every piece of the record that speaks about the caller, in the order of the ladder of evidence. */
const gatherEvidence = (record: JsonObject, type: CallerType): readonly Evidence[] => [
  ...byToken(record, sourceIdentityOf(record, type), type),
  ...userOf(record),
  ...byToken(record, subjectOf(record, type), type),
  ...issuerOf(record, type),
  ...namedByAws(record, type),
  ...chosenNames(record, type),
  ...delegateOf(record),
  ...principalOf(record),
];

/** AWS has checked the token before it looks at what the role allows; behind every other error there may be no sound one. */
const AFTER_THE_TOKEN = /^AccessDenied(Exception)?$/;

/** What a token says that AWS refused anybody can have written. */
const byToken = (record: JsonObject, pieces: readonly Evidence[], type: CallerType): readonly Evidence[] => {
  const errorCode = textAt(record, 'errorCode');
  const federated = type === 'web-identity' || type === 'saml-user';
  if (!federated || errorCode === undefined || AFTER_THE_TOKEN.test(errorCode)) return pieces;
  return pieces.flatMap(({ source, value, note }) =>
    claim(source, value, `${note}, in a token that AWS refused`),
  );
};

/** Source identity and session name of a federated caller are the identity provider's word, too. */
const sourceIdentityOf = (record: JsonObject, type: CallerType): readonly Evidence[] => {
  const value = readSourceIdentity(record);
  switch (type) {
    case 'saml-user':
      return asserted(SOURCE_IDENTITY, value, 'source identity, set by the SAML identity provider');
    case 'web-identity':
      return asserted(SOURCE_IDENTITY, value, 'source identity, set by the OpenID Connect provider');
    case 'aws-service':
      return nameless(SOURCE_IDENTITY, value, 'source identity, set by the AWS service');
    default:
      return claim(
        SOURCE_IDENTITY,
        value,
        'source identity, set by the first session and unchanged since; as good as the trust policy that checks it',
      );
  }
};

const SOURCE_IDENTITY = 'sourceIdentity';

/**
 * The user of IAM Identity Center for whom the call was made, and the credential of an application that made it for him.
 * https://docs.aws.amazon.com/singlesignon/latest/userguide/sso-cloudtrail-use-cases.html
 */
const userOf = (record: JsonObject): readonly Evidence[] => {
  const identity = at(record, 'userIdentity');
  const application = 'credential with which an application acts for the user, named by IAM Identity Center';
  return [
    ...nameless(
      ON_BEHALF_OF,
      textAt(identity, 'onBehalfOf', 'userId'),
      'user id in IAM Identity Center, named by AWS; its directory tells the name',
    ),
    ...nameless(
      'userIdentity.onBehalfOf.identityStoreArn',
      textAt(identity, 'onBehalfOf', 'identityStoreArn'),
      'directory of that user',
    ),
    ...nameless(
      CREDENTIAL_ID,
      textAt(record, 'additionalEventData', 'identitycenter:CredentialId'),
      application,
    ),
    ...nameless('userIdentity.credentialId', textAt(identity, 'credentialId'), application),
  ];
};

/** Present where an application got its credentials for a user. */
export const CREDENTIAL_ID = 'additionalEventData.identitycenter:CredentialId';

/**
 * A transient SAML subject is made anew for every login and names nobody.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_saml_assertions.html
 */
const subjectOf = (record: JsonObject, type: CallerType): readonly Evidence[] => {
  const subject = textAt(record, 'userIdentity', 'userName');
  if (type === 'web-identity')
    return asserted(USER_NAME, subject, 'subject, named by the OpenID Connect provider');
  if (type !== 'saml-user') return [];
  const transient = textAt(record, 'responseElements', 'subjectType')?.toLowerCase() === 'transient';
  return [
    ...piece(USER_NAME, subject, {
      certainty: transient ? 'unknown' : 'asserted',
      note: transient
        ? 'subject of one login only, made by the SAML identity provider'
        : 'named by the SAML identity provider',
    }),
    ...asserted(SESSION_NAME, sessionNameOf(record), 'session name, set by the SAML identity provider'),
  ];
};

const issuerOf = (record: JsonObject, type: CallerType): readonly Evidence[] =>
  type === 'web-identity'
    ? nameless(
        'userIdentity.identityProvider',
        textAt(record, 'userIdentity', 'identityProvider'),
        'issuer of the token, named by AWS',
      )
    : [];

const USER_NAME = 'userIdentity.userName';
const SESSION_NAME = 'requestParameters.roleSessionName';

const sessionNameOf = (record: JsonObject): string | undefined =>
  textAt(record, 'requestParameters', 'roleSessionName');

const namedByAws = (record: JsonObject, type: CallerType): readonly Evidence[] => {
  const identity = at(record, 'userIdentity');
  switch (type) {
    case 'aws-service':
      return [
        ...asserted('userIdentity.invokedBy', textAt(identity, 'invokedBy'), 'the AWS service, named by AWS'),
        ...asserted(SESSION_NAME, sessionNameOf(record), 'session name, chosen by the AWS service'),
      ];
    case 'iam-user':
      return iamUser(record);
    case 'root':
      return asserted('userIdentity.type', 'root user', rootNote(record));
    case 'role-session':
      return roleOfCaller(record);
    case 'federated-user':
      return asserted(
        'userIdentity.sessionContext.sessionIssuer.userName',
        textAt(identity, 'sessionContext', 'sessionIssuer', 'userName'),
        'IAM user with whose key the federation token was issued, named by AWS',
      );
    default:
      return [];
  }
};

const iamUser = (record: JsonObject): readonly Evidence[] => {
  const name = textAt(record, 'userIdentity', 'userName');
  return isShown(name)
    ? asserted(USER_NAME, name, 'IAM user, named by AWS')
    : asserted('userIdentity.arn', lastSegment(record), 'IAM user, named by AWS');
};

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-track-privileged-tasks.html */
const rootNote = (record: JsonObject): string => {
  const assumed = at(record, 'userIdentity', 'sessionContext', 'assumedRoot');
  return assumed === 'true' || assumed === true
    ? 'the root user of the account by AssumeRoot, from the management account; named by AWS'
    : 'the root user of the account, named by AWS';
};

/** What the caller, or somebody before, could have written otherwise. */
const chosenNames = (record: JsonObject, type: CallerType): readonly Evidence[] => {
  if (type === 'aws-service' || type === 'saml-user') return [];
  const principal = textAt(record, 'userIdentity', 'principalId') ?? '';
  const previous = isInRole(record, type) ? sessionOf(principal) : undefined;
  return [
    ...claim('userIdentity.principalId', previous, previousNote(previous)),
    ...claim(SESSION_NAME, sessionNameOf(record), 'session name, chosen by the caller'),
    ...claim('userIdentity.arn', federatedName(record), 'name chosen by whoever issued the federation token'),
    ...claim('userIdentity', type === 'unknown' ? nameOfUnknown(record) : undefined, UNKNOWN_KIND),
  ];
};

/** A session whose name AWS vouches for has none that the caller chose. */
const isInRole = (record: JsonObject, type: CallerType): boolean =>
  type === 'other-account' ||
  (type === 'role-session' && !roleOfCaller(record).some(({ certainty }) => certainty === 'asserted'));

/** The role of another account's session is not told, only its id: whether Identity Center made it can be guessed. */
const previousNote = (session: string | undefined): string =>
  session?.includes('@') === true
    ? 'name of the session the caller was already in: an address, as IAM Identity Center names its sessions, but any caller can choose one'
    : 'name of the session the caller was already in, chosen by the caller';

const UNKNOWN_KIND = 'name in the record of a kind of caller that is not known to Rolecall';

const nameOfUnknown = (record: JsonObject): string | undefined =>
  textAt(record, 'userIdentity', 'userName') ?? lastSegment(record);

const federatedName = (record: JsonObject): string | undefined =>
  textAt(record, 'userIdentity', 'arn')?.includes(':federated-user/') === true
    ? lastSegment(record)
    : undefined;

const principalOf = (record: JsonObject): readonly Evidence[] =>
  nameless(
    'userIdentity.principalId',
    textAt(record, 'userIdentity', 'principalId'),
    'principal id, given by AWS; it is stable but names nobody',
  );

const lastSegment = (record: JsonObject): string | undefined =>
  parseArn(textAt(record, 'userIdentity', 'arn') ?? '')
    ?.resource.split('/')
    .at(-1);
