/**
 * Announced accesses, and those that turn out to be something else: whoever dies between any two effects and comes again ends
 * where an undisturbed run does, so that what has to ring rings, and once.
 */
import { madeEventOf } from '../../lib/history/exception-events.ts';
import { playEvents } from '../../lib/history/play-events.ts';
import type { JsonObject } from '../../lib/kernel/json.ts';
import { enrichAccess, type EnrichEffects } from '../../lib/usecases/enrich-access.ts';
import { ringIfFoundOut } from '../../lib/usecases/ring-found-out.ts';
import type { RecordEffects } from '../../lib/usecases/record-row.ts';
import { startEnriching } from '../support/enriching.ts';
import { announce, enterBy, type Expecting, known, startExpecting, timeOf } from '../support/expecting.ts';
import { failAt, type FailsWhen } from '../support/failing-effects.ts';
import { detailsOf, everythingKept } from '../support/kept.ts';
import { MemoryExceptions } from '../support/memory-exceptions.ts';
import { callOf } from '../support/memory-trail.ts';
import { samplePolicy } from '../support/sample-policy.ts';
import { consoleRecord, crossAccountRecord, switchRoleRecord } from '../support/sample-events.ts';
import { PRODUCTION } from '../support/sample-policy.ts';

interface World extends Expecting {
  readonly moment: string;
}

type Effects = RecordEffects & Partial<EnrichEffects>;
type Run = (effects: Effects, world: World) => Promise<unknown>;

interface Story {
  readonly begin: () => Promise<World>;
  readonly run: Run;
  /** First notices that there are in the end of what was announced. */
  readonly rings: number;
}

const announced = async (record: JsonObject = crossAccountRecord()): Promise<World> => {
  const world = await startExpecting(record);
  await announce(world);
  return { ...world, moment: timeOf(world) };
};

const entered = async (record: JsonObject = crossAccountRecord()): Promise<World> => {
  const world = await announced(record);
  await enterBy(world.effects, { eventID: 'announced', eventTime: world.moment }, record);
  return world;
};

/** By the console, from within the account: the record names the user. */
const byUser = consoleRecord({
  userIdentity: {
    type: 'IAMUser',
    principalId: 'AIDAEXAMPLEUSER000001',
    arn: `arn:aws:iam::${PRODUCTION}:user/alice.miller`,
    accountId: PRODUCTION,
    userName: 'alice.miller',
  },
});

const switched =
  (user: string): Run =>
  (effects, { moment }) =>
    enterBy(
      effects,
      {
        eventTime: moment,
        additionalEventData: { SwitchFrom: `arn:aws:iam::${PRODUCTION}:user/${user}` },
      },
      switchRoleRecord(),
    );

const enteredAndUsedElsewhere = async (): Promise<World> => {
  const enriching = startEnriching(samplePolicy);
  const exceptions = new MemoryExceptions();
  const world = {
    ...(await known({ ...enriching, effects: { ...enriching.effects, exceptions } })),
    exceptions,
  };
  await announce(world);
  const moment = timeOf(world);
  const entry = crossAccountRecord({ eventID: 'announced', eventTime: moment });
  await enterBy(world.effects, {}, entry);
  world.clock.advance(60);
  enriching.trail.records.push(
    entry,
    callOf(entry, { sourceIPAddress: '203.0.113.9', eventTime: timeOf(world) }),
  );
  world.clock.advance(1);
  return { ...world, moment };
};

const looked: Run = (effects) =>
  enrichAccess(effects as unknown as EnrichEffects, { accessId: `${PRODUCTION}.announced`, round: 1 });

const corrected =
  (changes: JsonObject): Run =>
  (effects, { moment }) =>
    enterBy(effects, {
      eventID: 'correction-1',
      eventTime: moment,
      addendum: { reason: 'UPDATED_DATA', originalEventID: 'announced' },
      ...changes,
    });

const BOB = { type: 'AWSAccount', principalId: 'AIDAEXAMPLEUSER000002', accountId: '777788889999' };

