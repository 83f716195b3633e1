/** Records and a context to try doors with. */
import type { Door } from '../../../lib/access/door.ts';
import { decodeDoor } from '../../../lib/access/decode-door.ts';
import type { DoorContext } from '../../../lib/access/doors/door-context.ts';
import { readHead } from '../../../lib/access/read-head.ts';
import type { JsonObject } from '../../../lib/kernel/json.ts';

export const ACCOUNT = '111122223333';
export const OUTSIDER = '999999999999';

export const doorContext = (more: Partial<DoorContext> = {}): DoorContext => ({
  accountId: ACCOUNT,
  ownAccountIds: new Set([ACCOUNT]),
  accountName: (id) => (id === ACCOUNT ? 'ACME production' : undefined),
  isDesignated: (name) => name.startsWith('prod-'),
  regions: ['eu-central-1', 'us-east-1'],
  ...more,
});

export const ALICE = {
  type: 'IAMUser',
  principalId: 'AIDAEXAMPLEUSER00001',
  arn: `arn:aws:iam::${ACCOUNT}:user/alice`,
  accountId: ACCOUNT,
  userName: 'alice',
};

export const ROOT = {
  type: 'Root',
  principalId: ACCOUNT,
  arn: `arn:aws:iam::${ACCOUNT}:root`,
  accountId: ACCOUNT,
};

/** `service` as in `iam.amazonaws.com`; everything else as in a record of alice. */
export const recordOf = (service: string, eventName: string, more: JsonObject = {}): JsonObject => ({
  userIdentity: ALICE,
  eventTime: '2026-11-20T09:15:00Z',
  eventSource: `${service}.amazonaws.com`,
  eventName,
  awsRegion: 'us-east-1',
  sourceIPAddress: '198.51.100.18',
  requestParameters: null,
  responseElements: null,
  eventID: '00000000-0000-4000-8000-000000000001',
  readOnly: false,
  recipientAccountId: ACCOUNT,
  ...more,
});

/** Throws where the record is none: a test that expects none asks `readDoor`. */
export const doorOf = (record: JsonObject, context = doorContext()): Door => {
  const door = readDoor(record, context);
  if (door === undefined) throw new Error(`${String(record['eventName'])} is no door`);
  return door;
};

export const readDoor = (record: JsonObject, context = doorContext()): Door | undefined => {
  const head = readHead(record, ACCOUNT);
  if (typeof head === 'string') throw new Error(head);
  return decodeDoor(record, head, context);
};

export const refusedFor = (action: string, resource: string): JsonObject => ({
  errorCode: 'AccessDenied',
  errorMessage: `User: ${ALICE.arn} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`,
});
