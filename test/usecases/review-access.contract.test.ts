/** What people say about accesses, in both stores: by one, by two at once, and by somebody who dies in the middle. */
import { dynamoDbHistory } from '../../lib/aws/dynamodb-history.ts';
import { dynamoDbEvents } from '../../lib/aws/dynamodb-events.ts';
import { dynamoDbReviews } from '../../lib/aws/dynamodb-reviews.ts';
import { hasCurrentCard } from '../../lib/aws/index-attributes.ts';
import type { Table } from '../../lib/aws/table.ts';
import { accessKey } from '../../lib/aws/table-keys.ts';
import { projectReview } from '../../lib/api/project-review.ts';
import type { AccessRow } from '../../lib/history/access-row.ts';
import type { AccessHistory } from '../../lib/history/access-history.ts';
import type { EventLog } from '../../lib/history/history-event.ts';
import { joinedEventOf, rowSnapshotEvent } from '../../lib/history/make-events.ts';
import { playEvents } from '../../lib/history/play-events.ts';
import { stateOf } from '../../lib/history/state-of-row.ts';
import type { Review } from '../../lib/history/review.ts';
import type { Reviews } from '../../lib/history/reviews.ts';
import type { RouteLeg } from '../../lib/policy/route.ts';
import { type AskedReview, reviewAccesses } from '../../lib/usecases/review-access.ts';
import { closeTable, emptyTable, rowOf } from '../history/history-kit.ts';
import { MemoryEvents } from '../support/memory-events.ts';
import { MemoryHistory } from '../support/memory-history.ts';
import { MemoryReviews } from '../support/memory-reviews.ts';
import { type VirtualClock, virtualClock } from '../support/virtual-clock.ts';

interface World {
  readonly history: AccessHistory;
  readonly events: EventLog;
  readonly reviews: Reviews;
  readonly clock: VirtualClock;
  readonly table?: Table;
}

const WORLDS: readonly (readonly [string, () => Promise<World>])[] = [
  [
    'in memory',
    async () => {
      const clock = virtualClock();
      const events = new MemoryEvents(clock);
      const history = new MemoryHistory(undefined, events);
      return { history, events, reviews: new MemoryReviews(history, events), clock };
    },
  ],
  [
    'on DynamoDB',
    async () => {
      const clock = virtualClock();
      const { table } = await emptyTable();
      const events = dynamoDbEvents({ table, clock });
      return {
        history: dynamoDbHistory(table),
        events,
        reviews: dynamoDbReviews({ table, clock }),
        clock,
        table,
      };
    },
  ],
];

const ID = rowOf().accessId;
const [JANE, BOB] = [
  { subject: 'jane', name: 'Jane Roe' },
  { subject: 'bob', name: 'Bob' },
];

const begin = async (make: () => Promise<World>): Promise<World> => {
  const world = await make();
  await world.history.record(rowOf());
  await world.events.note([rowSnapshotEvent(rowOf())]);
  return world;
};

type Saying = Omit<AskedReview, 'accesses'>;
const EXPLAIN: Saying = { action: 'explain', reason: 'planned-work', ticket: 'OPS-1' };
const ACKNOWLEDGE: Saying = { action: 'acknowledge', reason: 'test' };

const say = async (world: World, words: Saying, { by = JANE, seen = 0 } = {}) => {
  const { history, reviews, clock } = world;
  const effects = { find: (id: string) => history.find(id), reviews, clock };
  const said = await reviewAccesses(effects, by, { ...words, accesses: [{ accessId: ID, seen }] });
  if (!said.ok) throw new Error(said.error);
  const [result] = said.value;
  if (result === undefined) throw new Error('no result');
  return result;
};

const reviewOf = async ({ history }: World): Promise<Review | undefined> =>
  (await history.find(ID))?.row.review;

/** Row, events and card say the same. */
const expectWhole = async (world: World): Promise<void> => {
  const found = await world.history.find(ID);
  if (found === undefined) throw new Error('gone');
  expect(playEvents(found.events ?? [], found.row, () => false).fits).toBe(true);
  const item = await world.table?.get(accessKey(ID));
  if (item !== undefined) expect(hasCurrentCard(item, found.row)).toBe(true);
};

/** The reviews, of which every use dies before its event, between event and row, or after both. */
const dying = (world: World, when: 'before' | 'after'): World => ({
  ...world,
  reviews: {
    ...world.reviews,
    repair: (id) => world.reviews.repair(id),
    write: async (id, reviewed) => {
      if (when === 'after') await world.reviews.write(id, reviewed);
      throw new Error('died');
    },
  },
});

