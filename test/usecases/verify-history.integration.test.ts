import { mkdtemp, readdir, rename } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import type { Item } from '../../lib/aws/table.ts';
import { itemOfEvent } from '../../lib/aws/dynamodb-events.ts';
import { itemOfRow } from '../../lib/aws/write-row.ts';
import type { AccessRow } from '../../lib/history/access-row.ts';
import type { NotedEvent } from '../../lib/history/history-event.ts';
import { textAt } from '../../lib/kernel/json.ts';
import {
  ALICE,
  DIGEST,
  SEALED_MILLISECONDS,
  OLD,
  REPEAT,
  somebody,
  startSealedWorld,
  type Stores,
  SWITCH,
} from '../support/sealed-world.ts';
import { crossAccountRecord } from '../support/sample-events.ts';

jest.setTimeout(SEALED_MILLISECONDS);

let world: Stores;
beforeAll(async () => {
  world = await startSealedWorld();
});
afterAll(() => world.close());

/** One day: asking for the rows of ten years takes longer than all the rest. */
const TODAY = { from: '2026-11-22' };
const partitionOf = (accessId: string): string => `access#${accessId}`;

const itemOf = async (accessId: string, sk: string): Promise<Item> => {
  const items = await world.itemsOf(partitionOf(accessId));
  const item = items.find((each) => each['sk'] === sk);
  if (item === undefined) throw new Error(`${accessId} has no ${sk}`);
  return item;
};

const rowOf = async (accessId: string): Promise<AccessRow> =>
  (await itemOf(accessId, 'row'))['row'] as AccessRow;
const eventOf = async (accessId: string, name: string): Promise<NotedEvent> =>
  (await itemOf(accessId, `event#${name}`))['event'] as NotedEvent;

/** What is found while one item is replaced or gone; afterwards everything is as before. */
const foundWith = async (item: Item, changed: Item | undefined) => {
  if (changed === undefined) await world.erase(item);
  else await world.overwrite(changed);
  const { findings } = await world.verify(TODAY);
  await world.overwrite(item);
  return findings.map(({ code, accessId, hour, words }) => ({ code, where: accessId ?? hour, words }));
};

describe('A history nobody touched', () => {
  it('holds one of every kind of event', async () => {
    const kinds = new Set<string>();
    for (const accessId of [ALICE, REPEAT, SWITCH, OLD, DIGEST]) {
      for (const { kind } of await world.events.ofAccess(accessId)) kinds.add(kind);
    }
    expect([...kinds].sort().join(' ')).toBe(
      'archived corrected digested failed grouped joined recorded summarised told',
    );
  });

  it('is found in order, with everything counted', async () => {
    expect(await world.verify()).toEqual({
      findings: [],
      accesses: 4,
      archived: 1,
      unvouched: 0,
      events: 22,
      sealedHours: 4,
      unsealed: { events: 0 },
      neverSealed: 0,
    });
  });

  it('is looked at for the days asked for', async () => {
    expect(await world.verify({ from: '2026-11-23' })).toMatchObject({
      sealedHours: 0,
      accesses: 0,
      findings: [],
    });
    expect(await world.verify({ ...TODAY, to: '2026-11-22' })).toMatchObject({
      sealedHours: 4,
      findings: [],
    });
  });
});

