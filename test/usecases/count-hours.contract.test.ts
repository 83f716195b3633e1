/** The sweep counts what changed, loses nothing when it is ended anywhere, and gives the same however often it counts. */
import { tallyHours, sumTallies } from '../../lib/history/tally.ts';
import { hourAfter } from '../../lib/history/hours.ts';
import type { JoinedRecord } from '../../lib/history/access-row.ts';
import { joinedEventOf } from '../../lib/history/make-events.ts';
import type { Counter } from '../../lib/history/counters.ts';
import type { CountingEffects } from '../../lib/usecases/counting-run.ts';
import { type CountedWorld, sketched, worlds } from '../support/counted-world.ts';
import { memoryMendedCards } from '../support/memory-changes.ts';
import { rounds } from '../support/rounds.ts';
import { closeTable } from '../history/history-kit.ts';

const NOW = Date.parse('2026-11-22T12:00:00.000Z');
const ago = (minutes: number): string => new Date(NOW - minutes * 60_000).toISOString();

const EVER = ['2020-01-01T00', '2027-01-01T00'] as const;

const totalsOf = (counters: readonly Counter[]): Record<string, number> =>
  Object.fromEntries(
    counters
      .map(({ bucket, cells }) => [bucket, cells.reduce((sum, { count }) => sum + count, 0)] as const)
      .filter(([, count]) => count > 0),
  );

const bodies = (counters: readonly Counter[]) =>
  counters.map(({ bucket, cells, top, topCut }) => ({ bucket, cells, top, topCut }));

const hoursOf = async ({ counters }: CountedWorld) => totalsOf(await counters.hours(...EVER));
const daysOf = async ({ counters }: CountedWorld) =>
  totalsOf(await counters.days('2020-01-01', '2027-01-01'));

/** What an exact count of all cards has in the hours. */
const expected = (world: CountedWorld) =>
  totalsOf(tallyHours(world.cards()).map((hour) => ({ ...hour.tally, bucket: hour.bucket, countedAt: '' })));

// Many calls to the local table.
afterAll(closeTable);

