/** One suite for the counters in the table and for their twin. */
import { createHash } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { dynamoDbCounters } from '../../lib/aws/dynamodb-counters.ts';
import {
  decodeCounter,
  encodeCounter,
  encodeMonth,
  MOST_COUNTER_BYTES,
  MOST_MONTH_BYTES,
} from '../../lib/aws/encode-counter.ts';
import { writeCard } from '../../lib/aws/card-text.ts';
import { COUNTING } from '../../lib/aws/table-keys.ts';
import { cardOf } from '../../lib/history/card-of.ts';
import {
  type Cell,
  type CellKey,
  type Counter,
  type Counters,
  MONTH_VIEWS,
  type TopValue,
} from '../../lib/history/counters.ts';
import { sumMonth } from '../../lib/history/sum-month.ts';
import { MOST_TOP_VALUES, tallyCards } from '../../lib/history/tally.ts';
import { sketched } from '../support/counted-world.ts';
import { MemoryCounters } from '../support/memory-counters.ts';
import { closeTable, emptyTable } from './history-kit.ts';

const KEY: CellKey = {
  accountId: '111122223333',
  owner: 'platform',
  kind: 'access',
  outcome: 'success',
  state: 'unreviewed',
  certainty: 'asserted',
};
const CELL: Cell = { ...KEY, count: 3 };

const counter = (bucket: string, more: Partial<Counter> = {}): Counter => ({
  bucket,
  countedAt: '2026-11-22T12:00:00.000Z',
  cells: [CELL, { ...CELL, client: 'acme', count: 2 }],
  top: [{ field: 'person', value: 'alice', cell: KEY, count: 3 }],
  topCut: [],
  ...more,
});

const SUBJECTS: readonly (readonly [string, () => Promise<Counters>])[] = [
  ['in memory', async () => new MemoryCounters()],
  ['on DynamoDB', async () => dynamoDbCounters((await emptyTable()).table)],
];

afterAll(closeTable);

describe.each(SUBJECTS)('The counters %s', (_name, make) => {
  let counters: Counters;
  beforeEach(async () => {
    counters = await make();
  });

  it('answer what was written, oldest first, across months and years, without the end', async () => {
    const hours = ['2026-10-31T23', '2026-11-01T00', '2026-12-31T23', '2027-01-01T00'];
    for (const hour of [...hours].reverse()) await counters.write(counter(hour));
    for (const day of ['2026-10-31', '2026-12-31', '2027-01-01']) await counters.write(counter(day));
    expect(await counters.hours('2026-10-31T23', '2027-01-01T00')).toEqual(
      hours.slice(0, 3).map((hour) => counter(hour)),
    );
    expect((await counters.days('2026-11-01', '2027-01-02')).map(({ bucket }) => bucket)).toEqual([
      '2026-12-31',
      '2027-01-01',
    ]);
    expect(await counters.hours('2026-11-01T01', '2026-11-01T01')).toEqual([]);
  });

  it('replace what was counted earlier, and nothing that was counted later', async () => {
    const at = (minute: number) => `2026-11-22T12:0${minute}:00.000Z`;
    await counters.write(counter('2026-11-22T11', { countedAt: at(1) }));
    await counters.write(counter('2026-11-22T11', { countedAt: at(3), cells: [] }));
    await counters.write(counter('2026-11-22T11', { countedAt: at(2) }));
    const [kept] = await counters.hours('2026-11-22T11', '2026-11-22T12');
    expect([kept?.countedAt, kept?.cells]).toEqual([at(3), []]);
  });

  it('keep months apart by what their values are told apart by, across years', async () => {
    const days = [counter('2026-12-05'), counter('2026-12-31')];
    for (const view of MONTH_VIEWS) await counters.write({ ...counter('2026-12'), ...sumMonth(days, view) });
    await counters.write({ ...counter('2027-01'), ...sumMonth([counter('2027-01-31')], 'state') });
    expect(await counters.months('2026-11', '2027-01', 'state')).toEqual([
      { ...counter('2026-12'), ...sumMonth(days, 'state') },
    ]);
    expect((await counters.months('2026-12', '2027-02', 'state')).map(({ bucket }) => bucket)).toEqual([
      '2026-12',
      '2027-01',
    ]);
    const [plain] = await counters.months('2026-12', '2027-01', 'plain');
    expect(plain?.cells.map(({ count, days: each }) => [count, each[4], each[30]])).toEqual([
      [6, 3, 3],
      [4, 2, 2],
    ]);
    expect(plain?.top).toMatchObject([{ value: 'alice', count: 6 }]);
    expect(await counters.days('2026-01-01', '2028-01-01')).toEqual([]);
  });

  it('keep how far it was counted: forwards, and backwards', async () => {
    expect(await counters.progress()).toEqual({});
    await counters.keepProgress({ since: '2026-11-23' });
    expect(await counters.progress()).toEqual({ since: '2026-11-23' });
    await counters.keepProgress({ until: '2026-11-22T12', since: '2026-11-20' });
    await counters.keepProgress({ until: '2026-11-22T11', since: '2026-11-21' });
    expect(await counters.progress()).toEqual({ until: '2026-11-22T12', since: '2026-11-20' });
  });

  it('keep fifty of the most frequent values of a field, and say that there were others', async () => {
    const top: readonly TopValue[] = Array.from({ length: 60 }, (_each, place) => ({
      field: 'person',
      value: `person-${place}`,
      cell: KEY,
      count: place,
    }));
    const roles: readonly TopValue[] = [{ field: 'role', value: 'admin', cell: KEY, count: 9 }];
    await counters.write(counter('2026-11-22T11', { top: [...top, ...roles] }));
    const [kept] = await counters.hours('2026-11-22T11', '2026-11-22T12');
    expect(kept?.top.filter(({ field }) => field === 'person')).toHaveLength(MOST_TOP_VALUES);
    expect(kept?.top.find(({ value }) => value === 'person-9')).toBeUndefined();
    expect(kept?.top).toContainEqual(roles[0]);
    expect(kept?.topCut).toEqual(['person']);
  });
});