describe('A row', () => {
  it('that was changed is named with what differs', async () => {
    const item = await itemOf(ALICE, 'row');
    const row = await rowOf(ALICE);
    const changed = { ...row, accountName: row.accountName.replace('A', 'B') };
    const found = await foundWith(item, { ...item, row: changed });
    expect(found).toMatchObject([{ code: 'row-changed', where: ALICE }]);
    expect(found[0]?.words).toContain('(differs: accountName)');
  });

  it('whose joined caller, correction or count was changed is named', async () => {
    const item = await itemOf(ALICE, 'row');
    const row = await rowOf(ALICE);
    const repeats = { ...row, repeats: { ...row.repeats, count: 0 } };
    expect(await foundWith(item, { ...item, row: repeats })).toMatchObject([
      { code: 'row-changed', words: expect.stringContaining('repeats.count') },
    ]);
    const joined = await itemOf(SWITCH, 'row');
    const who = await rowOf(SWITCH);
    const caller = { ...who.access?.caller, label: 'mallory' };
    expect(
      await foundWith(joined, { ...joined, row: { ...who, access: { ...who.access, caller } } }),
    ).toMatchObject([
      { code: 'row-changed', where: SWITCH, words: expect.stringContaining('access.caller.label') },
      { code: 'item-hidden', where: SWITCH, words: expect.stringContaining('card, personSort') },
    ]);
  });

  it('that was removed is missed', async () => {
    expect(await foundWith(await itemOf(REPEAT, 'row'), undefined)).toMatchObject([
      { code: 'row-missing', where: REPEAT },
    ]);
  });

  it('that no list shows any more is found', async () => {
    const item = await itemOf(REPEAT, 'row');
    const { listKey, listSort, ...hidden } = item;
    expect(await foundWith(item, hidden)).toMatchObject([
      { code: 'item-hidden', where: REPEAT, words: expect.stringContaining('listKey') },
    ]);
    expect(await foundWith(item, { ...item, listKey: 'accesses#2016-11' })).toMatchObject([
      { code: 'item-hidden' },
    ]);
  });

  it('that somebody added is found', async () => {
    const row = { ...(await rowOf(SWITCH)), accessId: '111122223333.added' };
    const item = itemOfRow(row);
    await world.overwrite(item);
    const { findings } = await world.verify(TODAY);
    await world.erase(item);
    expect(findings).toMatchObject([{ code: 'row-not-recorded', accessId: '111122223333.added' }]);
  });
});

describe('An event', () => {
  it.each([
    [ALICE, 'recorded'],
    [ALICE, 'corrected#correction'],
    [ALICE, 'summarised'],
    [ALICE, 'failed#platform-slack#1'],
    [ALICE, 'told#platform-slack#2'],
    [ALICE, 'digested#acme-mail'],
    [REPEAT, 'grouped'],
    [SWITCH, 'joined#event-switch'],
    [DIGEST, 'told#acme-mail#1'],
    [OLD, 'archived'],
  ])('of %s, %s, that was changed or removed is named', async (accessId, name) => {
    const item = await itemOf(accessId, `event#${name}`);
    const event = await eventOf(accessId, name);
    const found = await foundWith(item, { ...item, event: { ...event, at: event.at.replace('Z', '1Z') } });
    expect(found).toContainEqual(
      expect.objectContaining({
        code: 'event-changed',
        where: accessId,
        words: expect.stringContaining(`"${name}"`),
      }),
    );
    expect(await foundWith(item, undefined)).toContainEqual(
      expect.objectContaining({
        code: 'event-missing',
        where: accessId,
        words: expect.stringContaining(`"${name}"`),
      }),
    );
  });

  it('that its hour no longer lists is found', async () => {
    const item = await itemOf(ALICE, 'event#recorded');
    const { listKey, listSort, ...hidden } = item;
    const codes = (await foundWith(item, hidden)).map(({ code }) => code);
    expect(codes.sort()).toEqual(['event-hidden', 'item-hidden']);
  });

  it('that was written into a sealed hour afterwards is found, listed or not', async () => {
    const forged = { ...(await eventOf(SWITCH, 'told#acme-mail#1')), name: 'told#acme-mail#2' };
    const { listKey, listSort, ...unlisted } = itemOfEvent(forged);
    for (const item of [itemOfEvent(forged), unlisted]) {
      await world.overwrite(item);
      const { findings } = await world.verify(TODAY);
      await world.erase(item);
      expect(findings).toContainEqual(
        expect.objectContaining({
          code: 'event-added',
          accessId: SWITCH,
          words: expect.stringContaining('"told#acme-mail#2"'),
        }),
      );
    }
  });

  it('that was dated into another hour is found in both', async () => {
    const item = await itemOf(REPEAT, 'event#grouped');
    const event = { ...(await eventOf(REPEAT, 'grouped')), notedAt: '2026-11-22T13:30:00.000Z' };
    const codes = (await foundWith(item, itemOfEvent(event))).map(({ code }) => code);
    expect(codes).toContain('event-changed');
  });
});

