/** The review's questions: one suite for DynamoDB and its twin in memory. */
import fc from 'fast-check';
import type { Caller } from '../../lib/access/caller.ts';
import { dynamoDbCards } from '../../lib/aws/dynamodb-cards.ts';
import { dynamoDbHistory } from '../../lib/aws/dynamodb-history.ts';
import { dynamoDbLedger } from '../../lib/aws/dynamodb-ledger.ts';
import { indexAttributes } from '../../lib/aws/index-attributes.ts';
import { readPage } from '../../lib/aws/read-page.ts';
import { repairCard } from '../../lib/aws/repair-card.ts';
import type { Table } from '../../lib/aws/table.ts';
import { walkCards } from '../../lib/aws/walk-cards.ts';
import { itemOfRow } from '../../lib/aws/write-row.ts';
import type { NewDelivery } from '../../lib/delivery/delivery.ts';
import type { AccessRow } from '../../lib/history/access-row.ts';
import type { Card } from '../../lib/history/card.ts';
import { cardOf } from '../../lib/history/card-of.ts';
import { matchesCard } from '../../lib/history/matches-card.ts';
import type { CardIndex, Filters, PageQuestion, Question, Scope } from '../../lib/history/question.ts';
import { MemoryCards } from '../support/memory-cards.ts';
import { NOTIFICATION } from '../support/seed-history.ts';
import { virtualClock } from '../support/virtual-clock.ts';
import { rounds } from '../support/rounds.ts';
import { closeTable, emptyTable, rowOf } from './history-kit.ts';

type Make = (rows: readonly AccessRow[]) => Promise<CardIndex>;

const implementations: readonly (readonly [name: string, make: Make])[] = [
  ['in memory', async (rows) => new MemoryCards(rows)],
  [
    'on DynamoDB',
    async (rows) => {
      const { table } = await emptyTable();
      const history = dynamoDbHistory(table);
      await Promise.all(rows.map((row) => history.record(row)));
      return dynamoDbCards(table);
    },
  ],
];

const ALWAYS = { from: '2026-01-01T00:00:00.000Z', to: '2027-01-01T00:00:00.000Z' };

/** Some accesses that differ in everything that can be asked for. */
interface Sketch {
  readonly id: string;
  readonly time: string;
  readonly person: string;
  readonly account?: string;
  readonly owner?: string;
  readonly client?: string;
  readonly address?: string;
  readonly more?: Partial<AccessRow>;
}

const sketch = ({ id, time, person, account = '111122223333', ...rest }: Sketch): AccessRow => {
  const { owner = 'platform', client, address = '198.51.100.18', more } = rest;
  const row = rowOf();
  if (row.access === undefined) throw new Error('the record tells an access');
  return {
    ...row,
    accessId: `${account}.${id}`,
    time,
    accountId: account,
    access: {
      ...row.access,
      accessId: `${account}.${id}`,
      time,
      caller: { ...row.access.caller, label: person },
      session: { ...row.access.session, name: person },
      origin: { kind: 'address', text: address },
    },
    route: { owner, legs: [], ...(client === undefined ? {} : { client }) },
    ...more,
  };
};

const reviewed = (state: 'explained' | 'escalated', ticket: string): Partial<AccessRow> => ({
  review: {
    state,
    version: 1,
    action: state === 'explained' ? 'explain' : 'escalate',
    by: { subject: 's', name: 'Jane Roe' },
    at: '2026-11-22T12:00:00.000Z',
    ticket,
  },
});

const idsOf = (cards: readonly Card[]): readonly string[] =>
  cards.map(({ accessId }) => accessId.split('.')[1] ?? '');

/** Every page, one after the other. */
const allPages = async (
  index: CardIndex,
  question: Question,
  limit: number,
): Promise<readonly (readonly Card[])[]> => {
  const pages: (readonly Card[])[] = [];
  let before: string | undefined;
  do {
    const asked: PageQuestion = { ...question, limit, ...(before === undefined ? {} : { before }) };
    const { cards, next } = await index.page(asked);
    pages.push(cards);
    before = next;
  } while (before !== undefined);
  return pages;
};

afterAll(closeTable);

