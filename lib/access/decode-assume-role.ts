/** AssumeRole, AssumeRoleWithSAML and AssumeRoleWithWebIdentity: entries, and refused attempts to enter. */
import { parseRoleArn, type RoleArn } from '../kernel/arn.ts';
import { compact, type JsonObject, textAt } from '../kernel/json.ts';
import type { Decoded, RecordHead } from './decoded.ts';
import { observe } from './observe.ts';
import { readCaller } from './read-caller.ts';
import { readMfa } from './read-mfa.ts';
import { readOrigin } from './read-origin.ts';
import { readSession } from './read-session.ts';
import type { EntryKind, RoleAccess } from './role-access.ts';

const KINDS: ReadonlyMap<string, EntryKind> = new Map([
  ['AssumeRole', 'assume-role'],
  ['AssumeRoleWithSAML', 'saml'],
  ['AssumeRoleWithWebIdentity', 'web-identity'],
]);

/**
 * Decodes one of the three calls. Ours is only the copy recorded by the role's own account: the caller's account
 * keeps a copy with the same role ARN. A denial (`errorCode`) has no request parameters; its role, if any, is
 * read from the message. https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html
 */
export const decodeAssumeRole = (record: JsonObject, head: RecordHead): Decoded => {
  const kind = KINDS.get(head.eventName);
  if (kind === undefined) return { kind: 'not-ours', reason: 'not-an-entry' };
  const errorCode = textAt(record, 'errorCode');
  const role = readRole(record, errorCode !== undefined);
  if (role === undefined && errorCode === undefined) {
    return { kind: 'unreadable', reason: 'The record is a successful entry but names no role.' };
  }
  if (role !== undefined && role.accountId !== head.accountId) {
    return { kind: 'not-ours', reason: 'caller-side-copy' };
  }
  return { kind: 'access', access: buildAccess({ record, head, kind, role, errorCode }) };
};

interface Parts {
  readonly record: JsonObject;
  readonly head: RecordHead;
  readonly kind: EntryKind;
  readonly role: RoleArn | undefined;
  readonly errorCode: string | undefined;
}

const buildAccess = ({ record, head, kind, role, errorCode }: Parts): RoleAccess => {
  const access: RoleAccess = {
    schemaVersion: 1,
    // A correction belongs to the access that was announced already: it must not ring again.
    accessId: `${head.accountId}.${head.corrects?.eventId ?? head.eventId}`,
    eventId: head.eventId,
    eventName: head.eventName,
    kind,
    outcome: errorCode === undefined ? 'success' : 'denied',
    time: head.time,
    accountId: head.accountId,
    caller: readCaller(record),
    session: readSession(record),
    mfa: readMfa(record),
    origin: readOrigin(record),
    recorded: compact({ region: head.region, servedBy: servedBy(record, head.region) }),
    observations: [],
    ...compact({
      sharedEventId: textAt(record, 'sharedEventID'),
      requestId: textAt(record, 'requestID'),
      role: role && { arn: role.arn, accountId: role.accountId, name: role.name },
      errorCode: errorCode?.slice(0, 128),
      correction: head.corrects?.correction,
    }),
  };
  return { ...access, observations: observe(access) };
};

const readRole = (record: JsonObject, denied: boolean): RoleArn | undefined =>
  parseRoleArn(textAt(record, 'requestParameters', 'roleArn') ?? '') ??
  (denied ? roleInMessage(textAt(record, 'errorMessage') ?? '') : undefined);

/** "... is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::...:role/x because ..." */
const roleInMessage = (message: string): RoleArn | undefined => {
  const [found = '', arn = ''] = / on resource: (\S+)/.exec(message) ?? [];
  const maybeCut = Buffer.byteLength(message) >= CUT_FROM_BYTES && message.endsWith(found);
  return maybeCut ? undefined : parseRoleArn(arn);
};

/** Messages are cut at 1 KB. Half a name would be another role: a denial without a role is heard, a wrong one is not. */
const CUT_FROM_BYTES = 1000;

/** The global endpoint's calls are recorded in us-east-1 whatever Region served them. */
const servedBy = (record: JsonObject, recordedIn: string): string | undefined => {
  const serving = textAt(record, 'additionalEventData', 'RequestDetails', 'awsServingRegion');
  return serving === recordedIn ? undefined : serving;
};
