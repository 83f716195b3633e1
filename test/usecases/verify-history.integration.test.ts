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
import type { AccessException } from '../../lib/policy/exception.ts';
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
import { JANE, KNOWN, MUTED, READS, SAM, say, UNMUTED } from '../support/review-sealed-world.ts';
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
    const exceptions = (await world.exceptions.list()).map(({ exceptionId }) => `exception-${exceptionId}`);
    for (const accessId of [ALICE, REPEAT, SWITCH, OLD, DIGEST, READS, ...exceptions]) {
      for (const { kind } of await world.events.ofAccess(accessId)) kinds.add(kind);
    }
    expect([...kinds].sort().join(' ')).toBe(
      'archived corrected digested excepted failed grouped joined read recorded reviewed sent-again summarised told',
    );
  });

  it('is found in order, with everything counted', async () => {
    expect(await world.verify()).toEqual({
      findings: [],
      accesses: 7,
      canaries: 0,
      archived: 1,
      unvouched: 0,
      events: 43,
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
    [ALICE, 'reviewed#0001'],
    [ALICE, 'reviewed#0002'],
    [REPEAT, 'reviewed#0001'],
    [SWITCH, 'reviewed#0002'],
    [ALICE, 'sent-again#platform-jira.again-1'],
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
    expect(line).toMatchObject({ row: { accessId: OLD }, events: { length: 5 }, deliveries: { length: 3 } });
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

const EXCEPTIONS = 'exceptions';

/** Its only one. */
const exceptionItem = async (): Promise<Item> => {
  const [item, ...others] = await world.itemsOf(EXCEPTIONS);
  if (item === undefined || others.length > 0) throw new Error('not one exception');
  return item;
};
const exceptionOf = (item: Item) => item['exception'] as AccessException;

const codesWith = async (item: Item, changed: Item | undefined) =>
  (await foundWith(item, changed)).map(({ code, where }) => `${code} ${where ?? ''}`).sort();

/** What is found while an item is there that was not; afterwards it is gone. */
const foundWithAdded = async (...added: readonly Item[]) => {
  for (const item of added) await world.overwrite(item);
  const { findings } = await world.verify(TODAY);
  for (const item of added) await world.erase(item);
  return findings.map(({ code, accessId }) => `${code} ${accessId ?? ''}`);
};

describe('A review', () => {
  it.each(['state', 'reason', 'note', 'ticket', 'by', 'at', 'version'])(
    'whose %s was changed on the row is named',
    async (field) => {
      const item = await itemOf(ALICE, 'row');
      const row = await rowOf(ALICE);
      const review = { ...row.review, [field]: field === 'version' ? 1 : 'explained' };
      const found = await foundWith(item, { ...item, row: { ...row, review } });
      expect(found).toContainEqual(
        expect.objectContaining({
          code: 'row-changed',
          where: ALICE,
          words: expect.stringContaining(`review.${field}`),
        }),
      );
    },
  );

  it('that was taken off its row, or put onto one that nobody reviewed, is named', async () => {
    const item = await itemOf(ALICE, 'row');
    const { review, ...unreviewed } = await rowOf(ALICE);
    expect(await codesWith(item, { ...item, row: unreviewed })).toContain(`row-changed ${ALICE}`);
    const other = await itemOf(KNOWN, 'row');
    const reviewed = { ...(await rowOf(KNOWN)), review };
    expect(await codesWith(other, { ...other, row: reviewed })).toContain(`row-changed ${KNOWN}`);
  });

  it('whose row was set back to an earlier word is named', async () => {
    const item = await itemOf(ALICE, 'row');
    const first = await eventOf(ALICE, 'reviewed#0001');
    const row = { ...(await rowOf(ALICE)), review: first.body['review'] };
    expect(await codesWith(item, { ...item, row })).toContain(`row-changed ${ALICE}`);
  });

  it('of which two words were swapped is named for both', async () => {
    const [one, two] = [
      await itemOf(ALICE, 'event#reviewed#0001'),
      await itemOf(ALICE, 'event#reviewed#0002'),
    ];
    const [first, second] = [one['event'] as NotedEvent, two['event'] as NotedEvent];
    await world.overwrite({ ...two, event: { ...second, body: first.body } });
    const found = await foundWith(one, { ...one, event: { ...first, body: second.body } });
    await world.overwrite(two);
    const changed = found.filter(({ code }) => code === 'event-changed').map(({ words }) => words);
    expect(changed).toEqual([expect.stringContaining('#0001'), expect.stringContaining('#0002')]);
    expect(found.map(({ code }) => code)).toContain('row-changed');
  });

  it('that was added past Rolecall in an hour that is not sealed has to follow the one before', async () => {
    const first = await eventOf(ALICE, 'reviewed#0001');
    const forged = { ...first, name: 'reviewed#0003', notedAt: '2026-11-22T15:14:00.000Z' };
    const review = { ...(first.body['review'] as object), version: 3 };
    const item = itemOfEvent({ ...forged, body: { ...first.body, review } });
    expect(await foundWithAdded(item)).toEqual([`row-changed ${ALICE}`]);
  });

  it('goes to the archive with its access, and is found there when it was changed', async () => {
    const line: unknown = JSON.parse(
      (await world.archive.read(textAt((await eventOf(OLD, 'archived')).body, 'object') ?? '')) ?? '',
    );
    expect(line).toMatchObject({ row: { review: { state: 'acknowledged', by: JANE } } });
  });

  it('that came in the moment in which its row was archived is no finding, and is sealed all the same', async () => {
    const before = await eventOf(ALICE, 'reviewed#0001');
    const late = { ...before, accessId: OLD, name: 'reviewed#0002', notedAt: '2026-11-22T15:14:00.000Z' };
    const review = { ...(before.body['review'] as object), version: 2 };
    const item = itemOfEvent({ ...late, body: { ...before.body, review } });
    expect(await foundWithAdded(item)).toEqual([]);
    const sealed = itemOfEvent({ ...late, notedAt: '2026-11-22T13:30:00.000Z' });
    expect(await foundWithAdded(sealed)).toEqual([`event-added ${OLD}`]);
  });

  it('of an access whose removal broke off is not written any more', async () => {
    const tombstone: NotedEvent = {
      ...(await eventOf(OLD, 'archived')),
      accessId: KNOWN,
      notedAt: '2026-11-22T15:14:00.000Z',
    };
    const item = itemOfEvent(tombstone);
    await world.overwrite(item);
    const saying = say(world, KNOWN, { by: SAM, action: 'acknowledge', reason: 'test' });
    await expect(saying).rejects.toThrow('unknown-access');
    await world.erase(item);
    expect((await world.events.ofAccess(KNOWN)).map(({ kind }) => kind)).not.toContain('reviewed');
  });
});

describe('A notice that was sent again', () => {
  it('is named when nobody asked for it', async () => {
    const item = await itemOf(SWITCH, 'delivery#platform-slack');
    const { attempts, reference, url, notedAttempts, ...rest } = item;
    const forged = {
      ...rest,
      sk: 'delivery#platform-slack#again-1',
      part: 'again-1',
      state: 'pending',
      attempts: [],
    };
    expect(await foundWithAdded(forged)).toContain(`delivery-not-asked ${SWITCH}`);
  });

  it('is named when the event of who asked is gone, and when the delivery is', async () => {
    const event = await itemOf(ALICE, 'event#sent-again#platform-jira.again-1');
    expect(await codesWith(event, undefined)).toEqual([
      `delivery-not-asked ${ALICE}`,
      `event-missing ${ALICE}`,
    ]);
    const items = await world.itemsOf(partitionOf(ALICE));
    const copy = items.find(({ sk, part }) => String(sk).startsWith('delivery#') && part === 'again-1');
    if (copy === undefined) throw new Error('not sent again');
    expect(await codesWith(copy, undefined)).toEqual([`attempt-missing ${ALICE}`]);
  });
});

describe('An exception', () => {
  it('that is not as its events tell is named', async () => {
    const item = await exceptionItem();
    const exception = exceptionOf(item);
    const where = `exception-changed exception-${exception.exceptionId}`;
    const { ended, ...goesOn } = exception;
    for (const changed of [
      { ...exception, until: '2027-02-01T00:00:00.000Z' },
      { ...exception, accountId: '999999999999' },
      { ...exception, ended: { ...ended, by: JANE } },
    ]) {
      expect(await codesWith(item, { ...item, exception: changed })).toEqual([where]);
    }
    // Two hours ago it was ended: now it would mute again.
    expect(await codesWith(item, { ...item, exception: goesOn })).toEqual([where]);
  });

  it('that somebody put into the table is named, and what has lost its shape ends no verification', async () => {
    const item = await exceptionItem();
    const exception = { ...exceptionOf(item), exceptionId: 'forged' };
    expect(await foundWithAdded({ ...item, sk: 'forged', exception })).toEqual([
      'exception-not-made exception-forged',
    ]);
    expect(await foundWithAdded({ ...item, sk: 'shapeless', exception: 'none' })).toEqual([]);
    const half = { exceptionId: exceptionOf(item).exceptionId, madeAt: 'x' };
    expect(await foundWithAdded({ ...item, sk: 'half', exception: half })).toEqual([
      `exception-changed exception-${exceptionOf(item).exceptionId}`,
    ]);
  });

  it.each(['made', 'ended'])(
    'whose event of having been %s was changed or removed is named',
    async (name) => {
      const { exceptionId } = exceptionOf(await exceptionItem());
      const item = await itemOf(`exception-${exceptionId}`, `event#excepted#${name}`);
      const event = item['event'] as NotedEvent;
      const changed = { ...item, event: { ...event, at: event.at.replace('Z', '1Z') } };
      expect(await codesWith(item, changed)).toContain(`event-changed exception-${exceptionId}`);
      const gone = await codesWith(item, undefined);
      expect(gone).toContain(`event-missing exception-${exceptionId}`);
      if (name === 'made') expect(gone).toContain(`row-not-announced ${MUTED}`);
    },
  );

  it('whose mark was put onto an access that rang, or onto another one, is named', async () => {
    const { expected } = await rowOf(MUTED);
    const item = await itemOf(SWITCH, 'row');
    const found = await codesWith(item, { ...item, row: { ...(await rowOf(SWITCH)), expected } });
    expect(found).toEqual(expect.arrayContaining([`row-changed ${SWITCH}`, `row-not-announced ${SWITCH}`]));
    const unmuted = await itemOf(UNMUTED, 'row');
    const muted = { ...(await rowOf(UNMUTED)), expected };
    expect(await codesWith(unmuted, { ...unmuted, row: muted })).toContain(`row-changed ${UNMUTED}`);
  });

  it('that was taken away from an access by a correction leaves a row that its events tell', async () => {
    const row = await rowOf(UNMUTED);
    expect([row.expected, row.route.legs.length, row.corrections?.length]).toEqual([undefined, 3, 1]);
    const recorded = await eventOf(UNMUTED, 'recorded');
    expect(recorded.body).toMatchObject({ row: { expected: { reason: 'The release of Sunday' } } });
    expect((await rowOf(MUTED)).expected).toBeDefined();
    const findings = (await world.verify(TODAY)).findings.map(({ accessId }) => accessId);
    expect(findings).not.toContain(UNMUTED);
  });
});

describe('Who looked', () => {
  it('is sealed: a look that was changed, removed or added is named', async () => {
    const [item] = await world.itemsOf(partitionOf(READS));
    if (item === undefined) throw new Error('nobody looked');
    const event = item['event'] as NotedEvent;
    const body = { ...event.body, by: SAM };
    expect(await codesWith(item, { ...item, event: { ...event, body } })).toContain(`event-changed ${READS}`);
    expect(await codesWith(item, undefined)).toEqual([`event-missing ${READS}`]);
    const forged = itemOfEvent({ ...event, name: `${event.name}x` });
    expect(await foundWithAdded(forged)).toEqual([`event-added ${READS}`]);
  });

  it('and what was announced stay when the accesses of their time go to the archive', async () => {
    const { exceptionId } = exceptionOf(await exceptionItem());
    const ids = [READS, `exception-${exceptionId}`];
    const before = await Promise.all(ids.map((id) => world.events.ofAccess(id)));
    const later = await startSealedWorld();
    later.clock.advance(3_000 * 24 * 3600);
    expect(await later.retire()).toBeGreaterThan(4);
    expect(await later.itemsOf(partitionOf(ALICE))).toHaveLength(1);
    const [own] = await later.exceptions.list();
    const left = await Promise.all(
      [READS, `exception-${own?.exceptionId ?? ''}`].map((id) => later.events.ofAccess(id)),
    );
    await later.close();
    expect(left.map(({ length }) => length)).toEqual(before.map(({ length }) => length));
    expect(left.map(({ length }) => length)).toEqual([1, 2]);
  });
});