describe.each(implementations)('The cards %s', (_name, make) => {
  const ROWS: readonly AccessRow[] = [
    sketch({ id: 'a', time: '2026-09-30T23:59:59.999Z', person: 'alice' }),
    sketch({ id: 'b', time: '2026-10-01T00:00:00.000Z', person: 'Alice', client: 'acme' }),
    sketch({ id: 'c', time: '2026-10-15T00:00:00.000Z', person: 'bob', account: '444455556666' }),
    sketch({
      id: 'd',
      time: '2026-11-22T11:00:00.000Z',
      person: 'alicia',
      account: '444455556666',
      owner: 'payments',
      more: reviewed('explained', 'OPS-12'),
    }),
    sketch({
      id: 'e',
      time: '2026-11-22T11:00:00.000Z',
      person: 'bob',
      address: '203.0.113.9',
      more: reviewed('escalated', 'ops-12'),
    }),
    sketch({ id: 'f', time: '2026-11-22T12:00:00.000Z', person: 'carol', more: { groupedWith: 'x.e' } }),
    sketch({ id: 'canary', time: '2026-11-22T12:30:00.000Z', person: 'canary', more: { canary: true } }),
  ];
  let index: CardIndex;
  beforeAll(async () => {
    index = await make(ROWS);
  });

  const ask = async (filters: Filters, more: Partial<Question> = {}): Promise<readonly string[]> => {
    const { cards } = await index.page({ ...ALWAYS, filters, limit: 50, ...more });
    return idsOf(cards);
  };

  it('answers newest first over the borders of months, without canaries', async () => {
    expect(await ask({})).toEqual(['f', 'd', 'e', 'c', 'b', 'a']);
  });

  it('takes the window from inclusive to exclusive', async () => {
    const window = { from: '2026-10-01T00:00:00.000Z', to: '2026-11-22T11:00:00.000Z' };
    expect(await ask({}, window)).toEqual(['c', 'b']);
    expect(await ask({ person: ['bob'] }, window)).toEqual(['c']);
    expect(await ask({}, { from: window.to, to: window.from })).toEqual([]);
  });

  it('reads moments with and without milliseconds alike', async () => {
    expect(await ask({}, { from: '2026-11-22T12:00:00Z', to: '2026-11-22T12:00:01Z' })).toEqual(['f']);
    expect(await ask({}, { from: '2026-11-22T11:30:00Z', to: '2026-11-22T12:00:00Z' })).toEqual([]);
  });

  it('finds values without regard to case, several of them as one list', async () => {
    expect(await ask({ person: ['ALICE'] })).toEqual(['b', 'a']);
    expect(await ask({ person: ['bob', 'carol', 'Carol'] })).toEqual(['f', 'e', 'c']);
    expect(await ask({ ticket: ['OPS-12'] })).toEqual(['d', 'e']);
    expect(await ask({ person: ['ali'] })).toEqual([]);
  });

  it('holds all filters at once', async () => {
    expect(await ask({ account: ['444455556666'], state: ['explained'] })).toEqual(['d']);
    expect(await ask({ state: ['escalated', 'explained'] })).toEqual(['d', 'e']);
    expect(await ask({ state: ['grouped'] })).toEqual(['f']);
    expect(await ask({ person: ['bob'], address: ['203.0.113.9'] })).toEqual(['e']);
    expect(await ask({ certainty: ['unknown'] })).toEqual([]);
    expect(await ask({ role: ['production administrator'], account: ['444455556666'] })).toEqual(['d', 'c']);
  });

  it('shows a scope its accounts, and what names one of its parties elsewhere', async () => {
    const scope: Scope = { accounts: ['444455556666'], parties: ['acme'] };
    expect(await ask({}, { scope })).toEqual(['d', 'c', 'b']);
    expect(await ask({ person: ['alice'] }, { scope })).toEqual(['b']);
    expect(await ask({ state: ['unreviewed'] }, { scope })).toEqual(['c', 'b']);
    expect(await ask({ account: ['111122223333'] }, { scope })).toEqual(['b']);
    expect(await ask({}, { scope: { accounts: [], parties: ['payments'] } })).toEqual(['d']);
    expect(await ask({}, { scope: { accounts: [], parties: [] } })).toEqual([]);
  });

  it('shows the same to a scope that is too wide to be merged', async () => {
    const accounts = Array.from({ length: 40 }, (_each, n) => String(700_000_000_000 + n));
    const scope: Scope = { accounts: [...accounts, '444455556666'], parties: ['acme'] };
    expect(await ask({}, { scope })).toEqual(['d', 'c', 'b']);
  });

  it('goes on where a page ended, whatever came meanwhile', async () => {
    const pages = await allPages(index, { ...ALWAYS, filters: {} }, 2);
    expect(pages.map(idsOf)).toEqual([
      ['f', 'd'],
      ['e', 'c'],
      ['b', 'a'],
    ]);
    const { cards } = await index.page({
      ...ALWAYS,
      filters: {},
      limit: 2,
      before: '2026-11-22T11:00:00.000Z#400000000000.not-there-any-more',
    });
    expect(idsOf(cards)).toEqual(['e', 'c']);
  });

  it('reads everything, and says when there is more', async () => {
    const all = await index.read({ ...ALWAYS, filters: {} }, 6);
    expect(idsOf(all.cards)).toEqual(['f', 'd', 'e', 'c', 'b', 'a']);
    expect(all.next).toBeUndefined();
    const some = await index.read({ ...ALWAYS, filters: {} }, 4);
    expect(idsOf(some.cards)).toEqual(['f', 'd', 'e', 'c']);
    expect(some.next).toBeDefined();
  });

  it('completes what was typed, met last first', async () => {
    const found = await index.values('AL', ALWAYS);
    expect(found).toEqual([
      { field: 'person', value: 'alicia', lastSeen: '2026-11-22T11:00:00.000Z' },
      { field: 'session', value: 'alicia', lastSeen: '2026-11-22T11:00:00.000Z' },
      { field: 'person', value: 'Alice', lastSeen: '2026-10-01T00:00:00.000Z' },
      { field: 'session', value: 'Alice', lastSeen: '2026-10-01T00:00:00.000Z' },
    ]);
    expect(await index.values('a', ALWAYS)).toEqual([]);
    expect((await index.values('1111', ALWAYS)).map(({ value }) => value)).toEqual(['111122223333']);
    expect((await index.values('203.', ALWAYS)).map(({ value }) => value)).toEqual(['203.0.113.9']);
  });

  it('completes within the window and the scope only', async () => {
    const early = { from: ALWAYS.from, to: '2026-10-01T00:00:00.000Z' };
    expect((await index.values('ali', early)).map(({ value }) => value)).toEqual(['alice', 'alice']);
    // The newest of them in that month lies behind the window.
    const middle = { from: '2026-11-01T00:00:00.000Z', to: '2026-11-22T11:00:00.001Z' };
    expect((await index.values('product', middle))[0]?.lastSeen).toBe('2026-11-22T11:00:00.000Z');
    const scope: Scope = { accounts: [], parties: ['acme'] };
    expect((await index.values('b', { ...ALWAYS, scope })).length).toBe(0);
    expect((await index.values('bo', { ...ALWAYS, scope })).length).toBe(0);
    expect((await index.values('al', { ...ALWAYS, scope })).map(({ value }) => value)).toEqual([
      'Alice',
      'Alice',
    ]);
  });
});

