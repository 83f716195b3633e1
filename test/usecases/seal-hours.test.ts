import type { HistoryEvent } from '../../lib/history/history-event.ts';
import { hourAfter } from '../../lib/history/hours.ts';
import { FIRST_ROOT } from '../../lib/history/seal.ts';
import { isConsistent, sealOf, sealRoot } from '../../lib/history/seal-root.ts';
import { HOURS_AT_ONCE, type SealEffects, sealHours } from '../../lib/usecases/seal-hours.ts';
import { MemoryEvents } from '../support/memory-events.ts';
import { MemoryAnchors, MemorySeals } from '../support/memory-seals.ts';
import { memoryLogger, memoryMetrics } from '../support/recording.ts';
import { virtualClock } from '../support/virtual-clock.ts';

const eventOf = (name: string): HistoryEvent => ({
  schemaVersion: 1,
  accessId: '111122223333.e1',
  name,
  kind: 'recorded',
  at: '2026-11-22T12:00:00.000Z',
  body: { name },
});

/** Twelve o'clock. */
const start = () => {
  const clock = virtualClock('2026-11-22T12:00:00.000Z');
  const [events, seals, anchors] = [new MemoryEvents(clock), new MemorySeals(), new MemoryAnchors()];
  const [logger, metrics] = [memoryLogger(), memoryMetrics()];
  const effects: SealEffects = { events, seals, anchors, clock, logger, metrics };
  return { clock, events, seals, anchors, logger, metrics, effects };
};

/** Quarter past: the hour before is due. */
const QUARTER = 15 * 60;
const HOUR = 3600;

describe('Sealing', () => {
  it('begins with the hour before the first run, and waits ten minutes after the end of an hour', async () => {
    const { clock, effects, seals } = start();
    clock.advance(9 * 60);
    await sealHours(effects);
    expect(await seals.latest()).toMatchObject({ hour: '2026-11-22T10', previousRoot: FIRST_ROOT });
    clock.advance(60);
    expect(await sealHours(effects)).toEqual({ sealed: 1, differing: 0 });
    expect((await seals.latest())?.hour).toBe('2026-11-22T11');
  });

  it('anchors every event of the hour by its hash, and builds on the root before', async () => {
    const { clock, effects, events, seals, anchors } = start();
    clock.advance(QUARTER);
    await sealHours(effects);
    await events.note([eventOf('one'), eventOf('two')]);
    clock.advance(HOUR);
    await events.note([eventOf('three')]);
    await sealHours(effects);
    const [first, second] = await seals.between('2026-11-22T11', '2026-11-22T12');
    const anchor = await anchors.read('2026-11-22T12');
    expect(anchor?.leaves.map(({ name }) => name).sort()).toEqual(['one', 'two']);
    expect(second).toMatchObject({
      count: 2,
      previousRoot: first?.root,
      sealedAt: '2026-11-22T13:15:00.000Z',
    });
    expect(anchor === undefined ? undefined : sealOf(anchor)).toEqual(second);
    expect(anchor === undefined ? undefined : isConsistent(anchor)).toBe(true);
  });

  it('does nothing when there is nothing to do', async () => {
    const { clock, effects } = start();
    clock.advance(QUARTER);
    await sealHours(effects);
    expect(await sealHours(effects)).toEqual({ sealed: 0, differing: 0 });
  });

  it('catches up with any number of missed hours, some at a time, empty ones too', async () => {
    const { clock, effects, seals, metrics } = start();
    clock.advance(QUARTER);
    await sealHours(effects);
    clock.advance(100 * HOUR);
    expect(await sealHours(effects)).toEqual({ sealed: HOURS_AT_ONCE, differing: 0 });
    expect(metrics.counted.get('SealLag')).toBe((100 - HOURS_AT_ONCE - 1) * HOUR + QUARTER);
    expect(await sealHours(effects)).toEqual({ sealed: 100 - HOURS_AT_ONCE, differing: 0 });
    const sealed = await seals.between('2026-11-22T11', '2026-11-30T00');
    expect(sealed).toHaveLength(101);
    for (const [index, { hour, previousRoot, root }] of sealed.entries()) {
      expect(hour).toBe(hourAfter('2026-11-22T11', index));
      expect(previousRoot).toBe(sealed[index - 1]?.root ?? FIRST_ROOT);
      expect(root).toBe(sealRoot({ hour, previousRoot, leaves: [] }));
    }
  });

  it('says how many hours were sealed and how old the oldest unsealed one is', async () => {
    const { clock, effects, metrics } = start();
    clock.advance(QUARTER);
    await sealHours(effects);
    expect([...metrics.counted]).toEqual([
      ['SealCompleted', 1],
      ['SealLag', 0],
    ]);
  });
});

