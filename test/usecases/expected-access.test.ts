/** An access that somebody announced: recorded like every other, and told to nobody, unless something about it is new. */
import { at, type JsonObject } from '../../lib/kernel/json.ts';
import { endedEventOf, madeEventOf } from '../../lib/history/exception-events.ts';
import { stillExpected } from '../../lib/history/still-expected.ts';
import type { SeenBefore } from '../../lib/history/seen-before.ts';
import type { AccessException } from '../../lib/policy/exception.ts';
import { endException } from '../../lib/usecases/end-exception.ts';
import { makeException } from '../../lib/usecases/make-exception.ts';
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

describe('A role that was announced names no person, so that its session has to be known', () => {
  const by = (session: string, name = session): JsonObject => ({
    userIdentity: {
      type: 'AWSAccount',
      principalId: `AROAEXAMPLEDEPLOY0001:${session}`,
      accountId: NORTHWIND,
    },
    requestParameters: { roleArn: PROD_ADMIN, roleSessionName: name, externalId: 'example-external-id' },
  });
  const announced = async (session = 'alice') => {
    const world = await startExpecting(crossAccountRecord(by(session)));
    await announce(world);
    return world;
  };

  it('is muted as the session it was announced from', async () => {
    const world = await announced();
    expect(await enter(world, 'alice', by('alice'))).toMatchObject({ told: 0 });
  });

  it.each([
    ['caller', by('bob', 'alice')],
    ['opened', by('alice', 'bob')],
  ])('rings for a name never seen (%s), once, and says why', async (_which, record) => {
    const world = await announced();
    const first = await enter(world, 'bob', record);
    expect(first).toMatchObject(RINGS);
    expect(first.row.access?.observations).toContainEqual({
      code: 'unknown-session',
      reason: expect.stringMatching(
        /nobody can say who.*session (bob \(opened as alice|alice \(opened as bob)\) was/,
      ) as unknown,
    });
    expect(await enter(world, 'bob-again', record)).toMatchObject({ told: 0 });
  });

  const botocore = (second: number) => by(`botocore-session-17000000${String(second)}`, 'botocore-session-1');

  it('knows the names that a program makes up by their form, and only from the network where it was', async () => {
    const world = await startExpecting(crossAccountRecord(botocore(10)));
    // Somebody else is known from there, so that the network is not new on the role.
    const elsewhere = { sourceIPAddress: '203.0.113.9' };
    await enter(world, 'network', elsewhere);
    await announce(world);
    expect(await enter(world, 'next-run', botocore(20))).toMatchObject({ told: 0 });
    const found = await enter(world, 'elsewhere', { ...botocore(30), ...elsewhere });
    expect(found).toMatchObject(RINGS);
    expect(found.row.access?.observations.at(-1)?.reason).toContain('from 203.0.113.0/24');
  });

  it('is remembered by the next attempt if the first died behind its row', async () => {
    const world = await announced();
    const bob = { eventTime: timeOf(world), ...by('bob') };
    const seen: SeenBefore = {
      ask: (...asked) => world.seen.ask(...asked),
      remember: () => Promise.reject(new Error('killed')),
      completeBaseline: (...told) => world.seen.completeBaseline(...told),
    };
    const dying = { ...world, effects: { ...world.effects, seen } };
    await expect(enter(dying, 'bob', bob)).rejects.toThrow('killed');
    expect(await kept(world, 'bob')).toMatchObject(RINGS);
    expect(await enter(world, 'bob', bob)).toMatchObject(RINGS);
    expect(await enter(world, 'bob', bob)).toMatchObject(RINGS);
    expect(await enter(world, 'bob-again', bob)).toMatchObject({ told: 0 });
  });

  it('is muted as any session of which an exception was made', async () => {
    const world = await startExpecting(crossAccountRecord(by('alice')));
    const { row } = await enter(world, 'before-bob', by('bob'));
    await announce(world);
    const until = new Date(world.clock.now().getTime() + 3_600_000).toISOString();
    const request = { subject: 'principal', reason: 'The release of Sunday', until } as const;
    const asked = { row, request, by: RESPONDER };
    const made = await makeException({ ...world, events: world.effects.events }, asked);
    world.clock.advance(60);
    expect(await enter(world, 'alice', by('alice'))).toMatchObject({ told: 0 });
    const bob = await enter(world, 'bob', by('bob'));
    expect(bob).toMatchObject({ told: 0, expected: made.ok ? made.value.exceptionId : undefined });
  });

  it('is looked at in CloudTrail once in a window, each session by itself', async () => {
    const world = await announced();
    await enter(world, 'bob-rings', by('bob'));
    expect((await enter(world, 'alice', by('alice'))).row.expected?.after).toBeUndefined();
    const bob = await enter(world, 'bob', by('bob'));
    expect([bob.told, bob.row.expected?.after]).toEqual([0, undefined]);
    expect((await enter(world, 'bob-again', by('bob'))).row.expected?.after).toBe(bob.row.accessId);
  });

  it('rings also behind one that rang before the exception was made, and of two at one moment none is muted', async () => {
    const world = await startExpecting(crossAccountRecord(by('alice')));
    await enter(world, 'bob-before', by('bob'));
    await announce(world);
    const both = await Promise.all(['bob-1', 'bob-2'].map((eventID) => enter(world, eventID, by('bob'))));
    expect(both.map(({ expected }) => expected)).toEqual([undefined, undefined]);
    expect(both.find(({ told }) => told === 3)?.row.groupedWith).toBeUndefined();
    expect(both.some(({ told }) => told === 3)).toBe(true);
  });

  it('has to be known to an exception of old, too, which tells of no session', async () => {
    const world = await announced();
    const [made] = await world.exceptions.list();
    if (made === undefined) throw new Error('none');
    const { session: _session, ...old } = { ...made, exceptionId: 'old' };
    await world.effects.events.note([madeEventOf(old)]);
    const exceptions = { current: async () => [old] };
    const before = { ...world, effects: { ...world.effects, exceptions } };
    expect(await enter(before, 'alice', by('alice'))).toMatchObject(RINGS);
    expect(await enter(before, 'alice-again', by('alice'))).toMatchObject({ told: 0, expected: 'old' });
  });

  it('rings once also where nobody wants to read why', async () => {
    const world = await announced();
    const policy = { ...world.effects.policy, observationsOff: ['unknown-session'] };
    const quiet = { ...world, effects: { ...world.effects, policy } };
    const first = await enter(quiet, 'bob', by('bob'));
    expect(first).toMatchObject(RINGS);
    expect(first.row.access?.observations.map(({ code }) => code)).not.toContain('unknown-session');
    expect(await enter(quiet, 'bob-again', by('bob'))).toMatchObject({ told: 0 });
  });

  it('rings when it turns out to have been another session', async () => {
    const world = await announced();
    const { row } = await enter(world, 'alice', by('alice'));
    expect(stillExpected(row)).toBe(row);
    const { access } = row;
    if (access === undefined) throw new Error('no access');
    const session = { ...access.session, name: 'bob' };
    const found = stillExpected({ ...row, access: { ...access, session } });
    expect([found.expected, found.route.legs.length]).toEqual([undefined, 3]);
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
