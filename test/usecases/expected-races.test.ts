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
import { failAt, type FailsWhen } from '../support/failing-effects.ts';
import { MemoryExceptions } from '../support/memory-exceptions.ts';
import { callOf } from '../support/memory-trail.ts';
import { pauseAt } from '../support/pausing.ts';
import { tellEverybody } from '../support/recording.ts';
import { consoleRecord, crossAccountRecord, switchRoleRecord } from '../support/sample-events.ts';
import { PRODUCTION, samplePolicy } from '../support/sample-policy.ts';

const ID = `${PRODUCTION}.announced`;

const byUser = (name: string, id: string): JsonObject => ({
  type: 'IAMUser',
  principalId: id,
  arn: `arn:aws:iam::${PRODUCTION}:user/${name}`,
  accountId: PRODUCTION,
  userName: name,
});

/** Only the console has another half, and what it does itself is used from everywhere. */
const BY_CONSOLE = consoleRecord({ userIdentity: byUser('alice.miller', 'AIDAEXAMPLEUSER000001') });
const BY_CALL = crossAccountRecord();

interface World extends Enriching {
  readonly entry: JsonObject;
}

const begin = async (record: JsonObject): Promise<World> => {
  const enriching = startEnriching(samplePolicy);
  const exceptions = new MemoryExceptions();
  const effects = { ...enriching.effects, exceptions };
  const world = { ...(await known({ ...enriching, effects }, record)), exceptions };
  await announce(world);
  const entry = { ...record, eventID: 'announced', eventTime: timeOf(world) };
  await enterBy(effects, {}, entry);
  world.clock.advance(60);
  const call = callOf(entry, { sourceIPAddress: '203.0.113.9', eventTime: timeOf(world) });
  enriching.trail.records.push(entry, call);
  world.clock.advance(1);
  return { ...enriching, effects, entry };
};

type Effects = World['effects'];
type Run = (effects: Effects, entry: JsonObject) => Promise<unknown>;

const HALF = 'the other half, which names somebody else';
const COPY = 'a copy of its record';
const SWEEP = 'the sweep';

const ACTORS: Readonly<Record<string, Run>> = {
  [HALF]: (effects, { eventTime }) =>
    enterBy(
      effects,
      {
        eventTime,
        additionalEventData: { SwitchFrom: `arn:aws:iam::${PRODUCTION}:user/mallory` },
      },
      switchRoleRecord(),
    ),
  'a correction to somebody else': (effects, entry) =>
    enterBy(
      effects,
      {
        eventID: 'correction-1',
        addendum: { reason: 'UPDATED_DATA', originalEventID: 'announced' },
        userIdentity: byUser('bob.jones', 'AIDAEXAMPLEUSER000002'),
      },
      entry,
    ),
  'a look that finds it used elsewhere': (effects) => enrichAccess(effects, { accessId: ID, round: 1 }),
  [COPY]: (effects, entry) => enterBy(effects, {}, entry),
  [SWEEP]: (effects) => ringIfFoundOut(effects, ID),
};

/** More than anybody asks for. */
const MOST_EFFECTS = 60;

const names = Object.keys(ACTORS);
const PAIRS = names
  .flatMap((one) => names.map((other) => [one, other] as const))
  .filter(([one, other]) => one !== other && ![one, other].every((name) => name === COPY || name === SWEEP));

const check = async (world: World, place: string) => {
  const detail = await world.history.find(ID);
  if (detail === undefined) throw new Error('no row');
  const { row, events = [], deliveries } = detail;
  expect([place, row.expected, row.route.legs.length]).toEqual([place, undefined, 3]);
  expect([place, playEvents(events, row, () => false).fits]).toEqual([place, true]);
  const firsts = deliveries.filter(({ part }) => part === undefined);
  expect([place, firsts.length]).toEqual([place, 3]);
  for (const { destinationId, edition } of row.route.legs) {
    const said = deliveries
      .filter((word) => word.destinationId === destinationId)
      .map(({ notification, follows }) => (follows?.edited ?? notification).title);
    const { title } = wordRow(world.effects, row, edition);
    expect([place, destinationId, said]).toEqual([place, destinationId, expect.arrayContaining([title])]);
  }
};

describe.each(PAIRS)('While %s is in the middle, and %s comes', (one, other) => {
  it.each(['while', 'after'] as const)('all of it is said: people are told %s it pauses', async (pace) => {
    const record = one === HALF || other === HALF ? BY_CONSOLE : BY_CALL;
    let ended = false;
    for (let nth = 1; !ended; nth += 1) {
      const world = await begin(record);
      const pausing = pauseAt(world.effects, nth);
      const running = ACTORS[one]?.(pausing.effects as Effects, world.entry);
      ended = await Promise.race([pausing.reached.then(() => false), running?.then(() => true) ?? true]);
      await ACTORS[other]?.(world.effects, world.entry);
      if (pace === 'while') await tellEverybody(world);
      pausing.go();
      await running;
      await check(world, `paused before effect ${nth}`);
    }
  });

  it.each<FailsWhen>(['before', 'after'])(
    'all of it is said when the first died %s an effect',
    async (when) => {
      const record = one === HALF || other === HALF ? BY_CONSOLE : BY_CALL;
      for (let nth = 1; nth <= MOST_EFFECTS; nth += 1) {
        const world = await begin(record);
        const dying = failAt(world.effects, nth, when);
        await ACTORS[one]?.(dying.effects as Effects, world.entry).catch(() => undefined);
        if (dying.asked() < nth) break;
        await ACTORS[other]?.(world.effects, world.entry);
        await tellEverybody(world);
        await ACTORS[one]?.(world.effects, world.entry);
        await check(world, `died ${when} effect ${nth}`);
      }
    },
  );
});
