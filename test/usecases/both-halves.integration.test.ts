/**
 * The two records of one entry, in both orders and at any distance, through the real channels: one access, one message
 * that names the right person, and nothing more when they come again.
 */
import type { JsonObject } from '../../lib/kernel/json.ts';
import { recordEvent } from '../../lib/usecases/record-event.ts';
import type { KeptMessage } from '../../local/vendors/kept-message.ts';
import { invokeDeliver, passMinutes } from '../support/delivering.ts';
import { type LocalTable, startLocalTable } from '../support/local-table.ts';
import { startRealVendors, type World } from '../support/real-vendors.ts';
import { EVER } from '../support/recording.ts';
import { oneIn } from '../support/rounds.ts';
import {
  callersRecord,
  consoleRecord,
  crossAccountRecord,
  envelopeOf,
  EXTERNAL_ID,
  SESSION_TOKEN,
  switchRoleRecord,
} from '../support/sample-events.ts';

let local: LocalTable | undefined;
let world: World;
/** The stores are in memory, or on a table of their own. */
const begin = async (where: 'memory' | 'table' = 'memory'): Promise<World> => {
  local = where === 'table' ? await startLocalTable() : undefined;
  world = await startRealVendors(local?.table);
  return world;
};
afterEach(async () => {
  await world.close();
  await local?.close();
});

const HUMAN = 'alice.miller';

interface Pair {
  /** The record that makes the access, and the one that names who it was. */
  readonly entry: JsonObject;
  readonly naming: JsonObject;
}

const PAIRS: Readonly<Record<string, Pair>> = {
  'AssumeRole and SwitchRole': { entry: consoleRecord(), naming: switchRoleRecord() },
  'our copy and the partner’s copy': { entry: crossAccountRecord(), naming: callersRecord() },
};

const ORDERS = ['entry first', 'naming first'] as const;
type Order = (typeof ORDERS)[number];

/** How far apart, and how far `deliver` is when the second comes. */
const DISTANCES = ['1 s, before anybody was told', '1 s, told in between', '14 min'] as const;
type Distance = (typeof DISTANCES)[number];

const wait = async (world: World, distance: Distance): Promise<void> => {
  if (distance === '1 s, told in between') while (await invokeDeliver(world));
  if (distance !== '14 min') return world.clock.advance(1);
  await passMinutes(world, 2);
  world.clock.advance(11 * 60);
  await passMinutes(world, 1);
};

const receive = (world: World, record: JsonObject, foundBy: 'event' | 'sweep' = 'event') =>
  recordEvent(world.effects, envelopeOf(record), foundBy);

const bring = async (world: World, pair: Pair, { order, distance }: Way): Promise<void> => {
  const [first, second] = order === 'entry first' ? [pair.entry, pair.naming] : [pair.naming, pair.entry];
  await receive(world, first);
  await wait(world, distance);
  await receive(world, second);
  await passMinutes(world, 3);
};

interface Way {
  readonly order: Order;
  readonly distance: Distance;
}

const WAYS: readonly (readonly [string, Pair, Way])[] = Object.entries(PAIRS).flatMap(([name, pair]) =>
  ORDERS.flatMap((order) =>
    DISTANCES.map((distance) => [`${name}, ${order}, ${distance}`, pair, { order, distance }] as const),
  ),
);

/** Whether the notice had gone out without the name. */
const wasToldBefore = ({ order, distance }: Way): boolean =>
  order === 'entry first' && distance !== '1 s, before anybody was told';

const of = (world: World, vendor: KeptMessage['vendor'], hint = ''): readonly KeptMessage[] =>
  world.arrived().filter((message) => message.vendor === vendor && message.destinationHint.includes(hint));

const actions = (messages: readonly KeptMessage[]): readonly string[] => messages.map(({ action }) => action);

const onlyAccess = async ({ effects: { history } }: World) => {
  const { rows } = await history.list(EVER);
  expect(rows).toHaveLength(1);
  const detail = await history.find(rows[0]?.accessId ?? '');
  if (detail === undefined) throw new Error('nothing recorded');
  return detail;
};

const expectOneAccess = async (world: World): Promise<void> => {
  const { row, deliveries } = await onlyAccess(world);
  expect(row.access?.caller).toMatchObject({ label: HUMAN, certainty: 'resolved' });
  expect(row.joined).toHaveLength(1);
  expect(deliveries.map(({ state }) => state).filter((state) => state !== 'sent')).toEqual([]);
  expect(await world.effects.history.halvesDue(EVER.to, 10)).toEqual([]);
};

const expectOneMessage = (world: World, told: boolean): void => {
  const chat = of(world, 'slack-api');
  expect(actions(chat)).toEqual(told ? ['new', 'update'] : ['new']);
  expect(new Set(chat.map(({ thing }) => thing)).size).toBe(1);
  expect(String(chat.at(-1)?.body['text'])).toMatch(/^alice\.miller from Northwind/);
  expect(JSON.stringify(chat.at(-1)?.body)).not.toContain('unverified');
};

