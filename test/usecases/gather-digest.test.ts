import { type Delivery, deliveryIdOf } from '../../lib/delivery/delivery.ts';
import { GATHER_LEASE_SECONDS } from '../../lib/delivery/ledger.ts';
import { gatherDigests } from '../../lib/usecases/gather-digest.ts';
import { sweepPending } from '../../lib/usecases/sweep-pending.ts';
import { type Delivering, mortal, noticeOf, passMinutes, startDelivering } from '../support/delivering.ts';

const SLACK = 'platform-slack';
const accesses = (count: number) =>
  Array.from({ length: count }, (_, index) => noticeOf(`n${String(index).padStart(3, '0')}`, SLACK));

const waitingFor = async (count: number): Promise<Delivering> => {
  const world = startDelivering();
  await world.ledger.open(accesses(count));
  world.clock.advance(120);
  return world;
};

/** Every access as often as somebody read of it, by itself or in a digest. */
const told = ({ arrivals }: Delivering): readonly string[] =>
  arrivals
    .flatMap(({ notification: { kind, accessId, facts } }) =>
      kind === 'digest' ? facts.map(({ value }) => /\((.*)\)/.exec(value)?.[1] ?? value) : [accessId],
    )
    .toSorted();

const expected = (count: number): readonly string[] => accesses(count).map(({ accessId }) => accessId);

const membersOf = async (world: Delivering, digestId: string): Promise<readonly string[]> =>
  ((await world.ledger.find({ accessId: digestId, destinationId: SLACK }))?.members ?? []).map(
    ({ accessId }) => accessId,
  );

describe('A digest', () => {
  it('takes the place of its members, who point to it', async () => {
    const world = await waitingFor(23);
    const { digests, members } = await gatherDigests(world.effects, SLACK);
    expect(digests).toHaveLength(2);
    expect(members).toHaveLength(23);
    const [first] = digests;
    expect(await membersOf(world, first?.accessId ?? '')).toEqual(expected(20));
    for (const accessId of expected(20)) {
      expect(await world.ledger.find({ accessId, destinationId: SLACK })).toMatchObject({
        state: 'digested',
        digestedIn: first?.accessId,
      });
    }
  });

  it('is as important as its members, leaves out who is more so, and is worded for who reads there', async () => {
    const world = startDelivering();
    const routine = accesses(25).map((one, index) => ({
      ...noticeOf(one.accessId, 'acme-mail', {
        edition: 'client',
        importance: index === 7 ? 'normal' : 'routine',
      }),
    }));
    await world.ledger.open(routine);
    world.clock.advance(120);
    const { digests } = await gatherDigests(world.effects, 'acme-mail');
    expect(digests.map(({ importance }) => importance)).toEqual(['routine', 'routine']);
    const [waiting] = await world.ledger.waiting('acme-mail', 100);
    expect(waiting?.importance).toBe('normal');
    const [first] = digests;
    const digest = first && (await world.ledger.find(first));
    // ACME reads in New York: 07:00 there is 12:00 in UTC.
    expect(digest?.notification).toMatchObject({ kind: 'digest', edition: 'client', links: [] });
    expect(digest?.notification.sentence).toContain('07:00');
  });

  it('calls a storm a storm, and an outage an outage', async () => {
    const titleOf = async (world: Delivering): Promise<string | undefined> => {
      const [digest] = (await gatherDigests(world.effects, SLACK)).digests;
      return digest && (await world.ledger.find(digest))?.notification.title;
    };
    expect(await titleOf(await waitingFor(20))).toContain('many came at once');
    const outage = await waitingFor(20);
    outage.clock.advance(3600);
    expect(await titleOf(outage)).toContain('could not be sent');
  });

  it('leaves out whoever was sent or claimed meanwhile', async () => {
    const world = await waitingFor(22);
    const waiting = world.ledger.waiting.bind(world.ledger);
    world.ledger.waiting = async (...question) => {
      const found: readonly Delivery[] = await waiting(...question);
      await world.ledger.claim({ accessId: 'n000', destinationId: SLACK });
      const claim = await world.ledger.claim({ accessId: 'n001', destinationId: SLACK });
      if (claim.kind === 'claimed') await world.ledger.settle(claim, { kind: 'sent' });
      return found;
    };
    const { digests, members } = await gatherDigests(world.effects, SLACK);
    expect(members.map(({ accessId }) => accessId)).toEqual(expected(22).slice(2));
    expect(await membersOf(world, digests[0]?.accessId ?? '')).toEqual(expected(20).slice(2));
  });

  it('says what became known between reading and taking', async () => {
    const world = await waitingFor(20);
    const waiting = world.ledger.waiting.bind(world.ledger);
    const words = { ...noticeOf('n000', SLACK).notification, title: 'Alice Miller entered' };
    world.ledger.waiting = async (...question) => {
      const found: readonly Delivery[] = await waiting(...question);
      const key = { accessId: 'n000', destinationId: SLACK };
      expect(await world.ledger.reword(key, { part: 'joined-1', notification: words })).toBe(true);
      return found;
    };
    const [digest] = (await gatherDigests(world.effects, SLACK)).digests;
    const told = digest && (await world.ledger.find(digest))?.notification.facts;
    expect(JSON.stringify(told)).toContain('Alice Miller entered');
    expect(JSON.stringify(told)).not.toContain('(n000)');
  });

  it('that finds nobody left is dropped', async () => {
    const world = await waitingFor(20);
    world.ledger.moveIntoDigest = async () => undefined;
    expect(await gatherDigests(world.effects, SLACK)).toEqual({ digests: [], members: [] });
    world.clock.advance(2 * GATHER_LEASE_SECONDS);
    const left = await world.ledger.pending(world.clock.now().toISOString(), 100);
    expect(left.filter(({ gathering }) => gathering)).toEqual([]);
  });

  it('does not take over what another sweep is gathering', async () => {
    const world = await waitingFor(20);
    const { effects } = mortal(world.effects, 8, 'before');
    await gatherDigests(effects, SLACK).catch(() => undefined);
    await passMinutes(world, 5);
    expect(told(world).length).toBeLessThan(20);
    await passMinutes(world, 10);
    expect(told(world)).toEqual(expected(20));
  });
});