describe('A seal bucket that is wrong from the first deployment on', () => {
  const refuse = () => Promise.reject(new Error('AccessDenied'));

  it.each<[string, Partial<SealEffects['anchors']>]>([
    ['cannot be listed', { hours: refuse }],
    ['cannot be written', { store: refuse }],
  ])('and %s for six hours leaves no hour unsealed', async (_which, wrong) => {
    const { clock, effects, events, seals, anchors } = start();
    const broken = {
      hours: anchors.hours.bind(anchors),
      read: anchors.read.bind(anchors),
      store: anchors.store.bind(anchors),
      ...wrong,
    };
    clock.advance(QUARTER);
    for (let hour = 0; hour < 6; hour += 1) {
      await events.note([eventOf(`event-${hour}`)]);
      await expect(sealHours({ ...effects, anchors: broken })).rejects.toThrow('AccessDenied');
      clock.advance(HOUR);
    }
    expect(await sealHours(effects)).toEqual({ sealed: 7, differing: 0 });
    const sealed = await seals.between('0000', '9999-12-31T23');
    expect(sealed.map(({ hour, count }) => `${hour} ${count}`)).toEqual([
      '2026-11-22T11 0',
      ...['12', '13', '14', '15', '16', '17'].map((hour) => `2026-11-22T${hour} 1`),
    ]);
  });

  it.each(['2099-01-01T00:00:00.000Z', 'never'])(
    'seals the newest hour when the moment it was to begin was changed to %s',
    async (changed) => {
      const { clock, effects, seals } = start();
      await seals.begin(changed);
      clock.advance(QUARTER);
      expect(await sealHours(effects)).toEqual({ sealed: 1, differing: 0 });
      expect((await seals.latest())?.hour).toBe('2026-11-22T11');
    },
  );
});

/** Every call to a store; a run is ended before or after the given one. */
const interrupted = (effects: SealEffects, at: number, when: 'before' | 'after'): SealEffects => {
  let calls = 0;
  const watch = <T extends object>(store: T): T =>
    new Proxy(store, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== 'function') return member;
        return async (...args: unknown[]) => {
          calls += 1;
          const dies = calls === at;
          if (dies && when === 'before') throw new Error('killed');
          const answer: unknown = await Reflect.apply(member, target, args);
          if (dies) throw new Error('killed');
          return answer;
        };
      },
    });
  return {
    ...effects,
    events: watch(effects.events),
    seals: watch(effects.seals),
    anchors: watch(effects.anchors),
  };
};

describe('A sealing that is interrupted', () => {
  const cases = Array.from({ length: 14 }, (_each, index) => index + 1).flatMap((at) => [
    [at, 'before'] as const,
    [at, 'after'] as const,
  ]);

  it.each(cases)(
    'at call %i, %s it took effect, is finished by the next run as if nothing had been',
    async (at, when) => {
      const { clock, effects, events, seals, anchors, logger } = start();
      clock.advance(HOUR);
      await events.note([eventOf('one')]);
      clock.advance(HOUR);
      await events.note([eventOf('two')]);
      clock.advance(-2 * HOUR + QUARTER);
      await sealHours(interrupted(effects, at, when)).catch(() => 'killed');
      clock.advance(3 * HOUR);
      await sealHours(interrupted(effects, at, when)).catch(() => 'killed');
      clock.advance(60);
      await sealHours(effects);
      const sealed = await seals.between('2026-11-22T00', '2026-11-22T23');
      const hours = sealed.map(({ hour }) => hour);
      // The first run may have died before it left anything: then the second is the first.
      const begin = hours[0] ?? '';
      expect(['2026-11-22T11', '2026-11-22T14']).toContain(begin);
      expect(hours).toEqual(Array.from({ length: hours.length }, (_each, index) => hourAfter(begin, index)));
      expect(hours.at(-1)).toBe('2026-11-22T14');
      expect(await anchors.hours()).toEqual(hours);
      for (const [index, seal] of sealed.entries()) {
        const anchor = await anchors.read(seal.hour);
        expect(anchor === undefined ? undefined : sealOf(anchor)).toEqual(seal);
        expect(seal.previousRoot).toBe(sealed[index - 1]?.root ?? FIRST_ROOT);
      }
      expect(logger.lines.filter(({ level }) => level === 'error')).toEqual([]);
    },
  );

  it('meets each of those calls', async () => {
    const { clock, effects, anchors, seals } = start();
    clock.advance(QUARTER);
    await sealHours(effects);
    clock.advance(HOUR);
    // Latest, its anchor; then for one hour: events, anchor, store, anchor, write.
    for (let at = 1; at <= 7; at += 1) {
      const before = interrupted({ ...effects, anchors: copyOf(anchors), seals }, at, 'before');
      await expect(sealHours(before)).rejects.toThrow('killed');
    }
  });
});