describe('A counter as bytes', () => {
  const cards = (count: number, people: number, length: number) =>
    Array.from({ length: count }, (_each, place) =>
      cardOf(
        sketched({
          id: `a${place}`,
          time: '2026-11-22T11:00:00.000Z',
          person: `${'p'.repeat(length)}${place % people}`,
          role: `${'r'.repeat(length)}${place % 45}`,
          address: `2001:db8::${place % people}`,
          account: String(111111110000 + (place % 200)),
          owner: `owner-${place % 9}`,
          denied: place % 5 === 0,
        }),
      ),
    ).filter((card) => card !== undefined);

  it('says the same after it was written and read, whatever the values are called', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 20 }), { minLength: 1, maxLength: 12 }), (names) => {
        const some = names.map((person, place) =>
          cardOf(sketched({ id: `a${place}`, time: '2026-11-22T11:00:00.000Z', person, role: person })),
        );
        const tally = tallyCards(some.filter((card) => card !== undefined));
        expect(decodeCounter(encodeCounter(tally))).toEqual(tally);
      }),
      { numRuns: 100 },
    );
  });

  it('stays small in a storm of many people, roles and accounts, and keeps every cell', () => {
    const tally = tallyCards(cards(5_000, 900, 190));
    const bytes = encodeCounter(tally);
    expect(bytes.length).toBeLessThanOrEqual(MOST_COUNTER_BYTES);
    const decoded = decodeCounter(bytes);
    expect(decoded?.cells).toEqual(tally.cells);
    expect(decoded?.topCut).toEqual(expect.arrayContaining(['person', 'address']));
    expect(tally.cells.reduce((sum, { count }) => sum + count, 0)).toBe(5_000);
  });

  it('of a month that no item holds is none, and its days tell', () => {
    const names = Array.from({ length: 40_000 }, (_each, place) =>
      createHash('md5').update(`${place}`).digest('hex'),
    );
    const day = counter('2026-11-01', { cells: names.map((owner) => ({ ...CELL, owner })) });
    expect(encodeMonth(sumMonth([day], 'plain'))).toBeUndefined();
    const few = counter('2026-11-01', { cells: day.cells.slice(0, 1_500) });
    expect(encodeMonth(sumMonth([few], 'plain'))?.length).toBeLessThan(MOST_MONTH_BYTES);
  });

  it('of another version is none, and is counted again', () => {
    expect(decodeCounter(deflateRawSync('[0,[],[],[],[]]'))).toBeUndefined();
  });

  it('is made anew when cards get another shape', () => {
    const [card] = cards(1, 1, 1);
    if (card === undefined) throw new Error('no card');
    expect(JSON.parse(writeCard(card))).toMatchObject({ v: Number(COUNTING.sk.slice(1)) });
  });
});
