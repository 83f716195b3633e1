/** Who looked at what. */
import type { ReadsAnswer } from '../../lib/api/contract.ts';
import { archivedEventOf } from '../../lib/history/make-events.ts';
import { quarterOf, readEventOf } from '../../lib/history/read-event.ts';
import { type Clock, systemClock } from '../../lib/kernel/clock.ts';
import { type SeededApi, seededApi } from '../support/seeded-api.ts';

let now = new Date('2026-11-22T14:00:00.000Z');
const clock: Clock = { ...systemClock, now: () => now };
beforeEach(() => {
  now = new Date('2026-11-22T14:00:00.000Z');
});

const readsOf = async (api: SeededApi): Promise<ReadsAnswer['reads']> =>
  ((await (await api.app.request('/api/reads')).json()) as ReadsAnswer).reads.filter(
    ({ kind }) => kind.code !== 'reads',
  );

const get = async (api: SeededApi, path: string, headers: Record<string, string> = {}): Promise<void> => {
  await (await api.app.request(path, { headers })).text();
};

describe('a look at the history', () => {
  it('is kept with its name, what it was about and how many rows left', async () => {
    const api = await seededApi({ clock });
    await get(api, '/api/accesses?state=open&person=alice');
    await get(api, '/api/accesses/111122223333.alice');
    await get(api, '/api/values?prefix=ali');
    expect(await readsOf(api)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          by: 'Rita Responder',
          what: 'state: needs a look, escalated; person: alice; 2026-11-15 to 2026-11-22',
        }),
        expect.objectContaining({ what: '111122223333.alice', rows: 1 }),
        expect.objectContaining({
          what: 'ali',
          kind: expect.objectContaining({ code: 'searched' }) as unknown,
        }),
      ]),
    );
  });

  it('is kept once within a quarter of an hour, and again in the next', async () => {
    const api = await seededApi({ clock });
    await get(api, '/api/accesses/111122223333.alice');
    now = new Date('2026-11-22T14:14:59.000Z');
    await get(api, '/api/accesses/111122223333.alice');
    expect(await readsOf(api)).toHaveLength(1);
    now = new Date('2026-11-22T14:15:00.000Z');
    await get(api, '/api/accesses/111122223333.alice');
    expect(await readsOf(api)).toHaveLength(2);
  });

  it('of somebody else is another', async () => {
    const api = await seededApi({ clock });
    await get(api, '/api/accesses/111122223333.alice');
    api.as({ subject: 'sub-carl', name: 'Carl', role: 'viewer' });
    await get(api, '/api/accesses/111122223333.alice');
    expect((await readsOf(api)).map(({ by }) => by).sort()).toEqual(['Carl', 'Rita Responder']);
  });

  it('that a page repeats by itself is not kept when it brings nothing, and is when it brings a row', async () => {
    const api = await seededApi({ clock });
    const poll = { 'x-rolecall-poll': '1' };
    await get(api, '/api/accesses?from=2026-11-22T13:59:59Z', poll);
    expect(api.reads.asked).toEqual([]);
    await get(api, '/api/accesses?person=nobody');
    await get(api, '/api/accesses?from=2026-11-22', poll);
    await get(api, '/api/accesses/111122223333.alice', poll);
    expect(api.reads.asked.map(({ kind }) => kind)).toEqual(['listed', 'listed', 'opened']);
  });

  it('that was refused is none', async () => {
    const api = await seededApi({ clock });
    await get(api, '/api/accesses?limit=0');
    await get(api, '/api/accesses/111122223333.never');
    api.as({ ok: false, error: 'no-role' });
    await get(api, '/api/accesses');
    expect(api.reads.asked).toEqual([]);
  });
});

