/** A record whose kind of entry and role are known -> the access. */
import type { RoleArn } from '../kernel/arn.ts';
import { compact, type JsonObject, textAt } from '../kernel/json.ts';
import type { Caller } from './caller.ts';
import type { RecordHead } from './decoded.ts';
import { observe } from './observe.ts';
import { readMfa } from './read-mfa.ts';
import { readOrigin } from './read-origin.ts';
import { readSession } from './read-session.ts';
import type { EntryKind, RoleAccess } from './role-access.ts';

export interface EntryParts {
  readonly record: JsonObject;
  readonly head: RecordHead;
  readonly kind: EntryKind;
  readonly role: RoleArn | undefined;
  readonly caller: Caller;
}

export const buildAccess = ({ record, head, kind, role, caller }: EntryParts): RoleAccess => {
  const errorCode = textAt(record, 'errorCode');
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
    caller,
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

/**
 * The global endpoint's calls are recorded in us-east-1 whatever Region served them.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_region-endpoints.html
 */
const servedBy = (record: JsonObject, recordedIn: string): string | undefined => {
  const serving = textAt(record, 'additionalEventData', 'RequestDetails', 'awsServingRegion')?.slice(0, 64);
  return serving === recordedIn ? undefined : serving;
};
