/** The ledger of AWS and its twin in memory, made anew for each test of their common contract. */
import { dynamoDbLedger } from '../../lib/aws/dynamodb-ledger.ts';
import type { NewDelivery } from '../../lib/delivery/delivery.ts';
import type { Ledger } from '../../lib/delivery/ledger.ts';
import type { Notification } from '../../lib/notification/notification.ts';
import { type LocalTable, startLocalTable } from './local-table.ts';
import { MemoryLedger } from './memory-ledger.ts';
import type { VirtualClock } from './virtual-clock.ts';

export interface MadeLedger {
  readonly ledger: Ledger;
  /** What stands below it; absent in memory. */
  readonly local?: LocalTable;
  readonly close: () => Promise<void>;
}

export const onDynamoDb = async (
  clock: VirtualClock,
  destinationIds: readonly string[] = ['slack', 'jira'],
) => {
  const local = await startLocalTable();
  const ledger = dynamoDbLedger({ table: local.table, clock, destinationIds });
  return { ledger, local, close: local.close };
};

export const TWO_LEDGERS: readonly (readonly [string, (clock: VirtualClock) => Promise<MadeLedger>])[] = [
  ['in memory', async (clock) => ({ ledger: new MemoryLedger(clock), close: async () => undefined })],
  ['on DynamoDB', (clock) => onDynamoDb(clock)],
];

export const sampleNotification = (accessId: string): Notification => ({
  schemaVersion: 1,
  accessId,
  kind: 'access',
  edition: 'owner',
  importance: 'normal',
  title: 'Alice entered',
  sentence: 'Alice entered.',
  facts: [],
  links: [],
  occurredAt: '2026-11-22T12:00:00.000Z',
  attributes: {},
});

export const deliveryTo = (
  destinationId: string,
  { accessId = 'access-1', ...rest }: Partial<NewDelivery> = {},
): NewDelivery => ({
  accessId,
  destinationId,
  channel: 'slack-webhook',
  edition: 'owner',
  importance: 'normal',
  why: 'Platform team is the owner',
  notification: sampleNotification(accessId),
  ...rest,
});
