/** What the page is told in numbers agrees with a plain count over all cards, whatever was counted beforehand. */
import fc from 'fast-check';
import type { Card } from '../../lib/history/card.ts';
import { seriesOf } from '../../lib/history/chart-of.ts';
import { without } from '../../lib/history/count-cells.ts';
import { type Counts, HISTOGRAM_SERIES } from '../../lib/history/counts.ts';
import { matchesCard, valuesOf } from '../../lib/history/matches-card.ts';
import { MOST_READ_FOR_PAGE, MOST_READ_TO_COUNT, type Question } from '../../lib/history/question.ts';
import { answerCounts } from '../../lib/usecases/answer-counts.ts';
import { answerOverview } from '../../lib/usecases/answer-overview.ts';
import { type CountedWorld, type Sketch, worlds } from '../support/counted-world.ts';
import { rounds } from '../support/rounds.ts';
import { closeTable } from '../history/history-kit.ts';

const NOW = Date.parse('2026-11-22T12:00:00.000Z');
const MINUTE = 60_000;
const ago = (minutes: number): string => new Date(NOW - minutes * MINUTE).toISOString();

const fitting = (cards: readonly Card[], { from, to, filters, scope }: Question): readonly Card[] =>
  cards.filter(
    (card) =>
      card.time >= from &&
      card.time < to &&
      matchesCard(card, { filters, ...(scope === undefined ? {} : { scope }) }),
  );

const countedBy = (cards: readonly Card[], of: (card: Card) => readonly string[]): Record<string, number> => {
  const numbers: Record<string, number> = {};
  for (const card of cards) for (const value of new Set(of(card))) numbers[value] = (numbers[value] ?? 0) + 1;
  return numbers;
};

const nonZero = (numbers: Record<string, number>): Record<string, number> =>
  Object.fromEntries(Object.entries(numbers).filter(([, count]) => count > 0));

/** Everything that an answer says, held against the cards. */
const holds = (counts: Counts, cards: readonly Card[], question: Question): void => {
  const all = fitting(cards, question);
  expect(counts.total).toEqual({ count: all.length, atLeast: false });
  const others = fitting(cards, { ...question, filters: without(question.filters, 'state') });
  const states = countedBy(others, ({ state }) => [state]);
  const open = (states['unreviewed'] ?? 0) + (states['escalated'] ?? 0);
  const tabs = Object.fromEntries(counts.tabs.map(({ tab, count }) => [tab, count]));
  expect(nonZero(tabs)).toEqual(nonZero({ ...states, open, all: others.length }));
  for (const { field, values, cut } of counts.facets) {
    const beside = fitting(cards, { ...question, filters: without(question.filters, field) });
    const told = Object.fromEntries(values.map(({ value, count }) => [value, count]));
    expect([field, nonZero(told)]).toEqual([field, countedBy(beside, (card) => valuesOf(card, field))]);
    expect(cut).toBe(false);
    for (const chosen of question.filters[field] ?? []) expect(told).toHaveProperty([chosen]);
  }
  const { unit, series, bars } = counts.histogram;
  expect(series).toEqual(HISTOGRAM_SERIES);
  const length = unit === 'hour' ? 13 : 10;
  const shown = bars.flatMap(({ start, counts: heights }) =>
    heights.map((count, place) => [`${start.slice(0, length)} ${series[place] ?? ''}`, count] as const),
  );
  expect(nonZero(Object.fromEntries(shown))).toEqual(
    countedBy(all, (card) => [`${card.time.slice(0, length)} ${seriesOf(card)}`]),
  );
  const step = unit === 'hour' ? 60 * MINUTE : 24 * 60 * MINUTE;
  const starts = bars.map(({ start }) => Date.parse(start));
  expect(starts.slice(1).every((start, place) => start - (starts[place] ?? 0) === step)).toBe(true);
  expect(starts[0]).toBeLessThanOrEqual(Date.parse(question.from));
  expect((starts.at(-1) ?? 0) + step).toBeGreaterThanOrEqual(Date.parse(question.to));
};

