/** What somebody sees who may see the accounts of one party only. */
import type {
  AccessDetail,
  AccessListAnswer,
  CountsAnswer,
  ErrorAnswer,
  ExceptionsAnswer,
  MeAnswer,
  OverviewAnswer,
  ValuesAnswer,
} from '../../lib/api/contract.ts';
import type { Reader } from '../../lib/api/reader.ts';
import { archivedEventOf } from '../../lib/history/make-events.ts';
import { type Clock, isoAfter, systemClock } from '../../lib/kernel/clock.ts';
import { ALICE, rowOf, VENDOR } from '../support/seed-history.ts';
import { RESPONDER, type SeededApi, seededApi } from '../support/seeded-api.ts';

const NOW = new Date('2026-11-22T14:00:00.000Z');
const clock: Clock = { ...systemClock, now: () => NOW };

/** People of the payments team: one account. */
const PAYMENTS: Reader = {
  subject: 'sub-pia',
  name: 'Pia Payments',
  role: 'responder',
  scope: { accounts: ['444455556666'], parties: ['payments'] },
};

const ask = async <T>(api: SeededApi, path: string, send?: object): Promise<{ status: number; body: T }> => {
  const response = await api.app.request(
    path,
    send === undefined
      ? {}
      : { method: 'POST', body: JSON.stringify(send), headers: { 'content-type': 'application/json' } },
  );
  return { status: response.status, body: (await response.json()) as T };
};

const open = (): Promise<SeededApi> => seededApi({ clock, reader: PAYMENTS });

