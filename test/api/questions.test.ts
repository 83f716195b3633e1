/** What may be asked of the list, and what is said to whoever asks for more. */
import type { AccessListAnswer, CountsAnswer, ErrorAnswer, ValuesAnswer } from '../../lib/api/contract.ts';
import { type Clock, isoAfter, systemClock } from '../../lib/kernel/clock.ts';
import { MemoryCards } from '../support/memory-cards.ts';
import { ALICE, rowOf } from '../support/seed-history.ts';
import { type SeededApi, seededApi } from '../support/seeded-api.ts';

const NOW = new Date('2026-11-22T14:00:00.000Z');
const clock: Clock = { ...systemClock, now: () => NOW };

const ask = async <T>(path: string, api?: SeededApi): Promise<{ status: number; body: T }> => {
  const response = await (api ?? (await seededApi({ clock }))).app.request(path);
  return { status: response.status, body: (await response.json()) as T };
};

const list = async (query: string) => (await ask<AccessListAnswer>(`/api/accesses?${query}`)).body.accesses;

describe('a filter', () => {
  it.each([
    ['person=alice', 'person', ['alice']],
    ['person=ALICE', 'person', ['alice']],
    ['person=alice&person=bob@northwind.example', 'person', ['alice', 'bob@northwind.example']],
    ['account=444455556666', 'account', ['444455556666']],
    ['outcome=denied', 'outcome', ['denied']],
    ['certainty=claimed&certainty=unknown', 'certainty', ['claimed', 'unknown']],
    ['kind=unreadable', 'kind', ['unreadable']],
    ['state=grouped', 'state', ['grouped']],
    ['state=open', 'state', ['escalated', 'unreviewed']],
    ['foundBy=sweep', 'foundBy', ['sweep']],
  ] as const)('%s finds these and nothing else', async (query, field, values) => {
    const accesses = await list(query);
    expect(accesses.length).toBeGreaterThan(0);
    for (const { filters } of accesses) expect(values).toContain(filters[field]);
  });

  it('is offered by every row with values that find the row again', async () => {
    const all = await list('limit=200');
    for (const access of all.slice(0, 12)) {
      const query = new URLSearchParams(Object.entries(access.filters));
      const again = await list(query.toString());
      expect(again.map(({ accessId }) => accessId)).toContain(access.accessId);
    }
  });

  it('of an access that has nothing to do with it leaves nothing', async () => {
    expect(await list('person=alice&outcome=denied&account=444455556666')).toEqual([]);
  });
});

describe('a list that is read step by step', () => {
  it('says how far back it has looked, and that it is cut', async () => {
    const { body } = await ask<AccessListAnswer>('/api/accesses?limit=3');
    expect(body).toMatchObject({ cut: true, lookedBackTo: body.accesses[2]?.time });
    expect(body.read).toBeGreaterThanOrEqual(3);
  });

  it('goes on with the same filters', async () => {
    const api = await seededApi({ clock, many: 30 });
    const seen: string[] = [];
    let path = '/api/accesses?limit=5&outcome=success';
    for (let page = 0; page < 20; page += 1) {
      const { body } = await ask<AccessListAnswer>(path, api);
      seen.push(...body.accesses.map(({ accessId }) => accessId));
      if (body.nextCursor === undefined) break;
      path = `/api/accesses?limit=5&outcome=success&cursor=${body.nextCursor}`;
    }
    const whole = await ask<AccessListAnswer>('/api/accesses?limit=200&outcome=success', api);
    expect(seen).toEqual(whole.body.accesses.map(({ accessId }) => accessId));
    expect(seen.length).toBeGreaterThan(10);
  });

  it('leaves out a row that was archived since its card was read', async () => {
    const gone = rowOf({ id: 'gone', time: isoAfter(NOW, -30), caller: ALICE });
    const cards = new MemoryCards([gone]);
    const api = await seededApi({ clock, more: { cards } });
    const { status, body } = await ask<AccessListAnswer>('/api/accesses', api);
    expect(status).toBe(200);
    expect(body.accesses).toEqual([]);
  });
});

describe('a question that no index answers', () => {
  it.each([
    ['/api/accesses?session=*glass*', "session_name LIKE '%glass%'"],
    ['/api/accesses?person=ali%25', 'person LIKE'],
    ["/api/accesses?session=*o'neil*", "'%o''neil%'"],
    ['/api/accesses?q=alice', 'LIKE'],
    ['/api/values?prefix=*ali', 'LIKE'],
    ['/api/accesses?from=2020-01-01', "day BETWEEN '2020-01-01'"],
    ['/api/counts?from=2020-01-01', 'at most 400 days'],
    [
      `/api/accesses?${Array.from({ length: 11 }, (_, index) => `person=p${index}`).join('&')}`,
      'person IN (',
    ],
    ['/api/accesses?sort=person', 'ORDER BY'],
    ['/api/accesses?telling=waiting', 'not_told'],
  ])('%.50s is refused with the way to ask Athena', async (path, sql) => {
    const { status, body } = await ask<ErrorAnswer>(path);
    expect(status).toBe(422);
    expect(body.code).toBe('ask-athena');
    expect(body.message).toContain('Athena');
    expect(body.message).toContain(sql);
  });

  it('is none up to 400 days and ten values', async () => {
    const values = Array.from({ length: 10 }, (_, index) => `person=p${index}`).join('&');
    const { status } = await ask(`/api/accesses?from=${isoAfter(NOW, -400 * 86_400)}&${values}`);
    expect(status).toBe(200);
  });
});

describe('counts', () => {
  it('say the same as the list, by every tab', async () => {
    const { body } = await ask<CountsAnswer>('/api/counts');
    const all = await list('limit=200');
    expect(body.total).toEqual({ count: all.length, atLeast: false });
    for (const { value, count } of body.tabs) {
      const rows = value === 'all' ? all : await list(`limit=200&state=${value}`);
      expect({ value, count }).toEqual({ value, count: rows.length });
    }
    expect(body.tabs.map(({ words }) => words)).toContain('needs a look');
  });

  it('name the values of every facet as the list understands them', async () => {
    const { body } = await ask<CountsAnswer>('/api/counts');
    expect(body.facets.map(({ field }) => field)).toEqual(expect.arrayContaining(['person', 'account']));
    const accounts = body.facets.find(({ field }) => field === 'account');
    expect(accounts?.values.map(({ words }) => words)).toContain('ACME production');
    for (const { field, values } of body.facets) {
      for (const { value, count } of values.slice(0, 3)) {
        const rows = await list(
          new URLSearchParams([
            ['limit', '200'],
            [field, value],
          ]).toString(),
        );
        expect({ field, value, count }).toEqual({ field, value, count: rows.length });
      }
    }
  });

  it('have a bar for every bucket, which together are the total', async () => {
    const { body } = await ask<CountsAnswer>('/api/counts');
    const sum = body.histogram.bars.flatMap(({ counts }) => counts).reduce((a, b) => a + b, 0);
    expect(sum).toBe(body.total.count);
    expect(body.histogram.series.map(({ code }) => code)).toContain('denied');
  });
});

describe('values', () => {
  it('are found by how they begin, whatever the case, and say what they are', async () => {
    const { body } = await ask<ValuesAnswer>('/api/values?prefix=ALI');
    expect(body.values).toContainEqual(
      expect.objectContaining({ field: 'person', value: 'alice', kind: 'person' }),
    );
  });

  it.each(['', 'a', 'x'.repeat(101)])('are not looked for by %.5s', async (prefix) => {
    expect((await ask<ErrorAnswer>(`/api/values?prefix=${prefix}`)).status).toBe(400);
  });
});
