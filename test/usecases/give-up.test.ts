/** A delivery that no attempt brings home: it is tried for more than a month and a half, and then goes another way. */
import { MOST_ATTEMPTS } from '../../lib/delivery/back-off.ts';
import { chooseProbe } from '../../lib/usecases/choose-probe.ts';
import type { Delivery } from '../../lib/delivery/delivery.ts';
import { deliverNotification } from '../../lib/usecases/deliver-notification.ts';
import { noteAttempts } from '../../lib/usecases/note-attempts.ts';
import { type Delivering, noticeOf, startDelivering } from '../support/delivering.ts';

const SLACK = 'platform-slack';
const KEY = { accessId: 'a', destinationId: SLACK };

const tryUntilOver = async (world: Delivering): Promise<void> => {
  for (;;) {
    const result = await deliverNotification(world.effects, KEY);
    if (result.kind === 'done') return;
    world.clock.advance(result.seconds);
  }
};

describe('A delivery that never arrives', () => {
  it('is given up after 2,500 attempts, and its fallback and the operator are told', async () => {
    const world = startDelivering();
    world.vendor = (destinationId) =>
      destinationId === SLACK ? { kind: 'retry', code: 'connection-failed' } : { kind: 'sent' };
    await world.ledger.open([noticeOf('a', SLACK)]);
    const began = world.clock.now().getTime();
    await tryUntilOver(world);
    expect((world.clock.now().getTime() - began) / 86_400_000).toBeGreaterThan(45);
    const delivery = await world.ledger.find(KEY);
    expect(delivery?.state).toBe('rejected');
    expect(delivery?.attempts).toHaveLength(MOST_ATTEMPTS);
    expect(delivery?.attempts.at(-1)?.outcome).toMatchObject({ kind: 'rejected', code: 'given-up' });
    const others = world.ledger.all().filter(({ destinationId }) => destinationId !== SLACK);
    expect(others.map(({ destinationId }) => destinationId).sort()).toEqual([
      'rolecall-operator',
      'security-mail',
    ]);
    // Giving up is no answer of the destination: what else waits there is not woken to fail at once.
    expect((await world.health.down()).map(({ destinationId }) => destinationId)).toEqual([SLACK]);
  });

  it('is given up unasked when every attempt killed its worker', async () => {
    const world = startDelivering();
    await world.ledger.open([noticeOf('a', SLACK)]);
    for (let time = 0; time < MOST_ATTEMPTS; time += 1) {
      await world.ledger.claim(KEY);
      world.clock.advance(60);
    }
    await deliverNotification(world.effects, KEY);
    expect(world.asked).toEqual([]);
    expect((await world.ledger.find(KEY))?.state).toBe('rejected');
  });

  it('has each attempt noted once, and nothing noted is offered to the history again', async () => {
    const world = startDelivering();
    world.vendor = () => ({ kind: 'retry', code: 'connection-failed' });
    await world.ledger.open([noticeOf('a', SLACK)]);
    let offered = 0;
    const events = {
      note: async (given: Parameters<Delivering['events']['note']>[0]) => {
        offered += given.length;
        await world.events.note(given);
      },
    };
    for (let time = 0; time < 50; time += 1) {
      const result = await deliverNotification(world.effects, KEY);
      await noteAttempts({ ...world.effects, events });
      if (result.kind === 'later') world.clock.advance(result.seconds);
    }
    expect(offered).toBe(50);
    expect(world.events.eventsOf('a')).toHaveLength(50);
  });

  it('has an attempt that died noted when the one after it has ended', async () => {
    const world = startDelivering();
    await world.ledger.open([noticeOf('a', SLACK)]);
    world.vendor = () => ({ kind: 'retry', code: 'connection-failed' });
    await deliverNotification(world.effects, KEY);
    world.clock.advance(60);
    await world.ledger.claim(KEY);
    await noteAttempts(world.effects);
    world.clock.advance(60);
    world.vendor = () => ({ kind: 'sent' });
    await deliverNotification(world.effects, KEY);
    await noteAttempts(world.effects);
    expect(world.events.eventsOf('a').map(({ name }) => name)).toEqual([
      `failed#${SLACK}#1`,
      `failed#${SLACK}#2`,
      `told#${SLACK}#3`,
    ]);
  });
});

describe('What finds out whether a destination is back', () => {
  const NOW = '2026-11-22T12:00:00.000Z';
  const waiting = (id: string, failures: number): Delivery => ({
    ...noticeOf(id, SLACK),
    schemaVersion: 1,
    state: 'pending',
    createdAt: NOW,
    dueAt: NOW,
    attempts: Array.from({ length: failures }, (_, index) => ({
      number: index + 1,
      startedAt: NOW,
      endedAt: NOW,
      outcome: { kind: 'retry', code: 'vendor-failed' },
    })),
  });
  const chosenAmong = (...failures: readonly number[]) =>
    chooseProbe(
      [],
      [...failures.map((count, index) => waiting(`tried-${String(index)}`, count)), waiting('fresh', 0)],
      NOW,
    )?.accessId;

  it('is one of five, so that not every notice falls into doubt', () => {
    expect(chosenAmong(1, 1, 1, 1)).toBe('fresh');
    expect(chosenAmong(1, 1, 1, 1, 1)).toBe('tried-0');
    expect(chosenAmong(30, 30, 30, 30, 20)).toBe('tried-0');
  });

  it('is a fresh one now and then: the vendor may choke on just those five', () => {
    expect(chosenAmong(21, 21, 21, 21, 21)).toBe('fresh');
    expect(chosenAmong(30, 30, 30, 30, 30, 1)).toBe('tried-0');
    expect(chosenAmong(30, 30, 30, 30, 30, 21)).toBe('fresh');
  });
});