describe('a reader of one account', () => {
  it('lists, counts and finds what belongs to it, and nothing else', async () => {
    const api = await open();
    const { body } = await ask<AccessListAnswer>(api, '/api/accesses?limit=200');
    expect(body.accesses.length).toBeGreaterThan(0);
    expect(new Set(body.accesses.map(({ account }) => account.id))).toEqual(new Set(['444455556666']));
    const counts = await ask<CountsAnswer>(api, '/api/counts');
    expect(counts.body.total.count).toBe(body.accesses.length);
    expect(JSON.stringify(counts.body)).not.toContain('111122223333');
    const values = await ask<ValuesAnswer>(api, '/api/values?prefix=alice');
    expect(values.body.values).toEqual([]);
    const overview = await ask<OverviewAnswer>(api, '/api/overview');
    expect(overview.body.total.count).toBe(body.accesses.length);
    expect(overview.body.health).toBeUndefined();
    expect(JSON.stringify(overview.body.top)).not.toContain('111122223333');
  });

  it('does not get further by filtering for the other account, or with somebody else’s cursor', async () => {
    const api = await open();
    const other = await ask<AccessListAnswer>(api, '/api/accesses?account=111122223333');
    expect(other.body).toMatchObject({ accesses: [], cut: false });
    api.as(RESPONDER);
    const { nextCursor } = (await ask<AccessListAnswer>(api, '/api/accesses?limit=2')).body;
    api.as(PAYMENTS);
    const { body } = await ask<AccessListAnswer>(api, `/api/accesses?limit=200&cursor=${nextCursor ?? ''}`);
    expect(body.accesses.every(({ account }) => account.id === '444455556666')).toBe(true);
  });

  it('sees an access of another account whose route names his team', async () => {
    const api = await open();
    const row = rowOf({ id: 'shared', time: isoAfter(NOW, -60), caller: ALICE });
    await api.seed([{ row: { ...row, route: { ...row.route, owner: 'payments' } }, deliveries: [] }]);
    expect((await ask(api, `/api/accesses/${row.accessId}`)).status).toBe(200);
  });

  it('is not told of a first access that he may not know', async () => {
    const api = await open();
    const first = rowOf({ id: 'first', time: isoAfter(NOW, -90), caller: VENDOR });
    const repeat = rowOf({
      id: 'repeat',
      time: isoAfter(NOW, -60),
      caller: VENDOR,
      row: { groupedWith: first.accessId },
    });
    const route = { ...repeat.route, owner: 'payments' };
    await api.seed([
      { row: first, deliveries: [] },
      { row: { ...repeat, route }, deliveries: [] },
    ]);
    const { body } = await ask<AccessDetail>(api, `/api/accesses/${repeat.accessId}`);
    expect(JSON.stringify(body)).not.toContain(first.accessId);
    expect(body.summary.telling.note).toBe('The history does not hold that one any more.');
  });

  it('learns of an archived access only when its id tells that the account is his', async () => {
    const tombstone = (accessId: string) => ({
      ...archivedEventOf(accessId, 'accesses/old.jsonl', '2026-11-01T03:00:00.000Z'),
      notedAt: '2026-11-01T03:00:00.000Z',
    });
    const events = { ofAccess: async (id: string) => [tombstone(id)], note: async () => undefined };
    const api = await seededApi({ clock, reader: PAYMENTS, more: { events } });
    const statusOf = async (id: string) => (await ask<ErrorAnswer>(api, `/api/accesses/${id}`)).status;
    expect(await statusOf('444455556666.old')).toBe(410);
    expect(await statusOf('111122223333.old')).toBe(404);
    expect(await statusOf('unreadable.0a1b')).toBe(404);
    expect(await statusOf('4444555566667.old')).toBe(404);
  });

  it('makes no exception, review or second message for what he may not know', async () => {
    const api = await open();
    const accessId = '111122223333.alice';
    const wish = { accessId, subject: 'principal', reason: 'A migration.', until: isoAfter(NOW, 3_600) };
    expect((await ask(api, '/api/exceptions', wish)).status).toBe(404);
    expect((await ask(api, `/api/accesses/${accessId}/deliveries/platform-slack/again`, {})).status).toBe(
      404,
    );
    const review = { action: 'note', note: 'seen', accesses: [{ accessId, seen: 0 }] };
    const { body } = await ask<{ readonly results: readonly unknown[] }>(api, '/api/reviews', review);
    expect(body.results).toEqual([expect.objectContaining({ accessId, kind: 'unknown-access' })]);
  });

  it('mutes no roles of an account of which he sees single accesses only', async () => {
    const api = await open();
    const row = rowOf({ id: 'shared', time: isoAfter(NOW, -60), caller: ALICE });
    await api.seed([{ row: { ...row, route: { ...row.route, owner: 'payments' } }, deliveries: [] }]);
    const wish = { accessId: row.accessId, subject: 'principal', everyRole: true, reason: 'A migration.' };
    const { status } = await ask(api, '/api/exceptions', { ...wish, until: isoAfter(NOW, 3_600) });
    expect(status).toBe(403);
    expect(await api.exceptions.list()).toEqual([]);
  });

  it('sees exceptions of his own account only', async () => {
    const api = await open();
    const exception = {
      schemaVersion: 1,
      subject: { kind: 'principal', arn: 'arn:aws:iam::777788889999:role/Deploy' },
      owner: 'platform',
      reason: 'A migration.',
      madeBy: { subject: 's', name: 'Somebody' },
      madeAt: isoAfter(NOW, -60),
      from: isoAfter(NOW, -60),
      until: isoAfter(NOW, 3_600),
    } as const;
    await api.exceptions.make({ ...exception, exceptionId: 'hers', accountId: '111122223333' });
    await api.exceptions.make({
      ...exception,
      exceptionId: 'his',
      accountId: '444455556666',
      owner: 'payments',
    });
    const { body } = await ask<ExceptionsAnswer>(api, '/api/exceptions');
    expect(body.exceptions.map(({ exceptionId }) => exceptionId)).toEqual(['his']);
    expect((await ask(api, '/api/exceptions/hers/end', {})).status).toBe(404);
  });

  it('is told who he is and what he sees', async () => {
    const { body } = await ask<MeAnswer>(await open(), '/api/me');
    expect(body).toMatchObject({ name: 'Pia Payments', scope: 'Payments team only', seesEverything: false });
  });
});
