/** Rows for the contract suites of the history, and both implementations to hold to them. */
import { decodeRecord } from '../../lib/access/decode-record.ts';
import type { RoleAccess } from '../../lib/access/role-access.ts';
import { dynamoDbEvents } from '../../lib/aws/dynamodb-events.ts';
import { dynamoDbHistory } from '../../lib/aws/dynamodb-history.ts';
import type { AccessHistory } from '../../lib/history/access-history.ts';
import type { AccessRow } from '../../lib/history/access-row.ts';
import type { EventLog } from '../../lib/history/history-event.ts';
import type { JsonObject } from '../../lib/kernel/json.ts';
import { type LocalTable, startLocalTable } from '../support/local-table.ts';
import { MemoryEvents } from '../support/memory-events.ts';
import { MemoryHistory } from '../support/memory-history.ts';
import { crossAccountRecord } from '../support/sample-events.ts';
import { type VirtualClock, virtualClock } from '../support/virtual-clock.ts';

/** The decoded cross-account record, with changes. */
export const accessOf = (changes: JsonObject = {}): RoleAccess => {
  const decoded = decodeRecord(crossAccountRecord(changes));
  if (decoded.kind !== 'access') throw new Error(decoded.kind);
  return decoded.access;
};

export const rowOf = (changes: JsonObject = {}, more: Partial<AccessRow> = {}): AccessRow => {
  const access = accessOf(changes);
  return {
    schemaVersion: 1,
    accessId: access.accessId,
    time: access.time,
    recordedAt: '2026-11-22T12:00:00.000Z',
    foundBy: 'event',
    accountId: access.accountId,
    accountName: 'ACME production',
    roleName: 'Production administrator',
    access,
    route: { owner: 'platform', legs: [] },
    policyHash: 'hash',
    joined: [],
    ...more,
  };
};

/** Some 14 KB in one record: seventy of them are more than a page of DynamoDB. */
export const LARGE: JsonObject = {
  userAgent: 'x'.repeat(1000),
  requestParameters: {
    roleArn: accessOf().role?.arn,
    tags: Array.from({ length: 50 }, (_each, index) => ({ key: `key-${index}`, value: 'v'.repeat(256) })),
  },
};

export interface Kept {
  readonly history: AccessHistory;
  readonly events: EventLog;
  readonly clock: VirtualClock;
}

let local: LocalTable | undefined;

export const emptyTable = async (): Promise<LocalTable> => {
  await local?.close();
  local = await startLocalTable();
  return local;
};

/** Call it when a suite is over. */
export const closeTable = async (): Promise<void> => {
  await local?.close();
  local = undefined;
};

export const implementations: readonly (readonly [name: string, make: () => Promise<Kept>])[] = [
  [
    'in memory',
    async () => {
      const clock = virtualClock();
      const events = new MemoryEvents(clock);
      return { history: new MemoryHistory(undefined, events), events, clock };
    },
  ],
  [
    'on DynamoDB',
    async () => {
      const clock = virtualClock();
      const { table } = await emptyTable();
      return { history: dynamoDbHistory(table), events: dynamoDbEvents({ table, clock }), clock };
    },
  ],
];