describe.each(worlds)('The counting %s', (_name, make) => {
  it('counts everything from before it began, back to the oldest row', async () => {
    const world = await make();
    for (const minutes of [5, 65, 70, 3 * 1440, 200 * 1440, 399 * 1440])
      await world.record({ id: `a${minutes}`, time: ago(minutes) });
    expect(await world.counters.progress()).toEqual({});
    await world.count();
    expect(await hoursOf(world)).toEqual(expected(world));
    expect(await world.counters.progress()).toEqual({
      until: ago(0),
      since: '0000-01-01T00:00:00.000Z',
      viewed: ago(0),
    });
    expect(Object.values(await daysOf(world)).reduce((sum, count) => sum + count, 0)).toBe(6);
  });

  it('counts the hours of what came late, was joined or reviewed, and their days', async () => {
    const world = await make();
    const old = { id: 'old', time: ago(20 * 1440) };
    await world.record(old);
    await world.count();
    world.clock.advance(300);
    await world.record({ id: 'late', time: ago(10 * 1440) });
    await world.review(old, 'explained');
    const run = await world.count();
    expect(run).toMatchObject({ behind: 0, stepsFailed: 0, reviewsLookedAt: 1 });
    // The hours of both, the present one and the one before.
    expect(run.hoursCounted).toBe(4);
    expect(await hoursOf(world)).toEqual(expected(world));
    const [hour] = await world.counters.hours(old.time.slice(0, 13), hourAfter(old.time.slice(0, 13)));
    const [day] = await world.counters.days(old.time.slice(0, 10), `${old.time.slice(0, 10)}~`);
    expect([hour?.cells, day?.cells]).toMatchObject([[{ state: 'explained' }], [{ state: 'explained' }]]);
    expect(world.repaired).toEqual(['111122223333.old']);
  });

  it('counts an access whose writer died before its event once the event is there, or the next day', async () => {
    const world = await make();
    await world.count();
    world.clock.advance(300);
    await world.record({ id: 'a', time: ago(2 * 1440) }, 'died');
    await world.count();
    expect(await hoursOf(world)).toEqual({});
    world.clock.advance(86_400);
    await world.count();
    expect(await hoursOf(world)).toEqual(expected(world));
  });

  it('gives the same however often it counts, and two at once', async () => {
    const world = await make();
    for (let place = 0; place < 40; place += 1)
      await world.record({ id: `a${place}`, time: ago(place * 97), person: `p${place % 7}` });
    await Promise.all([world.count(), world.count()]);
    const first = bodies(await world.counters.hours(...EVER));
    world.clock.advance(300);
    await world.count();
    await Promise.all([world.count(), world.count()]);
    expect(bodies(await world.counters.hours(...EVER))).toEqual(first);
    expect(await hoursOf(world)).toEqual(expected(world));
    const days = await world.counters.days('2020-01-01', '2027-01-01');
    const sums = days.map(({ bucket }) => ({
      bucket,
      ...sumTallies(first.filter((hour) => hour.bucket.startsWith(bucket))),
    }));
    expect(bodies(days)).toEqual(sums);
  });

  it('goes on where it was ended, and moves its mark only when all was counted', async () => {
    const world = await make();
    await world.count();
    world.clock.advance(300);
    for (let place = 0; place < 6; place += 1)
      await world.record({ id: `a${place}`, time: ago((10 + place) * 1440) });
    // Each run is ended after a few steps: enough of them count everything.
    const until = (await world.counters.progress()).until;
    for (let run = 0; run < 30; run += 1) {
      let left = 4;
      await world.count({
        remainingMs: () => {
          left -= 1;
          return left > 0 ? 300_000 : 1_000;
        },
      });
      const progress = await world.counters.progress();
      if (progress.until !== until) break;
      world.clock.advance(400);
    }
    expect((await world.counters.progress()).until).not.toBe(until);
    expect(await hoursOf(world)).toEqual(expected(world));
    expect(Object.keys(await daysOf(world))).toHaveLength(6);
  });

  it('does not move its mark when an hour could not be counted', async () => {
    const world = await make();
    await world.count();
    world.clock.advance(300);
    await world.record({ id: 'a', time: ago(10 * 1440) });
    const failing = { read: () => Promise.reject(new Error('throttled')) };
    const run = await world.count({ cards: failing });
    expect(run).toMatchObject({ stepsFailed: 1, behind: 300 });
    world.clock.advance(300);
    expect(await world.count()).toMatchObject({ stepsFailed: 0, behind: 0 });
    expect(await hoursOf(world)).toEqual(expected(world));
  });

  it('comes after a long silence as far as it can, an hour of events at a time', async () => {
    const world = await make();
    await world.count();
    for (let hour = 0; hour < 5; hour += 1) {
      world.clock.advance(3600);
      await world.record({ id: `a${hour}`, time: ago(hour * 1440 + 5000) });
    }
    await world.count();
    expect(await hoursOf(world)).toEqual(expected(world));
  });

  it('leaves what was counted of accesses whose retention is over, while it counts the others on', async () => {
    const world = await make();
    const time = ago(29 * 1440);
    const gone = { id: 'gone', time, account: '444455556666' };
    const stays = { id: 'stays', time };
    await world.record(gone);
    await world.record(stays);
    await world.count();
    world.clock.advance(3 * 86_400);
    await world.remove(gone);
    await world.review(stays, 'explained');
    await world.count();
    const [hour] = await world.counters.hours(time.slice(0, 13), hourAfter(time.slice(0, 13)));
    expect(hour?.cells.map(({ accountId, state, count }) => [accountId, state, count]).sort()).toEqual([
      ['111122223333', 'explained', 1],
      ['444455556666', 'unreviewed', 1],
    ]);
  });

  it('counts nobody twice whose retention ends while a day is counted from its rows', async () => {
    const world = await make();
    // Its hour began thirty days ago to the second when the run begins, and a second more when it is written.
    const time = ago(30 * 1440 - 30);
    const sketches = [
      { id: 'going', time, account: '444455556666' },
      { id: 'stays', time },
    ];
    for (const sketch of sketches) await world.record(sketch);
    const { ofRows, newestBefore } = memoryMendedCards(() => sketches.map(sketched));
    const slow: typeof ofRows = async function* (between) {
      yield* ofRows(between);
      if (between.from <= time) world.clock.advance(1);
    };
    await world.count({ rows: { newestBefore, ofRows: slow } });
    const [hour] = await world.counters.hours(time.slice(0, 13), hourAfter(time.slice(0, 13)));
    expect(hour?.cells.map(({ accountId, count }) => [accountId, count]).sort()).toEqual([
      ['111122223333', 1],
      ['444455556666', 1],
    ]);
  });

  it('looks, minutes later, whether people have to be told of what was joined', async () => {
    const world = await make();
    const one = { id: 'one', time: ago(30) };
    await world.record(one);
    await world.events.note([joinedEventOf('111122223333.one', undefined, JOINED)]);
    const asked: string[] = [];
    const ringIfFoundOut = async (accessId: string) => asked.push(accessId) > 0;
    expect(await world.count({ ringIfFoundOut })).toMatchObject({ rungLate: 0 });
    world.clock.advance(301);
    expect(await world.count({ ringIfFoundOut })).toMatchObject({ rungLate: 1 });
    expect(asked).toEqual(['111122223333.one']);
    world.clock.advance(150);
    const failed = { ringIfFoundOut: () => Promise.reject(new Error('gone')) };
    expect(await world.count(failed)).toMatchObject({ stepsFailed: 1, behind: 0 });
  });

  it('counts the others when one review cannot be repaired, and says so', async () => {
    const world = await make();
    const one = { id: 'one', time: ago(5000) };
    await world.record(one);
    await world.count();
    world.clock.advance(300);
    await world.review(one, 'explained');
    const run = await world.count({ reviews: { repair: () => Promise.reject(new Error('gone')) } });
    expect(run).toMatchObject({ stepsFailed: 1, behind: 0 });
  });
});

