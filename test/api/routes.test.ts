import type { AccessDetail, AccessListAnswer, ErrorAnswer } from '../../lib/api/contract.ts';
import type { PageFiles } from '../../lib/api/page-files.ts';
import { pageFilesOf } from '../../lib/api/page-files.ts';
import type { ApiDependencies } from '../../lib/api/routes.ts';
import { type Clock, systemClock } from '../../lib/kernel/clock.ts';
import { MemoryCards } from '../support/memory-cards.ts';
import { type SeededApi, seededApi } from '../support/seeded-api.ts';

const NOW = new Date('2026-11-22T14:00:00.000Z');
const clock: Clock = { ...systemClock, now: () => NOW };

const seeded = (more: Partial<ApiDependencies> = {}, many = 0): Promise<SeededApi> =>
  seededApi({ clock, many, more });

const ask = async <T>(api: SeededApi, path: string): Promise<{ status: number; body: T }> => {
  const response = await api.app.request(path);
  return { status: response.status, body: (await response.json()) as T };
};

const PAGE: PageFiles = pageFilesOf(
  new Map([
    ['index.html', '<!doctype html><title>Rolecall</title>'],
    ['page.js', 'export {};'],
    ['page.css', 'body{}'],
  ]),
);

class BrokenCards extends MemoryCards {
  override async page(): Promise<never> {
    throw new Error('ProvisionedThroughputExceededException at arn:aws:dynamodb:secret-place');
  }
}