const pick = <T extends string>(...values: readonly T[]) => fc.constantFrom<T>(...values);

const anySketch = (id: number): fc.Arbitrary<AccessRow> =>
  fc
    .record({
      // Few moments, so that many share one.
      day: fc.integer({ min: 0, max: 70 }),
      person: pick('alice', 'Alice', 'bob', 'böb', 'a', 'al~ice', '名前'),
      account: pick('111122223333', '444455556666'),
      owner: pick('platform', 'payments'),
      client: pick('', 'acme', 'globex'),
      address: pick('198.51.100.18', '2001:db8::1'),
      state: pick('unreviewed', 'grouped', 'explained', 'escalated'),
      ticket: pick('OPS-1', 'ops-1', 'OPS-11'),
    })
    .map(({ day, client, state, ticket, ...rest }) => {
      const time = new Date(Date.UTC(2026, 8, 20 + day)).toISOString();
      const said = state === 'explained' || state === 'escalated' ? reviewed(state, ticket) : {};
      return sketch({
        id: String(id),
        time,
        ...rest,
        ...(client === '' ? {} : { client }),
        more: state === 'grouped' ? { groupedWith: 'x' } : said,
      });
    });

const some = <T extends string>(...values: readonly T[]) =>
  fc.option(fc.uniqueArray(pick(...values), { minLength: 1, maxLength: 3 }), { nil: undefined });

const anyFilters = fc.record(
  {
    person: some('alice', 'bob', 'BÖB', 'a', 'al~ice', '名前'),
    account: some('111122223333', '444455556666'),
    address: some('2001:db8::1'),
    ticket: some('ops-1', 'OPS-11'),
    state: some('unreviewed', 'grouped', 'explained'),
    role: some('Production administrator', 'nothing'),
    foundBy: some('sweep', 'event'),
  },
  { requiredKeys: [] },
);

