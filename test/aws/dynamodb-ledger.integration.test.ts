/** What the ledger on DynamoDB costs, what it still reads, and what it does when DynamoDB's answer is lost on the way. */
import { ConditionalCheckFailedException, DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { dynamoDbLedger } from '../../lib/aws/dynamodb-ledger.ts';
import { openTable } from '../../lib/aws/table.ts';
import type { Delivery } from '../../lib/delivery/delivery.ts';
import { GATHER_LEASE_SECONDS, LEASE_SECONDS, type Ledger } from '../../lib/delivery/ledger.ts';
import type { LocalTable } from '../support/local-table.ts';
import { deliveryTo, onDynamoDb, sampleNotification } from '../support/two-ledgers.ts';
import { type VirtualClock, virtualClock } from '../support/virtual-clock.ts';

const KEY = { accessId: 'access-1', destinationId: 'slack' };
const DIGEST = { accessId: 'digest-1', destinationId: 'slack' };
const NEW_DIGEST = {
  digestId: 'digest-1',
  destinationId: 'slack',
  channel: 'slack-webhook',
  edition: 'owner',
  importance: 'normal',
  members: [KEY],
} as const;

let clock: VirtualClock;
let ledger: Ledger;
let local: LocalTable;
beforeEach(async () => {
  clock = virtualClock();
  ({ ledger, local } = await onDynamoDb(clock));
});
afterEach(() => local.close());

const now = () => clock.now().toISOString();
const claimOrFail = async (key = KEY) => {
  const claim = await ledger.claim(key);
  if (claim.kind !== 'claimed') throw new Error(`not claimed but ${claim.kind}`);
  return claim;
};

describe('The calls to DynamoDB', () => {
  it('are one to open, one to claim and one to settle, and two for other words in between', async () => {
    // Once in a process it remembers which destinations there are.
    await ledger.open([]);
    expect(local.takeCalls()).toEqual(['UpdateItemCommand']);
    await ledger.open([deliveryTo('slack')]);
    expect(local.takeCalls()).toEqual(['PutItemCommand']);
    await ledger.reword(KEY, { part: 'joined-1', notification: sampleNotification('access-1') });
    expect(local.takeCalls()).toEqual(['GetItemCommand', 'UpdateItemCommand']);
    const claim = await claimOrFail();
    expect(local.takeCalls()).toEqual(['UpdateItemCommand']);
    await ledger.settle(claim, { kind: 'sent', reference: 'C1:1' });
    expect(local.takeCalls()).toEqual(['UpdateItemCommand']);
  });

  it.each(['sent', 'rejected', 'digested'])(
    'are one for a wake-up of what is %s: AWS hands it back',
    async (state) => {
      const aws = mockClient(DynamoDBClient);
      const Item = marshall({ ...deliveryTo('slack'), state, attempts: [] });
      aws
        .on(UpdateItemCommand)
        .rejects(new ConditionalCheckFailedException({ message: 'no', $metadata: {}, Item }));
      const table = openTable(new DynamoDBClient({ region: 'us-east-1' }), 'history');
      const claim = await dynamoDbLedger({ table, clock, destinationIds: [] }).claim(KEY);
      expect(claim).toEqual({ kind: 'settled' });
      expect(aws.calls()).toHaveLength(1);
      expect(aws.commandCalls(UpdateItemCommand)[0]?.args[0].input).toMatchObject({
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      });
      aws.restore();
    },
  );

  it('are one to look at a delivery, and one question for the next when something urgent waits', async () => {
    await ledger.open([deliveryTo('slack', { importance: 'urgent' })]);
    local.takeCalls();
    await ledger.find(KEY);
    expect(local.takeCalls()).toEqual(['GetItemCommand']);
    await ledger.next('slack');
    expect(local.takeCalls()).toEqual(['QueryCommand']);
  });
});

describe('The ledger on DynamoDB', () => {
  it('still finds what waits for a destination that left the configuration', async () => {
    await ledger.open([deliveryTo('jira')]);
    await ledger.pending('2026-11-22T00:00:00.000Z', 10);
    const after = dynamoDbLedger({ table: local.table, clock, destinationIds: ['slack'] });
    expect(await after.pending(now(), 10)).toHaveLength(1);
    expect(await after.oldestOpened()).toBe(now());
  });

  describe('with a delivery from before there were ranks', () => {
    const OLD: Delivery = {
      ...deliveryTo('slack', { accessId: 'old', importance: 'urgent' }),
      schemaVersion: 1,
      state: 'pending',
      createdAt: '2026-11-22T11:00:00.000Z',
      dueAt: '2026-11-22T11:30:00.000Z',
      attempts: [],
    };
    const OLD_KEY = { accessId: 'old', destinationId: 'slack' };

    beforeEach(async () => {
      await local.table.put({
        ...OLD,
        pk: 'access#old',
        sk: 'delivery#slack',
        dueKey: 'delivery#slack',
        dueSort: `${OLD.dueAt}#old`,
      });
    });

    it('finds it by every question', async () => {
      expect(await ledger.next('slack')).toEqual(OLD_KEY);
      expect(await ledger.pending(now(), 10)).toEqual([
        { ...OLD_KEY, dueAt: OLD.dueAt, importance: 'urgent' },
      ]);
      expect(await ledger.pending('2026-11-22T11:29:59.999Z', 10)).toEqual([]);
      expect(await ledger.waiting('slack', 10)).toEqual([OLD]);
      expect(await ledger.oldestOpened()).toBe(OLD.createdAt);
    });

    it('lists it by its importance', async () => {
      await ledger.open([deliveryTo('slack')]);
      expect((await ledger.pending(now(), 10)).map(({ accessId }) => accessId)).toEqual(['old', 'access-1']);
    });

    it('finds one that was claimed then and lost', async () => {
      const until = '2026-11-22T12:00:30.000Z';
      const attempts = [{ startedAt: '2026-11-22T11:59:45.000Z' }];
      await local.table.put({
        ...OLD,
        pk: 'access#old',
        sk: 'delivery#slack',
        dueKey: 'delivery#slack',
        dueSort: `${until}#old`,
        state: 'in-progress',
        leaseToken: 'gone',
        leaseUntil: until,
        attempts,
      });
      expect(await ledger.next('slack')).toBeUndefined();
      clock.advance(LEASE_SECONDS);
      expect(await ledger.next('slack')).toEqual(OLD_KEY);
      expect((await ledger.pending(now(), 10)).map(({ dueAt }) => dueAt)).toEqual([until]);
    });

    it('gives it a rank when it is put back', async () => {
      const again = '2026-11-22T13:00:00.000Z';
      await ledger.settle(await claimOrFail(OLD_KEY), { kind: 'retry', code: 'vendor-failed' }, again);
      const item = await local.table.get({ pk: 'access#old', sk: 'delivery#slack' });
      expect(item?.['dueSort']).toBe(`a${again}#old.slack`);
    });
  });
});

/** The SDK repeats a call whose answer was lost: its condition then meets its own earlier success. */
describe('When the answer of DynamoDB is lost on the way, the ledger', () => {
  const lost = async <T>(call: () => Promise<T>): Promise<T> => {
    local.loseNextAnswer();
    return call();
  };

  it('knows that it opened the delivery', async () => {
    const opened = await lost(() => ledger.open([deliveryTo('slack')]));
    expect(opened).toEqual([{ ...KEY, dueAt: now(), importance: 'normal' }]);
    expect(await lost(() => ledger.open([deliveryTo('slack')]))).toEqual([]);
  });

  it('knows that it gave the delivery other words', async () => {
    await ledger.open([deliveryTo('slack')]);
    const words = { part: 'joined-1', notification: sampleNotification('access-1') };
    expect(await lost(() => ledger.reword(KEY, words))).toBe(true);
    expect((await ledger.find(KEY))?.includes).toEqual(['joined-1']);
  });

  it('knows that it holds the delivery, and counts one attempt', async () => {
    await ledger.open([deliveryTo('slack')]);
    const claim = await lost(() => claimOrFail());
    expect(claim.attempt).toBe(1);
    expect(claim.delivery.attempts).toHaveLength(1);
  });

  it('knows that it settled', async () => {
    await ledger.open([deliveryTo('slack')]);
    const claim = await claimOrFail();
    expect(await lost(() => ledger.settle(claim, { kind: 'retry', code: 'vendor-failed' }, now()))).toBe(
      true,
    );
    const second = await claimOrFail();
    expect(await lost(() => ledger.settle(second, { kind: 'sent' }))).toBe(true);
    expect((await ledger.find(KEY))?.attempts).toHaveLength(2);
  });

  it('knows that it gathers, that it moved and that it finished', async () => {
    await ledger.open([deliveryTo('slack')]);
    await lost(() => ledger.openDigest(NEW_DIGEST));
    clock.advance(GATHER_LEASE_SECONDS);
    expect(await lost(() => ledger.resumeDigest(DIGEST))).toMatchObject({ state: 'gathering' });
    expect(await lost(() => ledger.moveIntoDigest(KEY, 'digest-1'))).toMatchObject({ state: 'digested' });
    const words = sampleNotification('digest-1');
    const finished = await lost(() => ledger.finishDigest(DIGEST, [KEY], words));
    expect(finished).toEqual({ ...DIGEST, dueAt: now(), importance: 'normal' });
  });

  it('knows that it dropped the digest and that it noted the delivery', async () => {
    await ledger.openDigest(NEW_DIGEST);
    await lost(() => ledger.dropDigest(DIGEST));
    expect(await ledger.find(DIGEST)).toBeUndefined();
    await ledger.open([deliveryTo('slack')]);
    await ledger.settle(await claimOrFail(), { kind: 'sent' });
    const [delivery] = await ledger.unnoted(10);
    if (delivery === undefined) throw new Error('nothing to note');
    await lost(() => ledger.markNoted(delivery));
    expect(await ledger.unnoted(10)).toEqual([]);
  });
});
