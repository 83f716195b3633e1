/** An access that somebody announced: recorded like every other, and told to nobody, unless something about it is new. */
import { at, type JsonObject } from '../../lib/kernel/json.ts';
import { endedEventOf } from '../../lib/history/exception-events.ts';
import type { AccessException } from '../../lib/policy/exception.ts';
import { endException } from '../../lib/usecases/end-exception.ts';
import { settleWindows } from '../../lib/usecases/summarise-repeats.ts';
import {
  announce,
  enterBy,
  type Expecting,
  RESPONDER,
  startExpecting,
  timeOf,
} from '../support/expecting.ts';
import { crossAccountRecord } from '../support/sample-events.ts';
import { NORTHWIND, PROD_ADMIN, PRODUCTION } from '../support/sample-policy.ts';

const enter = async (world: Expecting, eventID: string, changes: JsonObject = {}) => {
  await enterBy(world.effects, { eventID, eventTime: timeOf(world), ...changes });
  return kept(world, eventID);
};

const kept = async ({ history }: Expecting, eventID: string) => {
  const found = await history.find(`${PRODUCTION}.${eventID}`);
  if (found === undefined) throw new Error(`no ${eventID}`);
  return {
    told: found.deliveries.length,
    legs: found.row.route.legs.length,
    expected: found.row.expected?.exceptionId,
    row: found.row,
    events: found.events ?? [],
  };
};

const DENIED: JsonObject = {
  errorCode: 'AccessDenied',
  errorMessage: `is not authorized to perform: sts:AssumeRole on resource: ${PROD_ADMIN}`,
  requestParameters: null,
  responseElements: null,
};
const RINGS = { told: 3, legs: 3, expected: undefined };

describe('An announced access', () => {
  it('is recorded with its exception, and told to nobody', async () => {
    const world = await startExpecting();
    const exceptionId = await announce(world);
    const found = await enter(world, 'announced');
    expect(found).toMatchObject({ told: 0, legs: 0, expected: exceptionId });
    expect(found.row.route).toEqual({ owner: 'platform', client: 'acme', legs: [] });
    expect(found.events.map(({ name }) => name)).toEqual(['recorded']);
    expect(at(found.events[0]?.body, 'row', 'expected', 'exceptionId')).toBe(exceptionId);
    expect(world.metrics.counted.get('AccessExpected')).toBe(1);
  });

  it('stays so when its record comes again after the exception was ended', async () => {
    const world = await startExpecting();
    await announce(world);
    const moment = timeOf(world);
    await enter(world, 'announced');
    const [exception] = await world.exceptions.list();
    if (exception === undefined) throw new Error('none');
    await endException(
      { exceptions: world.exceptions, events: world.events, clock: world.clock },
      { exception, by: RESPONDER },
    );
    world.clock.advance(60);
    expect(await enter(world, 'announced', { eventTime: moment })).toMatchObject({ told: 0, legs: 0 });
    expect(await enter(world, 'next')).toMatchObject(RINGS);
  });

  it('that rang before its exception was made stays told', async () => {
    const world = await startExpecting();
    const moment = timeOf(world);
    await enter(world, 'early');
    await announce(world);
    expect(await enter(world, 'early', { eventTime: moment })).toMatchObject(RINGS);
  });

  it('rings when it happened before its exception was made', async () => {
    const world = await startExpecting();
    const moment = timeOf(world);
    world.clock.advance(60);
    await announce(world);
    expect(await enter(world, 'late', { eventTime: moment })).toMatchObject(RINGS);
  });

  it('rings once the exception is over', async () => {
    const world = await startExpecting();
    await announce(world);
    world.clock.advance(3600);
    expect(await enter(world, 'over')).toMatchObject(RINGS);
  });

  it('is no first behind which somebody is counted, and no repeat of one that rang', async () => {
    const world = await startExpecting();
    await enter(world, 'rang');
    await announce(world);
    const muted = await enter(world, 'muted');
    expect(muted).toMatchObject({ told: 0 });
    expect(muted.row.groupedWith).toBeUndefined();
    expect(muted.row.countsRepeatsUntil).toBeUndefined();
    world.clock.advance(3600);
    expect(await enter(world, 'after')).toMatchObject(RINGS);
    world.clock.advance(17 * 60);
    await settleWindows(world.effects);
    expect((await kept(world, 'rang')).row.repeats).toBeUndefined();
  });

  it('of which there are many is looked at once in a window', async () => {
    const world = await startExpecting();
    await announce(world);
    const [one, two] = [await enter(world, 'one'), await enter(world, 'two')];
    expect(one.row.expected?.after).toBeUndefined();
    expect(two.row.expected?.after).toBe(one.row.accessId);
    world.clock.advance(16 * 60);
    expect((await enter(world, 'three')).row.expected?.after).toBeUndefined();
  });
});

