import { LEASE_SECONDS } from '../../lib/delivery/ledger.ts';
import { recordEvent } from '../../lib/usecases/record-event.ts';
import { sweepPending } from '../../lib/usecases/sweep-pending.ts';
import { type Delivering, noticeOf, startDelivering } from '../support/delivering.ts';
import { EVER, startRecording } from '../support/recording.ts';
import { consoleRecord, crossAccountRecord, envelopeOf, switchRoleRecord } from '../support/sample-events.ts';

/** From now on the method fails. */
const broken = (target: object, method: string): void => {
  Object.defineProperty(target, method, {
    value: async () => {
      throw new Error(`${method} fails`);
    },
  });
};

describe('The sweep of every minute', () => {
  it('wakes deliveries whose wake-up was lost', async () => {
    const recording = startRecording();
    const effects = { ...recording.effects, wake: async () => undefined };
    await recordEvent(effects, envelopeOf(crossAccountRecord()));
    expect(recording.woken).toEqual([]);
    expect(await sweepPending(recording.effects)).toMatchObject({ woken: 3 });
    expect(recording.woken).toHaveLength(3);
  });

  it('wakes a delivery whose holder died once its lease has run out', async () => {
    const recording = startRecording();
    await recordEvent(recording.effects, envelopeOf(crossAccountRecord()));
    for (const key of recording.woken) await recording.ledger.claim(key);
    expect(await sweepPending(recording.effects)).toMatchObject({ woken: 0 });
    recording.clock.advance(LEASE_SECONDS);
    expect(await sweepPending(recording.effects)).toMatchObject({ woken: 3 });
  });

  it('says that it lives, and how old the oldest waiting delivery is', async () => {
    const recording = startRecording();
    await recordEvent(recording.effects, envelopeOf(crossAccountRecord()));
    recording.clock.advance(120);
    await sweepPending(recording.effects);
    expect(recording.metrics.counted.get('SweepCompleted')).toBe(1);
    expect(recording.metrics.counted.get('DeliveryOldestPendingAge')).toBe(120);
  });

  it('says how long somebody has not been told, however often it was tried', async () => {
    const recording = startRecording();
    await recordEvent(recording.effects, envelopeOf(crossAccountRecord()));
    const key = recording.woken[0]!;
    for (let hour = 0; hour < 24; hour += 1) {
      const claim = await recording.ledger.claim(key);
      if (claim.kind !== 'claimed') throw new Error(claim.kind);
      const dueAt = new Date(recording.clock.now().getTime() + 3_600_000).toISOString();
      await recording.ledger.settle(claim, { kind: 'retry', code: 'vendor-failed' }, dueAt);
      await sweepPending(recording.effects);
      expect(recording.metrics.counted.get('DeliveryOldestPendingAge')).toBe(hour * 3600);
      recording.clock.advance(3600);
    }
  });

  it('wakes at most what a destination takes in a minute, the most important first', async () => {
    const world = startDelivering();
    const robots = Array.from({ length: 100 }, (_, index) =>
      noticeOf(`robot-${String(index)}`, 'platform-slack', { importance: 'routine' }),
    );
    await world.ledger.open([...robots, noticeOf('human', 'platform-slack')]);
    expect(await sweepPending(world.effects)).toMatchObject({ woken: 60 });
    expect(world.enqueued).toHaveLength(60);
    expect(world.enqueued[0]?.accessId).toBe('human');
  });

  it('wakes the digests and what is in none of them, and nobody twice', async () => {
    const world = startDelivering();
    const many = Array.from({ length: 21 }, (_, index) =>
      noticeOf(`n${String(index).padStart(2, '0')}`, 'platform-slack'),
    );
    await world.ledger.open([...many, noticeOf('urgent', 'platform-slack', { importance: 'urgent' })]);
    world.clock.advance(120);
    expect(await sweepPending(world.effects)).toMatchObject({ digests: 1, woken: 3 });
    expect(world.enqueued.map(({ accessId }) => accessId.replace(/digest.*/, 'digest'))).toEqual([
      'digest',
      'urgent',
      'n20',
    ]);
  });

  it('wakes again every minute what still waits: the queue must not take it for the same wake-up', async () => {
    const world = startDelivering();
    await world.ledger.open([noticeOf('a', 'platform-slack')]);
    await sweepPending(world.effects);
    world.queue.remove(world.queue.receive(world.clock.now().getTime() / 1000, 1, 0)[0]!);
    world.clock.advance(60);
    await sweepPending(world.effects);
    expect(world.queue.isEmpty).toBe(false);
  });

  it.each([
    ['pending', (world: Delivering) => broken(world.ledger, 'pending')],
    ['windows', (world: Delivering) => broken(world.history, 'windowsDue')],
    ['halves', (world: Delivering) => broken(world.history, 'halvesDue')],
    ['attempts', (world: Delivering) => broken(world.ledger, 'unnoted')],
    ['age', (world: Delivering) => broken(world.ledger, 'oldestOpened')],
  ])('takes every other step when one fails: %s', async (step, breakIt) => {
    const world = startDelivering();
    await world.ledger.open([noticeOf('told', 'platform-jira'), noticeOf('a', 'platform-slack')]);
    const claim = await world.ledger.claim({ accessId: 'told', destinationId: 'platform-jira' });
    if (claim.kind === 'claimed') await world.ledger.settle(claim, { kind: 'sent' });
    await recordEvent(world.effects, envelopeOf(switchRoleRecord()));
    world.clock.advance(15 * 60);
    breakIt(world);
    expect(await sweepPending(world.effects)).toMatchObject({
      woken: step === 'pending' ? 0 : 1,
      halvesRung: step === 'halves' ? 0 : 1,
      noted: step === 'attempts' ? 0 : 1,
      stepsFailed: 1,
    });
    expect(world.metrics.counted.get('SweepStepFailed')).toBe(1);
    expect(world.metrics.counted.get('SweepCompleted')).toBe(1);
  });

  it('wakes the other destinations when one cannot be worked on', async () => {
    const world = startDelivering();
    await world.ledger.open([noticeOf('a', 'platform-slack'), noticeOf('a', 'platform-jira')]);
    const { wake } = world.effects;
    const effects = {
      ...world.effects,
      wake: async (...[deliveries, how]: Parameters<typeof wake>) => {
        if (deliveries[0]?.destinationId === 'platform-slack') throw new Error('queue gone');
        await wake(deliveries, how);
      },
    };
    expect(await sweepPending(effects)).toMatchObject({ woken: 1, stepsFailed: 1 });
    expect(world.enqueued.map(({ destinationId }) => destinationId)).toEqual(['platform-jira']);
  });

  it('rings for a role switch whose AssumeRole record never came, after 15 minutes and once', async () => {
    const recording = startRecording();
    await recordEvent(recording.effects, envelopeOf(switchRoleRecord()));
    recording.clock.advance(14 * 60);
    await sweepPending(recording.effects);
    expect((await recording.history.list(EVER)).rows).toEqual([]);
    recording.clock.advance(60);
    expect(await sweepPending(recording.effects)).toMatchObject({ halvesRung: 1 });
    await sweepPending(recording.effects);
    const { rows } = await recording.history.list(EVER);
    expect(rows.map((row) => [row.access?.kind, row.access?.caller.label])).toEqual([
      ['switch-role', 'alice.miller'],
    ]);
    expect(rows[0]?.roleName).toBe('Production administrator');
  });

  it('joins a half whose access was recorded at the same moment by somebody else', async () => {
    const recording = startRecording();
    const half = envelopeOf(switchRoleRecord());
    const ofSession = recording.history.ofSession.bind(recording.history);
    // The index has not yet caught up when the half looks for its access.
    recording.history.ofSession = async () => [];
    await recordEvent(recording.effects, envelopeOf(consoleRecord()));
    await recordEvent(recording.effects, half);
    recording.history.ofSession = ofSession;
    recording.clock.advance(15 * 60);
    expect(await sweepPending(recording.effects)).toMatchObject({ halvesJoined: 1, halvesRung: 0 });
    expect((await recording.history.list(EVER)).rows).toHaveLength(1);
  });
});