describe('the list of accesses', () => {
  it('shows the last seven days, newest first, when nothing else is asked', async () => {
    const { status, body } = await ask<AccessListAnswer>(await seeded(), '/api/accesses');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      from: '2026-11-15T14:00:00.000Z',
      to: '2026-11-22T14:00:00.000Z',
      cut: false,
    });
    expect(body.accesses).toHaveLength(28);
    expect(body.accesses.map(({ time }) => time)).toEqual(
      body.accesses
        .map(({ time }) => time)
        .toSorted()
        .toReversed(),
    );
  });

  it('leads every row with a person and how sure we are of the name', async () => {
    const { body } = await ask<AccessListAnswer>(await seeded(), '/api/accesses');
    const announced = body.accesses.filter(({ groupedWith }) => groupedWith === undefined);
    const who = announced.map((access) => [access.who.name, access.who.certainty.words]);
    expect(who.slice(0, 4)).toEqual([
      ['alice', 'asserted'],
      ['bob@northwind.example', 'claimed'],
      ['repo:acme/shop:environment:production', 'asserted'],
      ['Carol Jensen', 'resolved'],
    ]);
    expect(announced[1]?.who.home).toBe('caller of Northwind Managed Services');
  });

  it('says of each row who has been told', async () => {
    const { body } = await ask<AccessListAnswer>(await seeded(), '/api/accesses');
    const telling = new Map(body.accesses.map((access) => [access.accessId.split('.')[1], access.telling]));
    expect(telling.get('alice')).toMatchObject({ code: 'told', note: '3 told' });
    expect(telling.get('vendor')).toMatchObject({ code: 'waiting', note: '1 not delivered yet' });
    expect(telling.get('carol')).toMatchObject({ code: 'rejected', note: '1 rejected, 2 told' });
    expect(telling.get('deploy-repeat-1')).toMatchObject({ code: 'grouped' });
    expect(telling.get('0a1b2c3d4e5f')).toMatchObject({ code: 'nobody' });
  });

  it('marks refusals, late finds and records that cannot be read', async () => {
    const { body } = await ask<AccessListAnswer>(await seeded(), '/api/accesses');
    expect(body.accesses.find(({ who }) => who.name === 'christophe')?.outcome.words).toBe('refused');
    expect(body.accesses.map(({ late }) => late)).toContain('found by the sweep, 12 minutes late');
    expect(body.accesses.find(({ outcome }) => outcome.code === 'unreadable')?.sentence).toBe(
      'A record of ACME payments could not be read: The record has no userIdentity.',
    );
  });

  it('is read on with the cursor, in the same window, without repeating or skipping a row', async () => {
    const api = await seeded({}, 30);
    const seen: string[] = [];
    let path = '/api/accesses?limit=7';
    for (let page = 1; page <= 9; page += 1) {
      const { status, body } = await ask<AccessListAnswer>(api, path);
      expect(status).toBe(200);
      expect(body.to).toBe('2026-11-22T14:00:00.000Z');
      seen.push(...body.accesses.map(({ accessId }) => accessId));
      expect(body.cut).toBe(page < 9);
      path = `/api/accesses?limit=7&cursor=${body.nextCursor ?? ''}`;
    }
    expect(new Set(seen).size).toBe(58);
    expect(seen).toHaveLength(58);
  });

  it('includes the start of the window and excludes its end', async () => {
    const at = '2026-11-22T13:58:25.000Z';
    const from = await ask<AccessListAnswer>(await seeded(), `/api/accesses?from=${at}`);
    expect(from.body.accesses.map(({ who }) => who.name)).toEqual(['alice']);
    const to = await ask<AccessListAnswer>(await seeded(), `/api/accesses?from=2026-11-22&to=${at}`);
    expect(to.body.accesses.map(({ who }) => who.name)).not.toContain('alice');
  });

  it.each([
    ['from=yesterday', 'ISO 8601'],
    ['from=2026-13-45', 'ISO 8601'],
    ['to=2026-11-22T14:00:00', 'with its zone'],
    ['from=2026-11-23&to=2026-11-22', 'from must be before to'],
    ['limit=0', '1 to 200'],
    ['limit=201', '1 to 200'],
    ['limit=1e2', '1 to 200'],
    ['limit=', '1 to 200'],
    ['cursor=%00%FF', 'nextCursor'],
    [`cursor=${'A'.repeat(100_000)}`, 'nextCursor'],
    [
      `cursor=${Buffer.from('{"from":"a","to":"b","position":"c","digest":"d"}').toString('base64url')}`,
      'nextCursor',
    ],
    ['page=2', 'from, to, limit, cursor'],
    ['limit=1&limit=2', 'only once'],
    ['state=done', 'state must be one of open, unreviewed'],
    ['account=1', '12 digits'],
    ['person=', '1 to 200 characters'],
  ])('answers the bad query %.40s with 400 and what is allowed', async (query, allowed) => {
    const { status, body } = await ask<ErrorAnswer>(await seeded(), `/api/accesses?${query}`);
    expect(status).toBe(400);
    expect(body.code).toBe('bad-query');
    expect(body.message).toContain(allowed);
    expect(body.message.length).toBeLessThan(300);
  });

  it('answers 503 without inner words when the history cannot be read, and logs it', async () => {
    const api = await seeded({ cards: new BrokenCards([]) });
    const { status, body } = await ask<ErrorAnswer>(api, '/api/accesses');
    expect(status).toBe(503);
    expect(body.code).toBe('history-unavailable');
    expect(JSON.stringify(body)).not.toMatch(/arn|Throughput/);
    expect(api.logged).toEqual(['history-unavailable']);
  });
});

