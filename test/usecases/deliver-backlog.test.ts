import type { Outcome } from '../../lib/delivery/outcome.ts';
import { sweepPending } from '../../lib/usecases/sweep-pending.ts';
import { announce, invokeDeliver, noticeOf, passMinutes, startDelivering } from '../support/delivering.ts';

const robots = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) =>
    noticeOf(`robot-${String(from + index).padStart(4, '0')}`, 'platform-slack', { importance: 'routine' }),
  );
const human = (id = 'human') => noticeOf(id, 'platform-slack', { importance: 'normal' });

const sentIds = ({ arrivals }: ReturnType<typeof startDelivering>) =>
  arrivals.map(({ notification }) => notification.accessId);

describe('A backlog', () => {
  it('of three hundred robots lets the human’s alert through next', async () => {
    const world = startDelivering();
    await announce(world, ...robots(300));
    await invokeDeliver(world);
    expect(sentIds(world)).toHaveLength(5);
    const opened = world.clock.now().getTime();
    await announce(world, human());
    await invokeDeliver(world);
    expect(sentIds(world)[5]).toBe('human');
    expect((world.arrivals[5]?.at ?? 0) - opened).toBeLessThan(5_000);
  });

  it('tells everybody once, at the pace of one message a second, and leaves no message behind', async () => {
    const world = startDelivering();
    await announce(world, ...robots(40));
    await invokeDeliver(world);
    await announce(world, human('human-1'), ...robots(10, 40), human('human-2'));
    // Without the sweep: whatever the order, the queue's own messages carry everything.
    while (!world.queue.isEmpty) if (!(await invokeDeliver(world))) world.clock.advance(1);
    expect(sentIds(world)).toHaveLength(52);
    expect(new Set(sentIds(world)).size).toBe(52);
    expect(sentIds(world).slice(5, 7)).toEqual(['human-1', 'human-2']);
    const gaps = world.arrivals.slice(1).map(({ at }, index) => at - (world.arrivals[index]?.at ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1_000);
    expect(world.queue.dead).toEqual([]);
  });

  it('gives back only the rest of its own group when one fails', async () => {
    const world = startDelivering();
    world.vendor = (destinationId) =>
      destinationId === 'platform-slack'
        ? { kind: 'retry', code: 'rate-limited', retryAfterSeconds: 30 }
        : { kind: 'sent' };
    await announce(
      world,
      human('a'),
      human('b'),
      noticeOf('a', 'platform-jira'),
      noticeOf('b', 'platform-jira'),
    );
    await invokeDeliver(world);
    expect(world.asked).toEqual(['a.platform-slack', 'a.platform-jira', 'b.platform-jira']);
    world.vendor = () => ({ kind: 'sent' });
    world.clock.advance(30);
    await invokeDeliver(world);
    expect(world.asked.slice(3).toSorted()).toEqual(['a.platform-slack', 'b.platform-slack']);
    expect(world.queue.isEmpty).toBe(true);
  });

  it('forgets wake-ups whose delivery was sent before their turn came', async () => {
    const world = startDelivering();
    await announce(world, ...robots(8));
    await announce(world, human());
    for (let batch = 0; batch < 6; batch += 1) await invokeDeliver(world);
    expect(sentIds(world)).toHaveLength(9);
    expect(world.queue.isEmpty).toBe(true);
  });

  it('loses nothing when all its wake-ups are lost', async () => {
    const world = startDelivering();
    await world.effects.ledger.open(robots(12));
    await sweepPending(world.effects);
    await passMinutes(world, 1);
    expect(sentIds(world)).toHaveLength(12);
  });

  it('holds what a dead worker held no longer than its lease', async () => {
    const world = startDelivering();
    await announce(world, ...robots(3));
    await world.ledger.claim({ accessId: 'robot-0000', destinationId: 'platform-slack' });
    await passMinutes(world, 2);
    expect(sentIds(world).toSorted()).toEqual(['robot-0000', 'robot-0001', 'robot-0002']);
    expect(
      world.arrivals.find(({ notification }) => notification.accessId === 'robot-0000')?.attempt,
    ).toMatchObject({
      number: 2,
      doubtfulSince: '2026-11-22T12:00:00.000Z',
    });
  });

  it('against a vendor that fails every fifth request ends with everybody told, and no copy but for a lost answer', async () => {
    const world = startDelivering();
    const failures: readonly Outcome[] = [
      { kind: 'retry', code: 'rate-limited', retryAfterSeconds: 1 },
      { kind: 'retry', code: 'vendor-failed' },
      { kind: 'retry', code: 'connection-failed' },
      { kind: 'retry', code: 'doubtful' },
    ];
    let requests = 0;
    let lost = 0;
    world.vendor = () => {
      requests += 1;
      const failure = requests % 5 === 0 ? failures[(requests / 5) % failures.length] : undefined;
      if (failure?.kind === 'retry' && failure.code === 'doubtful') lost += 1;
      return failure ?? { kind: 'sent' };
    };
    await announce(world, ...robots(200));
    await passMinutes(world, 6);
    const alone = sentIds(world).filter((id) => id.startsWith('robot'));
    const digested = world.arrivals.flatMap(({ notification: { kind, facts } }) =>
      kind === 'digest' ? facts.map(({ value }) => value) : [],
    );
    // What waits for more than a minute behind so many is told in digests.
    expect(new Set(alone).size + new Set(digested).size).toBe(200);
    expect(alone.length - new Set(alone).size).toBeLessThanOrEqual(lost);
    expect(await world.health.down()).toEqual([]);
  });
});
