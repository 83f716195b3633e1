/**
 * Two at once on an announced access that turns out to be something else: whoever is in the middle of it while another
 * finishes, people are told once, the row is what its events say, and what they read last is what the row says.
 */
import { playEvents } from '../../lib/history/play-events.ts';
import type { JsonObject } from '../../lib/kernel/json.ts';
import { enrichAccess } from '../../lib/usecases/enrich-access.ts';
import { ringIfFoundOut } from '../../lib/usecases/ring-found-out.ts';
import { wordRow } from '../../lib/usecases/word-row.ts';
import { type Enriching, startEnriching } from '../support/enriching.ts';
import { announce, enterBy, known, timeOf } from '../support/expecting.ts';
import { MemoryExceptions } from '../support/memory-exceptions.ts';
import { callOf } from '../support/memory-trail.ts';
import { pauseAt } from '../support/pausing.ts';
import { tellEverybody } from '../support/recording.ts';
import { consoleRecord, switchRoleRecord } from '../support/sample-events.ts';
import { PRODUCTION, samplePolicy } from '../support/sample-policy.ts';

const ID = `${PRODUCTION}.announced`;

const byUser = (name: string, id: string): JsonObject => ({
  type: 'IAMUser',
  principalId: id,
  arn: `arn:aws:iam::${PRODUCTION}:user/${name}`,
  accountId: PRODUCTION,
  userName: name,
});

const entry = consoleRecord({ userIdentity: byUser('alice.miller', 'AIDAEXAMPLEUSER000001') });

interface World extends Enriching {
  readonly moment: string;
}

const begin = async (): Promise<World> => {
  const enriching = startEnriching(samplePolicy);
  const exceptions = new MemoryExceptions();
  const world = {
    ...(await known({ ...enriching, effects: { ...enriching.effects, exceptions } }, entry)),
    exceptions,
  };
  await announce(world);
  const moment = timeOf(world);
  const record = { ...entry, eventID: 'announced', eventTime: moment };
  await enterBy(world.effects, {}, record);
  world.clock.advance(60);
  enriching.trail.records.push(
    record,
    callOf(record, { sourceIPAddress: '203.0.113.9', eventTime: timeOf(world) }),
  );
  await tellEverybody(world);
  world.clock.advance(1);
  return { ...world, moment } as unknown as World;
};

type Effects = World['effects'];
type Run = (effects: Effects, moment: string) => Promise<unknown>;

const ACTORS: Readonly<Record<string, Run>> = {
  'the other half, which names somebody else': (effects, eventTime) =>
    enterBy(
      effects,
      { eventTime, additionalEventData: { SwitchFrom: `arn:aws:iam::${PRODUCTION}:user/mallory` } },
      switchRoleRecord(),
    ),
  'a correction to somebody else': (effects, eventTime) =>
    enterBy(
      effects,
      {
        eventID: 'correction-1',
        eventTime,
        addendum: { reason: 'UPDATED_DATA', originalEventID: 'announced' },
        userIdentity: byUser('bob.jones', 'AIDAEXAMPLEUSER000002'),
      },
      entry,
    ),
  'a look that finds it used elsewhere': (effects) => enrichAccess(effects, { accessId: ID, round: 1 }),
  'a copy of its record': (effects, eventTime) => enterBy(effects, { eventID: 'announced', eventTime }, entry),
  'the sweep': (effects) => ringIfFoundOut(effects, ID),
};

const names = Object.keys(ACTORS);
const PAIRS = names.flatMap((one) => names.filter((other) => other !== one).map((other) => [one, other] as const));

const run = (name: string, effects: Effects, moment: string) => ACTORS[name]?.(effects, moment);

const check = async (world: World, place: string) => {
  const detail = await world.history.find(ID);
  if (detail === undefined) throw new Error('no row');
  const { row, events = [], deliveries } = detail;
  expect([place, row.expected, row.route.legs.length]).toEqual([place, undefined, 3]);
  expect([place, playEvents(events, row, () => false).fits]).toEqual([place, true]);
  const firsts = deliveries.filter(({ part }) => part === undefined);
  expect([place, firsts.length]).toEqual([place, 3]);
  for (const leg of row.route.legs) {
    const said = deliveries
      .filter(({ destinationId }) => destinationId === leg.destinationId)
      .map(({ notification, follows }) => (follows?.edited ?? notification).title);
    const { title } = wordRow(world.effects, row, leg.edition);
    expect([place, leg.destinationId, said]).toEqual([place, leg.destinationId, expect.arrayContaining([title])]);
  }
};

describe.each(PAIRS)('While %s is in the middle, and %s comes', (one, other) => {
  it.each(['told before', 'told after'] as const)('all of it is said once: %s', async (pace) => {
    for (let nth = 1; nth < 60; nth += 1) {
      const world = await begin();
      const pausing = pauseAt(world.effects, nth);
      const running = run(one, pausing.effects as Effects, world.moment);
      const ended = await Promise.race([pausing.reached.then(() => false), running?.then(() => true)]);
      await run(other, world.effects, world.moment);
      if (pace === 'told before') await tellEverybody(world);
      pausing.go();
      await running;
      // Whoever looks comes again in the next round.
      await tellEverybody(world);
      if (one !== 'the sweep' && one !== 'a copy of its record' || other !== 'a copy of its record' && other !== 'the sweep')
        await check(world, `paused before effect ${nth}`);
      if (ended === true) break;
    }
  });
});
