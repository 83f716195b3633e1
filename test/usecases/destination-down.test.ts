import type { DownDestination } from '../../lib/delivery/destination-health.ts';
import { deliverNotification } from '../../lib/usecases/deliver-notification.ts';
import { sweepPending } from '../../lib/usecases/sweep-pending.ts';
import {
  announce,
  type Delivering,
  invokeDeliver,
  noticeOf,
  passMinutes,
  SENT,
  startDelivering,
  type Vendor,
} from '../support/delivering.ts';

const SLACK = 'platform-slack';
const KEY = { accessId: 'a', destinationId: SLACK };
const HOUR = 60;

const broken: Vendor = (destinationId) =>
  destinationId === SLACK ? { kind: 'retry', code: 'vendor-failed' } : { kind: 'sent' };
const unreachable: Vendor = () => ({ kind: 'retry', code: 'connection-failed' });

const downOf = async (world: Delivering): Promise<DownDestination | undefined> =>
  (await world.health.down()).find(({ destinationId }) => destinationId === SLACK);

/** Tries one delivery so many times, each time when it is due. */
const tryTimes = async (world: Delivering, times: number): Promise<void> => {
  for (let time = 0; time < times; time += 1) {
    const result = await deliverNotification(world.effects, KEY);
    if (result.kind === 'later' && time < times - 1) world.clock.advance(result.seconds);
  }
};

const told = ({ arrivals }: Delivering): readonly string[] =>
  arrivals.flatMap(({ notification: { kind, accessId, facts } }) =>
    kind === 'digest' ? facts.map(({ value }) => /\((.*)\)/.exec(value)?.[1] ?? value) : [accessId],
  );