/** Died between the event and the row: the row cannot be changed. */
const dyingBetween = (world: World): World => {
  const { table, clock } = world;
  if (table === undefined) return dying(world, 'before');
  const broken: Table = {
    ...table,
    update: async () => {
      throw new Error('died');
    },
  };
  return { ...world, reviews: dynamoDbReviews({ table: broken, clock }) };
};

afterAll(closeTable);

describe.each(WORLDS)('A review %s', (_name, make) => {
  it('is an event and the state of its row', async () => {
    const world = await begin(make);
    const said = await say(world, { ...EXPLAIN, note: ' moved\u202E the\n database ' });
    expect(said).toMatchObject({
      kind: 'reviewed',
      row: {
        review: {
          state: 'explained',
          version: 1,
          action: 'explain',
          by: JANE,
          reason: 'planned-work',
          ticket: 'OPS-1',
          note: 'moved the database',
        },
      },
    });
    expect(await reviewOf(world)).toEqual(said.kind === 'reviewed' ? said.row.review : undefined);
    expect((await world.events.ofAccess(ID)).map(({ name }) => name)).toContain('reviewed#0001');
    await expectWhole(world);
  });

  it('is answered again when its answer was lost, and not written twice', async () => {
    const world = await begin(make);
    await say(world, EXPLAIN);
    expect((await say(world, EXPLAIN)).kind).toBe('reviewed');
    await say(world, { action: 'note', note: 'and more' }, { by: BOB, seen: 1 });
    const late = await say(world, EXPLAIN);
    expect(late).toMatchObject({ kind: 'reviewed', row: { review: { version: 2, note: 'and more' } } });
    expect((await world.events.ofAccess(ID)).filter(({ kind }) => kind === 'reviewed')).toHaveLength(2);
  });

  it('does not overwrite what somebody else said meanwhile', async () => {
    const world = await begin(make);
    await say(world, EXPLAIN);
    const late = await say(world, ACKNOWLEDGE, { by: BOB });
    expect(late).toMatchObject({ kind: 'conflict', row: { review: { state: 'explained', by: JANE } } });
    await expectWhole(world);
  });

  it('has one winner of two at the same moment, and the other is told who it was', async () => {
    for (let round = 0; round < 5; round += 1) {
      const world = await begin(make);
      const [one, other] = await Promise.all([say(world, EXPLAIN), say(world, ACKNOWLEDGE, { by: BOB })]);
      expect([one.kind, other.kind].sort()).toEqual(['conflict', 'reviewed']);
      const winner = one.kind === 'reviewed' ? JANE : BOB;
      expect((await reviewOf(world))?.by).toEqual(winner);
      const loser = one.kind === 'conflict' ? one : other;
      expect(loser).toMatchObject({ row: { review: { by: winner } } });
      await expectWhole(world);
    }
  });

  it('keeps what a second record tells at the same moment', async () => {
    const world = await begin(make);
    const joined = { eventId: 'j', eventName: 'SwitchRole', time: rowOf().time, note: 'x' };
    const caller = rowOf().access?.caller;
    await world.events.note([joinedEventOf(ID, caller, joined)]);
    await Promise.all([say(world, EXPLAIN), world.history.join(ID, caller, joined)]);
    expect((await world.history.find(ID))?.row).toMatchObject({
      joined: [joined],
      review: { state: 'explained' },
    });
    await expectWhole(world);
  });

  it.each([
    ['before anything', (world: World) => dying(world, 'before')],
    ['between event and row', dyingBetween],
    ['after everything', (world: World) => dying(world, 'after')],
  ])('is whole when it is asked for again after a death %s', async (_when, broken) => {
    const world = await begin(make);
    await expect(say(broken(world), EXPLAIN)).rejects.toThrow('died');
    expect(await say(world, EXPLAIN)).toMatchObject({ kind: 'reviewed', row: { review: { version: 1 } } });
    expect((await reviewOf(world))?.state).toBe('explained');
    await expectWhole(world);
  });

  it('that reached no row is brought there by a repair, and by whoever comes next', async () => {
    const repaired = await begin(make);
    await say(dyingBetween(repaired), EXPLAIN).catch(() => undefined);
    await repaired.reviews.repair(ID);
    await repaired.reviews.repair(ID);
    await expectWhole(repaired);
    const next = await begin(make);
    await say(dyingBetween(next), EXPLAIN).catch(() => undefined);
    await say(next, ACKNOWLEDGE, { by: BOB });
    await expectWhole(next);
  });

  it('is taken back once by whoever said it', async () => {
    const world = await begin(make);
    await say(world, { action: 'assign', assignee: 'Ann' });
    await say(world, EXPLAIN, { seen: 1 });
    expect(await say(world, { action: 'undo' }, { by: BOB, seen: 2 })).toMatchObject({ kind: 'not-allowed' });
    const undone = await say(world, { action: 'undo' }, { seen: 2 });
    expect(undone).toMatchObject({ kind: 'reviewed' });
    const { reason, ticket, ...review } = (await reviewOf(world)) ?? {};
    expect(review).toMatchObject({ state: 'unreviewed', version: 3, assignee: 'Ann', action: 'undo' });
    expect([reason, ticket]).toEqual([undefined, undefined]);
    expect(await say(world, { action: 'undo' }, { seen: 3 })).toMatchObject({ kind: 'not-allowed' });
    await expectWhole(world);
  });

  it('is not taken back after a quarter of an hour', async () => {
    const world = await begin(make);
    await say(world, EXPLAIN);
    world.clock.advance(15 * 60 + 1);
    expect(await say(world, { action: 'undo' }, { seen: 1 })).toMatchObject({
      kind: 'not-allowed',
      words: expect.stringContaining('15 minutes'),
    });
  });

  it('makes no event when nothing changes', async () => {
    const world = await begin(make);
    await say(world, EXPLAIN);
    expect((await say(world, EXPLAIN, { seen: 1 })).kind).toBe('reviewed');
    expect((await reviewOf(world))?.version).toBe(1);
    await say(world, EXPLAIN, { by: BOB, seen: 1 });
    expect((await reviewOf(world))?.by).toEqual(BOB);
  });

  it('by a note or an assignment stays where it stands', async () => {
    const world = await begin(make);
    await say(world, EXPLAIN);
    await say(world, { action: 'note', note: 'n' }, { by: BOB, seen: 1 });
    await say(world, { action: 'assign', assignee: 'Ann' }, { by: BOB, seen: 2 });
    expect(await reviewOf(world)).toMatchObject({
      state: 'explained',
      reason: 'planned-work',
      note: 'n',
      assignee: 'Ann',
    });
    await say(world, { action: 'assign', assignee: '' }, { by: BOB, seen: 3 });
    expect(await reviewOf(world)).not.toHaveProperty('assignee');
    await expectWhole(world);
  });

  describe('of what nobody was told of, and which rings later', () => {
    const LEG = { destinationId: 'slack', party: 'owner', edition: 'full' } as unknown as RouteLeg;
    const JOINED = { eventId: 'j', eventName: 'SwitchRole', time: rowOf().time, note: 'x' };
    /** Announced for another session than the one it was. */
    const MUTED: AccessRow = {
      ...rowOf(),
      expected: {
        exceptionId: 'x',
        reason: 'The release',
        until: '2027-01-01T00:00:00.000Z',
        session: 's',
        legs: [LEG],
      },
    };

    const beginMuted = async (): Promise<World> => {
      const world = await make();
      await world.history.record(MUTED);
      await world.events.note([rowSnapshotEvent(MUTED)]);
      return world;
    };
    const ring = async (world: World): Promise<void> => {
      const caller = MUTED.access?.caller;
      await world.events.note([joinedEventOf(ID, caller, JOINED)]);
      await world.history.join(ID, caller, JOINED);
    };
    const stands = async ({ history }: World): Promise<string | undefined> => {
      const found = await history.find(ID);
      return found && stateOf(found.row);
    };

    it('needs a look again, until somebody says something who can know', async () => {
      const world = await beginMuted();
      expect(await stands(world)).toBe('expected');
      await say(world, ACKNOWLEDGE);
      expect(await stands(world)).toBe('acknowledged');
      await ring(world);
      await ring(world);
      expect(await stands(world)).toBe('unreviewed');
      await expectWhole(world);
      await say(world, { action: 'note', note: 'Asked her.' }, { by: BOB, seen: 1 });
      expect(await stands(world)).toBe('unreviewed');
      await say(world, ACKNOWLEDGE, { seen: 2 });
      expect(await stands(world)).toBe('acknowledged');
      await ring(world);
      expect(await stands(world)).toBe('acknowledged');
      await expectWhole(world);
    });

    it('does not stand where it stood before when that is taken back', async () => {
      const world = await beginMuted();
      await say(world, ACKNOWLEDGE);
      await ring(world);
      await say(world, EXPLAIN, { seen: 1 });
      expect(await stands(world)).toBe('explained');
      await say(world, { action: 'undo' }, { seen: 2 });
      expect(await stands(world)).toBe('unreviewed');
      await expectWhole(world);
    });

    it('needs a look also when it was closed in the very moment, by whoever had read it before', async () => {
      const world = await beginMuted();
      const { history } = world;
      const late: World = {
        ...world,
        history: {
          ...history,
          find: async (id) => {
            const found = await history.find(id);
            await ring(world);
            return found;
          },
        },
      };
      await say(late, ACKNOWLEDGE);
      expect((await reviewOf(world))?.state).toBe('acknowledged');
      expect(await stands(world)).toBe('unreviewed');
      await expectWhole(world);
    });

    it('stays escalated', async () => {
      const world = await beginMuted();
      await say(world, { action: 'escalate', note: 'Who is this?' });
      await ring(world);
      expect(await stands(world)).toBe('escalated');
    });

    it('says to the reader why it is there again', async () => {
      const world = await beginMuted();
      await say(world, ACKNOWLEDGE);
      await ring(world);
      const { row } = (await world.history.find(ID)) ?? { row: MUTED };
      expect(projectReview(row)).toMatchObject({
        state: { code: 'unreviewed' },
        words: 'Jane Roe acknowledged it: test. Then it turned out to be something else, and rang',
      });
    });
  });

  it('that is altered by hand, or misses an event, does not fit', async () => {
    const world = await begin(make);
    await say(world, EXPLAIN);
    await say(world, { action: 'note', note: 'n' }, { seen: 1 });
    const { row, events = [] } = (await world.history.find(ID)) ?? { row: rowOf() };
    const fits = (kept: typeof row, told = events, fresh = '') =>
      playEvents(told, kept, ({ name }) => name === fresh).fits;
    const { review } = row;
    if (review === undefined) throw new Error('no review');
    const { review: _none, ...bare } = row;
    expect(fits(row)).toBe(true);
    expect(fits({ ...row, review: { ...review, note: 'other' } })).toBe(false);
    expect(fits(bare)).toBe(false);
    for (const gone of ['reviewed#0001', 'reviewed#0002']) {
      expect(
        fits(
          row,
          events.filter(({ name }) => name !== gone),
        ),
      ).toBe(false);
    }
    const altered = events.map((event) =>
      event.name === 'reviewed#0001'
        ? { ...event, body: { ...event.body, review: { ...review, version: 1 } } }
        : event,
    );
    expect(fits(row, altered)).toBe(false);
    const first = events.find(({ name }) => name === 'reviewed#0002')?.body['before'] as Review;
    expect(fits({ ...row, review: first }, events, 'reviewed#0002')).toBe(true);
    expect(fits({ ...row, review: first })).toBe(false);
  });
});

