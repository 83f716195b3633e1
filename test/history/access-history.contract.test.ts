/** One suite for the history of AWS and its twin in memory. */
import { decodeRecord } from '../../lib/access/decode-record.ts';
import type { SwitchRoleHalf } from '../../lib/access/switch-role-half.ts';
import { dynamoDbHistory } from '../../lib/aws/dynamodb-history.ts';
import { dynamoDbMarks } from '../../lib/aws/dynamodb-marks.ts';
import { dynamoDbLedger } from '../../lib/aws/dynamodb-ledger.ts';
import type { AccessHistory } from '../../lib/history/access-history.ts';
import type { AccessRow } from '../../lib/history/access-row.ts';
import type { Notification } from '../../lib/notification/notification.ts';
import type { JsonObject } from '../../lib/kernel/json.ts';
import { type LocalTable, startLocalTable } from '../support/local-table.ts';
import { MemoryHistory } from '../support/memory-history.ts';
import { crossAccountRecord, switchRoleRecord } from '../support/sample-events.ts';
import { PRODUCTION } from '../support/sample-policy.ts';
import { virtualClock } from '../support/virtual-clock.ts';

const rowOf = (changes: JsonObject = {}): AccessRow => {
  const decoded = decodeRecord(crossAccountRecord(changes));
  if (decoded.kind !== 'access') throw new Error(decoded.kind);
  const { access } = decoded;
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
  };
};

const halfOf = (changes: JsonObject = {}): SwitchRoleHalf => {
  const decoded = decodeRecord(switchRoleRecord(changes));
  if (decoded.kind !== 'switch-half') throw new Error(decoded.kind);
  return decoded.half;
};

const at = (time: string, eventID: string) => rowOf({ eventTime: time, eventID });
const joined = { eventId: 'event-switch', eventName: 'SwitchRole', time: '2026-11-22T11:59:52Z', note: 'x' };
const ALWAYS = { from: '2020-01-01T00:00:00.000Z', to: '2030-01-01T00:00:00.000Z' };

let local: LocalTable | undefined;
const emptyTable = async () => {
  await local?.close();
  local = await startLocalTable();
  return local;
};
afterAll(() => local?.close());

const makers: Readonly<Record<string, () => Promise<AccessHistory>>> = {
  'in memory': async () => new MemoryHistory(),
  'on DynamoDB': async () => {
    const { table } = await emptyTable();
    return dynamoDbHistory(table);
  },
};