const expectOneTicket = (world: World, told: boolean): void => {
  const jira = of(world, 'jira-cloud');
  expect(actions(jira)).toEqual(told ? ['new', 'update', 'comment'] : ['new']);
  expect(new Set(jira.map(({ thing }) => thing)).size).toBe(1);
  const fields = Object.assign({}, ...jira.map(({ body }) => body['fields'] ?? {})) as JsonObject;
  expect(fields['summary']).toMatch(/^alice\.miller from Northwind/);
  expect(JSON.stringify(jira.at(-1)?.body)).toContain(HUMAN);
  const ops = of(world, 'ops-center');
  expect(actions(ops)).toEqual(told ? ['new', 'update'] : ['new']);
  expect(new Set(ops.map(({ thing }) => thing)).size).toBe(1);
  expect(JSON.stringify(ops.at(-1)?.body)).toContain(HUMAN);
};

/** Where nothing can be edited: the notice, and one short word that names it. */
const expectShortWord = (messages: readonly KeptMessage[], told: boolean): void => {
  expect(messages).toHaveLength(told ? 2 : 1);
  const texts = messages.map(({ body }) => JSON.stringify(body));
  expect(texts.at(-1)).toContain(HUMAN);
  if (!told) return;
  expect(texts[0]).not.toContain(HUMAN);
  expect(texts[1]).toContain('More is known');
  expect(texts[1]).toMatch(/The first notice, about .*, said: .*Northwind Managed Services entered/);
  expect(texts[1]?.length).toBeLessThan(texts[0]?.length ?? 0);
};

const expectEverybodyKnows = (world: World, told: boolean): void => {
  expectOneMessage(world, told);
  expectOneTicket(world, told);
  expectShortWord(of(world, 'slack-webhook'), told);
  expectShortWord(of(world, 'webhook-receiver'), told);
  expectShortWord(of(world, 'mail', 'platform-mail'), told);
};

/** The name, because AWS vouches for it, and nothing else that only an owner may read. */
const expectClientKnows = (world: World, told: boolean): void => {
  const mails = of(world, 'mail', 'acme-mail');
  expect(mails.map(({ body }) => body['subject'])).toEqual(
    told
      ? [
          expect.stringMatching(/^A person from Northwind/),
          expect.stringMatching(/^More is known: alice\.miller \(Northwind/),
        ]
      : [expect.stringMatching(/^alice\.miller \(Northwind/)],
  );
  const texts = mails.map(({ body }) => `${String(body['subject'])} ${String(body['text'])}`).join();
  expect(texts).not.toMatch(
    /arn:|\b\d{12}\b|A[SK]IA|AIDA|AROA|198\.51\.100|192\.0\.2|SwitchRole|sharedEvent/,
  );
};

describe.each(WAYS)('%s', (_name, pair, way) => {
  const told = wasToldBefore(way);

  it('are one access of the right human, told in one message, one ticket, and one short word elsewhere', async () => {
    await begin();
    await bring(world, pair, way);
    await expectOneAccess(world);
    expectEverybodyKnows(world, told);
    expectClientKnows(world, told);
    const everything = JSON.stringify([world.arrived(), await onlyAccess(world)]);
    for (const secret of [SESSION_TOKEN, EXTERNAL_ID]) expect(everything).not.toContain(secret);
  });

  it('say nothing more when they come three times more, by EventBridge and by the sweep', async () => {
    await begin();
    await bring(world, pair, way);
    const [before, access] = [world.arrived(), await onlyAccess(world)];
    for (let time = 0; time < 3; time += 1) {
      for (const record of [pair.entry, pair.naming]) await receive(world, record);
      for (const record of [pair.naming, pair.entry]) await receive(world, record, 'sweep');
      await passMinutes(world, 6);
    }
    expect(world.arrived()).toEqual(before);
    const { row, deliveries } = await onlyAccess(world);
    expect(row.access).toEqual(access.row.access);
    expect(deliveries.map(({ attempts }) => attempts)).toEqual(
      access.deliveries.map(({ attempts }) => attempts),
    );
  });
});

describe('On DynamoDB', () => {
  const hard = WAYS.filter(([, , { order, distance }]) => order === 'entry first' && distance !== '14 min');

  it.each(oneIn(4, hard))('%s are told the same', async (_name, pair, way) => {
    await begin('table');
    await bring(world, pair, way);
    await expectOneAccess(world);
    expectEverybodyKnows(world, wasToldBefore(way));
    expectClientKnows(world, wasToldBefore(way));
  });

  it.each(Object.entries(PAIRS))(
    '%s that are recorded at the same moment become one',
    async (_name, pair) => {
      await begin('table');
      await Promise.all([receive(world, pair.entry), receive(world, pair.naming)]);
      await passMinutes(world, 2);
      await expectOneAccess(world);
      expect(actions(of(world, 'slack-api')).filter((action) => action === 'new')).toHaveLength(1);
      expect(String(of(world, 'slack-api').at(-1)?.body['text'])).toContain(HUMAN);
      expect(actions(of(world, 'jira-cloud')).filter((action) => action === 'new')).toHaveLength(1);
    },
  );
});
