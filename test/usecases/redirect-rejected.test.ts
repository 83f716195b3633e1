import { OPERATOR_DESTINATION } from '../../lib/delivery/operator.ts';
import type { Policy } from '../../lib/policy/policy.ts';
import { deliverNotification } from '../../lib/usecases/deliver-notification.ts';
import {
  announce,
  type Delivering,
  invokeDeliver,
  mortal,
  noticeOf,
  passMinutes,
  policyWithFallback,
  startDelivering,
} from '../support/delivering.ts';
import { samplePolicy } from '../support/sample-policy.ts';

const SLACK = 'platform-slack';
const FALLBACK = 'security-mail';

const refusing = (policy?: Policy, refuses: readonly string[] = [SLACK]): Delivering => {
  const world = startDelivering(policy);
  world.vendor = (id) =>
    refuses.includes(id)
      ? { kind: 'rejected', code: 'destination-gone', detail: 'HTTP 410' }
      : { kind: 'sent', reference: 'm' };
  return world;
};

const told = ({ arrivals }: Delivering): readonly string[] =>
  arrivals.map(({ destinationId, notification }) => `${destinationId} ${notification.kind}`);

describe('A destination that refuses for good', () => {
  it('costs nobody a notice: the owner’s fallback gets it, and says whom it was meant for', async () => {
    const world = refusing();
    await announce(world, noticeOf('a', SLACK));
    await passMinutes(world, 1);
    expect(told(world).toSorted()).toEqual([`${OPERATOR_DESTINATION} operator`, `${FALLBACK} access`]);
    const fallback = world.arrivals.find(({ destinationId }) => destinationId === FALLBACK);
    expect(fallback?.notification.facts[0]).toEqual({
      label: 'Meant for',
      value: 'platform-slack, which refuses: it says that the channel, project or topic no longer exists',
    });
    expect(await world.ledger.find({ accessId: 'a', destinationId: SLACK })).toMatchObject({
      state: 'rejected',
    });
    expect(
      await world.ledger.find({ accessId: 'a', destinationId: FALLBACK, part: `instead-of-${SLACK}` }),
    ).toMatchObject({ state: 'sent', insteadOf: SLACK, owner: 'platform' });
  });

  it('is told to the operator once an hour, however many notices it refuses', async () => {
    const world = refusing();
    await announce(world, ...['a', 'b', 'c'].map((id) => noticeOf(id, SLACK)));
    await passMinutes(world, 2);
    const operator = (): number => told(world).filter((one) => one.endsWith('operator')).length;
    expect(operator()).toBe(1);
    await passMinutes(world, 60);
    await announce(world, noticeOf('d', SLACK));
    await passMinutes(world, 2);
    expect(operator()).toBe(2);
    const notice = world.arrivals.find(({ destinationId }) => destinationId === OPERATOR_DESTINATION);
    expect(notice?.notification).toMatchObject({
      accessId: `operator.${SLACK}.2026-11-22T12`,
      attributes: { destination: SLACK, code: 'destination-gone' },
    });
  });

  it('is told to the operator alone when the owner names no fallback', async () => {
    const world = refusing(samplePolicy);
    await announce(world, noticeOf('a', SLACK));
    await passMinutes(world, 2);
    expect(told(world)).toEqual([`${OPERATOR_DESTINATION} operator`]);
  });

  it('does not go on to another fallback when the fallback refuses, too', async () => {
    const world = refusing(policyWithFallback, [SLACK, FALLBACK]);
    await announce(world, noticeOf('a', SLACK));
    await passMinutes(world, 3);
    expect(world.asked.filter((id) => id.startsWith('a.'))).toEqual([
      `a.${SLACK}`,
      `a.${FALLBACK}.instead-of-${SLACK}`,
    ]);
    expect(told(world)).toEqual([`${OPERATOR_DESTINATION} operator`, `${OPERATOR_DESTINATION} operator`]);
  });

  it('is not its own fallback', async () => {
    const world = refusing(policyWithFallback, [FALLBACK]);
    await announce(world, noticeOf('a', FALLBACK));
    await passMinutes(world, 2);
    expect(told(world)).toEqual([`${OPERATOR_DESTINATION} operator`]);
  });

  it('tells nobody when it is the operator’s own', async () => {
    const world = refusing(policyWithFallback, [SLACK, OPERATOR_DESTINATION]);
    await announce(world, noticeOf('a', SLACK));
    await passMinutes(world, 3);
    expect(told(world)).toEqual([`${FALLBACK} access`]);
    expect(world.metrics.counted.get('DeliveryRejected')).toBe(2);
  });

  it('sends each notice of a refused digest to the fallback of its own owner', async () => {
    const policy: Policy = {
      ...policyWithFallback,
      owners: policyWithFallback.owners.map((owner) =>
        owner.id === 'security' ? { ...owner, fallback: 'platform-jira' } : owner,
      ),
    };
    const world = refusing(policy);
    const members = [
      noticeOf('a', SLACK, { owner: 'platform' }),
      noticeOf('b', SLACK, { owner: 'security' }),
    ];
    const digest = { accessId: 'digest.1', destinationId: SLACK };
    await world.ledger.open(members);
    await world.ledger.openDigest({
      digestId: 'digest.1',
      destinationId: SLACK,
      channel: 'fake',
      edition: 'owner',
      importance: 'normal',
      members,
    });
    for (const member of members) await world.ledger.moveIntoDigest(member, 'digest.1');
    await world.ledger.finishDigest(digest, members, noticeOf('digest.1', SLACK).notification);
    await deliverNotification(world.effects, digest);
    await passMinutes(world, 1);
    expect(
      world.arrivals.map(({ destinationId, notification }) => `${notification.accessId} ${destinationId}`),
    ).toEqual(expect.arrayContaining([`a ${FALLBACK}`, 'b platform-jira']) as string[]);
    expect(told(world).filter((one) => one.endsWith('access'))).toHaveLength(2);
  });

  it('enqueues nothing for a fallback that is down', async () => {
    const world = refusing();
    await world.health.markDown({
      destinationId: FALLBACK,
      since: '2026-11-22T11:00:00.000Z',
      nextTryAt: '2026-11-22T12:30:00.000Z',
      code: 'doubtful',
    });
    await announce(world, noticeOf('a', SLACK));
    await passMinutes(world, 5);
    expect(world.enqueued.map(({ destinationId }) => destinationId)).not.toContain(FALLBACK);
    await passMinutes(world, 30);
    expect(told(world)).toContain(`${FALLBACK} access`);
  });
});

describe('A refusal whose worker dies', () => {
  const dieAt = async (nth: number, when: 'before' | 'after') => {
    const world = refusing();
    await announce(world, noticeOf('a', SLACK));
    const { effects, asked } = mortal(world.effects, nth, when);
    await invokeDeliver(world, effects).catch(() => undefined);
    const effectsAsked = asked();
    // Whoever died holds its messages for as long as the queue hides them, and its claim for a lease.
    world.clock.advance(200);
    await passMinutes(world, 3);
    return { world, effectsAsked };
  };

  it('is told to the fallback once and to the operator once, wherever it dies', async () => {
    const { effectsAsked: all } = await dieAt(0, 'before');
    expect(all).toBeGreaterThanOrEqual(5);
    for (let nth = 1; nth <= all; nth += 1) {
      for (const when of ['before', 'after'] as const) {
        const { world } = await dieAt(nth, when);
        expect([nth, when, told(world).toSorted()]).toEqual([
          nth,
          when,
          [`${OPERATOR_DESTINATION} operator`, `${FALLBACK} access`],
        ]);
        expect((await world.ledger.find({ accessId: 'a', destinationId: SLACK }))?.state).toBe('rejected');
      }
    }
  });
});