describe('A delivery', () => {
  it('whose words were changed after they were told is named', async () => {
    const item = await itemOf(SWITCH, 'delivery#acme-mail');
    const notification = { ...(item['notification'] as object), title: 'nothing happened' };
    expect(await foundWith(item, { ...item, notification })).toMatchObject([
      { code: 'attempt-changed', where: SWITCH, words: expect.stringContaining('body.notification') },
    ]);
  });

  it('that is made to look as if it had been told is named', async () => {
    const item = await itemOf(ALICE, 'delivery#platform-jira');
    const [attempt] = item['attempts'] as readonly Item[];
    const attempts = [{ ...attempt, outcome: { kind: 'sent', reference: 'SEC-1' } }];
    const found = await foundWith(item, { ...item, state: 'sent', reference: 'SEC-1', attempts });
    expect(found).toMatchObject([{ code: 'attempt-changed', where: ALICE }]);
    expect(found[0]?.words).toContain('kind');
  });

  it('that shows an attempt nobody noted is named', async () => {
    const item = await itemOf(SWITCH, 'delivery#platform-slack');
    const attempts = [...(item['attempts'] as readonly Item[]), ...(item['attempts'] as readonly Item[])];
    expect(await foundWith(item, { ...item, attempts })).toMatchObject([{ code: 'attempt-not-noted' }]);
  });

  it('that was removed is missed, by its event and by its row', async () => {
    const found = await foundWith(await itemOf(SWITCH, 'delivery#platform-slack'), undefined);
    expect(found.map(({ code }) => code).sort()).toEqual(['attempt-missing', 'delivery-missing']);
  });

  it('with an attempt that the sweep has still to note is no finding', async () => {
    const started = await startFresh();
    await started.attempt(FRESH, 'platform-slack', { kind: 'sent' });
    expect((await started.verify(TODAY)).findings).toEqual([]);
  });

  it('that never was tried and was taken out of the queue of its destination is found', async () => {
    await startFresh();
    const item = await itemOf(FRESH, 'delivery#platform-jira');
    const { dueKey, dueSort, ...hidden } = item;
    expect(await foundWith(item, hidden)).toMatchObject([{ code: 'item-hidden', where: FRESH }]);
  });

  it('told in a digest that no longer names it is named', async () => {
    const item = await itemOf(DIGEST, 'delivery#acme-mail');
    const found = await foundWith(item, { ...item, members: [] });
    expect(found).toContainEqual(expect.objectContaining({ code: 'delivery-changed', where: ALICE }));
  });
});

const FRESH = '111122223333.fresh';

/** One more access, in the hour that is not over. */
const startFresh = async (): Promise<Stores> => {
  await world.record(crossAccountRecord({ eventID: 'fresh', userIdentity: somebody(4) }));
  return world;
};

describe('What is not sealed yet', () => {
  it('is counted, with since when', async () => {
    await startFresh();
    const { unsealed, findings } = await world.verify(TODAY);
    expect(findings).toEqual([]);
    expect(unsealed).toEqual({ events: 1, since: '2026-11-22T15:25:00.000Z' });
  });

  it('may be in the middle of being written: a row without its event, an event without its change', async () => {
    const row = {
      ...(await rowOf(SWITCH)),
      accessId: '111122223333.new',
      recordedAt: '2026-11-22T15:14:00.000Z',
    };
    const item = itemOfRow(row);
    await world.overwrite(item);
    const joined = {
      ...(await eventOf(SWITCH, 'joined#event-switch')),
      accessId: ALICE,
      notedAt: '2026-11-22T15:14:00.000Z',
    };
    await world.overwrite(itemOfEvent(joined));
    const { findings } = await world.verify(TODAY);
    await world.erase(item);
    await world.erase(itemOfEvent(joined));
    expect(findings).toEqual([]);
  });
});

