/** What no event tells of is found all the same: each run of the sweep counts one older day again, and writes only what is other. */
import type { Counter } from '../../lib/history/counters.ts';
import { MONTH_VIEWS } from '../../lib/history/counters.ts';
import { sumMonth } from '../../lib/history/sum-month.ts';
import { sketched, type CountedWorld, type Sketch, worlds } from '../support/counted-world.ts';
import { MemoryMarks } from '../support/memory-marks.ts';
import { closeTable } from '../history/history-kit.ts';

jest.setTimeout(120_000);
afterAll(closeTable);

/** The clock of the world shows noon of 22 November. */
const OLD: readonly Sketch[] = ['2026-11-10', '2026-10-20', '2026-10-05', '2026-09-30'].map((day, place) => ({
  id: `a${place}`,
  time: `${day}T10:30:00.000Z`,
}));
const [, OCTOBER, , LAST] = OLD;

const counted = async (make: () => Promise<CountedWorld>) => {
  const world = await make();
  for (const sketch of OLD) await world.record(sketch);
  const marks = new MemoryMarks();
  await world.count({ marks });
  world.clock.advance(3_600);
  return { world, marks };
};

/** Four days, and one run to begin anew. */
const TURN = OLD.length + 1;

const runs = async (world: CountedWorld, marks: MemoryMarks, count: number): Promise<number> => {
  let days = 0;
  for (let run = 0; run < count; run += 1) {
    world.clock.advance(300);
    const { daysInTurn } = await world.count({ marks });
    expect(daysInTurn).toBeLessThanOrEqual(1);
    days += daysInTurn;
  }
  return days;
};

const statesOf = (counters: readonly Counter[]) =>
  counters.flatMap(({ cells }) => cells.filter(({ count }) => count > 0).map(({ state }) => state));

describe.each(worlds)('Older days %s', (_name, make) => {
  it('are counted again one by one, so that a change without an event is counted, in its month as well', async () => {
    if (OCTOBER === undefined) throw new Error('nobody in October');
    const { world, marks } = await counted(make);
    // As `review` does it, but its writer died before it noted the event.
    await world.record({ ...OCTOBER, state: 'explained' }, 'died');
    expect(await runs(world, marks, TURN)).toBe(OLD.length);
    expect(statesOf(await world.counters.hours('2026-10-20T10', '2026-10-20T11'))).toEqual(['explained']);
    for (const view of MONTH_VIEWS) {
      const days = await world.counters.daysSeen('2026-10-01', '2026-11-01', view);
      const [month] = await world.counters.months('2026-10', '2026-11', view);
      expect(statesOf(days).toSorted()).toEqual(['explained', 'unreviewed']);
      expect(month).toMatchObject(sumMonth(days, view));
    }
  });

  it('are not written again where nothing changed', async () => {
    const { world, marks } = await counted(make);
    await runs(world, marks, 1);
    const written: string[] = [];
    const { counters } = world.effects;
    const watched: CountedWorld = {
      ...world,
      count: (changes) =>
        world.count({
          ...changes,
          counters: {
            hours: (from, to) => counters.hours(from, to),
            days: (from, to) => counters.days(from, to),
            daysSeen: (from, to, view) => counters.daysSeen(from, to, view),
            months: (from, to, view) => counters.months(from, to, view),
            progress: () => counters.progress(),
            keepProgress: (progress) => world.counters.keepProgress(progress),
            write: async (counter) => void written.push(counter.bucket),
          },
        }),
    };
    expect(await runs(watched, marks, 2 * TURN)).toBe(2 * OLD.length);
    expect(written.filter((bucket) => bucket < '2026-11-19')).toEqual([]);
  });

  it('have their sums made anew where a version that did not know of them counted last', async () => {
    if (LAST === undefined) throw new Error('nobody in September');
    const { world, marks } = await counted(make);
    const { counters } = world;
    await world.record({ ...LAST, state: 'explained' }, 'died');
    const countedAt = world.clock.now().toISOString();
    const [hour] = await counters.hours('2026-09-30T10', '2026-09-30T11');
    if (hour === undefined) throw new Error('nothing was counted');
    const cells = hour.cells.map((cell) => ({ ...cell, state: 'explained' as const }));
    const top = hour.top.map((value) => ({ ...value, cell: { ...value.cell, state: 'explained' as const } }));
    for (const bucket of ['2026-09-30T10', '2026-09-30'])
      await counters.write({ ...hour, bucket, countedAt, cells, top });
    expect(statesOf(await counters.months('2026-09', '2026-10', 'state'))).toEqual(['unreviewed']);
    await runs(world, marks, TURN);
    expect(statesOf(await counters.daysSeen('2026-09-30', '2026-10-01', 'state'))).toEqual(['explained']);
    expect(statesOf(await counters.months('2026-09', '2026-10', 'state'))).toEqual(['explained']);
  });

  it('that cannot be counted are passed by after three runs', async () => {
    const { world } = await counted(make);
    const marks = new MemoryMarks();
    const days: string[] = [];
    const row = (sketch: Sketch | undefined) => (sketch === undefined ? '' : sketched(sketch).time);
    const times = OLD.map(row);
    for (let run = 0; run < 7; run += 1) {
      world.clock.advance(300);
      const { stepsFailed } = await world.count({
        marks,
        rows: {
          newestBefore: async (moment) => times.find((time) => time < moment),
          async *ofRows({ from }) {
            const day = from.slice(0, 10);
            if (day < '2026-11-19') days.push(day);
            if (day === '2026-11-10') throw new Error('too much');
            yield { cards: [], mended: 0 };
          },
        },
      });
      expect(stepsFailed).toBe(run < 3 ? 1 : 0);
    }
    expect(days.filter((day) => day === '2026-11-10')).toHaveLength(3);
    expect(new Set(days)).toEqual(new Set(['2026-11-10', '2026-10-20', '2026-10-05', '2026-09-30']));
  });
});