const withoutUndefined = (filters: object): Filters =>
  Object.fromEntries(Object.entries(filters).filter(([, values]) => values !== undefined));

const anyScope = fc.option(
  fc.record({
    accounts: fc.uniqueArray(pick('111122223333', '444455556666'), { maxLength: 1 }),
    parties: fc.uniqueArray(pick('acme', 'globex', 'payments'), { maxLength: 2 }),
  }),
  { nil: undefined },
);

/** As if next to nothing might be read at once: every step ends in the middle of something. */
const inSmallSteps = async (table: Table, question: Question, first: number): Promise<readonly string[]> => {
  const cards: Card[] = [];
  let before: string | undefined;
  do {
    const walk = { ...question, most: 12 + first, first, ...(before === undefined ? {} : { before }) };
    const { next, read } = await walkCards(table, walk, ({ card }) => {
      if (card !== undefined && matchesCard(card, question)) cards.push(card);
      return false;
    });
    expect(read).toBeLessThanOrEqual(walk.most);
    before = next;
  } while (before !== undefined);
  return idsOf(cards);
};

describe('Any question about any history', () => {
  it('is answered by DynamoDB page by page as by looking at every card', async () => {
    const rows = fc.sample(fc.tuple(...Array.from({ length: 60 }, (_each, id) => anySketch(id))), {
      numRuns: 1,
      seed: 5,
    })[0];
    if (rows === undefined) throw new Error('no rows');
    const { table } = await emptyTable();
    const history = dynamoDbHistory(table);
    for (const row of rows) await history.record(row);
    const stored = dynamoDbCards(table);
    const plain = new MemoryCards(rows);
    const anyQuestion = fc.record({
      filters: anyFilters,
      scope: anyScope,
      from: fc.integer({ min: 0, max: 60 }),
      days: fc.integer({ min: 0, max: 80 }),
      limit: fc.integer({ min: 1, max: 7 }),
    });
    await fc.assert(
      fc.asyncProperty(anyQuestion, async ({ filters, scope, from, days, limit }) => {
        const question: Question = {
          filters: withoutUndefined(filters),
          from: new Date(Date.UTC(2026, 8, 15 + from)).toISOString(),
          to: new Date(Date.UTC(2026, 8, 15 + from + days)).toISOString(),
          ...(scope === undefined ? {} : { scope }),
        };
        const expected = idsOf((await plain.read(question, 1_000)).cards);
        const pages = await allPages(stored, question, limit);
        expect(idsOf(pages.flat())).toEqual(expected);
        expect(idsOf((await stored.read(question, 1_000)).cards)).toEqual(expected);
        expect(await inSmallSteps(table, question, limit)).toEqual(expected);
      }),
      { numRuns: rounds(10, 200) },
    );
  });
});