const ACCOUNTS = ['111122223333', '444455556666'];
const STATES = ['unreviewed', 'escalated', 'explained', 'acknowledged'] as const;

const someSketch = fc.record({
  minutes: fc.oneof(fc.nat(200), fc.nat(6 * 1440), fc.nat(40 * 1440)),
  person: fc.constantFrom('alice', 'bob', 'carol'),
  account: fc.constantFrom(...ACCOUNTS),
  owner: fc.constantFrom('platform', 'payments'),
  client: fc.constantFrom(undefined, 'acme'),
  address: fc.constantFrom('198.51.100.18', '203.0.113.9'),
  denied: fc.boolean(),
  state: fc.constantFrom(undefined, ...STATES),
});

const sketchOf = (
  { minutes, state, client, ...given }: typeof someSketch extends fc.Arbitrary<infer T> ? T : never,
  place: number,
): Sketch => ({
  ...given,
  id: `a${place}`,
  time: ago(minutes),
  ...(state === undefined ? {} : { state }),
  ...(client === undefined ? {} : { client }),
});

const filters = fc.record(
  {
    state: fc.subarray([...STATES], { minLength: 1 }),
    account: fc.subarray(ACCOUNTS, { minLength: 1 }),
    outcome: fc.constant(['denied'] as const),
    person: fc.subarray(['alice', 'bob'], { minLength: 1 }),
    address: fc.constant(['203.0.113.9']),
  },
  { requiredKeys: [] },
);

const questions = fc.record({
  from: fc.oneof(fc.constant(2 * 60), fc.nat(7 * 1440), fc.nat(40 * 1440)),
  length: fc.nat(9 * 1440),
  filters: fc.oneof(fc.constant({}), filters),
  scope: fc.constantFrom(
    undefined,
    { accounts: ['111122223333'], parties: [] },
    { accounts: [], parties: ['acme', 'payments'] },
  ),
});

const questionOf = (given: typeof questions extends fc.Arbitrary<infer T> ? T : never): Question => ({
  from: ago(given.from),
  to: ago(given.from - given.length - 1),
  filters: given.filters,
  ...(given.scope === undefined ? {} : { scope: given.scope }),
});

/** What happens before the sweep counts, while it has counted once, and after it. */
const play = async (world: CountedWorld, parts: readonly (readonly Sketch[])[]): Promise<void> => {
  const [old = [], later = [], reviewed = []] = parts;
  for (const sketch of old) await world.record(sketch);
  await world.count();
  world.clock.advance(120);
  for (const sketch of later) await world.record(sketch);
  for (const sketch of reviewed) await world.review(sketch, 'explained');
};

// Many calls to the local table.
afterAll(closeTable);

