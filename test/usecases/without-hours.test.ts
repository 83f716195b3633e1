/** An hour that was counted anew is taken out of the day or month that holds it, and nothing else is. */
import type { CellKey, Counter, TopValue } from '../../lib/history/counters.ts';
import { sumDay, sumMonth } from '../../lib/history/sum-month.ts';
import { sumTallies } from '../../lib/history/tally.ts';
import type { CountedPart } from '../../lib/usecases/read-counters.ts';
import { bitsOf, sumCells } from '../../lib/usecases/sum-cells.ts';
import { withoutHours } from '../../lib/usecases/without-hours.ts';

const KEY: CellKey = {
  accountId: '111122223333',
  owner: 'platform',
  kind: 'access',
  outcome: 'success',
  state: 'unreviewed',
  certainty: 'asserted',
};

const hour = (bucket: string, state: CellKey['state'], count: number): Counter => {
  const cell = { ...KEY, state };
  const top: readonly TopValue[] = [{ field: 'person', value: 'alice', cell, count }];
  return { bucket, countedAt: '2026-10-22T12:00:00.000Z', cells: [{ ...cell, count }], top, topCut: [] };
};

const HOURS = [hour('2026-10-05T09', 'unreviewed', 3), hour('2026-10-05T10', 'explained', 5)];
const TEN = new Set(['2026-10-05T10']);
const LATER = '2026-10-22T12:00:01.000Z';
const wholeDay = { bucket: '2026-10-05', countedAt: LATER, ...sumTallies(HOURS) };
const seenDay = { bucket: '2026-10-05', countedAt: LATER, ...sumDay(HOURS, 'plain') };
const month = { bucket: '2026-10', countedAt: LATER, ...sumMonth([seenDay], 'plain') };

const told = (parts: readonly CountedPart[] | undefined) => {
  if (parts === undefined) return undefined;
  const { total, numbers } = sumCells({ parts }, { from: '', to: '', filters: {} });
  const people = parts.flatMap(({ tally }) => tally.top).reduce((sum, { count }) => sum + count, 0);
  const bits = bitsOf({ parts }, { from: '', to: '', filters: {} }, ({ state }) => state);
  const onTheDay = bits.filter(({ bucket }) => bucket.startsWith('2026-10-05'));
  return {
    total,
    people,
    states: Object.fromEntries(numbers.get('state') ?? []),
    explained: onTheDay
      .filter(({ series }) => series === 'explained')
      .reduce((sum, { count }) => sum + count, 0),
  };
};

it.each([
  ['a day', [wholeDay]],
  ['a day that is seen in one way', [seenDay]],
  ['a month', [month]],
  ['hours', HOURS],
])('Out of %s', (_name, counted) => {
  expect(told(withoutHours({ counted, hours: new Set(), before: [] }))).toMatchObject({ total: 8 });
  expect(told(withoutHours({ counted, hours: TEN, before: HOURS }))).toEqual({
    total: 3,
    people: 3,
    states: { unreviewed: 3 },
    explained: 0,
  });
});

it('What was never counted is not taken away: an empty hour, and a value that the day left out', () => {
  expect(told(withoutHours({ counted: [month], hours: TEN, before: [] }))).toMatchObject({ total: 8 });
  const cut = { ...wholeDay, top: [], topCut: ['person' as const] };
  expect(told(withoutHours({ counted: [cut], hours: TEN, before: HOURS }))).toMatchObject({ people: 0 });
});

it('Nobody can tell what a day holds that was counted before its hour, or is not there: hours have to be read', () => {
  const newer = HOURS.map((one) => ({ ...one, countedAt: '2026-10-22T12:00:02.000Z' }));
  for (const counted of [[wholeDay], [seenDay], [month]])
    expect(withoutHours({ counted, hours: TEN, before: newer })).toBeUndefined();
  expect(withoutHours({ counted: [], hours: TEN, before: HOURS })).toBeUndefined();
});
