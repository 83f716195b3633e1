import type { InspectedAccess } from '../../lib/history/inspection.ts';
import type { HistoryEvent } from '../../lib/history/history-event.ts';
import { sealHours } from '../../lib/usecases/seal-hours.ts';
import type { VerifyEffects } from '../../lib/usecases/verify-effects.ts';
import { HELP, main } from '../../cli/main.ts';
import { verify, VERIFY_HELP } from '../../cli/verify.ts';
import { rowOf } from '../history/history-kit.ts';
import { MemoryEvents } from '../support/memory-events.ts';
import { MemoryHistory } from '../support/memory-history.ts';
import { MemoryAnchors, MemorySeals } from '../support/memory-seals.ts';
import { memoryLogger, memoryMetrics } from '../support/recording.ts';
import { virtualClock } from '../support/virtual-clock.ts';

const eventOf = (accessId: string, name = 'told#x#1'): HistoryEvent => ({
  schemaVersion: 1,
  accessId,
  name,
  kind: 'told',
  at: '2026-11-22T12:00:00.000Z',
  body: {},
});

/** Three events that were sealed, one that was not; each tells of an attempt that no delivery shows. */
const start = async (accessIds: readonly string[] = []) => {
  const clock = virtualClock('2026-11-22T12:00:00.000Z');
  const [events, seals, anchors] = [new MemoryEvents(clock), new MemorySeals(), new MemoryAnchors()];
  const effects: VerifyEffects = {
    seals,
    anchors,
    events,
    clock,
    history: new MemoryHistory(),
    exceptions: { list: async () => [] },
    archive: { read: async () => undefined },
    inspection: {
      read: async (accessId): Promise<InspectedAccess> => ({
        accessId,
        deliveries: [],
        digests: [],
        events: await events.ofAccess(accessId),
        misplaced: [],
      }),
    },
  };
  clock.advance(900);
  await sealHours({ ...effects, seals, logger: memoryLogger(), metrics: memoryMetrics() });
  for (const accessId of accessIds) await events.note([eventOf(accessId)]);
  clock.advance(3600);
  await sealHours({ ...effects, seals, logger: memoryLogger(), metrics: memoryMetrics() });
  return { effects, events, anchors, clock };
};

const run = async (effects: VerifyEffects, json = false) => {
  let [out, error] = ['', ''];
  const code = await verify({
    effects,
    range: {},
    json,
    write: (text) => {
      out += text;
    },
    writeError: (text) => {
      error += text;
    },
  });
  return { code, out, error };
};