describe.each(worlds)('The counts %s', (name, make) => {
  it('are those of the cards, whatever is asked for', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(someSketch, { maxLength: 30 }),
        fc.array(someSketch, { maxLength: 5 }),
        fc.array(questions, { minLength: 3, maxLength: 6 }),
        async (olds, news, asked) => {
          const world = await make();
          const old = olds.map(sketchOf);
          const later = news.map((given, place) => ({ ...sketchOf(given, place), id: `b${place}` }));
          await play(world, [old, later, old.slice(0, 2)]);
          for (const given of asked) {
            const question = questionOf(given);
            const counts = await answerCounts(world.effects, question);
            holds(counts, world.cards(), question);
          }
        },
      ),
      { numRuns: name === 'in memory' ? rounds(30, 400) : rounds(2, 20), seed: 7 },
    );
  });

  it('come from the counters where only what cells know is asked for, and from cards otherwise', async () => {
    const world = await make();
    for (let place = 0; place < 30; place += 1)
      await world.record({ id: `a${place}`, time: ago(600 + place * 300) });
    const window = { from: ago(7 * 1440), to: ago(0) };
    expect((await answerCounts(world.effects, { ...window, filters: {} })).source).toBe('cards');
    await world.count();
    const open = await answerCounts(world.effects, { ...window, filters: { state: ['unreviewed'] } });
    expect(open).toMatchObject({ source: 'counters', countedUntil: '2026-11-22T12:00:00.000Z' });
    const alice = await answerCounts(world.effects, { ...window, filters: { person: ['alice'] } });
    expect(alice).toMatchObject({ source: 'cards', total: { count: 30, atLeast: false } });
  });

  it('say at once what somebody has just reviewed', async () => {
    const world = await make();
    const sketch = { id: 'a', time: ago(3 * 1440) };
    await world.record(sketch);
    await world.count();
    world.clock.advance(30);
    const question = { from: ago(7 * 1440), to: ago(0), filters: {} };
    const tab = async (wanted: string) =>
      (await answerCounts(world.effects, question)).tabs.find(({ tab: each }) => each === wanted)?.count;
    expect(await tab('open')).toBe(1);
    await world.review(sketch, 'explained');
    expect([await tab('open'), await tab('explained'), await tab('all')]).toEqual([0, 1, 1]);
  });

  it('name the open ones from before the window', async () => {
    const world = await make();
    await world.record({ id: 'a', time: ago(10 * 1440) });
    await world.record({ id: 'b', time: ago(200 * 1440), state: 'escalated' });
    await world.record({ id: 'c', time: ago(11 * 1440), state: 'explained' });
    await world.record({ id: 'd', time: ago(60) });
    const { olderOpen } = await answerCounts(world.effects, {
      from: ago(1440),
      to: ago(0),
      filters: { person: ['nobody'] },
    });
    expect(olderOpen).toEqual({ count: 2, atLeast: false });
  });

  it('are the same in the overview', async () => {
    const world = await make();
    for (let place = 0; place < 20; place += 1)
      await world.record({
        id: `a${place}`,
        time: ago(30 + place * 700),
        person: place % 3 === 0 ? 'bob' : 'alice',
      });
    const window = { from: ago(8 * 1440), to: ago(0) };
    const before = await answerOverview(world.effects, window);
    await world.count();
    const { read, source, countedUntil, ...after } = await answerOverview(world.effects, window);
    expect(before).toMatchObject(after);
    expect([source, countedUntil, read > 0]).toEqual(['counters', '2026-11-22T12:00:00.000Z', true]);
    expect(after.top.map(({ field }) => field)).toEqual(['person', 'role', 'account', 'address']);
    expect(after).toMatchObject({ total: { count: 17 }, open: { count: 17 } });
  });
});

describe('Counts of a storm', () => {
  const STORM = 5_200;
  const [, make] = worlds[0] ?? [];
  let world: CountedWorld;
  beforeAll(async () => {
    const made = await make?.();
    if (made === undefined) throw new Error('no world');
    world = made;
    for (let place = 0; place < STORM; place += 1)
      await world.record({ id: `a${place}`, time: new Date(NOW - 60_000 - place).toISOString() });
    await world.record({ id: 'before', time: ago(600) });
  });
  const day = { from: ago(1440), to: ago(-1) };

  it('read as many cards as one answer may, and say that there are more', async () => {
    const counts = await answerCounts(world.effects, { ...day, filters: { person: ['alice'] } });
    expect(counts).toMatchObject({ source: 'cards', total: { count: 5_000, atLeast: true } });
    expect(counts.facets.find(({ field }) => field === 'role')).toMatchObject({
      values: [{ count: 5_000, atLeast: true }],
      cut: true,
    });
    expect(counts.histogram.atLeast).toBe(true);
  });

  it('take what the sweep has counted where the present hour is too full to be read', async () => {
    await world.count();
    const counts = await answerCounts(world.effects, { ...day, filters: {} });
    expect(counts).toMatchObject({
      source: 'counters',
      total: { count: STORM + 1, atLeast: true },
    });
    expect(counts.read).toBeLessThanOrEqual(MOST_READ_TO_COUNT + MOST_READ_FOR_PAGE + 30);
  });
});
