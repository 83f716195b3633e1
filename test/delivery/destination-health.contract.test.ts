/** Which destinations are down, on DynamoDB and in memory. */
import { dynamoDbHealth } from '../../lib/aws/dynamodb-health.ts';
import { dynamoDbLedger } from '../../lib/aws/dynamodb-ledger.ts';
import type { DestinationHealth, DownDestination } from '../../lib/delivery/destination-health.ts';
import { type LocalTable, startLocalTable } from '../support/local-table.ts';
import { MemoryHealth } from '../support/memory-health.ts';
import { virtualClock } from '../support/virtual-clock.ts';

const SLACK: DownDestination = {
  destinationId: 'slack',
  since: '2026-11-22T12:00:00.000Z',
  nextTryAt: '2026-11-22T12:05:00.000Z',
  code: 'vendor-failed',
};

let local: LocalTable | undefined;
const startTable = async () => {
  local = await startLocalTable();
  return local;
};
afterEach(async () => {
  await local?.close();
  local = undefined;
});

const makers: Readonly<Record<string, () => Promise<DestinationHealth>>> = {
  'in memory': async () => new MemoryHealth(),
  'on DynamoDB': async () => dynamoDbHealth((await startTable()).table),
};

describe.each(Object.entries(makers))('The health of destinations %s', (_name, make) => {
  it('knows none to be down until one is', async () => {
    const health = await make();
    expect(await health.down()).toEqual([]);
    await health.markUp('slack');
    expect(await health.down()).toEqual([]);
  });

  it('names each that is down, with the next try and the reason', async () => {
    const health = await make();
    const jira = { ...SLACK, destinationId: 'jira', code: 'connection-failed' } as const;
    await health.markDown(SLACK);
    await health.markDown(jira);
    expect([...(await health.down())].sort((one) => (one.destinationId === 'jira' ? -1 : 1))).toEqual([
      jira,
      SLACK,
    ]);
  });

  it('keeps the earliest failure and the latest try', async () => {
    const health = await make();
    const later = {
      ...SLACK,
      since: '2026-11-22T12:05:00.000Z',
      nextTryAt: '2026-11-22T12:10:00.000Z',
      code: 'rate-limited',
    } as const;
    await health.markDown(SLACK);
    await health.markDown(later);
    expect(await health.down()).toEqual([{ ...later, since: SLACK.since }]);
    const earlier = { ...SLACK, since: '2026-11-22T11:59:00.000Z' };
    await health.markDown(earlier);
    expect(await health.down()).toEqual([earlier]);
  });

  it('forgets a destination that is back, and its failures of then', async () => {
    const health = await make();
    await health.markDown(SLACK);
    await health.markUp('slack');
    expect(await health.down()).toEqual([]);
    const again = { ...SLACK, since: '2026-11-23T00:00:00.000Z' };
    await health.markDown(again);
    expect(await health.down()).toEqual([again]);
  });
});

describe('The health of destinations on DynamoDB', () => {
  it('costs one call a question and one a note, and deletes nothing', async () => {
    const { table, takeCalls } = await startTable();
    const health = dynamoDbHealth(table);
    await health.markDown(SLACK);
    await health.markDown({ ...SLACK, since: '2026-11-22T12:05:00.000Z' });
    await health.down();
    await health.markUp('slack');
    expect(takeCalls()).toEqual([
      'UpdateItemCommand',
      'UpdateItemCommand',
      'QueryCommand',
      'UpdateItemCommand',
    ]);
  });

  it('does not take the list of known destinations for one that is down', async () => {
    const { table } = await startTable();
    const ledger = dynamoDbLedger({ table, clock: virtualClock(), destinationIds: ['slack'] });
    await ledger.pending('2026-11-22T00:00:00.000Z', 10);
    expect(await dynamoDbHealth(table).down()).toEqual([]);
  });
});
