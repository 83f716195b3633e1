/** Days are seen in several ways, so that a busy one keeps its most frequent values; an hour that changed costs one counter. */
import { MONTH_VIEWS } from '../../lib/history/counters.ts';
import { answerCounts } from '../../lib/usecases/answer-counts.ts';
import { type CountedWorld, type Sketch, worlds } from '../support/counted-world.ts';
import { closeTable } from '../history/history-kit.ts';

jest.setTimeout(120_000);
afterAll(closeTable);

const OCTOBER = { from: '2026-10-01T00:00:00.000Z', to: '2026-11-01T00:00:00.000Z', filters: {} };
const ROLES = 30;
const ACCOUNTS = 40;

/** Every role in every account, over twelve hours of one day of October. */
const BUSY: readonly Sketch[] = Array.from({ length: ROLES * ACCOUNTS }, (_each, place) => ({
  id: `a${place}`,
  time: `2026-10-14T${String(6 + (place % 12)).padStart(2, '0')}:15:00.000Z`,
  role: `role-${place % ROLES}`,
  account: String(111111110000 + Math.floor(place / ROLES)),
}));

const counted = async (make: () => Promise<CountedWorld>, sketches: readonly Sketch[]) => {
  const world = await make();
  for (const sketch of sketches) await world.record(sketch);
  await world.count();
  world.clock.advance(3_600);
  await world.count();
  world.clock.advance(120);
  return world;
};

const roles = async ({ effects }: CountedWorld, filters = {}) => {
  const { facets } = await answerCounts(effects, { ...OCTOBER, filters });
  return facets.find(({ field }) => field === 'role')?.values ?? [];
};

/** Two hours of one day, and another day. */
const FEW: readonly Sketch[] = ['2026-10-14T06', '2026-10-14T20', '2026-10-20T06'].map((hour, place) => ({
  id: `a${place}`,
  time: `${hour}:15:00.000Z`,
}));
const [FIRST = { id: '', time: '' }] = FEW;