describe('A seal', () => {
  const sealItem = async (hour: string): Promise<Item> => {
    const item = (await world.itemsOf('seals')).find(({ sk }) => sk === hour);
    if (item === undefined) throw new Error(`no seal of ${hour}`);
    return item;
  };

  it.each(['root', 'previousRoot', 'count', 'sealedAt'])(
    'whose %s was changed differs from its anchor',
    async (field) => {
      const item = await sealItem('2026-11-22T13');
      const value = item[field];
      const changed = typeof value === 'number' ? value + 1 : String(value).replace(/.$/, 'x');
      expect(await foundWith(item, { ...item, [field]: changed })).toMatchObject([
        {
          code: 'seal-differs',
          where: '2026-11-22T13',
          words: expect.stringContaining(`(differs: ${field})`),
        },
      ]);
    },
  );

  it('that says it is of another hour is named, and of the hour that has none', async () => {
    const item = await sealItem('2026-11-22T13');
    expect(await foundWith(item, { ...item, hour: '2026-11-22T1x' })).toMatchObject([
      { code: 'seal-differs' },
      { code: 'seal-missing', where: '2026-11-22T13' },
    ]);
  });

  it('that was removed is missed: the newest, cut off, too', async () => {
    for (const hour of ['2026-11-22T13', '2026-11-22T14']) {
      expect(await foundWith(await sealItem(hour), undefined)).toMatchObject([
        { code: 'seal-missing', where: hour },
      ]);
    }
  });

  it('of an hour that is not over is named', async () => {
    const forged = { ...(await sealItem('2026-11-22T13')), sk: '2026-11-22T15', hour: '2026-11-22T15' };
    await world.overwrite(forged);
    const { findings } = await world.verify(TODAY);
    await world.erase(forged);
    expect(findings).toMatchObject([{ code: 'seal-too-early', hour: '2026-11-22T15' }]);
  });
});

describe('An anchor', () => {
  const KEY = 'seals/2026/11/22/13.json';

  /** What nobody can do to a locked version, and to the laptop's disk anybody can. */
  const without = async <T>(part: string, look: () => Promise<T>): Promise<T> => {
    const folder = join(world.bucketsDirectory, 'seals');
    const aside = await mkdtemp(join(tmpdir(), 'aside-'));
    const files = (await readdir(folder)).filter((file) => decodeURIComponent(file).includes(part));
    for (const file of files) await rename(join(folder, file), join(aside, file));
    const seen = await look();
    for (const file of files) await rename(join(aside, file), join(folder, file));
    return seen;
  };

  it('that is hidden by a newer version still counts', async () => {
    const anchor = await world.anchors.read('2026-11-22T13');
    const Body = JSON.stringify({ ...anchor, root: 'f'.repeat(64) });
    await world.s3.send(
      new PutObjectCommand({ Bucket: 'seals', Key: KEY, Body, ChecksumAlgorithm: 'SHA256' }),
    );
    expect((await world.verify(TODAY)).findings).toEqual([]);
  });

  it('that is gone is missed', async () => {
    const { findings } = await without('/13.json', () => world.verify(TODAY));
    expect(findings).toMatchObject([{ code: 'anchor-missing', hour: '2026-11-22T13' }]);
    expect(findings[0]?.words).toContain('still match');
  });

  it('that is gone together with its seal leaves a gap', async () => {
    const [seal] = (await world.itemsOf('seals')).filter(({ sk }) => sk === '2026-11-22T13');
    if (seal === undefined) throw new Error('no seal');
    const found = await without('/13.json', () => foundWith(seal, undefined));
    expect(found).toMatchObject([{ code: 'hour-not-sealed', where: '2026-11-22T13' }]);
  });

  it('and is of the first hour leaves one too, because it is remembered when the sealing began', async () => {
    const [seal] = await world.itemsOf('seals');
    if (seal === undefined) throw new Error('no seal');
    const found = await without('/11.json', () => foundWith(seal, undefined));
    expect(found).toContainEqual(
      expect.objectContaining({ code: 'hour-not-sealed', where: '2026-11-22T11' }),
    );
  });
});

