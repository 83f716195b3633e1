import { noteAttempts } from '../../lib/usecases/note-attempts.ts';
import { gatherDigests } from '../../lib/usecases/gather-digest.ts';
import {
  announce,
  type Delivering,
  mortal,
  noticeOf,
  passMinutes,
  startDelivering,
} from '../support/delivering.ts';

const SLACK = 'platform-slack';

const namesOf = ({ events }: Delivering, accessId: string): readonly string[] =>
  events.eventsOf(accessId).map(({ name }) => name);

describe('What became of a delivery', () => {
  it('is noted once for each attempt, told or failed', async () => {
    const world = startDelivering();
    let requests = 0;
    world.vendor = () =>
      (requests += 1) === 1
        ? { kind: 'retry', code: 'rate-limited', retryAfterSeconds: 90 }
        : { kind: 'sent', reference: 'm' };
    await announce(world, noticeOf('a', SLACK));
    await passMinutes(world, 1);
    expect(namesOf(world, 'a')).toEqual([`failed#${SLACK}#1`]);
    await passMinutes(world, 3);
    expect(namesOf(world, 'a')).toEqual([`failed#${SLACK}#1`, `told#${SLACK}#2`]);
  });

  it('is noted for a notice that was told in a digest, and for the digest', async () => {
    const world = startDelivering();
    const ids = Array.from({ length: 20 }, (_, index) => `n${String(index)}`);
    await world.ledger.open(ids.map((id) => noticeOf(id, SLACK)));
    world.clock.advance(120);
    const [digest] = (await gatherDigests(world.effects, SLACK)).digests;
    await passMinutes(world, 3);
    expect(namesOf(world, 'n0')).toEqual([`digested#${SLACK}`]);
    expect(namesOf(world, digest?.accessId ?? '')).toEqual([`told#${SLACK}#1`]);
  });

  it('is noted wherever a sweep dies, and not twice', async () => {
    const start = async () => {
      const world = startDelivering();
      await world.ledger.open([noticeOf('a', SLACK), noticeOf('b', SLACK)]);
      for (const accessId of ['a', 'b']) {
        const claim = await world.ledger.claim({ accessId, destinationId: SLACK });
        if (claim.kind === 'claimed') await world.ledger.settle(claim, { kind: 'sent' });
      }
      return world;
    };
    for (let nth = 1; nth <= 5; nth += 1) {
      for (const when of ['before', 'after'] as const) {
        const world = await start();
        await noteAttempts(mortal(world.effects, nth, when).effects).catch(() => undefined);
        await noteAttempts(world.effects);
        expect([namesOf(world, 'a'), namesOf(world, 'b')]).toEqual([
          [`told#${SLACK}#1`],
          [`told#${SLACK}#1`],
        ]);
        expect(await world.ledger.unnoted(10)).toEqual([]);
      }
    }
  });

  it('of one delivery that cannot be noted keeps no other from being noted', async () => {
    const world = startDelivering();
    await announce(world, noticeOf('a', SLACK), noticeOf('b', SLACK));
    await passMinutes(world, 1);
    await announce(world, noticeOf('c', SLACK), noticeOf('d', SLACK));
    const note = world.events.note.bind(world.events);
    world.events.note = async (events) => {
      if (events.some(({ accessId }) => accessId === 'c')) throw new Error('too large');
      await note(events);
    };
    await passMinutes(world, 1);
    expect(namesOf(world, 'c')).toEqual([]);
    expect(namesOf(world, 'd')).toEqual([`told#${SLACK}#1`]);
    expect(world.logger.lines.map(({ name }) => name)).toContain('attempts-not-noted');
  });
});