describe('What is never muted', () => {
  const announced = async () => {
    const world = await startExpecting();
    await announce(world, { everyRole: true });
    return world;
  };

  it('somebody else from the same account', async () => {
    const bob = { type: 'AWSAccount', principalId: 'AIDAEXAMPLEUSER000002', accountId: NORTHWIND };
    expect(await enter(await announced(), 'bob', { userIdentity: bob })).toMatchObject(RINGS);
  });

  it('the announced caller from a network that was never seen', async () => {
    const found = await enter(await announced(), 'network', { sourceIPAddress: '203.0.113.9' });
    expect(found).toMatchObject(RINGS);
  });

  it('the announced caller in a role where nobody has seen him', async () => {
    const roleArn = `arn:aws:iam::${PRODUCTION}:role/OrganizationAccountAccessRole`;
    const world = await announced();
    await world.seen.completeBaseline(roleArn, '2026-11-01T00:00:00.000Z');
    const found = await enter(world, 'role', { requestParameters: { roleArn, roleSessionName: 'alice' } });
    expect(found).toMatchObject({ told: 2, expected: undefined });
  });

  it('a role of which the past is not known', async () => {
    const roleArn = `arn:aws:iam::${PRODUCTION}:role/OrganizationAccountAccessRole`;
    const found = await enter(await announced(), 'role', {
      requestParameters: { roleArn, roleSessionName: 'alice' },
    });
    expect(found).toMatchObject({ told: 2, expected: undefined });
  });

  it('a refusal, also when refusals like it were told before the announced one came in', async () => {
    const world = await announced();
    expect(await enter(world, 'refused', DENIED)).toMatchObject(RINGS);
    expect(await enter(world, 'muted')).toMatchObject({ told: 0 });
    expect(await enter(world, 'refused-again', DENIED)).toMatchObject(RINGS);
  });

  it('anything, while the exceptions cannot be read; and that is counted', async () => {
    const world = await announced();
    const current = () => Promise.reject(new Error('no table'));
    const blind = { ...world, effects: { ...world.effects, exceptions: { current } } };
    expect(await enter(blind, 'blind')).toMatchObject(RINGS);
    expect(world.metrics.counted.get('ExceptionsUnread')).toBe(1);
  });

  it('anything, by an exception that nobody is noted to have made, or that was changed since', async () => {
    const world = await announced();
    const [exception] = await world.exceptions.list();
    if (exception === undefined) throw new Error('none');
    const from = '2026-11-01T00:00:00.000Z';
    const by = (...made: readonly AccessException[]) => {
      const exceptions = { current: async () => made };
      return { ...world, effects: { ...world.effects, exceptions } };
    };
    const forged = { ...exception, exceptionId: 'forged' };
    expect(await enter(by(forged), 'forged')).toMatchObject(RINGS);
    world.clock.advance(17 * 60);
    expect(await enter(by({ ...exception, from }), 'changed')).toMatchObject(RINGS);
    // It does not stand in the way of one that was made.
    expect(await enter(by(forged, exception), 'beside')).toMatchObject({
      told: 0,
      expected: exception.exceptionId,
    });
  });

  it('anything, once it is noted that the exception was ended, whatever its item says', async () => {
    const world = await announced();
    const [exception] = await world.exceptions.list();
    if (exception === undefined) throw new Error('none');
    expect(await enter(world, 'before-the-end')).toMatchObject({ told: 0 });
    await world.effects.events.note([endedEventOf(exception, { by: RESPONDER, at: timeOf(world) })]);
    world.clock.advance(31);
    expect(await enter(world, 'after-the-end')).toMatchObject(RINGS);
  });

  it('anything, without a memory of who was there before', async () => {
    const world = await announced();
    const { seen: _seen, ...effects } = world.effects;
    expect(await enter({ ...world, effects }, 'forgetful')).toMatchObject(RINGS);
  });

  it('somebody new, although nobody wants to read who is', async () => {
    const world = await announced();
    const policy = {
      ...world.effects.policy,
      observationsOff: ['first-principal', 'first-network', 'first-agent'],
    };
    const careless = { ...world, effects: { ...world.effects, policy } };
    expect(await enter(careless, 'quiet', { sourceIPAddress: '203.0.113.9' })).toMatchObject(RINGS);
    expect(await enter(careless, 'usual')).toMatchObject({ told: 0 });
  });
});

it.each(['one that holds', 'one whose end was noted and never written'] as const)(
  'reads the exceptions, and the events of %s, twice a minute at most, however many enter',
  async (which) => {
    const world = await startExpecting(crossAccountRecord());
    const eventsId = `exception-${await announce(world)}`;
    const [made] = await world.exceptions.list();
    if (made === undefined) throw new Error('none');
    if (which !== 'one that holds')
      await world.effects.events.note([endedEventOf(made, { by: RESPONDER, at: timeOf(world) })]);
    let vouched = 0;
    const { events } = world.effects;
    const ofAccess = (accessId: string) => {
      if (accessId === eventsId) vouched += 1;
      return events.ofAccess(accessId);
    };
    const note: typeof events.note = (noted) => events.note(noted);
    const ofHour: typeof events.ofHour = (hour) => events.ofHour(hour);
    let asked = 0;
    const exceptions = {
      current: (now: string) => {
        asked += 1;
        return world.exceptions.current(now);
      },
    };
    const counting = {
      ...world,
      effects: { ...world.effects, exceptions, events: { note, ofHour, ofAccess } },
    };
    for (let second = 0; second < 60; second += 1) {
      await enter(counting, `event-${second}`);
      world.clock.advance(1);
    }
    expect([asked, vouched]).toEqual([2, 2]);
    const said = world.logger.lines.filter(({ name }) => name === 'exception-not-vouched');
    expect(said).toHaveLength(which === 'one that holds' ? 0 : 2);
  },
);
