/** A session of IAM Roles Anywhere: a machine outside of AWS enters a role with a certificate. */
import { at, isObject, type JsonObject, listAt, textAt } from '../kernel/json.ts';
import { parseAssumedRoleArn, parseRoleArn, type RoleArn } from '../kernel/arn.ts';
import { buildAccess } from './build-access.ts';
import type { Decoded, RecordHead } from './decoded.ts';
import { readCertificate } from './read-certificate.ts';
import { readRole } from './read-role.ts';

/**
 * Decodes `rolesanywhere.amazonaws.com/CreateSession`. No real record of it is public, so every place is tried in which
 * the documented request and response name the role; where none does, somebody entered a role all the same.
 * https://docs.aws.amazon.com/rolesanywhere/latest/userguide/authentication-create-session.html
 */
export const decodeCreateSession = (record: JsonObject, head: RecordHead): Decoded => {
  const session = asAssumeRole(record);
  const role = readRole(session) ?? roleOfSession(session, head);
  if (role !== undefined && role.accountId !== head.accountId) {
    return { kind: 'not-ours', reason: 'caller-side-copy' };
  }
  const caller = readCertificate(session);
  return {
    kind: 'access',
    access: buildAccess({ record: session, head, kind: 'roles-anywhere', role, caller }),
  };
};

/** The response holds a list of sessions with one in it; apart from that it is the one of AssumeRole. */
const asAssumeRole = (record: JsonObject): JsonObject => {
  const [opened] = listAt(record, 'responseElements', 'credentialSet');
  const answer = isObject(opened) ? opened : (at(record, 'responseElements') ?? {});
  const request = at(record, 'requestParameters');
  const name =
    textAt(request, 'roleSessionName') ??
    parseAssumedRoleArn(textAt(answer, 'assumedRoleUser', 'arn') ?? '')?.sessionName;
  return {
    ...record,
    responseElements: answer,
    requestParameters: {
      ...(isObject(request) ? request : {}),
      ...(name === undefined ? {} : { roleSessionName: name }),
    },
  };
};

const roleOfSession = (session: JsonObject, { accountId }: RecordHead): RoleArn | undefined => {
  const named = parseRoleArn(textAt(session, 'responseElements', 'roleArn') ?? '');
  if (named !== undefined) return named;
  const entered = parseAssumedRoleArn(textAt(session, 'responseElements', 'assumedRoleUser', 'arn') ?? '');
  return entered?.accountId === accountId
    ? parseRoleArn(`arn:${entered.partition}:iam::${accountId}:role/${entered.roleName}`)
    : undefined;
};