const STORIES: Readonly<Record<string, Story>> = {
  'an announced access': {
    begin: announced,
    run: (effects, { moment }) => enterBy(effects, { eventID: 'announced', eventTime: moment }),
    rings: 0,
  },
  'the second record of an announced access': {
    begin: () => entered(byUser),
    run: switched('alice.miller'),
    rings: 0,
  },
  'the second record that names somebody else': {
    begin: () => entered(byUser),
    run: switched('mallory'),
    rings: 3,
  },
  'a correction that leaves it as it was': {
    begin: entered,
    run: corrected({ userAgent: 'aws-cli/2.31.0' }),
    rings: 0,
  },
  'a correction to somebody else': { begin: entered, run: corrected({ userIdentity: BOB }), rings: 3 },
  'a look that finds the session used elsewhere': { begin: enteredAndUsedElsewhere, run: looked, rings: 3 },
};

const firstNotices = async (world: World) =>
  (await detailsOf(world))
    .filter(({ row }) => row.accessId.endsWith('.announced'))
    .flatMap(({ deliveries }) => deliveries)
    .filter(({ part }) => part === undefined);

describe.each(Object.entries(STORIES))('Of %s', (_name, { begin, run, rings }) => {
  const undisturbed = async () => {
    const world = await begin();
    const { effects, asked } = failAt(world.effects, 0, 'before');
    await run(effects, world);
    return { world, kept: await everythingKept(world), effects: asked() };
  };

  it('people hear as they should, and once', async () => {
    const { world } = await undisturbed();
    expect(await firstNotices(world)).toHaveLength(rings);
    const found = await world.history.find(`${PRODUCTION}.announced`);
    expect(found?.row.expected === undefined).toBe(rings > 0);
    expect(found?.row.route.legs).toHaveLength(rings);
  });

  it('the row is what its events say', async () => {
    const { world } = await undisturbed();
    const found = await world.history.find(`${PRODUCTION}.announced`);
    if (found === undefined) throw new Error('no row');
    expect(playEvents(found.events ?? [], found.row, () => false).fits).toBe(true);
  });

  it.each<FailsWhen>(['before', 'after'])(
    'the next run ends where an undisturbed one does: it died %s the effect',
    async (when) => {
      const expected = await undisturbed();
      for (let nth = 1; nth <= expected.effects; nth += 1) {
        const world = await begin();
        await run(failAt(world.effects, nth, when).effects, world).catch(() => undefined);
        await run(world.effects, world);
        expect([nth, await everythingKept(world)]).toEqual([nth, expected.kept]);
      }
    },
  );

  it('nothing changes when it is run a second and a third time', async () => {
    const { kept } = await undisturbed();
    const world = await begin();
    for (let time = 0; time < 3; time += 1) await run(world.effects, world);
    expect(await everythingKept(world)).toEqual(kept);
  });
});

it('rings by a copy of its record when whoever found it used elsewhere never came to say so', async () => {
  const world = await enteredAndUsedElsewhere();
  const history = new Proxy(world.effects.history, {
    get: (target, name) =>
      name === 'join'
        ? () => Promise.reject(new Error('killed'))
        : (Reflect.get(target, name, target) as unknown as () => void).bind(target),
  });
  const ledger = { ...world.effects.ledger, open: () => Promise.reject(new Error('killed')) };
  const dying = { ...world.effects, history, ledger } as unknown as Effects;
  await expect(looked(dying, world)).rejects.toThrow('killed');
  expect(await firstNotices(world)).toEqual([]);
  await enterBy(world.effects, { eventID: 'announced', eventTime: world.moment });
  expect(await firstNotices(world)).toHaveLength(3);
  await looked(world.effects, world);
  expect(await firstNotices(world)).toHaveLength(3);
  expect(world.history.rowOf(`${PRODUCTION}.announced`)?.expected).toBeUndefined();
});

