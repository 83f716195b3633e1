/** One suite for the memory of what was seen on a role, in the table and in its twin. */
import { dynamoDbSeenBefore } from '../../lib/aws/seen-before.ts';
import type { SeenBefore, SeenThing } from '../../lib/history/seen-before.ts';
import { startLocalTable } from '../support/local-table.ts';
import { MemorySeen } from '../support/memory-seen.ts';
import { type VirtualClock, virtualClock } from '../support/virtual-clock.ts';

const ROLE = 'arn:aws:iam::111122223333:role/prod-admin';
const OTHER = 'arn:aws:iam::111122223333:role/prod-reader';
const NOW = '2026-11-22T12:00:00.000Z';
const alice: SeenThing = { facet: 'principal', value: 'AIDAEXAMPLEALICE00001' };
const home: SeenThing = { facet: 'network', value: '203.0.113.0/24' };
const DAY = 24 * 3600;

interface Opened {
  readonly seen: SeenBefore;
  readonly close: () => Promise<void>;
}

const SUBJECTS: readonly (readonly [string, (clock: VirtualClock) => Promise<Opened>])[] = [
  ['in memory', async (clock) => ({ seen: new MemorySeen(clock), close: async () => undefined })],
  [
    'in DynamoDB',
    async (clock) => {
      const local = await startLocalTable();
      return { seen: dynamoDbSeenBefore({ table: local.table, clock }), close: local.close };
    },
  ],
];

describe.each(SUBJECTS)('What was seen on a role, %s', (_name, open) => {
  let seen: SeenBefore;
  let close: () => Promise<void>;
  let clock: VirtualClock;
  beforeEach(async () => {
    clock = virtualClock(NOW);
    ({ seen, close } = await open(clock));
  });
  afterEach(() => close());

  it('is nothing at first, and no role is watched', async () => {
    expect(await seen.ask(ROLE, [alice, home], 'one')).toEqual({ known: [], baselineComplete: false });
  });

  it('is known to every other access once it was remembered, on that role alone', async () => {
    await seen.remember(ROLE, [alice], 'one', NOW);
    expect(await seen.ask(ROLE, [alice, home], 'two')).toEqual({
      known: [alice],
      baselineComplete: false,
      watchedSince: NOW,
    });
    expect((await seen.ask(OTHER, [alice], 'two')).known).toEqual([]);
  });

  it('is not known to the access that left it, so that a retry finds what the first try found', async () => {
    await seen.remember(ROLE, [alice, home], 'one', NOW);
    expect((await seen.ask(ROLE, [alice, home], 'one')).known).toEqual([]);
  });

  it('stays with whoever was first', async () => {
    await seen.remember(ROLE, [alice], 'one', NOW);
    await seen.remember(ROLE, [alice, home], 'two', '2026-11-23T12:00:00.000Z');
    expect((await seen.ask(ROLE, [alice, home], 'one')).known).toEqual([home]);
    expect((await seen.ask(ROLE, [alice, home], 'two')).known).toEqual([alice]);
    expect((await seen.ask(ROLE, [], 'three')).watchedSince).toBe(NOW);
  });

  it('tells things with one value and different facets apart, and takes words of any kind and length', async () => {
    const hostile: SeenThing = { facet: 'principal', value: `#${'x'.repeat(5000)}\u0000'"` };
    await seen.remember(ROLE, [hostile, { facet: 'account', value: '203.0.113.0/24' }], 'one', NOW);
    expect((await seen.ask(ROLE, [hostile, home], 'two')).known).toEqual([hostile]);
    expect((await seen.ask(ROLE, [{ ...hostile, value: `${hostile.value}y` }], 'two')).known).toEqual([]);
  });

  it('has a baseline once it was looked up', async () => {
    await seen.completeBaseline(ROLE, NOW);
    expect(await seen.ask(ROLE, [alice], 'one')).toEqual({
      known: [],
      baselineComplete: true,
      watchedSince: NOW,
    });
  });

  it('keeps since when the role is watched when the baseline is complete', async () => {
    await seen.remember(ROLE, [], 'one', '2026-11-20T12:00:00.000Z');
    await seen.completeBaseline(ROLE, NOW);
    await seen.remember(ROLE, [alice], 'two', NOW);
    expect(await seen.ask(ROLE, [], 'three')).toEqual({
      known: [],
      baselineComplete: true,
      watchedSince: '2026-11-20T12:00:00.000Z',
    });
  });

  it('has a baseline once it was watched for 90 days', async () => {
    await seen.remember(ROLE, [], 'one', NOW);
    clock.advance(90 * DAY - 1);
    expect((await seen.ask(ROLE, [], 'two')).baselineComplete).toBe(false);
    clock.advance(1);
    expect((await seen.ask(ROLE, [], 'two')).baselineComplete).toBe(true);
  });
});

test('What was seen on a role is one call to DynamoDB, even for a thing that is named twice', async () => {
  const local = await startLocalTable();
  const seen = dynamoDbSeenBefore({ table: local.table, clock: virtualClock(NOW) });
  await seen.remember(ROLE, [alice, home], 'one', NOW);
  local.takeCalls();
  const { known } = await seen.ask(ROLE, [alice, home, alice], 'two');
  const calls = local.takeCalls();
  await local.close();
  expect(known).toEqual([alice, home, alice]);
  expect(calls).toEqual(['BatchGetItemCommand']);
});
