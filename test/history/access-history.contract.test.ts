/** One suite for the history of AWS and its twin in memory. */
import { decodeRecord } from '../../lib/access/decode-record.ts';
import type { SwitchRoleHalf } from '../../lib/access/switch-role-half.ts';
import { dynamoDbEvents } from '../../lib/aws/dynamodb-events.ts';
import { dynamoDbHistory } from '../../lib/aws/dynamodb-history.ts';
import { dynamoDbLedger } from '../../lib/aws/dynamodb-ledger.ts';
import { deliveryKey } from '../../lib/aws/table-keys.ts';
import type { AccessHistory } from '../../lib/history/access-history.ts';
import type { EventLog } from '../../lib/history/history-event.ts';
import type { Notification } from '../../lib/notification/notification.ts';
import type { JsonObject } from '../../lib/kernel/json.ts';
import type { LocalTable } from '../support/local-table.ts';
import { switchRoleRecord } from '../support/sample-events.ts';
import { PRODUCTION } from '../support/sample-policy.ts';
import { virtualClock } from '../support/virtual-clock.ts';
import { closeTable, emptyTable, implementations, LARGE, rowOf } from './history-kit.ts';

const halfOf = (changes: JsonObject = {}): SwitchRoleHalf => {
  const decoded = decodeRecord(switchRoleRecord(changes));
  if (decoded.kind !== 'switch-half') throw new Error(decoded.kind);
  return decoded.half;
};

const at = (time: string, eventID: string) => rowOf({ eventTime: time, eventID });
const joined = { eventId: 'event-switch', eventName: 'SwitchRole', time: '2026-11-22T11:59:52Z', note: 'x' };
const ALWAYS = { from: '2020-01-01T00:00:00.000Z', to: '2030-01-01T00:00:00.000Z' };

const eventOf = (name: string, kind: 'recorded' | 'archived' = 'recorded') =>
  ({ schemaVersion: 1, accessId: rowOf().accessId, name, kind, at: rowOf().time, body: {} }) as const;

afterAll(closeTable);

