/** One suite for the ledger of AWS and its twin in memory: what the fault suite proves on the one holds for the other. */
import { dynamoDbLedger } from '../../lib/aws/dynamodb-ledger.ts';
import type { NewDelivery } from '../../lib/delivery/delivery.ts';
import { type Claimed, LEASE_SECONDS, type Ledger } from '../../lib/delivery/ledger.ts';
import { type LocalTable, startLocalTable } from '../support/local-table.ts';
import { MemoryLedger } from '../support/memory-ledger.ts';
import { type VirtualClock, virtualClock } from '../support/virtual-clock.ts';

const deliveryTo = (destinationId: string, accessId = 'access-1'): NewDelivery => ({
  accessId,
  destinationId,
  channel: 'slack-webhook',
  edition: 'owner',
  importance: 'normal',
  why: 'Platform team is the owner',
  notification: {
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
  },
});
const KEY = { accessId: 'access-1', destinationId: 'slack' };

let local: LocalTable;
beforeAll(async () => {
  local = await startLocalTable();
});
afterAll(() => local.close());

const emptyTable = async () => {
  await local.close();
  local = await startLocalTable();
};

const makers: Readonly<Record<string, (clock: VirtualClock) => Promise<Ledger>>> = {
  'in memory': async (clock) => new MemoryLedger(clock),
  'on DynamoDB': async (clock) => {
    await emptyTable();
    return dynamoDbLedger({ table: local.table, clock, destinationIds: ['slack', 'jira'] });
  },
};

