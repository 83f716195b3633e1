/** One suite for the event log of AWS and its twin in memory. */
import { dynamoDbEvents } from '../../lib/aws/dynamodb-events.ts';
import { eventListKeyOf, eventListKeys } from '../../lib/aws/table-keys.ts';
import type { EventLog, HistoryEvent } from '../../lib/history/history-event.ts';
import { canonicalHash } from '../../lib/kernel/canonical-json.ts';
import { type VirtualClock, virtualClock } from '../support/virtual-clock.ts';
import { closeTable, emptyTable, implementations } from './history-kit.ts';

const eventOf = (accessId: string, name = 'recorded', more: Partial<HistoryEvent> = {}): HistoryEvent => ({
  schemaVersion: 1,
  accessId,
  name,
  kind: 'recorded',
  at: '2026-11-22T11:59:50.000Z',
  body: {},
  ...more,
});

const idsOf = (events: readonly { readonly accessId: string }[]) =>
  events.map(({ accessId }) => accessId).sort();

afterAll(closeTable);

describe.each(implementations)('The event log %s', (_name, make) => {
  let events: EventLog;
  let clock: VirtualClock;
  beforeEach(async () => {
    ({ events, clock } = await make());
  });

  it('keeps an event with the moment of its writing', async () => {
    await events.note([eventOf('a')]);
    expect(await events.ofAccess('a')).toEqual([{ ...eventOf('a'), notedAt: '2026-11-22T12:00:00.000Z' }]);
    expect(await events.ofAccess('b')).toEqual([]);
  });

  it('never changes an event that is there', async () => {
    await events.note([eventOf('a')]);
    clock.advance(60);
    await events.note([eventOf('a', 'recorded', { body: { other: true } }), eventOf('a', 'told#slack#1')]);
    const noted = await events.ofAccess('a');
    expect(noted.map(({ name, notedAt, body }) => [name, notedAt, body])).toEqual([
      ['recorded', '2026-11-22T12:00:00.000Z', {}],
      ['told#slack#1', '2026-11-22T12:01:00.000Z', {}],
    ]);
  });

  it('keeps one event of two writers', async () => {
    const bodies = [{ by: 'one' }, { by: 'other' }];
    await Promise.all(bodies.map((body) => events.note([eventOf('a', 'recorded', { body })])));
    expect(await events.ofAccess('a')).toHaveLength(1);
  });

  it('answers every event of an hour and none of its neighbours', async () => {
    clock.advance(3599.999);
    await events.note(Array.from({ length: 40 }, (_each, index) => eventOf(`last-${index}`)));
    clock.advance(0.001);
    await events.note([eventOf('next')]);
    expect(await events.ofHour('2026-11-22T12')).toHaveLength(40);
    expect(idsOf(await events.ofHour('2026-11-22T13'))).toEqual(['next']);
    expect(await events.ofHour('2026-11-22T14')).toEqual([]);
    expect(await events.ofHour('2026-11-21T12')).toEqual([]);
  });

  it('lists an event in the hour of its writing, whenever it happened', async () => {
    await events.note([eventOf('late', 'recorded', { at: '2026-11-20T03:00:00.000Z' })]);
    expect(idsOf(await events.ofHour('2026-11-22T12'))).toEqual(['late']);
    expect(await events.ofHour('2026-11-20T03')).toEqual([]);
  });

  it('answers the same words it was given, so that their hash holds', async () => {
    const body = {
      numbers: [0, -1, 0.1, 1e15, 9007199254740991],
      texts: ['', ' ', 'é', '\u{1f514}', '"quoted"\n', 'constructor'],
      nothing: null,
      empty: { list: [], object: {} },
      nested: { deep: [{ deeper: [true, false] }] },
    };
    await events.note([eventOf('a', 'recorded', { body })]);
    const [byAccess] = await events.ofAccess('a');
    const [byHour] = await events.ofHour('2026-11-22T12');
    const expected = canonicalHash({
      ...eventOf('a', 'recorded', { body }),
      notedAt: '2026-11-22T12:00:00.000Z',
    });
    expect([canonicalHash(byAccess), byHour?.hash]).toEqual([expected, expected]);
  });

  it('loses no event of an hour that is too large to be read at once', async () => {
    const body = { text: 'x'.repeat(50_000) };
    await events.note(
      Array.from({ length: 30 }, (_each, index) => eventOf('a', `told#slack#${index}`, { body })),
    );
    expect(await events.ofHour('2026-11-22T12')).toHaveLength(30);
    expect(await events.ofAccess('a')).toHaveLength(30);
  });
});

describe('The event log on DynamoDB', () => {
  it('spreads a day over eight places, one access always in the same', () => {
    const places = Array.from({ length: 200 }, (_each, index) =>
      eventListKeyOf('2026-11-22T12:00:00Z', `a${index}`),
    );
    expect([...new Set(places)].sort()).toEqual(eventListKeys('2026-11-22'));
    expect(eventListKeys('2026-11-22')).toHaveLength(8);
    // Sealed hours are read by these keys for good: the hash may never change.
    expect(eventListKeyOf('2026-11-22T12:00:00Z', '111122223333.event-1')).toBe('events#2026-11-22#4');
  });

  it('writes ten events at a time at most', async () => {
    const { table } = await emptyTable();
    let [running, most] = [0, 0];
    const events = dynamoDbEvents({
      clock: virtualClock(),
      table: {
        ...table,
        put: async (item, condition) => {
          running += 1;
          most = Math.max(most, running);
          const written = await table.put(item, condition);
          running -= 1;
          return written;
        },
      },
    });
    await events.note(Array.from({ length: 25 }, (_each, index) => eventOf(`a${index}`)));
    expect(most).toBe(10);
    expect(await events.ofHour('2026-11-22T12')).toHaveLength(25);
  });

  it('throws what could not be written', async () => {
    const { table } = await emptyTable();
    const failing = { ...table, put: () => Promise.reject(new Error('throttled')) };
    const events = dynamoDbEvents({ clock: virtualClock(), table: failing });
    await expect(events.note([eventOf('a')])).rejects.toThrow('throttled');
  });
});