const JOINED: JoinedRecord = {
  eventId: 'first-use-1',
  eventName: 'LookupEvents',
  time: '2026-11-22T12:00:00.000Z',
  note: 'n',
};

/** Ends a run at its n-th call to a store, before or after the call did its work. */
const dyingAt = (world: CountedWorld, last: number): Partial<CountingEffects> => {
  let calls = 0;
  const dying =
    <A extends readonly unknown[], R>(call: (...given: A) => Promise<R>) =>
    async (...given: A): Promise<R> => {
      calls += 1;
      if (calls > last) throw new Error('killed');
      const answer = await call(...given);
      if (calls === last && last % 2 === 0) throw new Error('killed');
      return answer;
    };
  const { counters, effects } = world;
  return {
    cards: { read: dying((question, most) => effects.cards.read(question, most)) },
    counters: {
      hours: dying((from, to) => counters.hours(from, to)),
      days: dying((from, to) => counters.days(from, to)),
      daysSeen: dying((from, to, view) => counters.daysSeen(from, to, view)),
      months: dying((from, to, view) => counters.months(from, to, view)),
      write: dying((counter) => counters.write(counter)),
      progress: dying(() => counters.progress()),
      keepProgress: dying((progress) => counters.keepProgress(progress)),
    },
  };
};

describe('A run that is killed', () => {
  const [, make] = worlds[0] ?? [];

  it('at any of its steps leaves nothing that the next one does not finish', async () => {
    for (let last = 0; last < 60; last += rounds(4, 1)) {
      const world = await make?.();
      if (world === undefined) throw new Error('no world');
      const old = { id: 'old', time: ago(4000) };
      await world.record(old);
      if (last % 12 !== 0) await world.count();
      world.clock.advance(300);
      await world.record({ id: 'late', time: ago(10 * 1440) });
      await world.review(old, 'explained');
      await world.count(dyingAt(world, last)).catch(() => undefined);
      world.clock.advance(300);
      expect(await world.count()).toMatchObject({ stepsFailed: 0, behind: 0 });
      expect([last, await hoursOf(world)]).toEqual([last, expected(world)]);
      const hours = await world.counters.hours(...EVER);
      const days = await world.counters.days('2020-01-01', '2027-01-01');
      expect(bodies(days)).toEqual(
        days.map(({ bucket }) => ({
          bucket,
          ...sumTallies(hours.filter((hour) => hour.bucket.startsWith(bucket))),
        })),
      );
      expect(hours.flatMap(({ cells }) => cells).map(({ state }) => state)).toContain('explained');
    }
  });
});