describe('A destination', () => {
  it('is down after three failures in a row of different deliveries, too', async () => {
    const world = startDelivering();
    world.vendor = broken;
    await world.ledger.open(['a', 'b', 'c'].map((id) => noticeOf(id, SLACK)));
    for (const accessId of ['a', 'b']) await deliverNotification(world.effects, { ...KEY, accessId });
    expect(await downOf(world)).toBeUndefined();
    await deliverNotification(world.effects, { ...KEY, accessId: 'c' });
    expect(await downOf(world)).toBeDefined();
  });

  it('is not down when every other request fails', async () => {
    const world = startDelivering();
    let requests = 0;
    world.vendor = () => ((requests += 1) % 2 === 0 ? { kind: 'sent' } : { kind: 'retry', code: 'doubtful' });
    for (let index = 0; index < 10; index += 1) {
      const accessId = `n${String(index)}`;
      await world.ledger.open([noticeOf(accessId, SLACK)]);
      await deliverNotification(world.effects, { ...KEY, accessId });
    }
    expect(await downOf(world)).toBeUndefined();
  });

  it('is not down because it limits us for some seconds', async () => {
    const world = startDelivering();
    world.vendor = () => ({ kind: 'retry', code: 'rate-limited', retryAfterSeconds: 5 });
    await world.ledger.open([noticeOf('a', SLACK)]);
    await tryTimes(world, 6);
    expect(await downOf(world)).toBeUndefined();
  });

  it('is down after its third failure in a row, since the first of them', async () => {
    const world = startDelivering();
    world.vendor = broken;
    await world.ledger.open([noticeOf('a', SLACK)]);
    await tryTimes(world, 2);
    expect(await downOf(world)).toBeUndefined();
    world.clock.advance(4);
    await tryTimes(world, 1);
    expect(await downOf(world)).toEqual({
      destinationId: SLACK,
      since: '2026-11-22T12:00:00.000Z',
      nextTryAt: '2026-11-22T12:00:14.000Z',
      code: 'vendor-failed',
    });
  });

  it('is down at once when it asks to be left alone for more than a minute', async () => {
    const world = startDelivering();
    world.vendor = () => ({ kind: 'retry', code: 'rate-limited', retryAfterSeconds: 3600 });
    await world.ledger.open([noticeOf('a', SLACK)]);
    await tryTimes(world, 1);
    expect(await downOf(world)).toMatchObject({
      nextTryAt: '2026-11-22T13:00:00.000Z',
      code: 'rate-limited',
    });
  });

  it.each(['first-not-sent', 'search-pending', 'refused-for-now', 'unexpected'] as const)(
    'is not down because of %s, which is not its fault',
    async (code) => {
      const world = startDelivering();
      world.vendor = () => ({ kind: 'retry', code, retryAfterSeconds: 90 });
      await world.ledger.open([noticeOf('a', SLACK)]);
      await tryTimes(world, 6);
      expect(await world.health.down()).toEqual([]);
    },
  );

  it('is back when a delivery arrives that it failed before', async () => {
    const world = startDelivering();
    world.vendor = broken;
    await world.ledger.open([noticeOf('a', SLACK)]);
    await tryTimes(world, 3);
    world.vendor = SENT;
    world.clock.advance(8);
    await tryTimes(world, 1);
    expect(await world.health.down()).toEqual([]);
  });

  it('is back when a probe gets an answer, be it a refusal: what waits must go to the fallback', async () => {
    for (const outcome of [SENT, (() => ({ kind: 'rejected', code: 'destination-gone' })) as Vendor]) {
      const world = startDelivering();
      await world.ledger.open([noticeOf('a', SLACK)]);
      await world.health.markDown({
        destinationId: SLACK,
        since: '2026-11-22T11:00:00.000Z',
        nextTryAt: '2026-11-22T12:00:00.000Z',
        code: 'doubtful',
      });
      world.vendor = outcome;
      await deliverNotification(world.effects, KEY, { probe: true });
      expect(await world.health.down()).toEqual([]);
    }
  });

  it('that asked to be left alone for two minutes is asked nothing before, not even by a wake-up that is on its way', async () => {
    const world = startDelivering();
    world.vendor = () => ({ kind: 'retry', code: 'rate-limited', retryAfterSeconds: 120 });
    await announce(world, noticeOf('a', SLACK));
    await invokeDeliver(world);
    world.vendor = SENT;
    world.clock.advance(3);
    await announce(world, noticeOf('b', SLACK));
    await invokeDeliver(world);
    expect(world.arrivals).toEqual([]);
    expect(world.queue.isEmpty).toBe(true);
    await passMinutes(world, 4);
    expect(told(world).toSorted()).toEqual(['a', 'b']);
    const first = Date.parse('2026-11-22T12:02:00.000Z');
    expect(Math.min(...world.arrivals.map(({ at }) => at))).toBeGreaterThanOrEqual(first);
  });

  it('stays down when another delivery gets through by chance, until the probe says so', async () => {
    const world = startDelivering();
    await world.health.markDown({
      destinationId: SLACK,
      since: '2026-11-22T11:00:00.000Z',
      nextTryAt: '2026-11-22T12:05:00.000Z',
      code: 'doubtful',
    });
    await world.ledger.open([noticeOf('a', SLACK)]);
    await deliverNotification(world.effects, KEY);
    expect(await downOf(world)).toBeDefined();
  });

  it('does not keep a sent notice from being settled when its health cannot be noted', async () => {
    const world = startDelivering();
    world.health.markUp = async () => {
      throw new Error('throttled');
    };
    await world.ledger.open([noticeOf('a', SLACK)]);
    expect(await deliverNotification(world.effects, KEY, { probe: true })).toEqual({ kind: 'done' });
    expect((await world.ledger.find(KEY))?.state).toBe('sent');
    expect(world.logger.lines.map(({ name }) => name)).toContain('destination-health-not-noted');
  });
});

