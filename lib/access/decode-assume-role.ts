/** AssumeRole, AssumeRoleWithSAML and AssumeRoleWithWebIdentity: entries, and refused attempts to enter. */
import type { RoleArn } from '../kernel/arn.ts';
import { compact, type JsonObject, textAt } from '../kernel/json.ts';
import { buildAccess } from './build-access.ts';
import type { CallerCopy } from './caller-copy.ts';
import type { Decoded, RecordHead } from './decoded.ts';
import { readCaller } from './read-caller.ts';
import { readMfa } from './read-mfa.ts';
import { readOrigin } from './read-origin.ts';
import { readRole } from './read-role.ts';
import type { EntryKind } from './role-access.ts';

const KINDS: ReadonlyMap<string, EntryKind> = new Map([
  ['AssumeRoleWithSAML', 'saml'],
  ['AssumeRoleWithWebIdentity', 'web-identity'],
]);

/**
 * Decodes a call whose name begins with AssumeRole; one that AWS may add is an entry, too. Ours is only the copy
 * recorded by the role's own account: the caller's account keeps a copy with the same role ARN. A denial (`errorCode`)
 * has no request parameters; its role, if any, is read from the message.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html
 */
export const decodeAssumeRole = (record: JsonObject, head: RecordHead): Decoded => {
  const role = readRole(record);
  if (role === undefined && textAt(record, 'errorCode') === undefined) {
    return { kind: 'unreadable', reason: 'The record is a successful entry but names no role.' };
  }
  if (role !== undefined && role.accountId !== head.accountId) return callerSide(record, head, role);
  const kind = KINDS.get(head.eventName) ?? 'assume-role';
  return { kind: 'access', access: buildAccess({ record, head, kind, role, caller: readCaller(record) }) };
};

/** Worth keeping only where it can be joined to the copy of the role's account. */
const callerSide = (record: JsonObject, head: RecordHead, role: RoleArn): Decoded => {
  const sharedEventId = textAt(record, 'sharedEventID');
  return sharedEventId === undefined || head.eventName !== 'AssumeRole'
    ? { kind: 'not-ours', reason: 'caller-side-copy' }
    : { kind: 'caller-copy', copy: buildCopy({ record, head, role, sharedEventId }) };
};

interface CopyParts {
  readonly record: JsonObject;
  readonly head: RecordHead;
  readonly role: RoleArn;
  readonly sharedEventId: string;
}

const buildCopy = ({ record, head, role, sharedEventId }: CopyParts): CallerCopy => ({
  schemaVersion: 1,
  eventId: head.corrects?.eventId ?? head.eventId,
  accountId: head.accountId,
  time: head.time,
  sharedEventId,
  roleArn: role.arn,
  roleAccountId: role.accountId,
  outcome: textAt(record, 'errorCode') === undefined ? 'success' : 'denied',
  caller: readCaller(record),
  mfa: readMfa(record),
  origin: readOrigin(record),
  ...compact({
    requestId: textAt(record, 'requestID'),
    sessionPrincipalId: textAt(record, 'responseElements', 'assumedRoleUser', 'assumedRoleId'),
    accessKeyId: textAt(record, 'responseElements', 'credentials', 'accessKeyId'),
  }),
});