describe('The archive', () => {
  const objectOf = async (): Promise<string> => textAt((await eventOf(OLD, 'archived')).body, 'object') ?? '';

  const foundWithArchived = async (change: (text: string) => string) => {
    const name = await objectOf();
    const text = (await world.archive.read(name)) ?? '';
    await world.archive.store(name, change(text));
    const { findings } = await world.verify(TODAY);
    await world.archive.store(name, text);
    return findings;
  };

  it('holds what was retired, with its events and deliveries', async () => {
    const line: unknown = JSON.parse((await world.archive.read(await objectOf())) ?? '');
    expect(line).toMatchObject({ row: { accessId: OLD }, events: { length: 4 }, deliveries: { length: 3 } });
  });

  it('in which a row, an event or a delivery was changed is found', async () => {
    const row = await foundWithArchived((text) => text.replace('"foundBy":"event"', '"foundBy":"sweep"'));
    expect(row).toMatchObject([{ code: 'row-changed', accessId: OLD }]);
    const delivery = await foundWithArchived((text) => text.replace('"channel":"jira"', '"channel":"jirb"'));
    expect(delivery.map(({ code }) => code)).toContain('attempt-changed');
    const event = await foundWithArchived((text) => text.replace('"kind":"told"', '"kind":"tolx"'));
    expect(event.map(({ code }) => code)).toContain('event-changed');
  });

  it('in which the access is not, or which is gone, is named', async () => {
    const gone = await foundWithArchived(() => '\n');
    expect(gone[0]).toMatchObject({ code: 'archive-missing', accessId: OLD });
    expect(gone.map(({ code }) => code)).toContain('event-missing');
  });

  it('is not proven by a tombstone that somebody else wrote', async () => {
    const items = await world.itemsOf(partitionOf(SWITCH));
    for (const item of items) await world.erase(item);
    const tombstone: NotedEvent = {
      ...(await eventOf(OLD, 'archived')),
      accessId: SWITCH,
      notedAt: '2026-11-22T15:14:00.000Z',
    };
    await world.overwrite(itemOfEvent(tombstone));
    const { findings } = await world.verify(TODAY);
    await world.erase(itemOfEvent(tombstone));
    for (const item of items) await world.overwrite(item);
    expect(findings.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['archive-missing', 'event-missing']),
    );
    expect((await world.verify(TODAY)).findings).toEqual([]);
  });
});

describe('What an honest history may look like', () => {
  it('holds accesses from before the first seal, which nothing vouches for', async () => {
    const row = {
      ...(await rowOf(SWITCH)),
      accessId: '111122223333.before',
      recordedAt: '2026-11-22T12:09:59.000Z',
    };
    const item = itemOfRow(row);
    await world.overwrite(item);
    const { findings, unvouched } = await world.verify(TODAY);
    await world.erase(item);
    expect({ findings, unvouched }).toEqual({ findings: [], unvouched: 1 });
  });

  it('holds an attempt that died and is not noted before the one after it has ended', async () => {
    await startFresh();
    const key = { accessId: FRESH, destinationId: 'acme-mail' };
    await world.ledger.claim(key);
    world.clock.advance(46);
    expect(await world.ledger.claim(key)).toMatchObject({ kind: 'claimed', attempt: 2 });
    expect((await world.verify(TODAY)).findings).toEqual([]);
    const item = await itemOf(FRESH, 'delivery#acme-mail');
    const [died, second] = item['attempts'] as readonly Item[];
    const refused = { ...died, outcome: { kind: 'rejected', code: 'destination-gone' } };
    expect(await foundWith(item, { ...item, attempts: [refused, second] })).toMatchObject([
      { code: 'attempt-not-noted', where: FRESH },
    ]);
  });
});
