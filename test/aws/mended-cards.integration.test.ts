/** Rows from before there were cards get theirs, and changes are found by the events that tell of them. */
import { dynamoDbCards } from '../../lib/aws/dynamodb-cards.ts';
import { dynamoDbChanges } from '../../lib/aws/dynamodb-changes.ts';
import { dynamoDbCounters } from '../../lib/aws/dynamodb-counters.ts';
import { dynamoDbEvents } from '../../lib/aws/dynamodb-events.ts';
import { dynamoDbMendedCards } from '../../lib/aws/dynamodb-mended-cards.ts';
import { INDEX_ATTRIBUTES } from '../../lib/aws/index-attributes.ts';
import { eventListKeyOf } from '../../lib/aws/table-keys.ts';
import type { Table } from '../../lib/aws/table.ts';
import { itemOfRow } from '../../lib/aws/write-row.ts';
import type { AccessRow } from '../../lib/history/access-row.ts';
import type { Card } from '../../lib/history/card.ts';
import type { EventKind } from '../../lib/history/history-event.ts';
import { correctedEventOf, joinedEventOf, rowSnapshotEvent } from '../../lib/history/make-events.ts';
import { readEventOf, readsOfDay } from '../../lib/history/read-event.ts';
import { closeTable, emptyTable } from '../history/history-kit.ts';
import { sketched } from '../support/counted-world.ts';
import { virtualClock } from '../support/virtual-clock.ts';

const YEAR = { from: '2026-01-01T00:00:00.000Z', to: '2027-01-01T00:00:00.000Z' };

let table: Table;
beforeEach(async () => {
  ({ table } = await emptyTable());
});
afterAll(closeTable);

const putWithoutCard = async (row: AccessRow): Promise<void> => {
  const item = Object.entries(itemOfRow(row)).filter(([name]) => !INDEX_ATTRIBUTES.includes(name));
  await table.put(Object.fromEntries(item));
};

const idsIn = async (): Promise<readonly string[]> =>
  (await dynamoDbCards(table).read({ ...YEAR, filters: {} }, 100)).cards.map(({ accessId }) => accessId);

const mendedIn = async (between: {
  readonly from: string;
  readonly to: string;
}): Promise<readonly [number, number]> => {
  const cards: Card[] = [];
  let mended = 0;
  for await (const page of dynamoDbMendedCards(table).ofRows(between)) {
    cards.push(...page.cards);
    mended += page.mended;
  }
  return [cards.length, mended];
};

describe('Cards of rows', () => {
  const rows = ['2026-03-01T00:00:00Z', '2026-10-31T23:59:59.999Z', '2026-11-01T00:00:00.000Z'].map(
    (time, place) => sketched({ id: `a${place}`, time }),
  );

  it('are written where they are missing, once', async () => {
    for (const row of rows) await putWithoutCard(row);
    await table.put(itemOfRow(sketched({ id: 'new', time: '2026-11-22T12:00:00.000Z' })));
    expect(await idsIn()).toEqual(['111122223333.new']);
    expect(await mendedIn(YEAR)).toEqual([4, 3]);
    expect(await idsIn()).toHaveLength(4);
    expect(await mendedIn(YEAR)).toEqual([4, 0]);
  });

  it('are written anew where they are of another version, and leave where they lay', async () => {
    const [row] = rows;
    if (row === undefined) throw new Error('no row');
    await table.put({ ...itemOfRow(row), card: '{"v":0}', ticketKey: 'ticket#2026-03', ticketSort: 'old' });
    expect(await mendedIn(YEAR)).toEqual([1, 1]);
    expect(await mendedIn(YEAR)).toEqual([1, 0]);
    expect(await idsIn()).toEqual([row.accessId]);
  });

  it('are those of the range, with and without milliseconds', async () => {
    for (const row of rows) await putWithoutCard(row);
    const read = async (from: string, to: string) => (await mendedIn({ from, to }))[0];
    expect(await read('2026-03-01T00:00:00.000Z', '2026-03-01T00:00:00.001Z')).toBe(1);
    expect(await read('2026-02-01T00:00:00.000Z', '2026-03-01T00:00:00.000Z')).toBe(0);
    expect(await read('2026-10-31T00:00:00.000Z', '2026-11-01T00:00:00.000Z')).toBe(1);
  });

  it('name the newest access before a moment, however long ago', async () => {
    const cards = dynamoDbMendedCards(table);
    expect(await cards.newestBefore('2026-11-23T00:00:00.000Z')).toBeUndefined();
    for (const row of rows) await putWithoutCard(row);
    expect(await cards.newestBefore('2026-11-23T00:00:00.000Z')).toBe('2026-11-01T00:00:00.000Z');
    expect(await cards.newestBefore('2026-10-31T00:00:00.000Z')).toBe('2026-03-01T00:00:00Z');
    expect(await cards.newestBefore('2026-03-01T00:00:00.000Z')).toBeUndefined();
  });
});