describe('When whoever found it used elsewhere never comes back', () => {
  const foundAndDied = async () => {
    const world = await enteredAndUsedElsewhere();
    const ledger = { ...world.effects.ledger, open: () => Promise.reject(new Error('killed')) };
    const dying = { ...world.effects, ledger } as unknown as Effects;
    await expect(looked(dying, world)).rejects.toThrow('killed');
    return world;
  };

  it('the sweep tells all of it, once, and the row follows', async () => {
    const world = await foundAndDied();
    const id = `${PRODUCTION}.announced`;
    expect(await ringIfFoundOut(world.effects, id)).toBe(true);
    expect(await firstNotices(world)).toHaveLength(3);
    expect(world.history.rowOf(id)).toMatchObject({ joined: [{}], route: { legs: [{}, {}, {}] } });
    expect(world.history.rowOf(id)?.expected).toBeUndefined();
    const kept = await everythingKept(world);
    expect(await ringIfFoundOut(world.effects, id)).toBe(false);
    await looked(world.effects, world);
    expect(await everythingKept(world)).toEqual(kept);
  });

  it.each<FailsWhen>(['before', 'after'])('and ends there when it dies %s an effect', async (when) => {
    const id = `${PRODUCTION}.announced`;
    for (let nth = 1; nth <= 8; nth += 1) {
      const world = await foundAndDied();
      await ringIfFoundOut(failAt(world.effects, nth, when).effects, id).catch(() => undefined);
      await ringIfFoundOut(world.effects, id);
      expect([nth, await firstNotices(world)]).toMatchObject([nth, [{}, {}, {}]]);
      expect(world.history.rowOf(id)?.expected).toBeUndefined();
    }
  });

  it('while one that is what was announced stays silent', async () => {
    const world = await entered(byUser);
    await switched('alice.miller')(world.effects, world);
    expect(await ringIfFoundOut(world.effects, `${PRODUCTION}.announced`)).toBe(false);
    expect(await firstNotices(world)).toEqual([]);
    expect(await ringIfFoundOut(world.effects, 'nobody')).toBe(false);
  });
});

it('says once what a second record found, also when a copy of the first told it before that came back', async () => {
  const world = await entered(byUser);
  const ledger = { ...world.effects.ledger, open: () => Promise.reject(new Error('killed')) };
  const dying = { ...world.effects, ledger } as unknown as Effects;
  await expect(switched('mallory')(dying, world)).rejects.toThrow('killed');
  await enterBy(world.effects, { eventID: 'announced', eventTime: world.moment }, byUser);
  const told = await firstNotices(world);
  expect(told).toHaveLength(3);
  for (const { accessId, destinationId } of told) {
    const claim = await world.ledger.claim({ accessId, destinationId });
    if (claim.kind !== 'claimed') throw new Error(claim.kind);
    await world.ledger.settle(claim, { kind: 'sent', reference: 'ref' });
  }
  await switched('mallory')(world.effects, world);
  const found = await world.history.find(`${PRODUCTION}.announced`);
  expect(found?.row.expected).toBeUndefined();
  expect(found?.deliveries.map(({ part, destinationId }) => [destinationId, part])).toEqual(
    told.map(({ destinationId }) => [destinationId, undefined]),
  );
  const owners = told.filter(({ edition }) => edition === 'owner');
  expect(owners).toHaveLength(2);
  expect(owners.map(({ notification }) => notification.facts.map(({ label }) => label))).toEqual(
    owners.map(() => expect.arrayContaining(['First used from'])),
  );
});

it('an exception that is made between two attempts mutes nobody who would be hidden behind the first', async () => {
  const world = await startExpecting();
  const moment = timeOf(world);
  const enter = (eventID: string, effects: RecordEffects = world.effects) =>
    enterBy(effects, { eventID, eventTime: moment });
  // Died after it opened its window, before it wrote its row.
  const dying = {
    ...world.effects,
    history: new Proxy(world.effects.history, {
      get: (target, name) =>
        name === 'record'
          ? () => Promise.reject(new Error('killed'))
          : (Reflect.get(target, name, target) as unknown as () => void).bind(target),
    }),
  };
  await expect(enter('first', dying)).rejects.toThrow('killed');
  const exception = await soon(world);
  await world.effects.events.note([madeEventOf(exception)]);
  const exceptions = { current: async () => [exception] };
  await enter('first', { ...world.effects, exceptions });
  expect(world.history.rowOf(`${PRODUCTION}.first`)?.expected).toBeDefined();
  await enter('second');
  expect((await world.history.find(`${PRODUCTION}.second`))?.deliveries).toHaveLength(3);
});

/** One that holds already for what happened just now. */
const soon = async (world: Expecting) => {
  await announce(world);
  const [exception] = await world.exceptions.list();
  if (exception === undefined) throw new Error('none');
  await world.exceptions.end(exception.exceptionId, { by: exception.madeBy, at: timeOf(world) });
  return { ...exception, exceptionId: 'soon', from: '2026-11-22T00:00:00.000Z' };
};