/** Nothing that is stored in it stays. */
const copyOf = (anchors: MemoryAnchors): SealEffects['anchors'] => {
  const added = new MemoryAnchors();
  return {
    store: (sealed) => added.store(sealed),
    read: async (hour) => (await anchors.read(hour)) ?? added.read(hour),
    hours: () => anchors.hours(),
  };
};

describe('An hour that is anchored and not in the table', () => {
  const sealedTwice = async (between: (started: ReturnType<typeof start>) => Promise<void>) => {
    const started = start();
    const { clock, effects, events, seals } = started;
    clock.advance(QUARTER);
    await sealHours(effects);
    await events.note([eventOf('one'), eventOf('two')]);
    clock.advance(HOUR);
    const noWrite = {
      latest: seals.latest.bind(seals),
      between: seals.between.bind(seals),
      begin: seals.begin.bind(seals),
      begunAt: seals.begunAt.bind(seals),
      write: () => Promise.reject(new Error('killed')),
    };
    await expect(sealHours({ ...effects, seals: noWrite })).rejects.toThrow('killed');
    await between(started);
    clock.advance(300);
    return { ...started, run: await sealHours(effects) };
  };

  it('is taken over as it was anchored, its time included', async () => {
    const { run, seals, logger } = await sealedTwice(async () => undefined);
    expect(run).toEqual({ sealed: 1, differing: 0 });
    expect(await seals.latest()).toMatchObject({ sealedAt: '2026-11-22T13:15:00.000Z' });
    expect(logger.lines).toEqual([]);
  });

  it('is taken over and reported when the events are no longer those that were anchored', async () => {
    const { run, seals, anchors, logger, metrics } = await sealedTwice(async ({ events }) => {
      events.forget('111122223333.e1');
    });
    expect(run).toEqual({ sealed: 1, differing: 1 });
    const anchor = await anchors.read('2026-11-22T12');
    expect((await seals.latest())?.root).toBe(anchor?.root);
    expect(logger.lines).toMatchObject([
      {
        level: 'error',
        name: 'seal-differs',
        fields: { hour: '2026-11-22T12', missing: 2, added: 0, changed: 0 },
      },
    ]);
    expect(metrics.counted.get('SweepStepFailed')).toBe(1);
  });

  it('is reported when its anchor does not follow from its own leaves', async () => {
    const { run, logger } = await sealedTwice(async ({ anchors }) => {
      const anchor = await anchors.read('2026-11-22T12');
      if (anchor !== undefined)
        anchors.tamper('2026-11-22T12', { ...anchor, leaves: anchor.leaves.slice(1) });
    });
    expect(run.differing).toBe(1);
    expect(logger.lines).toMatchObject([{ fields: { consistent: false } }]);
  });
});

describe('Seals that somebody wrote or removed', () => {
  it('of an hour to come do not end the sealing', async () => {
    const { clock, effects, seals } = start();
    clock.advance(QUARTER);
    await sealHours(effects);
    seals.tamper('2099-01-01T00', {
      schemaVersion: 1,
      hour: '2099-01-01T00',
      previousRoot: '',
      root: '',
      count: 0,
      sealedAt: '',
    });
    clock.advance(HOUR);
    expect(await sealHours(effects)).toMatchObject({ sealed: 1 });
  });

  it('without an anchor are reported, and the chain goes on where it is anchored', async () => {
    const { clock, effects, seals, anchors, logger } = start();
    clock.advance(QUARTER);
    await sealHours(effects);
    clock.advance(2 * HOUR);
    const forged = {
      schemaVersion: 1 as const,
      hour: '2026-11-22T13',
      previousRoot: FIRST_ROOT,
      root: 'f'.repeat(64),
      count: 0,
      sealedAt: '',
    };
    seals.tamper('2026-11-22T13', forged);
    await sealHours(effects);
    expect(await anchors.hours()).toEqual(['2026-11-22T11', '2026-11-22T12', '2026-11-22T13']);
    const [first, second, third] = await Promise.all(
      ['11', '12', '13'].map((hour) => anchors.read(`2026-11-22T${hour}`)),
    );
    expect([second?.previousRoot, third?.previousRoot]).toEqual([first?.root, second?.root]);
    expect(await seals.latest()).toEqual(forged);
    expect(logger.lines).toMatchObject([{ level: 'error', name: 'seal-not-anchored' }]);
  });

  it('all gone from the table, do not begin a second chain', async () => {
    const { clock, effects, seals, anchors } = start();
    clock.advance(2 * HOUR + QUARTER);
    await sealHours(effects);
    clock.advance(HOUR);
    await sealHours(effects);
    for (const hour of await anchors.hours()) seals.tamper(hour, undefined);
    clock.advance(HOUR);
    await sealHours(effects);
    const before = await anchors.read('2026-11-22T14');
    expect(await anchors.read('2026-11-22T15')).toMatchObject({ previousRoot: before?.root });
    expect(await anchors.hours()).toHaveLength(3);
  });
});
