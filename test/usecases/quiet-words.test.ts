import type { FollowUp } from '../../lib/delivery/channel.ts';
import type { Delivery, NewDelivery } from '../../lib/delivery/delivery.ts';
import { OPERATOR_DESTINATION } from '../../lib/delivery/operator.ts';
import { chooseDigests } from '../../lib/usecases/choose-digests.ts';
import { type DeliverEffects, deliverNotification } from '../../lib/usecases/deliver-notification.ts';
import { announce, type Delivering, noticeOf, passMinutes, startDelivering } from '../support/delivering.ts';

const SLACK = 'platform-slack';
const PART = 'enriched-1';

const quietWord = (more: Partial<NewDelivery> = {}): NewDelivery => {
  const first = noticeOf('a', SLACK, { importance: 'routine' });
  return {
    ...first,
    part: PART,
    notification: { ...first.notification, kind: 'follow-up', title: 'More is known' },
    follows: {
      edited: { ...first.notification, facts: [{ label: 'MFA', value: 'yes' }] },
      quiet: true,
    },
    ...more,
  };
};

const outcomeOf = async ({ ledger }: Delivering) =>
  (await ledger.find({ accessId: 'a', destinationId: SLACK, part: PART }))?.attempts.at(-1)?.outcome;

describe('A word that has to be heard', () => {
  it('is handed to whoever edits as one that an edit alone does not tell', async () => {
    const world = startDelivering();
    world.vendor = () => ({ kind: 'sent', reference: 'C1:1' });
    await announce(world, noticeOf('a', SLACK));
    await passMinutes(world, 1);
    const { notification } = noticeOf('a', SLACK);
    await world.ledger.open([quietWord({ follows: { edited: notification, aloud: true } })]);
    const heard: FollowUp[] = [];
    const update = async (_reference: string, word: FollowUp) => {
      heard.push(word);
      return { kind: 'sent' } as const;
    };
    const destination = (id: string) => ({ ...world.effects.destination(id), id, update });
    const key = { accessId: 'a', destinationId: SLACK, part: PART };
    await deliverNotification({ ...world.effects, destination } as DeliverEffects, key);
    expect(heard).toMatchObject([{ edited: notification, aloud: true }]);
    expect(heard[0]).not.toHaveProperty('quiet');
  });
});

describe('A quiet word about a notice', () => {
  it('edits the message where the vendor can, and says that it is quiet', async () => {
    const world = startDelivering();
    world.vendor = () => ({ kind: 'sent', reference: 'C1:1' });
    world.editing.add(SLACK);
    await announce(world, noticeOf('a', SLACK), quietWord());
    await passMinutes(world, 1);
    expect(world.arrivals.map(({ edits, notification }) => [edits, notification.facts[0]?.value])).toEqual([
      [undefined, undefined],
      ['C1:1', 'yes'],
    ]);
  });

  it.each([
    ['the vendor cannot edit', { reference: true, editing: false }],
    ['nobody knows how the vendor calls the first', { reference: false, editing: true }],
  ])('ends without a word where %s', async (_why, { reference, editing }) => {
    const world = startDelivering();
    world.vendor = () => ({ kind: 'sent', ...(reference && { reference: 'C1:1' }) });
    if (editing) world.editing.add(SLACK);
    await announce(world, noticeOf('a', SLACK), quietWord());
    await passMinutes(world, 1);
    expect(world.asked).toEqual([`a.${SLACK}`]);
    expect(await outcomeOf(world)).toEqual({ kind: 'sent', unsaid: true });
  });

  it('waits for its notice like any later word', async () => {
    const world = startDelivering();
    await world.ledger.open([noticeOf('a', SLACK), quietWord()]);
    const key = { accessId: 'a', destinationId: SLACK, part: PART };
    expect(await deliverNotification(world.effects, key)).toMatchObject({ code: 'first-not-sent' });
  });

  it('says nothing about the destination’s health, nor asks it to rest', async () => {
    const world = startDelivering();
    world.vendor = () => ({ kind: 'sent' });
    await announce(world, noticeOf('a', SLACK));
    await passMinutes(world, 1);
    const down = {
      destinationId: SLACK,
      since: '2026-11-22T12:00:00.000Z',
      nextTryAt: '2026-11-22T13:00:00.000Z',
      code: 'vendor-failed',
    } as const;
    await world.health.markDown(down);
    await world.ledger.open([quietWord()]);
    const key = { accessId: 'a', destinationId: SLACK, part: PART };
    expect(await deliverNotification(world.effects, key, { probe: true })).toEqual({
      kind: 'done',
      idle: true,
    });
    expect(await world.health.down()).toMatchObject([{ destinationId: SLACK }]);
  });

  it('is told to no fallback when the vendor refuses the edit; the operator hears of the refusal', async () => {
    const world = startDelivering();
    world.editing.add(SLACK);
    world.vendor = (id, { kind }) =>
      id === SLACK && kind === 'access' && world.arrivals.length > 0
        ? { kind: 'rejected', code: 'not-authorised' }
        : { kind: 'sent', reference: 'C1:1' };
    await announce(world, noticeOf('a', SLACK), quietWord());
    await passMinutes(world, 2);
    expect(world.arrivals.map(({ destinationId }) => destinationId)).toEqual([SLACK, OPERATOR_DESTINATION]);
  });

  it('is in no digest: nobody is to read it by itself', () => {
    const old = '2026-11-22T10:00:00.000Z';
    const kept = (delivery: NewDelivery): Delivery => ({
      ...delivery,
      schemaVersion: 1,
      state: 'pending',
      createdAt: old,
      dueAt: old,
      attempts: [],
    });
    const many = Array.from({ length: 25 }, (_each, index) => [
      kept(noticeOf(`n${String(index)}`, SLACK, { importance: 'routine' })),
      kept({ ...quietWord(), accessId: `n${String(index)}` }),
    ]).flat();
    const told = chooseDigests(many, new Date('2026-11-22T12:00:00.000Z')).flat();
    expect(told).toHaveLength(25);
    expect(told.some(({ part }) => part === PART)).toBe(false);
  });
});