describe.each(Object.entries(makers))('The history %s', (_name, make) => {
  let history: AccessHistory;
  beforeEach(async () => {
    history = await make();
  });

  it('writes a row once and never over an existing one', async () => {
    expect(await history.record(rowOf())).toBe('recorded');
    expect(await history.record({ ...rowOf(), accountName: 'changed' })).toBe('already-there');
    expect((await history.find(rowOf().accessId))?.row).toEqual(rowOf());
  });

  it('does not find what was never recorded', async () => {
    expect(await history.find('nothing')).toBeUndefined();
  });

  it('lists newest first, over the borders of months, from inclusive to exclusive', async () => {
    const times = [
      '2026-09-30T23:59:59Z',
      '2026-10-01T00:00:00Z',
      '2026-11-30T23:00:00Z',
      '2026-12-01T00:00:00Z',
    ];
    for (const [index, time] of times.entries()) await history.record(at(time, `event-${index}`));
    const page = await history.list({
      from: '2026-10-01T00:00:00.000Z',
      to: '2026-12-01T00:00:00.000Z',
      limit: 10,
    });
    expect(page.rows.map((row) => row.access?.eventId)).toEqual(['event-2', 'event-1']);
    expect(page.nextCursor).toBeUndefined();
  });

  it('pages without repeating or skipping a row, also among rows of the same second', async () => {
    for (let index = 0; index < 7; index += 1) {
      await history.record(at(index < 5 ? '2026-11-02T10:00:00Z' : '2026-10-02T10:00:00Z', `event-${index}`));
    }
    const seen: (string | undefined)[] = [];
    let cursor: string | undefined;
    do {
      const page = await history.list({ ...ALWAYS, limit: 2, ...(cursor === undefined ? {} : { cursor }) });
      seen.push(...page.rows.map((row) => row.access?.eventId));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect(seen).toEqual(['event-4', 'event-3', 'event-2', 'event-1', 'event-0', 'event-6', 'event-5']);
  });

  it('loses no row when a page is too large to be read at once', async () => {
    const large = {
      userAgent: 'x'.repeat(1000),
      requestParameters: {
        roleArn: rowOf().access?.role?.arn,
        tags: Array.from({ length: 50 }, (_each, index) => ({ key: `key-${index}`, value: 'v'.repeat(256) })),
      },
    };
    for (let index = 0; index < 90; index += 1) {
      const id = `event-${String(index).padStart(3, '0')}`;
      await history.record(rowOf({ ...large, eventTime: '2026-11-02T10:00:00Z', eventID: id }));
    }
    const first = await history.list({ ...ALWAYS, limit: 80 });
    const second = await history.list({ ...ALWAYS, limit: 80, cursor: first.nextCursor ?? '' });
    expect([first.rows.length, second.rows.length, second.nextCursor]).toEqual([80, 10, undefined]);
  });

  it('improves the caller of a row once per joined record', async () => {
    await history.record(rowOf());
    const caller = { ...rowOf().access!.caller, label: 'alice.miller', certainty: 'resolved' as const };
    await history.join(rowOf().accessId, caller, joined);
    await history.join(rowOf().accessId, { ...caller, label: 'again' }, joined);
    const found = await history.find(rowOf().accessId);
    expect(found?.row.access?.caller.label).toBe('alice.miller');
    expect(found?.row.joined).toEqual([joined]);
  });

  it('finds the accesses of one session between two moments, oldest first', async () => {
    await history.record(at('2026-11-22T11:00:00Z', 'early'));
    await history.record(at('2026-11-22T11:59:50Z', 'second'));
    await history.record(at('2026-11-22T11:59:40Z', 'first'));
    const rows = await history.ofSession(PRODUCTION, 'AROAEXAMPLETARGET001:alice', {
      from: '2026-11-22T11:58:00.000Z',
      to: '2026-11-22T12:02:00.000Z',
    });
    expect(rows.map((row) => row.access?.eventId)).toEqual(['first', 'second']);
    const others = await history.ofSession(PRODUCTION, 'AROAEXAMPLETARGET001:bob', ALWAYS);
    expect(others).toEqual([]);
  });

  it('keeps a half until it is released, and says when its time has passed', async () => {
    const half = halfOf();
    const dueAt = '2026-11-22T12:14:52.000Z';
    await history.keepHalf({ half, dueAt });
    await history.keepHalf({ half, dueAt });
    expect(await history.halvesOfSession(PRODUCTION, half.sessionPrincipalId)).toEqual([{ half, dueAt }]);
    expect(await history.halvesDue('2026-11-22T12:14:51.999Z', 10)).toEqual([]);
    expect(await history.halvesDue(dueAt, 10)).toEqual([{ half, dueAt }]);
    await history.releaseHalf(half);
    expect(await history.halvesDue(dueAt, 10)).toEqual([]);
  });

  it('tells who came first in a group, until the window is over', async () => {
    const window = (from: string, to: string) => ({
      from: `2026-11-22T${from}:00.000Z`,
      to: `2026-11-22T${to}:00.000Z`,
    });
    expect(await history.firstOfGroup('k', 'one', window('12:00', '12:15'))).toBeUndefined();
    expect(await history.firstOfGroup('k', 'two', window('12:14', '12:29'))).toBe('one');
    expect(await history.firstOfGroup('k', 'one', window('12:00', '12:15'))).toBeUndefined();
    expect(await history.firstOfGroup('other', 'two', window('12:14', '12:29'))).toBeUndefined();
    expect(await history.firstOfGroup('k', 'three', window('12:15', '12:30'))).toBeUndefined();
    expect(await history.firstOfGroup('k', 'four', window('12:16', '12:31'))).toBe('three');
    // It happened before the window that is open now: nobody was told of it by that one.
    expect(await history.firstOfGroup('k', 'early', window('12:13', '12:28'))).toBeUndefined();
    expect(await history.firstOfGroup('k', 'five', window('12:17', '12:32'))).toBe('three');
  });

  it('removes an access from every question', async () => {
    await history.record(rowOf());
    await history.remove(rowOf().accessId);
    expect(await history.find(rowOf().accessId)).toBeUndefined();
    expect((await history.list({ ...ALWAYS, limit: 10 })).rows).toEqual([]);
  });
});

describe('The history on DynamoDB', () => {
  let table: LocalTable;
  beforeEach(async () => {
    table = await emptyTable();
  });

  it('answers an access with its deliveries in one call', async () => {
    const history = dynamoDbHistory(table.table);
    const ledger = dynamoDbLedger({ table: table.table, clock: virtualClock(), destinationIds: [] });
    const row = rowOf();
    await history.record(row);
    const delivery = { channel: 'sns', edition: 'owner', importance: 'normal', why: 'because' } as const;
    const notification = {} as Notification;
    await ledger.open([{ accessId: row.accessId, destinationId: 'mail', ...delivery, notification }]);
    table.takeCalls();
    const found = await history.find(row.accessId);
    expect(found?.deliveries.map(({ destinationId, state }) => [destinationId, state])).toEqual([
      ['mail', 'pending'],
    ]);
    expect(table.takeCalls()).toEqual(['QueryCommand']);
  });

  it('takes a cursor that is not its own for none', async () => {
    const history = dynamoDbHistory(table.table);
    await history.record(rowOf());
    const page = await history.list({ ...ALWAYS, limit: 5, cursor: 'bm90IG91cnM' });
    expect(page.rows).toHaveLength(1);
  });

  it('remembers how far the sweep has looked', async () => {
    const marks = dynamoDbMarks(table.table);
    expect(await marks.read('us-east-1#ResourceName#role')).toBeUndefined();
    await marks.write('us-east-1#ResourceName#role', '2026-11-22T12:00:00.000Z');
    expect(await marks.read('us-east-1#ResourceName#role')).toBe('2026-11-22T12:00:00.000Z');
  });
});