describe('one access', () => {
  it('tells everything that is kept about it, in words', async () => {
    const { body } = await ask<AccessDetail>(await seeded(), '/api/accesses/111122223333.alice');
    expect(body.summary.sentence).toBe('alice entered Production administrator in ACME production.');
    expect(body.evidence[0]).toMatchObject({ source: 'userIdentity.arn', certainty: { code: 'asserted' } });
    expect(body.mfa.words).toBe('with MFA');
    expect(body.answerable).toEqual([
      { label: 'Owner', value: 'Platform team', note: '#platform' },
      { label: 'Client', value: 'ACME' },
    ]);
    expect(body.origin).toContainEqual({ label: 'Recorded in', value: 'us-east-1, served by eu-north-1' });
    expect(body.ids.find(({ label }) => label === 'Session access key id')?.value).toBe(
      'ASIAEXAMPLEMINTED001',
    );
  });

  it('puts the call, the record and every attempt on one line of time', async () => {
    const { body } = await ask<AccessDetail>(await seeded(), '/api/accesses/111122223333.alice');
    expect(body.timeline.map(({ words }) => words)).toEqual([
      'The role was entered',
      'Recorded 3 s after it happened',
      'Slack answered “too many requests”, asked to wait 2 s',
      'Jira took it',
      'Amazon SNS took it',
      'Slack took it at attempt 2',
      'Until then, equal accesses are counted instead of told',
      'The session ends',
    ]);
  });

  it('never says more surely who it was than the record does', async () => {
    const api = await seeded();
    const claimed = await ask<AccessDetail>(api, '/api/accesses/111122223333.vendor');
    expect(claimed.body.summary.sentence).toContain('Somebody calling themselves “bob@northwind.example”');
    const unknown = await ask<AccessDetail>(api, '/api/accesses/111122223333.late');
    expect(unknown.body.summary.sentence).toContain('Somebody not named in the record');
  });

  it('shows when a delivery is tried next, and why one was given up', async () => {
    const api = await seeded();
    const waiting = await ask<AccessDetail>(api, '/api/accesses/111122223333.vendor');
    expect(waiting.body.deliveries[0]?.nextTryAt).toBe('2026-11-22T13:55:43.000Z');
    const rejected = await ask<AccessDetail>(api, '/api/accesses/111122223333.carol');
    expect(
      rejected.body.deliveries.find(({ state }) => state.code === 'rejected')?.attempts[0],
    ).toMatchObject({
      words: 'Slack says that the destination no longer exists',
      detail: 'channel_is_archived',
    });
  });

  it('names characters that would move or hide text', async () => {
    const { body } = await ask<AccessDetail>(await seeded(), '/api/accesses/111122223333.hostile');
    const program = body.origin.find(({ label }) => label === 'Program')?.value;
    expect(program).toBe('<img src=x onerror="window.broken=1"> ⟨U+202E⟩gnp.exe ⟨U+001B⟩[31m');
  });

  it.each(['no-such-access', '..%2f..%2fetc%2fpasswd', '%', '%00', 'x'.repeat(5_000), '__proto__'])(
    'answers 404 for the id %.20s',
    async (id) => {
      const { status, body } = await ask<ErrorAnswer>(await seeded(), `/api/accesses/${id}`);
      expect(status).toBe(404);
      expect(body.code).toMatch(/^unknown-/);
    },
  );
});

describe('every answer', () => {
  it.each([
    '/',
    '/assets/page.js',
    '/assets/nothing.js',
    '/api/accesses',
    '/api/accesses?limit=0',
    '/nowhere',
  ])('of %s carries the headers that keep hostile text inert', async (path) => {
    const { headers } = await (await seeded({ pageFiles: PAGE })).app.request(path);
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
  });

  it('of the API is never stored, and of the page is checked before it is used again', async () => {
    const { app } = await seeded({ pageFiles: PAGE });
    expect((await app.request('/api/health')).headers.get('cache-control')).toBe('no-store');
    const page = await app.request('/assets/page.css');
    expect(page.headers.get('content-type')).toBe('text/css; charset=utf-8');
    const again = await app.request('/assets/page.css', {
      headers: { 'if-none-match': page.headers.get('etag') ?? '' },
    });
    expect(again.status).toBe(304);
  });

  it.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])('refuses %s', async (method) => {
    const response = await (await seeded()).app.request('/api/accesses', { method });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('GET, HEAD');
  });

  it('tells a path that takes two methods of both', async () => {
    const response = await (await seeded()).app.request('/api/exceptions', { method: 'DELETE' });
    expect(response.headers.get('allow')).toBe('GET, HEAD, POST');
  });

  it.each([
    '/assets/..%2f..%2fpackage.json',
    '/assets/',
    '/assets/constructor',
    '/rolecall.yml',
    '//evil.example/',
  ])('has no file at %s', async (path) => {
    const response = await (await seeded({ pageFiles: PAGE })).app.request(`http://localhost${path}`);
    expect(response.status).toBe(404);
  });
});
