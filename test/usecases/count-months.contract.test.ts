/** Months that are over are told by one counter, which says what its days say, whatever changes in them later. */
import type { Filters, Question } from '../../lib/history/question.ts';
import { MONTH_VIEWS } from '../../lib/history/counters.ts';
import { sumMonth } from '../../lib/history/sum-month.ts';
import { answerCounts } from '../../lib/usecases/answer-counts.ts';
import { MONTHS_MARK } from '../../lib/usecases/count-from-rows.ts';
import { type CountedWorld, type Sketch, worlds } from '../support/counted-world.ts';
import { MemoryMarks } from '../support/memory-marks.ts';
import { closeTable } from '../history/history-kit.ts';

jest.setTimeout(180_000);
afterAll(closeTable);

const ACCOUNTS = ['111122223333', '444455556666'] as const;
const STATES = ['unreviewed', 'explained', 'acknowledged'] as const;

/** Every eleven hours from July on, at moments that lie at both ends of days. */
const YEAR: readonly Sketch[] = Array.from({ length: 300 }, (_each, place) => ({
  id: `a${place}`,
  time: new Date(Date.parse('2026-07-03T18:29:30.000Z') + place * 11 * 3_600_000).toISOString(),
  person: `p${place % 9}`,
  account: ACCOUNTS[place % 2] ?? '',
  owner: `team-${place % 3}`,
  denied: place % 5 === 0,
  state: STATES[place % 3] ?? 'unreviewed',
}));

/** The counter of September, seen in every way. */
const september = async ({ counters }: CountedWorld) => {
  const seen = await Promise.all(MONTH_VIEWS.map((view) => counters.months('2026-09', '2026-10', view)));
  return seen.flat().map(({ countedAt: _at, ...body }) => body);
};

/** What its days make of it. */
const summed = async ({ counters }: CountedWorld) => {
  const days = await counters.days('2026-09-01', '2026-10-01');
  return MONTH_VIEWS.map((view) => ({ bucket: '2026-09', ...sumMonth(days, view) }));
};

const told = async ({ effects }: CountedWorld, question: Question) => {
  const { total, tabs, facets, histogram, source, read } = await answerCounts(effects, question);
  return { source, read, counts: { total, tabs, facets, histogram } };
};

/** From the days alone. */
const withoutMonths = (world: CountedWorld): CountedWorld => ({
  ...world,
  effects: {
    ...world.effects,
    counters: {
      hours: (from, to) => world.counters.hours(from, to),
      days: (from, to) => world.counters.days(from, to),
      daysSeen: (from, to, view) => world.counters.daysSeen(from, to, view),
      months: async () => [],
      progress: () => world.counters.progress(),
      ofHours: (hours) => world.counters.ofHours(hours),
      changedHours: (noted) => world.counters.changedHours(noted),
    },
  },
});

const counted = async (make: () => Promise<CountedWorld>): Promise<CountedWorld> => {
  const world = await make();
  for (const sketch of YEAR) await world.record(sketch);
  await world.count();
  // Later than anything that was noted has to be looked at again.
  world.clock.advance(3_600);
  await world.count();
  return world;
};