describe('A sweep with a long backlog', () => {
  const WAITING = 1_000;
  const SECONDS_PER_MOVE = 4;

  /** One destination with a thousand notices that wait, and a function that is ended after five minutes. */
  const start = async () => {
    const world = startDelivering();
    const many = Array.from({ length: WAITING }, (_, index) =>
      noticeOf(`n${String(index).padStart(4, '0')}`, 'platform-slack', { importance: 'routine' }),
    );
    await world.ledger.open([...many, noticeOf('told', 'platform-jira')]);
    const claim = await world.ledger.claim({ accessId: 'told', destinationId: 'platform-jira' });
    if (claim.kind === 'claimed') await world.ledger.settle(claim, { kind: 'sent' });
    await recordEvent(world.effects, envelopeOf(switchRoleRecord()));
    world.clock.advance(15 * 60);
    const time = { remaining: 300_000, perMove: 0, sideBySide: 0, most: 0 };
    const moveIntoDigest = world.ledger.moveIntoDigest.bind(world.ledger);
    world.ledger.moveIntoDigest = async (...member) => {
      time.sideBySide += 1;
      time.most = Math.max(time.most, time.sideBySide);
      await Promise.resolve();
      time.remaining -= time.perMove;
      time.sideBySide -= 1;
      return moveIntoDigest(...member);
    };
    return { world, time, effects: { ...world.effects, remainingMs: () => time.remaining } };
  };

  it('settles halves, notes attempts and says that it lives, however long the digests take', async () => {
    const { world, time, effects } = await start();
    time.perMove = SECONDS_PER_MOVE * 1000;
    const swept = await sweepPending(effects);
    expect(swept).toMatchObject({ halvesRung: 1, stepsFailed: 0 });
    expect(swept.noted).toBeGreaterThan(0);
    expect(swept.digests).toBeGreaterThan(0);
    expect(swept.digests).toBeLessThan(WAITING / 20);
    expect(time.remaining).toBeGreaterThan(100_000);
    expect(world.metrics.counted.get('SweepCompleted')).toBe(1);
  });

  it('goes on with the digests in the next minute', async () => {
    const { world, time, effects } = await start();
    time.perMove = SECONDS_PER_MOVE * 1000;
    const first = await sweepPending(effects);
    Object.assign(time, { remaining: 300_000, perMove: 0 });
    world.clock.advance(60);
    const second = await sweepPending(effects);
    expect(second.digests).toBeGreaterThan(0);
    expect(first.digests + second.digests).toBe(WAITING / 20);
  });

  it('takes members out of the queue ten at a time', async () => {
    const { time, effects } = await start();
    expect(await sweepPending(effects)).toMatchObject({ digests: WAITING / 20 });
    expect(time.most).toBe(10);
  });

  it('wakes a destination with little to tell before it gathers for another', async () => {
    const { world, effects } = await start();
    await world.ledger.open([noticeOf('one', 'security-mail', { importance: 'routine' })]);
    await sweepPending(effects);
    expect(world.enqueued[0]?.accessId).toBe('one');
  });

  it('begins no step that it has no time for, and says so instead of being ended', async () => {
    const { world, time, effects } = await start();
    time.remaining = 20_000;
    expect(await sweepPending(effects)).toMatchObject({ woken: 0, noted: 0, stepsFailed: 6 });
    expect(world.metrics.counted.get('SweepCompleted')).toBe(1);
  });
});