describe('An outage', () => {
  const accesses = (count: number, from = 0) =>
    Array.from({ length: count }, (_, index) => noticeOf(`n${String(from + index).padStart(3, '0')}`, SLACK));

  it('gets one probe and nothing else: nothing is sent there and nothing is enqueued', async () => {
    const world = startDelivering();
    world.vendor = broken;
    await announce(world, ...accesses(30));
    await passMinutes(world, 5);
    expect(await downOf(world)).toBeDefined();
    const [asked, enqueued] = [world.asked.length, world.enqueued.length];
    await passMinutes(world, HOUR);
    // At most one a minute, and always of the same five.
    expect(world.asked.length - asked).toBeLessThanOrEqual(60);
    expect(new Set(world.asked).size).toBeLessThanOrEqual(5);
    const since = world.enqueued.slice(enqueued);
    expect(since.length).toBeLessThanOrEqual(60);
    expect(since.filter(({ probe }) => probe !== true)).toEqual([]);
  });

  it('makes no other destination wait', async () => {
    const world = startDelivering();
    world.vendor = broken;
    await announce(world, ...accesses(30));
    await passMinutes(world, 10);
    const opened = world.clock.now().getTime();
    await announce(world, noticeOf('elsewhere', 'platform-jira'));
    await invokeDeliver(world);
    expect(world.arrivals.map(({ at, destinationId }) => [destinationId, at - opened])).toEqual([
      ['platform-jira', 0],
    ]);
  });

  it.each([
    [24, 'answers 500', broken],
    [6, 'cannot be reached', unreachable],
  ])(
    'of %s hours (it %s) ends with everything told once, oldest first, in digests',
    async (hours, _how, vendor) => {
      const world = startDelivering();
      world.vendor = vendor;
      for (let hour = 0; hour < hours; hour += 1) {
        await announce(world, ...accesses(96 / hours, (hour * 96) / hours));
        await passMinutes(world, HOUR);
      }
      expect(world.arrivals).toEqual([]);
      world.vendor = SENT;
      await passMinutes(world, 15);
      expect(told(world).toSorted()).toEqual(accesses(96).map(({ accessId }) => accessId));
      const digests = world.arrivals.filter(({ notification }) => notification.kind === 'digest');
      expect(digests.map(({ notification }) => notification.facts.length)).toEqual([20, 20, 20, 20, 15]);
      const inDigests = digests.flatMap(({ notification }) => notification.facts.map(({ value }) => value));
      expect(inDigests).toEqual(inDigests.toSorted());
      expect(digests[0]?.notification.title).toContain('could not be sent');
      expect(await world.health.down()).toEqual([]);
      expect(await world.ledger.oldestOpened()).toBeUndefined();
    },
  );

  it('that leaves doubts ends with these told by themselves, as second deliveries, and the rest in digests', async () => {
    const world = startDelivering();
    const lost: Vendor = () => ({ kind: 'retry', code: 'doubtful' });
    world.vendor = lost;
    await announce(world, ...accesses(60));
    await passMinutes(world, 3 * HOUR);
    const doubted = new Set(world.asked);
    expect(doubted.size).toBeLessThanOrEqual(7);
    world.arrivals.length = 0;
    world.vendor = SENT;
    await passMinutes(world, 15);
    expect(told(world).toSorted()).toEqual(accesses(60).map(({ accessId }) => accessId));
    for (const { notification, attempt } of world.arrivals) {
      const alone = notification.kind !== 'digest';
      expect(attempt.doubtfulSince !== undefined).toBe(alone);
      if (alone) expect(doubted).toContain(attempt.deliveryId);
    }
  });

  it('does not last for ever because a vendor chokes on one notice', async () => {
    const world = startDelivering();
    world.vendor = (_destination, { accessId }) =>
      accessId === 'n000' ? { kind: 'retry', code: 'doubtful' } : { kind: 'sent' };
    await announce(world, ...accesses(8));
    await passMinutes(world, 15);
    const others = told(world).filter((id) => id !== 'n000');
    expect(others.toSorted()).toEqual(accesses(7, 1).map(({ accessId }) => accessId));
  });

  it('of few notices is not worth a digest', async () => {
    const world = startDelivering();
    world.vendor = unreachable;
    await announce(world, ...accesses(19));
    await passMinutes(world, 30);
    world.vendor = SENT;
    await passMinutes(world, 10);
    expect(world.arrivals.map(({ notification }) => notification.kind)).toEqual(
      Array.from({ length: 19 }, () => 'access'),
    );
  });

  it('shows in the metrics, while it lasts', async () => {
    const world = startDelivering();
    world.vendor = unreachable;
    await announce(world, ...accesses(3));
    await passMinutes(world, 2);
    world.metrics.counted.clear();
    expect(await sweepPending(world.effects)).toMatchObject({ down: 1 });
    expect(world.metrics.counted.get('DestinationDown')).toBe(1);
  });
});