describe('rolecall verify', () => {
  it('ends with one line when all is as it was', async () => {
    const { effects } = await start();
    expect(await run(effects)).toEqual({
      code: 0,
      out: '0 accesses, 0 events, 2 sealed hours: nothing altered, nothing missing. No event waits for its seal.\n',
      error: '',
    });
  });

  it('names each finding with its access, and answers 1', async () => {
    const { effects, events } = await start(['111122223333.one']);
    await events.note([{ ...eventOf('111122223333.two') }]);
    const { code, out } = await run(effects);
    expect(code).toBe(1);
    expect(out).toBe(
      '111122223333.one: The event "told#x#1" tells of an attempt that no delivery shows: the delivery was changed or removed.\n' +
        '111122223333.two: The event "told#x#1" tells of an attempt that no delivery shows: the delivery was changed or removed.\n\n' +
        '0 accesses, 1 event, 2 sealed hours: 2 findings. 1 event since 13:15 UTC is not sealed yet.\n',
    );
  });

  it('says why the list shows fewer: Rolecall’s own tests of the bell stand in none', async () => {
    const { effects } = await start();
    const row = rowOf({}, { accessId: '111122223333.canary', canary: true });
    const ids = ['111122223333.canary', '111122223333.somebody'];
    const rows = ids.map((accessId) => ({ ...row, accessId }));
    const standing: VerifyEffects = {
      ...effects,
      history: { ...effects.history, list: async () => ({ rows }) },
      inspection: {
        read: async (accessId) => ({
          accessId,
          row: accessId === row.accessId ? row : rowOf({}, { accessId }),
          deliveries: [],
          digests: [],
          events: [],
          misplaced: [],
        }),
      },
    };
    const { out } = await run(standing);
    expect(out.trimEnd().split('\n').at(-1)).toContain(
      '2 accesses (1 of them Rolecall’s own test of the bell, which no list shows), 0 events',
    );
    expect(JSON.parse((await run(standing, true)).out)).toMatchObject({ accesses: 2, canaries: 1 });
  });

  it('answers one JSON document when asked', async () => {
    const { effects } = await start(['111122223333.one']);
    const { code, out } = await run(effects, true);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      ok: false,
      findings: [{ code: 'attempt-missing', accessId: '111122223333.one' }],
      events: 1,
      sealedHours: 2,
      unsealed: { events: 0 },
    });
  });

  it.each([false, true])(
    'lets nothing that stands in the store steer the terminal (as JSON: %s)',
    async (json) => {
      const { effects } = await start(['x\u001b[2J\u202e\nnothing altered']);
      const { out } = await run(effects, json);
      expect(out).not.toMatch(/[\u001b\u202e]/);
      expect(out.trimEnd().split('\n')).toHaveLength(json ? 1 : 3);
    },
  );

  it('does not bury the first findings under the others', async () => {
    const { effects } = await start(Array.from({ length: 230 }, (_each, index) => `id-${index + 100}`));
    const { out } = await run(effects);
    expect(out).toContain('id-100: ');
    expect(out).toContain('And 30 findings more: --json has all of them.');
    expect(out).toContain('0 accesses, 230 events, 2 sealed hours: 230 findings.');
  });

  it('says that nothing is sealed where nothing is', async () => {
    const { effects } = await start();
    const nothing = { ...effects, seals: new MemorySeals(), anchors: new MemoryAnchors() };
    expect(await run(nothing)).toMatchObject({
      code: 0,
      out: '0 accesses, 0 events, 0 sealed hours: nothing is sealed there yet. No event waits for its seal.\n',
    });
  });

  /** Recorded at a quarter past twelve; the first hour that has a seal is the one from fourteen o'clock. */
  const sealedLate = async (begunAt?: string): Promise<VerifyEffects> => {
    const { effects, events, clock } = await start();
    clock.advance(-3600);
    await events.note([{ ...eventOf(ID, 'recorded'), kind: 'recorded' }]);
    const history = new MemoryHistory();
    const recordedAt = clock.now().toISOString();
    await history.record(rowOf({}, { accessId: ID, time: recordedAt, recordedAt }));
    clock.advance(3 * 3600);
    const [seals, anchors] = [new MemorySeals(), new MemoryAnchors()];
    const late = { ...effects, history, seals, anchors };
    await sealHours({ ...late, logger: memoryLogger(), metrics: memoryMetrics() });
    seals.begun = begunAt;
    return late;
  };
  const ID = '111122223333.early';

  it('says how many events lie in hours before the first seal', async () => {
    const { out } = await run(await sealedLate());
    expect(out).toContain(
      'Noted in hours that were never sealed, so that nothing vouches for them: 1 event.\n',
    );
    expect(out).toContain('Recorded before the first seal, so that nothing vouches for them: 1 access.\n');
    expect(out).not.toContain('never sealed, or their');
  });

  it('names the hours between the beginning of the sealing and the first seal', async () => {
    const effects = await sealedLate('2026-11-22T12:15:00.000Z');
    const { code, out } = await run(effects);
    expect(code).toBe(1);
    expect(out).toContain('The hours from 2026-11-22 11:00 UTC to 2026-11-22 14:00 UTC were never sealed');
    expect(out).toContain('never sealed, so that nothing vouches for them: 1 event.\n');
  });

  it('finds a row that was added to an hour that could only be sealed hours later', async () => {
    const { effects, clock } = await start();
    const [seals, anchors] = [new MemorySeals(), new MemoryAnchors()];
    const sealing = { ...effects, seals, anchors, logger: memoryLogger(), metrics: memoryMetrics() };
    const broken = {
      hours: async () => [],
      read: async () => undefined,
      store: () => Promise.reject(new Error('x')),
    };
    await expect(sealHours({ ...sealing, anchors: broken })).rejects.toThrow();
    const recordedAt = clock.now().toISOString();
    clock.advance(4 * 3600);
    expect(await sealHours(sealing)).toMatchObject({ sealed: 5 });
    const row = rowOf({}, { accessId: ID, time: recordedAt, recordedAt });
    const history = new MemoryHistory();
    await history.record(row);
    const inspection = {
      read: async (accessId: string): Promise<InspectedAccess> => ({
        accessId,
        row,
        deliveries: [],
        digests: [],
        events: [],
        misplaced: [],
      }),
    };
    const { code, out } = await run({ ...sealing, history, inspection });
    expect(code).toBe(1);
    expect(out).toContain('but no event tells of it');
  });

  it('comes to an end although somebody wrote a seal of the year one', async () => {
    const { effects, events } = await start();
    const seals = new MemorySeals();
    const hour = '0001-01-01T00';
    const forged = { schemaVersion: 1, hour, previousRoot: '', root: '', count: 0, sealedAt: '' } as const;
    seals.tamper(hour, forged);
    let asked = 0;
    const counting = {
      ofAccess: (id: string) => events.ofAccess(id),
      ofHour: (each: string) => {
        asked += 1;
        return events.ofHour(each);
      },
    };
    const { code, out } = await run({ ...effects, seals, events: counting });
    expect(code).toBe(1);
    expect(out).toContain('The anchor of the hour from 0001-01-01 00:00 UTC is missing');
    expect(asked).toBeLessThan(800);
  });

  it('says since which day when it is not today', async () => {
    const { effects, events, clock } = await start();
    await events.note([eventOf('111122223333.two')]);
    clock.advance(24 * 3600);
    expect((await run(effects)).out).toContain('1 event since 2026-11-22 13:15 UTC is not sealed yet.');
  });

  it('answers 2 when it could not look, without words from outside', async () => {
    const { effects } = await start();
    const denied = Object.assign(new Error('arn:aws:secret is not yours'), { name: 'AccessDeniedException' });
    const refusing = {
      ...effects,
      events: { ofHour: () => Promise.reject(denied), ofAccess: async () => [] },
    };
    const { code, out, error } = await run(refusing);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(error).toBe('The history could not be read (AccessDeniedException). Check your permissions.\n');
  });
});

describe('The command line of rolecall verify', () => {
  const command = async (...args: readonly string[]) => {
    let [out, error] = ['', ''];
    const code = await main({
      root: '/nowhere',
      args,
      write: (text) => {
        out += text;
      },
      writeError: (text) => {
        error += text;
      },
      stdin: (async function* () {})(),
      terminal: false,
    });
    return { code, out, error };
  };

  it('is in the help, and has its own with the limits', async () => {
    expect(HELP).toContain('  verify ');
    expect(await command('verify', '--help')).toEqual({ code: 0, out: VERIFY_HELP, error: '' });
    expect(VERIFY_HELP).toContain('can change what is not sealed yet');
  });

  it.each([
    ['--from', 'yesterday'],
    ['--to', '2026-13-01'],
    ['--from', '2026-11-23', '--to', '2026-11-22'],
    ['2026-11-22'],
  ])('refuses %s %s', async (...args) => {
    const { code, error } = await command('verify', ...args);
    expect(code).toBe(2);
    expect(error).toContain('Days are written as 2026-11-22');
  });

  it('answers 2 where no laptop runs', async () => {
    const { code, error } = await command('verify');
    expect(code).toBe(2);
    expect(error).toContain('No laptop runs here');
  });
});