describe('Changes', () => {
  const note = async (kind: EventKind, accessId: string, body = {}): Promise<void> => {
    const events = dynamoDbEvents({ table, clock: virtualClock('2026-11-22T23:59:00.000Z') });
    await events.note([
      { schemaVersion: 1, accessId, name: kind, kind, at: '2026-11-22T00:00:00.000Z', body },
    ]);
  };
  const NIGHT = { from: '2026-11-22T23:50:00.000Z', to: '2026-11-23T00:10:00.000Z' };
  const noted = async (between = NIGHT) =>
    (await dynamoDbChanges(table).noted(between))
      .map(({ accessId, kind, accessTime }) => [accessId, kind, accessTime])
      .sort();

  it('name the hour of an access by its event, or by its row where the event does not tell it', async () => {
    const [told, asked] = ['2026-11-20T10:00:00.000Z', '2026-11-21T10:00:00.000Z'];
    const row = sketched({ id: 'joined', time: asked });
    await table.put(itemOfRow(row));
    const events = dynamoDbEvents({ table, clock: virtualClock('2026-11-23T00:01:00.000Z') });
    await events.note([rowSnapshotEvent(sketched({ id: 'recorded', time: told }))]);
    await events.note([
      joinedEventOf(row.accessId, undefined, { eventId: 'e', eventName: 'E', time: told, note: 'n' }),
      joinedEventOf('111122223333.archived', undefined, {
        eventId: 'e',
        eventName: 'E',
        time: told,
        note: 'n',
      }),
    ]);
    await note('reviewed', 'r', { accessTime: told });
    await note('told', 't');
    expect(await noted()).toEqual([
      ['111122223333.joined', 'joined', asked],
      ['111122223333.recorded', 'recorded', told],
      ['r', 'reviewed', told],
    ]);
  });

  it('name the hour in which a row lies, whatever time AWS corrected it to', async () => {
    const row = sketched({ id: 'corrected', time: '2026-11-20T09:59:59.000Z' });
    if (row.access === undefined) throw new Error('no access');
    await table.put(itemOfRow(row));
    const events = dynamoDbEvents({ table, clock: virtualClock('2026-11-23T00:01:00.000Z') });
    const access = { ...row.access, time: '2026-11-20T10:00:01.000Z' };
    const correction = { eventId: 'c', at: '2026-11-23T00:00:00.000Z', reason: 'UPDATED_DATA' };
    await events.note([correctedEventOf(row.accessId, { access }, correction)]);
    expect(await noted()).toEqual([[row.accessId, 'corrected', row.time]]);
  });

  it('are those of the range, its end excluded', async () => {
    await note('reviewed', 'r', { accessTime: '2026-11-20T10:00:00.000Z' });
    const at = '2026-11-22T23:59:00.000Z';
    expect(await noted({ from: at, to: '2026-11-22T23:59:00.001Z' })).toHaveLength(1);
    expect(await noted({ from: '2026-11-22T23:00:00.000Z', to: at })).toEqual([]);
    expect(await noted({ from: '2026-11-22T23:59:00.001Z', to: '9999' })).toEqual([]);
  });

  it('are about as many of the latest as are asked for', async () => {
    for (let place = 0; place < 40; place += 1)
      await note('reviewed', `r${place}`, { accessTime: '2026-11-20T10:00:00.000Z' });
    expect((await dynamoDbChanges(table).noted(NIGHT, 8)).length).toBeLessThanOrEqual(8);
    expect(await noted()).toHaveLength(40);
  });

  it('are not hidden by those who looked at the page since, nor by what was told', async () => {
    const accessTime = '2026-11-20T10:00:00.000Z';
    const day = readsOfDay('2026-11-22');
    const [clock, later] = [
      virtualClock('2026-11-22T23:55:00.000Z'),
      virtualClock('2026-11-22T23:59:00.000Z'),
    ];
    // In the part of the day in which its looks lie.
    const listKey = eventListKeyOf('2026-11-22', day);
    const changed = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o', 'p', 'q', 'r']
      .map((name) => `111122223333.${name}`)
      .find((id) => eventListKeyOf('2026-11-22', id) === listKey);
    if (changed === undefined) throw new Error('no access lies beside the looks');
    const event = { schemaVersion: 1, accessId: changed, at: '2026-11-22T00:00:00.000Z' } as const;
    await dynamoDbEvents({ table, clock }).note([
      { ...event, name: 'reviewed#0001', kind: 'reviewed', body: { accessTime } },
    ]);
    const since = dynamoDbEvents({ table, clock: later });
    await since.note(
      Array.from({ length: 40 }, (_, place) => ({ ...event, name: `told#${place}`, kind: 'told', body: {} })),
    );
    await since.note(
      Array.from({ length: 300 }, (_, place) =>
        readEventOf({
          at: '2026-11-22T23:58:00.000Z',
          by: { subject: 's', name: 'Rita' },
          kind: 'listed',
          what: `question ${place}`,
        }),
      ),
    );
    const found = await dynamoDbChanges(table).noted(NIGHT, 80);
    expect(found.map(({ accessId }) => accessId)).toEqual([changed]);
    expect(await dynamoDbCounters(table).changedHours(NIGHT)).toEqual(['2026-11-20T10']);
  });
});