describe.each(worlds)('Counters of months %s', (_name, make) => {
  it('are there for months that are over, and follow their days when something changes in them', async () => {
    const world = await counted(make);
    const before = await september(world);
    expect(before).toHaveLength(MONTH_VIEWS.length);
    expect(before).toEqual(await summed(world));
    expect(await world.counters.months('2026-11', '2026-12', 'plain')).toEqual([]);
    const one = YEAR.find(({ time, state }) => time.startsWith('2026-09-1') && state === 'unreviewed');
    if (one === undefined) throw new Error('nobody in September');
    world.clock.advance(300);
    await world.review(one, 'escalated');
    await world.count();
    const after = await september(world);
    expect(after).not.toEqual(before);
    expect(after).toEqual(await summed(world));
    expect(after[0]?.cells.filter(({ state }) => state === 'escalated')).toMatchObject([{ count: 1 }]);
  });

  it('leave what was counted of accesses whose retention is over', async () => {
    const world = await counted(make);
    const ofSeptember = YEAR.filter(({ time }) => time.startsWith('2026-09'));
    // Thirty days are kept of this account.
    for (const sketch of ofSeptember.filter(({ account }) => account === '444455556666'))
      await world.remove(sketch);
    const stays = ofSeptember.find(
      ({ account, state }) => account === '111122223333' && state !== 'explained',
    );
    if (stays === undefined) throw new Error('nobody stays');
    world.clock.advance(300);
    await world.review(stays, 'explained');
    await world.count();
    const [plain] = await september(world);
    expect(plain?.cells.reduce((sum, { count }) => sum + count, 0)).toBe(ofSeptember.length);
    expect(await september(world)).toEqual(await summed(world));
  });

  it('give the same however often they are counted, and are made once where days were counted before', async () => {
    const world = await counted(make);
    const first = await september(world);
    const marks = new MemoryMarks();
    world.clock.advance(300);
    await world.count({ marks });
    await Promise.all([world.count({ marks }), world.count({ marks })]);
    expect(await september(world)).toEqual(first);
    expect(await marks.read(MONTHS_MARK)).toBe('2026-11');
    const written: string[] = [];
    const { counters } = world;
    const bare = {
      hours: counters.hours.bind(counters),
      days: counters.days.bind(counters),
      daysSeen: counters.daysSeen.bind(counters),
      months: async () => [],
      progress: () => counters.progress(),
      keepProgress: counters.keepProgress.bind(counters),
      write: async ({ bucket }: { readonly bucket: string }) => void written.push(bucket),
    };
    const fresh = new MemoryMarks();
    await world.count({ counters: bare, marks: fresh });
    expect(written.filter((bucket) => bucket === '2026-09')).toHaveLength(MONTH_VIEWS.length);
    written.length = 0;
    await world.count({ counters: bare, marks: fresh });
    expect(written).not.toContain('2026-09');
  });

  const WINDOWS = [
    // From midnight to midnight in India, and in Los Angeles.
    { from: '2026-07-14T18:30:00.000Z', to: '2026-11-03T18:30:00.000Z' },
    { from: '2026-08-01T07:00:00.000Z', to: '2026-10-31T07:00:00.000Z' },
    { from: '2026-08-01T00:00:00.000Z', to: '2026-11-01T00:00:00.000Z' },
    { from: '2026-08-31T23:59:59.000Z', to: '2026-10-01T00:00:00.001Z' },
  ];
  const FILTERS: readonly Filters[] = [
    {},
    { state: ['unreviewed'] },
    { account: ['111122223333'] },
    { outcome: ['denied'], certainty: ['asserted'] },
    { state: ['explained'], account: ['444455556666'] },
  ];
  const SCOPES = [{}, { scope: { accounts: ['444455556666'], parties: ['team-1'] } }];

  it('say of any range what its days and hours say, bar by bar', async () => {
    const world = await counted(make);
    const questions = WINDOWS.flatMap((window) =>
      FILTERS.flatMap((filters) => SCOPES.map((scope): Question => ({ ...window, filters, ...scope }))),
    );
    for (const question of questions) {
      const { source, counts } = await told(world, question);
      expect([source, counts]).toEqual(['counters', (await told(withoutMonths(world), question)).counts]);
    }
    const whole = { from: '2026-07-14T18:30:00.000Z', to: '2026-11-03T18:30:00.000Z', filters: {} };
    const inside = YEAR.filter(({ time }) => time >= whole.from && time < whole.to);
    const { read, counts } = await told(world, whole);
    expect(counts.total).toEqual({ count: inside.length, atLeast: false });
    expect(read).toBeLessThan((await told(withoutMonths(world), whole)).read - 60);
  });

  it('are not asked for a month in which something changed since they were counted', async () => {
    const world = await counted(make);
    world.clock.advance(120);
    const one = YEAR.find(({ time, state }) => time.startsWith('2026-09') && state === 'unreviewed');
    if (one === undefined) throw new Error('nobody in September');
    await world.review(one, 'escalated');
    const { counts } = await told(world, {
      from: '2026-08-01T00:00:00.000Z',
      to: '2026-11-01T00:00:00.000Z',
      filters: {},
    });
    expect(counts.tabs.find(({ tab }) => tab === 'escalated')).toMatchObject({ count: 1 });
  });
});
