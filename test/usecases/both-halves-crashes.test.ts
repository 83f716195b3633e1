/**
 * Whoever brings the second of two records, or tells of it, dies between any two effects: in the end it is one access of
 * the right human, nobody was told less than that, and nobody more often than the death explains.
 */
import type { JsonObject } from '../../lib/kernel/json.ts';
import { playEvents } from '../../lib/history/play-events.ts';
import { recordEvent } from '../../lib/usecases/record-event.ts';
import {
  type Delivering,
  invokeDeliver,
  mortal,
  passMinutes,
  policyWithFallback,
  startDelivering,
} from '../support/delivering.ts';
import { MemoryAliases, MemoryCopies } from '../support/memory-copies.ts';
import { detailsOf } from '../support/kept.ts';
import { pauseAt } from '../support/pausing.ts';
import { oneIn } from '../support/rounds.ts';
import {
  callersRecord,
  consoleRecord,
  crossAccountRecord,
  envelopeOf,
  switchRoleRecord,
} from '../support/sample-events.ts';

const CHAT = 'platform-slack';
const DESTINATIONS = [CHAT, 'platform-jira', 'acme-mail'];

const begin = (): Delivering => {
  const world = startDelivering({
    ...policyWithFallback,
    trustedAccounts: policyWithFallback.trustedAccounts.map((account) => ({ ...account, partner: true })),
  });
  world.vendor = (_id, { accessId }) => ({ kind: 'sent', reference: `C1:${accessId}` });
  world.editing.add(CHAT);
  Object.assign(world.effects, { copies: new MemoryCopies(), aliases: new MemoryAliases() });
  return world;
};

const PAIRS: Readonly<Record<string, readonly [JsonObject, JsonObject]>> = {
  'SwitchRole after AssumeRole': [consoleRecord(), switchRoleRecord()],
  'AssumeRole after SwitchRole': [switchRoleRecord(), consoleRecord()],
  'the partner’s copy after our own': [crossAccountRecord(), callersRecord()],
  'our own copy after the partner’s': [callersRecord(), crossAccountRecord()],
};

/** How far `deliver` is when the second record comes, and whether it goes on between death and repetition. */
const PACES = ['told before', 'told after', 'told in between'] as const;

const CASES = Object.entries(PAIRS).flatMap(([name, pair]) =>
  PACES.map((pace) => [`${name}, ${pace}`, pair, pace] as const),
);

const told = ({ arrivals }: Delivering, id: string) =>
  arrivals.filter(({ destinationId }) => destinationId === id);

const expectTheEnd = async (world: Delivering, nth: string): Promise<void> => {
  const [detail, ...others] = await detailsOf(world);
  expect([nth, others]).toEqual([nth, []]);
  expect([nth, detail?.row.access?.caller.label]).toEqual([nth, 'alice.miller']);
  expect([nth, detail?.row.joined.length]).toEqual([nth, 1]);
  // What `verify` asks: the row is what its events say.
  const fits = detail !== undefined && playEvents(detail.events ?? [], detail.row, () => false).fits;
  expect([nth, fits]).toEqual([nth, true]);
  expect([nth, await world.ledger.oldestOpened()]).toEqual([nth, undefined]);
  for (const id of DESTINATIONS) {
    const said = told(world, id).map(({ notification }) => notification.title);
    expect([nth, id, said.at(-1)]).toEqual([nth, id, expect.stringContaining('alice.miller')]);
    // A later word never stands before the notice that it names.
    expect([nth, id, said[0]]).toEqual([nth, id, expect.not.stringContaining('More is known')]);
  }
};

const deaths = (effects: number): readonly (readonly [number, 'before' | 'after'])[] =>
  Array.from({ length: effects }, (_none, index) => index + 1).flatMap((nth) =>
    (['before', 'after'] as const).map((when) => [nth, when] as const),
  );