describe.each(worlds.slice(0, 1))('Views %s', (_name, make) => {
  it('keep every role of a busy day, however many accounts it was entered in', async () => {
    const world = await counted(make, BUSY);
    expect(await roles(world)).toEqual(
      (await roles(world)).map(({ value }) => ({ value, count: ACCOUNTS, atLeast: false })),
    );
    const [seen] = await world.counters.daysSeen('2026-10-14', '2026-10-15', 'plain');
    const [whole] = await world.counters.days('2026-10-14', '2026-10-15');
    expect(seen?.topCut).not.toContain('role');
    expect(whole?.topCut).toContain('role');
    expect(seen?.top.filter(({ field }) => field === 'role')).toHaveLength(ROLES);
    // Two views at once would be needed: what is told is less, and said to be.
    const both = await roles(world, { state: ['unreviewed'], account: ['111111110001'] });
    expect(both.every(({ atLeast }) => atLeast)).toBe(true);
  });

  it('are made once for days that were counted before there were any', async () => {
    const world = await counted(make, FEW);
    const { counters } = world;
    const { until, since } = await counters.progress();
    let viewed: string | undefined;
    const written = new Set<string>();
    const before = {
      hours: (from: string, to: string) => counters.hours(from, to),
      days: (from: string, to: string) => counters.days(from, to),
      daysSeen: (from: string, to: string, view: (typeof MONTH_VIEWS)[number]) =>
        counters.daysSeen(from, to, view),
      months: (from: string, to: string, view: (typeof MONTH_VIEWS)[number]) =>
        counters.months(from, to, view),
      progress: async () => ({
        ...(until === undefined ? {} : { until }),
        ...(since === undefined ? {} : { since }),
        ...(viewed === undefined ? {} : { viewed }),
      }),
      keepProgress: async (progress: { readonly viewed?: string }) => {
        viewed = progress.viewed ?? viewed;
      },
      write: async (counter: { readonly bucket: string; readonly view?: string }) => {
        written.add(`${counter.view ?? 'whole'} ${counter.bucket}`);
      },
    };
    await world.count({ counters: before });
    for (const bucket of ['2026-10-14', '2026-10-20', '2026-10'])
      for (const view of MONTH_VIEWS) expect(written).toContain(`${view} ${bucket}`);
    expect(viewed).toBe(world.clock.now().toISOString());
    written.clear();
    await world.count({ counters: before });
    expect([...written].filter((name) => name.includes('2026-10'))).toEqual([]);
  });

  it('are not asked before all days have some', async () => {
    const world = await counted(make, BUSY);
    const progress = await world.counters.progress();
    const { viewed: _viewed, ...before } = progress;
    const older = { ...world.effects, counters: bound(world, { progress: async () => before }) };
    const { facets, total } = await answerCounts(older, OCTOBER);
    expect(total).toEqual({ count: BUSY.length, atLeast: false });
    expect(facets.find(({ field }) => field === 'role')?.cut).toBe(true);
  });

  it('hold an hour that changed: it costs its own counter and its cards', async () => {
    const world = await counted(make, FEW);
    const { read } = await answerCounts(world.effects, OCTOBER);
    await world.review(FIRST, 'explained');
    const changed = await answerCounts(world.effects, OCTOBER);
    expect(changed.read).toBe(read + 2);
    expect(changed.tabs.find(({ tab }) => tab === 'explained')).toMatchObject({ count: 1 });
    expect(changed.total).toEqual({ count: FEW.length, atLeast: false });
  });

  it.each(['hour', 'day'])(
    'say the same while the sweep has counted an hour and no more, asked for by the %s',
    async (unit) => {
      const world = await counted(make, FEW);
      await world.review(FIRST, 'explained');
      const { counters, clock } = world;
      const [hour] = await counters.hours('2026-10-14T06', '2026-10-14T07');
      if (hour === undefined) throw new Error('nothing was counted');
      const cells = hour.cells.map((cell) => ({ ...cell, state: 'explained' as const }));
      await counters.write({ ...hour, countedAt: clock.now().toISOString(), cells });
      const window =
        unit === 'day'
          ? OCTOBER
          : { ...OCTOBER, from: '2026-10-13T00:30:00.000Z', to: '2026-10-15T00:30:00.000Z' };
      const { tabs, total, histogram } = await answerCounts(world.effects, window);
      expect(histogram.unit).toBe(unit);
      const said = Object.fromEntries(tabs.map(({ tab, count }) => [tab, count]));
      const all = unit === 'day' ? 3 : 2;
      expect([said['explained'], said['unreviewed'], said['all'], total.count]).toEqual([
        1,
        all - 1,
        all,
        all,
      ]);
    },
  );

  it('of a month stay right where a month that is over changes by many hours at once', async () => {
    const many = Array.from({ length: 60 }, (_each, place): Sketch => {
      const time = new Date(Date.parse('2026-10-02T03:20:00.000Z') + place * 9 * 3_600_000).toISOString();
      return { id: `a${place}`, time, person: `p${place % 7}` };
    });
    const world = await counted(make, many);
    for (const sketch of many.slice(10, 40)) await world.review(sketch, 'acknowledged');
    const { tabs, facets } = await answerCounts(world.effects, OCTOBER);
    expect(tabs.find(({ tab }) => tab === 'acknowledged')).toMatchObject({ count: 30 });
    expect(tabs.find(({ tab }) => tab === 'unreviewed')).toMatchObject({ count: 30 });
    const people = facets.find(({ field }) => field === 'person')?.values ?? [];
    expect(people.reduce((sum, { count }) => sum + count, 0)).toBe(60);
  });
});

const bound = ({ counters }: CountedWorld, more: Partial<CountedWorld['effects']['counters']>) => ({
  hours: counters.hours.bind(counters),
  days: counters.days.bind(counters),
  daysSeen: counters.daysSeen.bind(counters),
  months: counters.months.bind(counters),
  ofHours: counters.ofHours.bind(counters),
  progress: counters.progress.bind(counters),
  changedHours: counters.changedHours.bind(counters),
  ...more,
});
