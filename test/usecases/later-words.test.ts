import type { NewDelivery } from '../../lib/delivery/delivery.ts';
import { deliverNotification } from '../../lib/usecases/deliver-notification.ts';
import {
  announce,
  type Delivering,
  noticeOf,
  passMinutes,
  startDelivering,
  type Vendor,
} from '../support/delivering.ts';

const SLACK = 'platform-slack';
const FIRST = { accessId: 'a', destinationId: SLACK };
const LATER = { ...FIRST, part: 'repeats' };

const laterWord = (more: Partial<NewDelivery> = {}): NewDelivery => {
  const first = noticeOf('a', SLACK, { importance: 'routine' });
  const facts = [{ label: 'Repeated', value: '12 more times' }];
  return {
    ...first,
    part: 'repeats',
    notification: { ...first.notification, kind: 'follow-up', title: '12 more times until 14:32' },
    follows: { edited: { ...first.notification, facts } },
    ...more,
  };
};

const shown = ({ arrivals }: Delivering) =>
  arrivals.map(({ notification: { title, facts }, edits }) => [edits ?? 'new', facts[0]?.value ?? title]);

const withReference: Vendor = (_id, { accessId }) => ({ kind: 'sent', reference: `C1:${accessId}` });

describe('A later word about a notice', () => {
  it('changes the message where the vendor can edit', async () => {
    const world = startDelivering();
    world.vendor = withReference;
    world.editing.add(SLACK);
    await announce(world, noticeOf('a', SLACK), laterWord());
    await passMinutes(world, 1);
    expect(shown(world)).toEqual([
      ['new', 'Somebody entered (a)'],
      ['C1:a', '12 more times'],
    ]);
  });

  it('is a short message of its own where the vendor cannot edit', async () => {
    const world = startDelivering();
    world.vendor = withReference;
    await announce(world, noticeOf('a', SLACK), laterWord());
    await passMinutes(world, 1);
    expect(shown(world)).toEqual([
      ['new', 'Somebody entered (a)'],
      ['new', '12 more times until 14:32'],
    ]);
  });

  it('is a message of its own when nobody knows how the vendor calls the first', async () => {
    const world = startDelivering();
    world.editing.add(SLACK);
    await announce(world, noticeOf('a', SLACK), laterWord());
    await passMinutes(world, 1);
    expect(shown(world)[1]).toEqual(['new', '12 more times until 14:32']);
  });

  it.each(['pending', 'in-progress'] as const)(
    'waits, a minute and a half, while the notice itself is %s',
    async (state) => {
      const world = startDelivering();
      await world.ledger.open([noticeOf('a', SLACK), laterWord()]);
      if (state === 'in-progress') await world.ledger.claim(FIRST);
      expect(await deliverNotification(world.effects, LATER)).toEqual({
        kind: 'later',
        seconds: 90,
        code: 'first-not-sent',
      });
      expect(world.asked).toEqual([]);
    },
  );

  it('does not make others wait for its first notice', async () => {
    const world = startDelivering();
    world.vendor = (_id, { accessId, kind }) =>
      accessId === 'a' && kind === 'access' ? { kind: 'retry', code: 'search-pending' } : { kind: 'sent' };
    await announce(world, noticeOf('a', SLACK), laterWord(), noticeOf('b', SLACK), noticeOf('c', SLACK));
    await passMinutes(world, 1);
    expect(world.arrivals.map(({ notification }) => notification.accessId)).toEqual(['b', 'c']);
    world.vendor = withReference;
    await passMinutes(world, 4);
    expect(shown(world).slice(2)).toEqual([
      ['new', 'Somebody entered (a)'],
      ['new', '12 more times until 14:32'],
    ]);
  });

  it('waits for the digest that tells its first notice', async () => {
    const world = startDelivering();
    const digest = { accessId: 'digest.1', destinationId: SLACK };
    const { notification } = noticeOf('digest.1', SLACK);
    await world.ledger.open([noticeOf('a', SLACK), laterWord()]);
    await world.ledger.openDigest({
      digestId: 'digest.1',
      destinationId: SLACK,
      channel: 'fake',
      edition: 'owner',
      importance: 'normal',
      members: [FIRST],
    });
    await world.ledger.moveIntoDigest(FIRST, 'digest.1');
    expect(await deliverNotification(world.effects, LATER)).toMatchObject({ code: 'first-not-sent' });
    await world.ledger.finishDigest(digest, [FIRST], notification);
    world.clock.advance(90);
    expect(await deliverNotification(world.effects, LATER)).toMatchObject({ code: 'first-not-sent' });
    await deliverNotification(world.effects, digest);
    world.clock.advance(90);
    expect(await deliverNotification(world.effects, LATER)).toEqual({ kind: 'done' });
    expect(shown(world).at(-1)).toEqual(['new', '12 more times until 14:32']);
  });

  it('goes to the fallback beside its first notice when the destination refuses both', async () => {
    const world = startDelivering();
    world.vendor = (id) =>
      id === SLACK ? { kind: 'rejected', code: 'destination-gone' } : { kind: 'sent', reference: 'm' };
    await announce(world, noticeOf('a', SLACK), laterWord());
    await passMinutes(world, 2);
    const fallback = world.arrivals.filter(({ destinationId }) => destinationId === 'security-mail');
    expect(fallback.map(({ notification }) => notification.title)).toEqual([
      'Somebody entered (a)',
      '12 more times until 14:32',
    ]);
  });
});