describe.each(oneIn(2, CASES))('%s', (_name, [first, second], pace) => {
  const receive = (world: Delivering, record: JsonObject, effects = world.effects) =>
    recordEvent(effects, envelopeOf(record));

  const bringSecond = async (nth: number, when: 'before' | 'after') => {
    const world = begin();
    await receive(world, first);
    if (pace === 'told before') while (await invokeDeliver(world));
    const { effects, asked } = mortal(world.effects, nth, when);
    await receive(world, second, effects).catch(() => undefined);
    const effectsAsked = asked();
    if (pace === 'told in between') while (await invokeDeliver(world));
    await receive(world, second);
    await passMinutes(world, 4);
    return { world, effectsAsked };
  };

  it('survives the death of the recorder: nobody hears anything twice', async () => {
    const { effectsAsked, world: undisturbed } = await bringSecond(0, 'before');
    await expectTheEnd(undisturbed, 'undisturbed');
    expect(effectsAsked).toBeGreaterThan(3);
    for (const [nth, when] of deaths(effectsAsked)) {
      const { world } = await bringSecond(nth, when);
      const where = `${when} ${nth}`;
      await expectTheEnd(world, where);
      for (const id of DESTINATIONS) {
        const messages = told(world, id);
        const fresh = messages.filter(({ edits }) => edits === undefined);
        // At most the notice, and one word that could not be put into it any more.
        expect([where, id, fresh.length]).toEqual([where, id, id === CHAT ? 1 : expect.any(Number)]);
        expect([where, id, messages.length <= 2]).toEqual([where, id, true]);
        expect(new Set(fresh.map(({ attempt }) => attempt.deliveryId)).size).toBe(fresh.length);
        if (pace === 'told after') expect([where, id, messages.length]).toEqual([where, id, 1]);
      }
    }
  });

  it('survives the death of whoever brought the first: the second comes before it is brought again', async () => {
    const bringFirst = async (nth: number, when: 'before' | 'after') => {
      const world = begin();
      const { effects, asked } = mortal(world.effects, nth, when);
      await receive(world, first, effects).catch(() => undefined);
      const effectsAsked = asked();
      if (pace === 'told before') while (await invokeDeliver(world));
      await receive(world, second);
      if (pace === 'told in between') while (await invokeDeliver(world));
      await receive(world, first);
      await passMinutes(world, 4);
      return { world, effectsAsked };
    };
    const { effectsAsked } = await bringFirst(0, 'before');
    for (const [nth, when] of deaths(effectsAsked)) {
      const { world } = await bringFirst(nth, when);
      const where = `${when} ${nth}`;
      await expectTheEnd(world, where);
      for (const id of DESTINATIONS) {
        const fresh = told(world, id).filter(({ edits }) => edits === undefined);
        expect([where, id, fresh.length <= (id === CHAT ? 1 : 2)]).toEqual([where, id, true]);
      }
    }
  });

  it('survives the death of whoever tells: one copy more at most', async () => {
    const deliverOnce = async (nth: number, when: 'before' | 'after') => {
      const world = begin();
      await receive(world, first);
      if (pace === 'told before') while (await invokeDeliver(world));
      if (pace !== 'told in between') await receive(world, second);
      const { effects, asked } = mortal(world.effects, nth, when);
      while (await invokeDeliver(world, effects).catch(() => false));
      const effectsAsked = asked();
      if (pace === 'told in between') await receive(world, second);
      await passMinutes(world, 6);
      return { world, effectsAsked };
    };
    const { effectsAsked, world: undisturbed } = await deliverOnce(0, 'before');
    await expectTheEnd(undisturbed, 'undisturbed');
    const usual = undisturbed.arrivals.length;
    for (const [nth, when] of deaths(effectsAsked)) {
      const { world } = await deliverOnce(nth, when);
      await expectTheEnd(world, `${when} ${nth}`);
      expect([nth, when, world.arrivals.length - usual <= 1 + DESTINATIONS.length]).toEqual([
        nth,
        when,
        true,
      ]);
      const ids = world.arrivals.map(({ attempt }) => attempt.deliveryId);
      expect([nth, when, ids.length - new Set(ids).size <= DESTINATIONS.length]).toEqual([nth, when, true]);
    }
  });
});

describe.each(oneIn(2, Object.entries(PAIRS)))(
  '%s, recorded at the same moment',
  (_name, [first, second]) => {
    const MOST = 24;

    /** The one stops before its effect `i`, the other before its effect `j`; then the one ends, and the other. */
    const interleave = async (i: number, j: number, tellsBetween: boolean) => {
      const world = begin();
      const one = pauseAt(world.effects, i);
      const oneDone = recordEvent(one.effects, envelopeOf(first));
      const stopped = await Promise.race([one.reached.then(() => true), oneDone.then(() => false)]);
      const other = pauseAt(world.effects, j);
      const otherDone = recordEvent(other.effects, envelopeOf(second));
      const bothStopped = await Promise.race([other.reached.then(() => true), otherDone.then(() => false)]);
      if (tellsBetween) while (await invokeDeliver(world));
      one.go();
      await oneDone;
      other.go();
      await otherDone;
      await passMinutes(world, 4);
      return { world, ended: !stopped, bothStopped };
    };

    it.each([false, true])(
      'are one access, told once, whoever is faster (told in between: %s)',
      async (tells) => {
        let runs = 0;
        for (let i = 1; i <= MOST; i += 1) {
          for (let j = 1; j <= MOST; j += 1) {
            const { world, ended, bothStopped } = await interleave(i, j, tells);
            runs += 1;
            const where = `${i} ${j}`;
            await expectTheEnd(world, where);
            for (const id of DESTINATIONS) {
              const ids = told(world, id).map(({ attempt }) => attempt.deliveryId);
              expect([where, id, new Set(ids).size]).toEqual([where, id, ids.length]);
              expect([where, id, ids.length <= 2]).toEqual([where, id, true]);
            }
            const fresh = told(world, CHAT).filter(({ edits }) => edits === undefined);
            expect([where, fresh.length]).toEqual([where, 1]);
            if (ended) i = MOST;
            if (!bothStopped) break;
          }
        }
        expect(runs).toBeGreaterThan(15);
      },
    );
  },
);
