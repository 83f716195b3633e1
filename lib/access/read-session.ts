/** What the entry opened: the session, without its credentials. */
import { at, compact, isObject, type JsonObject, listAt, numberAt, textAt } from '../kernel/json.ts';
import { readExpiration } from './read-expiration.ts';
import type { RoleSession, SessionPolicies, SessionTag } from './role-access.ts';
import { readTime } from './read-time.ts';
import { isSecretName } from './secret-name.ts';

/**
 * Reads the session's facts. Of `responseElements.credentials` only the key id and the expiry are looked at; the
 * session token and the external id (logged in clear) are never copied. `assumedRoleUser` is absent for EC2 and Lambda.
 */
export const readSession = (record: JsonObject): RoleSession => {
  const minted = at(record, 'responseElements', 'credentials');
  return {
    externalId: readExternalId(record),
    tags: readTags(record),
    ...compact({
      name: textAt(record, 'requestParameters', 'roleSessionName'),
      principalId: textAt(record, 'responseElements', 'assumedRoleUser', 'assumedRoleId'),
      accessKeyId: textAt(minted, 'accessKeyId'),
      expires: readEnd(record),
      durationSeconds: readDuration(record),
      sourceIdentity: readSourceIdentity(record),
      transitiveTagKeys: readTransitiveKeys(record),
      policies: readPolicies(record),
      explicitTrustGrant: readTrustGrant(record),
    }),
  };
};

/** An end before the beginning is none. */
const readEnd = (record: JsonObject): string | undefined => {
  const ends = readExpiration(textAt(record, 'responseElements', 'credentials', 'expiration') ?? '');
  const begins = readTime(textAt(record, 'eventTime') ?? '');
  return ends !== undefined && begins !== undefined && Date.parse(ends) < Date.parse(begins)
    ? undefined
    : ends;
};

/** A number that no session can have is left out: some of them (1e16) cannot even be stored. */
const readDuration = (record: JsonObject): number | undefined => {
  const seconds = numberAt(record, 'requestParameters', 'durationSeconds');
  return seconds !== undefined &&
    Number.isInteger(seconds) &&
    seconds >= 0 &&
    seconds <= LONGEST_SESSION_SECONDS
    ? seconds
    : undefined;
};

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
const LONGEST_SESSION_SECONDS = 12 * 3600;

/** Set in this request, carried over from the session that made it, or confirmed in the answer. */
export const readSourceIdentity = (record: JsonObject): string | undefined =>
  textAt(record, 'requestParameters', 'sourceIdentity') ??
  textAt(record, 'userIdentity', 'sessionContext', 'sourceIdentity') ??
  textAt(record, 'responseElements', 'sourceIdentity');

const readExternalId = (record: JsonObject): RoleSession['externalId'] => {
  if (!isObject(at(record, 'requestParameters'))) return 'not-recorded';
  return textAt(record, 'requestParameters', 'externalId') === undefined ? 'not-passed' : 'passed';
};

/** AssumeRole has a list of `{key, value}`, SAML and web identity have an object. */
const readTags = (record: JsonObject): readonly SessionTag[] => {
  const listed = listAt(record, 'requestParameters', 'tags').map(
    (tag) => [textAt(tag, 'key'), textAt(tag, 'value')] as const,
  );
  const named = at(record, 'requestParameters', 'principalTags');
  // Inherited from the session that made the call, and now tags of this one.
  const inherited = at(record, 'requestParameters', 'incomingTransitiveTags');
  const pairs = [...listed, ...entriesOf(named), ...entriesOf(inherited)].slice(0, MOST_TAGS);
  const tags = new Map<string, string>();
  for (const [key, value] of pairs) {
    if (typeof key !== 'string' || typeof value !== 'string') continue;
    tags.set(key.slice(0, 128), isSecretName(key) ? '[masked]' : value.slice(0, 256));
  }
  return [...tags].map(([key, value]) => ({ key, value }));
};

/** Those of this request, and those that were passed on to it and will be passed on again. */
const readTransitiveKeys = (record: JsonObject): readonly string[] | undefined => {
  const listed = listAt(record, 'requestParameters', 'transitiveTagKeys').filter(
    (key) => typeof key === 'string',
  );
  const inherited = entriesOf(at(record, 'requestParameters', 'incomingTransitiveTags')).map(([key]) => key);
  const keys = [...new Set([...listed, ...inherited])].slice(0, MOST_TAGS).map((key) => key.slice(0, 128));
  return keys.length === 0 ? undefined : keys;
};

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session */
const readPolicies = (record: JsonObject): SessionPolicies | undefined => {
  const inline = textAt(record, 'requestParameters', 'policy') !== undefined;
  const arns = listAt(record, 'requestParameters', 'policyArns')
    .flatMap((policy) => textAt(policy, 'arn') ?? (typeof policy === 'string' ? policy : []))
    .slice(0, MOST_POLICIES)
    .map((arn) => arn.slice(0, LONGEST_ARN));
  return inline || arns.length > 0 ? { inline, arns } : undefined;
};

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const MOST_POLICIES = 10;
const LONGEST_ARN = 2048;

/** Recorded where a role enters itself. */
const readTrustGrant = (record: JsonObject): boolean | undefined => {
  const grant = at(record, 'additionalEventData', 'explicitTrustGrant');
  if (grant === true || grant === 'true') return true;
  return grant === false || grant === 'false' ? false : undefined;
};

/** A session has at most 50 tags. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html */
const MOST_TAGS = 50;

const entriesOf = (value: unknown): readonly (readonly [string, unknown])[] =>
  isObject(value) ? Object.entries(value) : [];