describe('A sweep that dies while it gathers', () => {
  const WAITING = 23;

  const dieAt = async (nth: number, when: 'before' | 'after') => {
    const world = await waitingFor(WAITING);
    const { effects, asked } = mortal(world.effects, nth, when);
    await sweepPending(effects).catch(() => undefined);
    const effectsAsked = asked();
    await passMinutes(world, 14);
    return { world, effectsAsked };
  };

  it('loses nobody and tells nobody twice, wherever it dies', async () => {
    const { effectsAsked: all } = await dieAt(0, 'before');
    expect(all).toBeGreaterThan(WAITING);
    for (let nth = 1; nth <= all; nth += 1) {
      for (const when of ['before', 'after'] as const) {
        const { world } = await dieAt(nth, when);
        expect([nth, when, told(world)]).toEqual([nth, when, expected(WAITING)]);
        expect([nth, when, await world.ledger.oldestOpened()]).toEqual([nth, when, undefined]);
      }
    }
  });

  it('puts nobody into the finished digest who has become doubtful since', async () => {
    for (let nth = 1; nth <= 2 * WAITING; nth += 1) {
      const world = await waitingFor(WAITING);
      const { effects } = mortal(world.effects, nth, 'after');
      await sweepPending(effects).catch(() => undefined);
      // Whoever is still in the queue is tried at once, and every answer is lost.
      const doubted: string[] = [];
      for (const delivery of await world.ledger.waiting(SLACK, 100)) {
        const claim = await world.ledger.claim(delivery);
        if (claim.kind !== 'claimed') continue;
        doubted.push(deliveryIdOf(delivery));
        await world.ledger.settle(claim, { kind: 'retry', code: 'doubtful' });
      }
      await passMinutes(world, 14);
      const alone = world.arrivals.filter(({ notification }) => notification.kind !== 'digest');
      expect([nth, alone.map(({ attempt }) => attempt.deliveryId).toSorted()]).toEqual([
        nth,
        doubted.filter((id) => !id.startsWith('digest.')).toSorted(),
      ]);
      expect([nth, told(world)]).toEqual([nth, expected(WAITING)]);
    }
  });
});
