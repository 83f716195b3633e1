/**
 * Whose certificate it was that entered a role by IAM Roles Anywhere. The certificate itself is looked into, and not kept.
 * https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html
 */
import { X509Certificate } from 'node:crypto';
import { at, compact, type JsonObject, listAt, textAt } from '../kernel/json.ts';
import { oneLine } from '../kernel/one-line.ts';
import type { Caller, Evidence } from './caller.ts';
import { delegateOf } from './delegation.ts';
import { nameless, piece } from './pieces.ts';
import { judgeEvidence } from './read-caller.ts';
import { readSourceIdentity } from './read-session.ts';

/**
 * AWS has checked the certificate against a trust anchor, so what stands in it is more than a claim, unless it refused the
 * session: then anybody may have written it.
 */
export const readCertificate = (record: JsonObject): Caller => {
  const identity = at(record, 'userIdentity');
  const serial = textAt(record, 'requestParameters', 'roleSessionName');
  return {
    ...judgeEvidence(record, 'certificate', gather(record)),
    ...compact({
      accountId: textAt(identity, 'accountId'),
      principalId:
        textAt(identity, 'principalId') ?? textAt(record, 'responseElements', 'subjectArn') ?? serial,
      arn: textAt(identity, 'arn'),
    }),
  };
};

const gather = (record: JsonObject): readonly Evidence[] => {
  const certificate = openCertificate(textAt(record, 'requestParameters', 'cert') ?? '');
  const serial = textAt(record, 'requestParameters', 'roleSessionName');
  const refused = textAt(record, 'errorCode') !== undefined;
  const checked = (source: string, value: string | undefined, what: string): readonly Evidence[] =>
    piece(source, value, {
      certainty: refused ? 'claimed' : 'asserted',
      note: refused
        ? `${what}; the session was refused, so it may not have been checked`
        : `${what}, checked by IAM Roles Anywhere`,
    });
  return [
    ...checked(
      'sourceIdentity',
      readSourceIdentity(record),
      'source identity: the common name in the certificate',
    ),
    ...checked('requestParameters.cert', nameIn(certificate), 'subject of the certificate'),
    ...checked('principalTags.x509Subject/CN', taggedName(record), 'common name in the certificate'),
    ...checked('userIdentity.userName', textAt(record, 'userIdentity', 'userName'), 'the caller'),
    ...nameless(
      'requestParameters.roleSessionName',
      serial,
      'session name: the serial number of the certificate, unless the profile lets the machine choose',
    ),
    ...nameless(
      'requestParameters.trustAnchorArn',
      textAt(record, 'requestParameters', 'trustAnchorArn'),
      'trust anchor that vouches for the certificate',
    ),
    ...nameless(
      'requestParameters.profileArn',
      textAt(record, 'requestParameters', 'profileArn'),
      'profile through which the role was entered',
    ),
    ...delegateOf(record),
    ...nameless(
      'userIdentity.principalId',
      textAt(record, 'userIdentity', 'principalId'),
      'principal id, given by AWS; it is stable but names nobody',
    ),
  ];
};

/** Certificates of machines have one or two thousand characters. */
const LONGEST_CERTIFICATE = 64 * 1024;

/** PEM, or base64 of DER as in the header of the request; `undefined` for anything else. */
const openCertificate = (text: string): X509Certificate | undefined => {
  if (text === '' || text.length > LONGEST_CERTIFICATE) return undefined;
  try {
    return new X509Certificate(text.includes('-----BEGIN') ? text : Buffer.from(text, 'base64'));
  } catch {
    return undefined;
  }
};

/** The common name, else the whole of the subject. */
const nameIn = (certificate: X509Certificate | undefined): string | undefined => {
  // Absent where a certificate has no subject, whatever its type says.
  const subject: string | undefined = certificate?.subject;
  const lines = subject?.split('\n') ?? [];
  const common = lines.find((line) => line.startsWith('CN='))?.slice('CN='.length);
  const name = oneLine(common ?? lines.join(', '), 256);
  return name === '' ? undefined : name;
};

const taggedName = (record: JsonObject): string | undefined =>
  textAt(record, 'requestParameters', 'principalTags', 'x509Subject/CN') ??
  textAt(
    listAt(record, 'requestParameters', 'tags').find((tag) => textAt(tag, 'key') === 'x509Subject/CN'),
    'value',
  );