describe('A card in the table', () => {
  const row = sketch({ id: 'a', time: '2026-11-22T12:00:00.000Z', person: 'alice' });
  const found = async (table: Table, filters: Filters): Promise<readonly Card[]> =>
    (await dynamoDbCards(table).page({ ...ALWAYS, filters, limit: 5 })).cards;
  const named = (label: string): Caller => {
    if (row.access === undefined) throw new Error('the record tells an access');
    return { ...row.access.caller, label, certainty: 'asserted' };
  };
  const joined = { eventId: 'switch', eventName: 'SwitchRole', time: row.time, note: 'x' };

  it('is the card of its row', async () => {
    const { table } = await emptyTable();
    await dynamoDbHistory(table).record(row);
    expect(await found(table, {})).toEqual([cardOf(row)]);
  });

  it('moves with what is joined and corrected', async () => {
    const { table } = await emptyTable();
    const history = dynamoDbHistory(table);
    await history.record(row);
    await history.join(row.accessId, named('alice.adams'), joined);
    const after = await history.find(row.accessId);
    expect(after?.row.access?.caller.label).toBe('alice.adams');
    expect(await found(table, { person: ['alice.adams'] })).toHaveLength(1);
    expect(await found(table, { person: ['alice'] })).toEqual([]);
    if (row.access === undefined) throw new Error('the record tells an access');
    const { name, ...session } = row.access.session;
    const access = { ...row.access, session, origin: { kind: 'aws' as const, text: 'AWS Internal' } };
    await history.correct(row.accessId, { access }, { eventId: 'c', at: row.time, reason: 'UPDATED_DATA' });
    expect(await found(table, { session: [name ?? ''] })).toEqual([]);
    expect(await found(table, { address: ['198.51.100.18'] })).toEqual([]);
    expect(await found(table, {})).toHaveLength(1);
  });

  it('is not put back by a join that read the row before somebody reviewed it', async () => {
    const { table } = await emptyTable();
    const history = dynamoDbHistory(table);
    await history.record(row);
    const reviewedRow = { ...row, ...reviewed('explained', 'OPS-1') };
    let isFirst = true;
    const late: Table = {
      ...table,
      update: async (key, update) => {
        // Somebody reviews between the read and the write.
        if (isFirst) await table.put(itemOfRow(reviewedRow));
        isFirst = false;
        return table.update(key, update);
      },
    };
    await dynamoDbHistory(late).join(row.accessId, named('alice.adams'), joined);
    const [card] = await found(table, { ticket: ['OPS-1'] });
    expect(card).toMatchObject({ person: 'alice.adams', state: 'explained' });
  });

  it('is given to a row from before there were cards', async () => {
    const { table } = await emptyTable();
    const { card, timeKey, timeSort, personKey, ...old } = itemOfRow(row);
    await table.put(old);
    expect(await found(table, {})).toEqual([]);
    expect(await repairCard(table, row.accessId)).toBe(true);
    expect(await repairCard(table, row.accessId)).toBe(false);
    expect(await found(table, { person: ['alice'] })).toEqual([cardOf(row)]);
  });

  it('fits into one write unit with its longest texts', () => {
    const long = sketch({ id: 'a', time: row.time, person: 'ẞ\u202e名'.repeat(400) });
    const attributes = indexAttributes(long);
    expect(cardOf(long)?.person.length).toBe(200);
    expect(Buffer.byteLength(String(attributes['personSort']))).toBeLessThan(1024);
    const usual = indexAttributes(row);
    const bytes = Buffer.byteLength(`${String(usual['card'])}${String(usual['personSort'])}personKey`);
    expect(bytes).toBeLessThan(700);
  });
});

describe('A page of rows', () => {
  it('comes in the order asked for, with the deliveries that tell whether somebody knows', async () => {
    const { table, takeCalls } = await emptyTable();
    const history = dynamoDbHistory(table);
    const clock = virtualClock();
    const ledger = dynamoDbLedger({ table, clock, destinationIds: ['slack', 'mail'] });
    const legs = [{ destinationId: 'slack', edition: 'owner' as const, why: 'owner' }];
    const rows = Array.from({ length: 120 }, (_each, n) =>
      sketch({
        id: String(n),
        time: '2026-11-22T12:00:00.000Z',
        person: 'alice',
        more: { route: { owner: 'platform', legs } },
      }),
    );
    for (const each of rows) await history.record(each);
    const open = async (accessId: string, destinationId: string, more: Partial<NewDelivery> = {}) =>
      ledger.open([
        {
          accessId,
          destinationId,
          channel: 'slack-app',
          edition: 'owner',
          importance: 'normal',
          notification: NOTIFICATION,
          why: 'owner',
          ...more,
        },
      ]);
    const [first, second] = [rows[0]?.accessId ?? '', rows[1]?.accessId ?? ''];
    await open(first, 'slack');
    await open(second, 'slack');
    const claim = await ledger.claim({ accessId: second, destinationId: 'slack' });
    if (claim.kind !== 'claimed') throw new Error(claim.kind);
    await ledger.settle(claim, { kind: 'rejected', code: 'not-authorised' });
    await open(second, 'mail', { part: 'instead-of-slack', insteadOf: 'slack' });
    takeCalls();
    const asked = [second, ...rows.map(({ accessId }) => accessId), 'not-there'];
    const page = await readPage(table, asked);
    expect(page.map(({ row: { accessId } }) => accessId)).toEqual([
      second,
      ...rows.map(({ accessId }) => accessId).filter((id) => id !== second),
    ]);
    expect(page[0]?.deliveries.map(({ destinationId, state }) => [destinationId, state]).sort()).toEqual([
      ['mail', 'pending'],
      ['slack', 'rejected'],
    ]);
    expect(page[1]?.deliveries).toHaveLength(1);
    expect(page[2]?.deliveries).toEqual([]);
    expect(takeCalls().toSorted()).toEqual([
      ...Array.from({ length: 4 }, () => 'BatchGetItemCommand'),
      'QueryCommand',
    ]);
  });
});
