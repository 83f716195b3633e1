/** The canary's life, minute by minute, and what the operator is told of it. */
import { OPERATOR_DESTINATION } from '../../lib/delivery/operator.ts';
import type { ArrivedCanary } from '../../lib/delivery/canary-flight.ts';
import { CANARY_MARK, readCanary } from '../../lib/usecases/examine/canary-state.ts';
import { type CanaryEffects, runCanary } from '../../lib/usecases/run-canary.ts';
import { MemoryMarks } from '../support/memory-marks.ts';
import { startRecording } from '../support/recording.ts';
import { seen } from '../support/seen.ts';

const start = (changes: Partial<CanaryEffects> = {}) => {
  const { effects, clock, ledger, logger, metrics } = startRecording();
  const marks = new MemoryMarks();
  const sent: string[] = [];
  let arriving: readonly ArrivedCanary[] = [];
  let forgotten = 0;
  const canary: CanaryEffects = {
    ...effects,
    logger,
    metrics,
    marks,
    everyMinutes: 360,
    sendCanary: async (sessionName) => {
      sent.push(sessionName);
    },
    receiveCanaries: async () => ({
      canaries: arriving,
      forget: async () => {
        forgotten += arriving.length;
        arriving = [];
      },
    }),
    ...changes,
  };
  return {
    run: () => runCanary(canary),
    pass: (minutes: number) => clock.advance(minutes * 60),
    /** The alert of the last canary reaches the queue now. */
    arrive: () => {
      arriving = [{ sessionName: sent.at(-1) ?? '', arrivedAt: clock.now().toISOString() }];
    },
    state: async () => readCanary(await marks.read(CANARY_MARK)),
    told: () => ledger.all().filter(({ destinationId }) => destinationId === OPERATOR_DESTINATION),
    sent,
    forgotten: () => forgotten,
    metrics,
    logger,
  };
};

it('goes at once, comes home, and goes again when its time has come', async () => {
  const { run, pass, arrive, state, sent, forgotten, metrics } = start();
  expect(await run()).toEqual({ arrived: 0, missing: 0, sent: 1 });
  pass(1);
  arrive();
  pass(4);
  expect(await run()).toEqual({ arrived: 1, missing: 0, sent: 0 });
  expect(await state()).toMatchObject({ state: 'arrived', delaySeconds: 60, lastDelaySeconds: 60 });
  expect(metrics.counted.get('CanaryDelay')).toBe(60);
  expect(forgotten()).toBe(1);
  pass(354);
  expect(await run()).toEqual({ arrived: 0, missing: 0, sent: 0 });
  pass(1);
  expect(await run()).toEqual({ arrived: 0, missing: 0, sent: 1 });
  expect(new Set(sent).size).toBe(2);
  // What the page shows while another one is on its way.
  expect(await state()).toMatchObject({ state: 'waiting', lastDelaySeconds: 60 });
});

it('is missed after fifteen minutes, told once however often it is missed, and tried every hour', async () => {
  const { run, pass, state, told, sent, metrics } = start();
  await run();
  pass(14);
  expect(await run()).toMatchObject({ missing: 0 });
  expect(told()).toEqual([]);
  pass(1);
  expect(await run()).toMatchObject({ missing: 1 });
  expect(told()).toHaveLength(1);
  expect(told()[0]?.notification).toMatchObject({
    title: expect.stringContaining('The bell does not ring'),
    importance: 'urgent',
  });
  for (let minutes = 15; minutes < 300; minutes += 5) {
    pass(5);
    expect(await run()).toMatchObject({ missing: 1 });
  }
  expect(told()).toHaveLength(1);
  // At once, and at the end of every hour.
  expect(sent.length).toBe(6);
  expect(metrics.counted.get('CanaryMissing')).toBeGreaterThan(0);
  expect(await state()).toMatchObject({ blindSince: '2026-11-22T12:00:00.000Z' });
});

it('ends the silence when one arrives, and is told anew of the next one', async () => {
  const { run, pass, arrive, state, told } = start();
  await run();
  pass(20);
  await run();
  pass(45);
  await run();
  arrive();
  pass(5);
  expect(await run()).toEqual({ arrived: 1, missing: 0, sent: 0 });
  const { blindSince, toldAt } = (await state()) ?? {};
  expect([blindSince, toldAt]).toEqual([undefined, undefined]);
  pass(360);
  await run();
  pass(16);
  await run();
  expect(told()).toHaveLength(2);
});

it('that comes late is measured, and an older one is not taken for it', async () => {
  const { run, pass, arrive, state } = start();
  await run();
  pass(40);
  arrive();
  expect(await run()).toMatchObject({ arrived: 1 });
  expect(await state()).toMatchObject({ state: 'arrived', delaySeconds: 2400 });
  arrive();
  pass(361);
  await run();
  const waiting = await state();
  pass(1);
  await run();
  expect(await state()).toEqual(waiting);
});

it('that cannot be sent is tried every five minutes, and told with AWS’s reason', async () => {
  let allowed = false;
  let tried = 0;
  const { run, pass, state, told } = start({
    sendCanary: async () => {
      tried += 1;
      if (!allowed) throw Object.assign(new Error('User arn:aws:sts::1:x may not'), { name: 'AccessDenied' });
    },
  });
  for (let minutes = 0; minutes < 30; minutes += 5) {
    await run();
    pass(5);
  }
  expect(tried).toBe(6);
  expect(await state()).toMatchObject({ state: 'not-sent', why: 'AccessDenied' });
  expect(told()).toHaveLength(1);
  expect(JSON.stringify(told())).toContain('AccessDenied');
  expect(JSON.stringify(told())).not.toContain('arn:aws:sts');
  allowed = true;
  expect(await run()).toMatchObject({ sent: 1 });
  expect(await state()).toMatchObject({ state: 'waiting' });
});

it('whose run dies after it was marked is missed, not forgotten', async () => {
  const marks = new MemoryMarks();
  const dying = start({ marks, sendCanary: () => new Promise(() => undefined) });
  void dying.run();
  await seen(async () => readCanary(await marks.read(CANARY_MARK))).toMatchObject({ state: 'waiting' });
});

it('that is switched off neither goes nor rings', async () => {
  const { run, sent, metrics } = start({ everyMinutes: 0 });
  expect(await run()).toEqual({ arrived: 0, missing: 0, sent: 0 });
  expect(sent).toEqual([]);
  expect(metrics.counted.get('CanaryMissing')).toBe(0);
});