const post = async (api: SeededApi, path: string, body: object): Promise<Response> =>
  api.app.request(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

test.each(['2026-02-30', '2025-02-29', '2026-13-01', '2026-11-31', '26-11-22', 'today'])(
  'no looks are asked for a day that is in no calendar: %s',
  async (day) => {
    const api = await seededApi({ clock });
    const answer = await api.app.request(`/api/reads?day=${day}`);
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain('day must be a day of the calendar, such as 2026-11-22.');
    expect((await api.app.request('/api/reads?day=2024-02-29')).status).toBe(200);
  },
);

describe('a refusal that tells something', () => {
  const accessId = '111122223333.alice';

  it('is a look: a conflict shows what others said', async () => {
    const api = await seededApi({ clock });
    const seen = (version: number) => ({
      action: 'acknowledge',
      reason: 'test',
      accesses: [{ accessId, seen: version }],
    });
    const answer = await (await post(api, '/api/reviews', seen(77))).text();
    expect(answer).toContain('"conflict"');
    expect(api.reads.asked).toEqual([expect.objectContaining({ kind: 'opened', what: accessId })]);
  });

  it('is a look: an access went to the archive', async () => {
    const gone = archivedEventOf('111122223333.old', 'accesses/old.jsonl', '2026-11-01T03:00:00.000Z');
    const events = {
      ofAccess: async () => [{ ...gone, notedAt: gone.at }],
      note: async () => undefined,
    };
    const api = await seededApi({ clock, more: { events } });
    expect((await api.app.request('/api/accesses/111122223333.old')).status).toBe(410);
    expect(api.reads.asked.map(({ what }) => what)).toEqual(['111122223333.old']);
  });
});

describe('the looks of a day', () => {
  const DAY_ID = 'reads-2026-11-22';

  it('are no access, and are not read as one', async () => {
    const asked: string[] = [];
    const ofAccess = async (id: string) => {
      asked.push(id);
      return [];
    };
    const api = await seededApi({ clock, more: { events: { ofAccess, note: async () => undefined } } });
    expect((await api.app.request(`/api/accesses/${DAY_ID}`)).status).toBe(404);
    expect(asked).toEqual([]);
  });

  it('are read page after page, each look once, and say that there are more', async () => {
    const api = await seededApi({ clock });
    for (let index = 0; index < 1_203; index += 1) {
      now = new Date(Date.parse('2026-11-22T01:00:00.000Z') + index * 7_000);
      await api.reads.note({
        at: now.toISOString(),
        by: { subject: 's', name: 'S' },
        kind: 'opened',
        what: `a.${String(index)}`,
      });
    }
    const seen: string[] = [];
    let cursor = '';
    const sizes: number[] = [];
    for (;;) {
      const answer = await api.app.request(`/api/reads?day=2026-11-22${cursor}`);
      const { reads, cut, nextCursor } = (await answer.json()) as ReadsAnswer;
      const opened = reads.filter(({ kind }) => kind.code === 'opened');
      sizes.push(reads.length);
      seen.push(...opened.map(({ what }) => what));
      expect(cut).toBe(nextCursor !== undefined);
      if (nextCursor === undefined) break;
      cursor = `&cursor=${nextCursor}`;
    }
    expect(sizes).toEqual([500, 500, expect.any(Number)]);
    expect(seen).toHaveLength(1_203);
    expect(new Set(seen).size).toBe(1_203);
    const asked = api.reads.asked.filter(({ kind }) => kind === 'reads').map(({ what }) => what);
    expect(asked).toEqual(['2026-11-22', expect.stringContaining('; before 2026'), expect.any(String)]);
    expect((await api.app.request(`/api/reads?day=2026-11-21${cursor}`)).status).toBe(400);
    expect((await api.app.request('/api/reads?cursor=x')).status).toBe(400);
  });

  it('tell how many rows left, whether numbers or rows were asked for first', async () => {
    const api = await seededApi({ clock });
    await get(api, '/api/counts?person=alice');
    await get(api, '/api/accesses?person=alice');
    const reads = await readsOf(api);
    const list = reads.find(({ what }) => what.startsWith('person: alice'));
    expect(list?.rows).toBeGreaterThan(0);
    expect(reads.map(({ what }) => what)).toContain('numbers only; person: alice; 2026-11-15 to 2026-11-22');
  });
});

describe('what is noted of a look', () => {
  it('is never cut: behind long values nobody can be asked for unseen', async () => {
    const api = await seededApi({ clock });
    const long = Array.from({ length: 9 }, (_, index) => `person=${String(index)}${'x'.repeat(150)}`);
    const query = [...long, 'person=alice'].join('&');
    const post = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ format: 'csv', query }),
    };
    const asked = [
      api.app.request(`/api/accesses?${query}`),
      api.app.request(`/api/counts?${query}`),
      api.app.request(`/api/export?format=csv&${query}`),
      api.app.request('/api/exports', post),
    ];
    for (const asking of asked) {
      const response = await asking;
      expect(response.status).toBe(400);
      expect(await response.text()).toContain('can be noted');
    }
    await get(api, `/api/accesses?${long.slice(0, 4).join('&')}&person=alice`);
    expect(api.reads.asked.map(({ what }) => what)).toEqual([expect.stringContaining(', alice;')]);
  });

  it('says codes in words, and what was typed as it was', async () => {
    const api = await seededApi({ clock });
    await get(api, '/api/accesses?entry=saml&foundBy=sweep&outcome=denied&role=saml');
    expect(api.reads.asked[0]?.what).toBe(
      'role: saml; way in: single sign-on; outcome: refused; found: by the sweep; 2026-11-15 to 2026-11-22',
    );
  });

  it('cannot be made to look like another question', async () => {
    const api = await seededApi({ clock });
    await get(api, `/api/accesses?person=${encodeURIComponent('x; 2020-01-01 to 2020-01-02')}`);
    expect(api.reads.asked[0]?.what).toBe('person: "x; 2020-01-01 to 2020-01-02"; 2026-11-15 to 2026-11-22');
  });

  it('names every page that is read', async () => {
    const api = await seededApi({ clock, many: 20 });
    const window = 'from=2026-10-25&to=2026-11-23';
    const first = (await (await api.app.request(`/api/accesses?limit=5&${window}`)).json()) as {
      nextCursor: string;
    };
    await get(api, `/api/accesses?limit=5&cursor=${first.nextCursor}`);
    const [one, two] = await readsOf(api).then((found) =>
      found.toSorted((a, b) => a.what.length - b.what.length),
    );
    expect([one?.rows, two?.rows]).toEqual([5, 5]);
    expect(two?.what).toMatch(/^2026-10-25 to 2026-11-23; older than 2026-/);
  });
});

describe('the event of a look', () => {
  const read = {
    at: '2026-11-22T14:29:59.999Z',
    by: { subject: 's', name: 'Somebody' },
    kind: 'opened',
    what: 'x',
  } as const;

  it('begins with its quarter of an hour, so that the newest can be read first', () => {
    expect(quarterOf(read.at)).toBe('2026-11-22T14:15');
    expect(readEventOf(read).name).toMatch(/^read#2026-11-22T14:15#[0-9a-f]{32}$/);
    expect(readEventOf(read).accessId).toBe('reads-2026-11-22');
  });

  it('is the same when only the name of the reader or the number of rows differs', () => {
    const again = { ...read, by: { ...read.by, name: 'S. Body' }, rows: 7 };
    expect(readEventOf(again).name).toBe(readEventOf(read).name);
    expect(readEventOf({ ...read, by: { ...read.by, subject: 't' } }).name).not.toBe(readEventOf(read).name);
  });
});
