/** Time: 9, 11, 46. */
import { heal, ring, untilAttempted, untilTold } from '../act.ts';
import { readStored } from '../deliveries.ts';
import { checks, type FaultCase } from '../fault-case.ts';
import type { Access } from '../fault-records.ts';
import { matching } from '../matches.ts';
import { deliveryMessage } from '../queue-messages.ts';
import { ORDINARY_ROLES, SPARE_HOOK } from '../fault-policy.ts';

/** Seconds by which a function's clock is ahead, changed while the case runs. */
const skews = new Map<string, number>();

export const clockCases: readonly FaultCase[] = [
  {
    id: '9',
    name: 'the function’s time is nearly over while a batch is being sent',
    expected: 'begins no send it cannot finish; the rest comes back; no time-out',
    stage: 'slow',
    run: async (stage) => {
      const { problems, check } = checks();
      await stage.newLogs();
      stage.laptop().vendors.failures.order({
        vendor: 'webhook-receiver',
        destination: 'platform-hook',
        every: 1,
        plan: [{ mode: 'hang' }],
      });
      const accesses: Access[] = [];
      for (let index = 0; index < 5; index += 1) accesses.push(await ring(stage, { role: 'prod-hook' }));
      // All five in one batch, each of which would take five seconds.
      const batch = { Records: accesses.map((access) => deliveryMessage(access, 'platform-hook')) };
      const [first] = accesses;
      if (first !== undefined) await untilAttempted(stage, first, { destinationId: 'platform-hook' });
      const started = performance.now();
      await stage.laptop().lambda('deliver').invoke(batch);
      const seconds = (performance.now() - started) / 1000;
      check(seconds < 30, `the batch took ${seconds.toFixed(0)} s`);
      check(!(await stage.newLogs()).includes('Task timed out'), 'the function ran into its time-out');
      await heal(stage, accesses);
      return { seen: `ended after ${seconds.toFixed(0)} s`, accesses, problems };
    },
  },
  {
    id: '11',
    name: 'a worker’s clock is five minutes ahead, five minutes behind, or steps while it works',
    expected: 'told once each; nobody takes over a living lease',
    stage: {
      policy: { roles: ORDINARY_ROLES, destinations: [SPARE_HOOK] },
      skewMs: (key) => (skews.get(key) ?? 0) * 1000,
    },
    run: async (stage) => {
      const { problems, check } = checks();
      const accesses: Access[] = [];
      for (const [name, seconds] of [
        ['record', 300],
        ['record', -300],
        ['deliver', 300],
        ['deliver', -300],
        ['sweep', 300],
      ] as const) {
        skews.clear();
        skews.set(name, seconds);
        const access = await ring(stage, { role: 'prod-two' });
        accesses.push(access);
        await stage.advance(65);
        await heal(stage, [access]);
      }
      skews.clear();
      const held = stage.access({ role: 'prod-hook' });
      const sending = stage.arm({
        on: matching({ from: 'deliver', sends: true, about: held }),
        fault: { kind: 'hold', when: 'before' },
        times: 2,
      });
      await stage.laptop().inject(held.record);
      await sending.whenStruck();
      // As far as the guarantee goes: the clocks of two instances differ by less than 15 seconds.
      skews.set('deliver', 14);
      await stage
        .laptop()
        .lambda('deliver')
        .invoke({ Records: [deliveryMessage(held, 'platform-hook')] });
      check(sending.struck() === 1, 'a worker 14 s ahead took over a living lease');
      sending.release();
      skews.clear();
      await heal(stage, [held]);
      return { seen: 'told once each', accesses: [...accesses, held], problems };
    },
  },
  {
    id: '46',
    name: 'more than a year passes',
    expected: 'nothing expires by itself; what is retired lies in the archive first',
    stage: {},
    run: async (stage) => {
      const { problems, check } = checks();
      const access = await ring(stage, { role: 'prod-hook' });
      await untilTold(stage, [access]);
      await stage.advance(398 * 86_400);
      await stage.sweep('retention');
      check((await readStored(stage, access.accessId)).row !== undefined, 'the row is gone before its time');
      const template = await stage.template();
      check(!/TimeToLiveSpecification/.test(template), 'the table lets items expire');
      const before = (await readStored(stage, access.accessId)).items.length;
      check(before >= 2, 'items of the access are gone before their time');
      return { seen: 'still there after 398 days', accesses: [access], problems };
    },
  },
];