describe.each(implementations)('The history %s', (_name, make) => {
  let history: AccessHistory;
  let events: EventLog;
  beforeEach(async () => {
    ({ history, events } = await make());
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
    for (let index = 0; index < 90; index += 1) {
      const id = `event-${String(index).padStart(3, '0')}`;
      await history.record(rowOf({ ...LARGE, eventTime: '2026-11-02T10:00:00Z', eventID: id }));
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

  it('gains what a joined record told beside the caller', async () => {
    const row = rowOf();
    await history.record(row);
    const { caller, session } = row.access!;
    const told = { session: { ...session, accessKeyId: 'ASIAEXAMPLEOTHER0001' }, requestId: 'request-9' };
    await history.join(row.accessId, caller, { ...joined, told });
    const found = await history.find(row.accessId);
    expect(found?.row).toEqual({ ...row, access: { ...row.access, ...told }, joined: [{ ...joined, told }] });
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
    await history.keepHalf({ half, dueAt, foundBy: 'sweep' });
    await history.keepHalf({ half, dueAt, foundBy: 'sweep' });
    expect(await history.halvesOfSession(PRODUCTION, half.sessionPrincipalId)).toEqual([
      { half, dueAt, foundBy: 'sweep' },
    ]);
    expect(await history.halvesDue('2026-11-22T12:14:51.999Z', 10)).toEqual([]);
    expect(await history.halvesDue(dueAt, 10)).toEqual([{ half, dueAt, foundBy: 'sweep' }]);
    await history.releaseHalf(half);
    expect(await history.halvesDue(dueAt, 10)).toEqual([]);
  });

  it('keeps a half beside one with its id and another time', async () => {
    const [half, corrected] = [halfOf(), halfOf({ eventTime: '2026-11-22T11:59:53Z' })];
    const dueAt = '2026-11-22T12:14:52.000Z';
    for (const one of [half, corrected]) await history.keepHalf({ half: one, dueAt, foundBy: 'event' });
    await history.releaseHalf(half);
    const kept = await history.halvesOfSession(PRODUCTION, half.sessionPrincipalId);
    expect(kept).toEqual([{ half: corrected, dueAt, foundBy: 'event' }]);
  });

  it('removes an access from every question', async () => {
    await history.record(rowOf());
    await history.remove(rowOf().accessId);
    expect(await history.find(rowOf().accessId)).toBeUndefined();
    expect((await history.list({ ...ALWAYS, limit: 10 })).rows).toEqual([]);
  });

  it('answers an access with its events, in the order in which they were noted', async () => {
    await history.record(rowOf());
    expect((await history.find(rowOf().accessId))?.events).toEqual([]);
    await events.note([eventOf('told#slack#2'), eventOf('recorded'), eventOf('told#slack#1')]);
    const found = await history.find(rowOf().accessId);
    expect(found?.events?.map(({ name }) => name)).toEqual(['recorded', 'told#slack#1', 'told#slack#2']);
  });

  it('keeps canaries apart from what people read, and finds them by id', async () => {
    await history.record(rowOf());
    await history.record({ ...rowOf(), accessId: 'canary-1', canary: true });
    expect((await history.list({ ...ALWAYS, limit: 10 })).rows).toEqual([rowOf()]);
    const { rows } = await history.list({ ...ALWAYS, limit: 10, canaries: true });
    expect(rows.map(({ accessId }) => accessId)).toEqual(['canary-1']);
    expect((await history.find('canary-1'))?.row.canary).toBe(true);
  });

  it('lists rows and nothing that lies beside them', async () => {
    await history.record(rowOf());
    await events.note([eventOf('recorded')]);
    expect((await history.list({ ...ALWAYS, limit: 10 })).rows).toEqual([rowOf()]);
  });

  it('leaves the tombstone of a removed access, and no other event', async () => {
    await history.record(rowOf());
    await events.note([eventOf('recorded'), eventOf('archived', 'archived')]);
    await history.remove(rowOf().accessId);
    expect(await history.find(rowOf().accessId)).toBeUndefined();
    expect((await events.ofAccess(rowOf().accessId)).map(({ name }) => name)).toEqual(['archived']);
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

  it('answers the digests that told of an access, each once, and asks for them only then', async () => {
    const [history, events] = [
      dynamoDbHistory(table.table),
      dynamoDbEvents({ table: table.table, clock: virtualClock() }),
    ];
    const { accessId } = rowOf();
    await history.record(rowOf());
    await events.note([eventOf('recorded')]);
    const told = { schemaVersion: 1, state: 'digested', attempts: [], digestedIn: 'digest-1' };
    const key = { accessId, destinationId: 'mail' };
    await table.table.put({ ...deliveryKey(key), ...key, ...told });
    await table.table.put({
      ...deliveryKey(key),
      sk: 'delivery#mail#repeats',
      ...key,
      ...told,
      part: 'repeats',
    });
    const digest = { accessId: 'digest-1', destinationId: 'mail', state: 'sent', attempts: [] };
    await table.table.put({ ...deliveryKey(digest), ...digest });
    table.takeCalls();
    const found = await history.find(accessId);
    expect(found?.deliveries.map(({ part }) => part)).toEqual([undefined, 'repeats']);
    expect(found?.digests).toEqual([digest]);
    expect(table.takeCalls()).toEqual(['QueryCommand', 'QueryCommand']);
  });

  it('needs no index to find again what it has just written', async () => {
    const behind = {
      ...table.table,
      query: async (question: Parameters<typeof table.table.query>[0]) =>
        question.index === undefined ? table.table.query(question) : { items: [] },
    };
    const history = dynamoDbHistory(behind);
    const window = { from: '2026-11-22T12:00:00.000Z', to: '2026-11-22T12:15:00.000Z' };
    const row = rowOf({}, { countsRepeatsUntil: window.to });
    await history.firstOfGroup('key', row.accessId, window);
    await history.record(row);
    await history.join(row.accessId, { ...row.access!.caller, label: 'alice.miller' }, joined);
    await history.correct(
      row.accessId,
      { access: { ...row.access!, mfa: 'yes' } },
      { eventId: 'c', at: window.from, reason: 'r' },
    );
    const repeats = { count: 1, first: window.from, last: window.from, origins: [] };
    await history.closeWindow(row.accessId, repeats);
    const found = await history.find(row.accessId);
    expect(found?.row).toMatchObject({ repeats, access: { mfa: 'yes', caller: { label: 'alice.miller' } } });
    expect(await history.currentOfGroup('key', window.from)).toBe(row.accessId);
  });
});