describe.each(Object.entries(makers))('The delivery ledger %s', (_name, make) => {
  let clock: VirtualClock;
  let ledger: Ledger;

  beforeEach(async () => {
    clock = virtualClock();
    ledger = await make(clock);
  });

  const claimOrFail = async (): Promise<Claimed> => {
    const claim = await ledger.claim(KEY);
    if (claim.kind !== 'claimed') throw new Error(`not claimed but ${claim.kind}`);
    return claim;
  };
  const now = () => clock.now().toISOString();

  it('opens a delivery once and answers only what it opened', async () => {
    const first = await ledger.open([deliveryTo('slack'), deliveryTo('jira')]);
    const second = await ledger.open([deliveryTo('slack'), deliveryTo('jira')]);
    expect(first.map(({ destinationId }) => destinationId).sort()).toEqual(['jira', 'slack']);
    expect(second).toEqual([]);
  });

  it('does not reset a settled delivery when it is opened again', async () => {
    await ledger.open([deliveryTo('slack')]);
    await ledger.settle(await claimOrFail(), { kind: 'sent', reference: 'C1:1' });
    await ledger.open([deliveryTo('slack')]);
    expect(await ledger.claim(KEY)).toEqual({ kind: 'settled' });
  });

  it('does not know a delivery that was never opened', async () => {
    expect(await ledger.claim(KEY)).toEqual({ kind: 'unknown' });
  });

  it('gives a claimed delivery to nobody else while the lease runs', async () => {
    await ledger.open([deliveryTo('slack')]);
    const claim = await claimOrFail();
    expect(claim.attempt).toBe(1);
    const second = await ledger.claim(KEY);
    expect(second).toEqual({
      kind: 'in-progress',
      until: new Date(clock.now().getTime() + LEASE_SECONDS * 1000).toISOString(),
    });
  });

  it('gives a delivery whose holder died to the next, and remembers the lost attempt', async () => {
    await ledger.open([deliveryTo('slack')]);
    await claimOrFail();
    clock.advance(LEASE_SECONDS);
    const claim = await claimOrFail();
    expect(claim.attempt).toBe(2);
    expect(claim.delivery.attempts[0]).toEqual({ number: 1, startedAt: '2026-11-22T12:00:00.000Z' });
  });

  it('lets only the present holder settle', async () => {
    await ledger.open([deliveryTo('slack')]);
    const dead = await claimOrFail();
    clock.advance(LEASE_SECONDS);
    const alive = await claimOrFail();
    expect(await ledger.settle(dead, { kind: 'sent' })).toBe(false);
    expect(await ledger.settle(alive, { kind: 'sent' })).toBe(true);
  });

  it('hands a retried delivery out again when it is due and not before, with the earlier outcome', async () => {
    await ledger.open([deliveryTo('slack')]);
    const dueAt = '2026-11-22T12:00:02.000Z';
    const outcome = { kind: 'retry', code: 'rate-limited', retryAfterSeconds: 2 } as const;
    await ledger.settle(await claimOrFail(), outcome, dueAt);
    expect(await ledger.claim(KEY)).toEqual({ kind: 'not-due', dueAt });
    clock.advance(2);
    const again = await claimOrFail();
    expect(again.attempt).toBe(2);
    expect(again.delivery.attempts[0]?.outcome).toEqual(outcome);
  });

  it('never hands out a rejected delivery again', async () => {
    await ledger.open([deliveryTo('slack')]);
    await ledger.settle(await claimOrFail(), { kind: 'rejected', code: 'destination-gone' });
    clock.advance(24 * 3600);
    expect(await ledger.claim(KEY)).toEqual({ kind: 'settled' });
    expect(await ledger.pending(now(), 10)).toEqual([]);
  });

  it('lists what waits, oldest first, up to the limit of each destination', async () => {
    await ledger.open([deliveryTo('slack', 'b')]);
    clock.advance(1);
    await ledger.open([deliveryTo('jira', 'a'), deliveryTo('slack', 'a')]);
    expect((await ledger.pending(now(), 10)).map(({ accessId }) => accessId)).toEqual(['b', 'a', 'a']);
    expect(await ledger.pending(now(), 1)).toEqual([
      { accessId: 'b', destinationId: 'slack', dueAt: '2026-11-22T12:00:00.000Z' },
      { accessId: 'a', destinationId: 'jira', dueAt: '2026-11-22T12:00:01.000Z' },
    ]);
  });

  it('does not list what somebody is working on, and does once the lease has run out', async () => {
    await ledger.open([deliveryTo('slack')]);
    await claimOrFail();
    expect(await ledger.pending(now(), 10)).toEqual([]);
    clock.advance(LEASE_SECONDS);
    expect(await ledger.pending(now(), 10)).toHaveLength(1);
  });

  it('knows since when the oldest delivery waits, also while it is not due', async () => {
    expect(await ledger.oldestOpened()).toBeUndefined();
    await ledger.open([deliveryTo('slack')]);
    clock.advance(60);
    await ledger.open([deliveryTo('jira')]);
    await ledger.settle(
      await claimOrFail(),
      { kind: 'retry', code: 'vendor-failed' },
      '2026-11-23T12:00:00.000Z',
    );
    expect(await ledger.oldestOpened()).toBe('2026-11-22T12:00:00.000Z');
    clock.advance(2 * 24 * 3600);
    await ledger.settle(await claimOrFail(), { kind: 'sent' });
    expect(await ledger.oldestOpened()).toBe('2026-11-22T12:01:00.000Z');
  });

  it('does not list what was sent', async () => {
    await ledger.open([deliveryTo('slack')]);
    await ledger.settle(await claimOrFail(), { kind: 'sent' });
    clock.advance(3600);
    expect(await ledger.pending(now(), 10)).toEqual([]);
  });

  it('gives one delivery to one of many workers that ask at once', async () => {
    await ledger.open([deliveryTo('slack')]);
    const claims = await Promise.all(Array.from({ length: 8 }, () => ledger.claim(KEY)));
    expect(claims.filter(({ kind }) => kind === 'claimed')).toHaveLength(1);
    expect(claims.filter(({ kind }) => kind === 'in-progress')).toHaveLength(7);
  });
});

describe('The delivery ledger on DynamoDB', () => {
  it('costs one call to claim and one to settle', async () => {
    await emptyTable();
    const ledger = dynamoDbLedger({ table: local.table, clock: virtualClock(), destinationIds: ['slack'] });
    await ledger.open([deliveryTo('slack')]);
    local.takeCalls();
    const claim = await ledger.claim(KEY);
    if (claim.kind !== 'claimed') throw new Error('not claimed');
    await ledger.settle(claim, { kind: 'sent' });
    expect(local.takeCalls()).toEqual(['UpdateItemCommand', 'UpdateItemCommand']);
  });

  it('still finds what waits for a destination that left the configuration', async () => {
    await emptyTable();
    const clock = virtualClock();
    const before = dynamoDbLedger({ table: local.table, clock, destinationIds: ['slack', 'jira'] });
    await before.open([deliveryTo('jira')]);
    await before.pending('2026-11-22T00:00:00.000Z', 10);
    const after = dynamoDbLedger({ table: local.table, clock, destinationIds: ['slack'] });
    expect(await after.pending(clock.now().toISOString(), 10)).toHaveLength(1);
  });
});