describe('A request', () => {
  it.each<[Saying, string]>([
    [{ action: 'acknowledge' }, 'reason'],
    [{ action: 'explain', reason: 'other' }, 'note'],
    [{ action: 'escalate' }, 'note or a name'],
    [{ action: 'note', note: ' \u200b ' }, 'empty'],
    [{ action: 'assign' }, 'name'],
    [{ action: 'note', note: 'x'.repeat(2001) }, '2,000'],
  ])('that lacks something is refused with words: %j', async (words, part) => {
    const world = await begin(WORLDS[0]?.[1] ?? (() => Promise.reject(new Error('none'))));
    await expect(say(world, words)).rejects.toThrow(part);
  });

  it('for many is answered for each in its order, and unknown ones hold up nobody', async () => {
    const world = await begin(WORLDS[0]?.[1] ?? (() => Promise.reject(new Error('none'))));
    const accesses = ['none', ID].map((accessId) => ({ accessId, seen: 0 }));
    const { history, reviews, clock } = world;
    const effects = { find: (id: string) => history.find(id), reviews, clock };
    const said = await reviewAccesses(effects, JANE, { ...EXPLAIN, accesses });
    expect(said.ok ? said.value.map(({ kind }) => kind) : []).toEqual(['unknown-access', 'reviewed']);
  });
});
