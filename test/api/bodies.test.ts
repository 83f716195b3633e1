/** What is sent to the API. */
import type { ErrorAnswer, ReviewAnswer } from '../../lib/api/contract.ts';
import { systemClock } from '../../lib/kernel/clock.ts';
import { RESPONDER, seededApi } from '../support/seeded-api.ts';

const JSON_TYPE = { 'content-type': 'application/json' };

const post = async <T>(body: string, headers: Record<string, string> = JSON_TYPE) => {
  const { app } = await seededApi({ clock: systemClock });
  const response = await app.request('/api/reviews', { method: 'POST', body, headers });
  return { status: response.status, body: (await response.json()) as T };
};

const ACCESSES = [{ accessId: '111122223333.alice', seen: 0 }];

describe('a body', () => {
  it.each([
    ['text', '{}', { 'content-type': 'text/plain' }, 'application/json'],
    ['a form', 'action=note', { 'content-type': 'application/x-www-form-urlencoded' }, 'application/json'],
    ['broken', '{"action":', JSON_TYPE, 'no JSON'],
    ['empty', '', JSON_TYPE, 'no JSON'],
    ['too long', JSON.stringify('x'.repeat(1_000_001)), JSON_TYPE, '1,000,000 bytes'],
    ['a list', '[]', JSON_TYPE, 'the body must be object'],
  ])('that is %s is refused', async (_what, body, headers, words) => {
    const answer = await post<ErrorAnswer>(body, headers);
    expect(answer.status).toBe(400);
    expect(answer.body.code).toBe('bad-request');
    expect(answer.body.message).toContain(words);
  });

  it('may name its characters', async () => {
    const body = JSON.stringify({ action: 'note', note: 'seen', accesses: ACCESSES });
    expect((await post(body, { 'content-type': 'application/json; charset=utf-8' })).status).toBe(200);
  });

  it('is told everything that is wrong with it, with its place', async () => {
    const body = { action: 'shout', accesses: [{ accessId: 'a', seen: -1 }, { seen: 'x' }], colour: 'red' };
    const { message } = (await post<ErrorAnswer>(JSON.stringify(body))).body;
    expect(message).toContain('action must be one of acknowledge, explain');
    expect(message).toContain('accesses.0.seen must be 0 or more');
    expect(message).toContain('accesses.1.accessId');
    expect(message).toContain('unknown “colour”');
  });

  it.each([
    [{ action: 'acknowledge' }, 'a reason is needed'],
    [{ action: 'explain', reason: 'other' }, 'needs a note'],
    [{ action: 'escalate' }, 'a note or a name'],
    [{ action: 'note', note: '  ' }, 'The note is empty'],
    [{ action: 'assign' }, 'Say to whom'],
  ])('%j is not understood', async (asked, words) => {
    const { status, body } = await post<ErrorAnswer>(JSON.stringify({ ...asked, accesses: ACCESSES }));
    expect(status).toBe(400);
    expect(body.message).toContain(words);
  });

  it('names 1 to 100 accesses', async () => {
    const many = Array.from({ length: 101 }, (_, index) => ({ accessId: `a${index}`, seen: 0 }));
    const of = (accesses: readonly object[]) => JSON.stringify({ action: 'note', note: 'seen', accesses });
    expect((await post<ErrorAnswer>(of(many))).body.message).toContain('at most 100');
    expect((await post<ErrorAnswer>(of([]))).body.message).toContain('must name an access');
    const { body } = await post<ReviewAnswer>(of(many.slice(1)));
    expect(body.results).toHaveLength(100);
  });
});

const NOW = new Date('2026-11-22T14:00:00.000Z');

/** Somebody who reviews, on a clock that is moved by hand. */
const opened = async () => {
  let now = NOW;
  const api = await seededApi({ clock: { ...systemClock, now: () => now } });
  const say = async (body: object, path = '/api/reviews') => {
    const response = await api.app.request(path, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: JSON_TYPE,
    });
    return { status: response.status, body: (await response.json()) as ReviewAnswer };
  };
  const wait = (seconds: number): void => {
    now = new Date(now.getTime() + seconds * 1_000);
  };
  return { api, say, wait };
};

describe('a review', () => {
  it('is told of each access, and of whoever was quicker', async () => {
    const { api, say, wait } = await opened();
    api.as({ subject: 'sub-bob', name: 'Bob', role: 'reviewer' });
    const seenByBob = { accessId: '111122223333.vendor', seen: 0 };
    await say({ action: 'acknowledge', reason: 'test', accesses: [seenByBob] });
    wait(180);
    api.as({ subject: 'sub-jane', name: 'Jane Roe', role: 'reviewer' });
    const { body } = await say({
      action: 'explain',
      reason: 'planned-work',
      accesses: ['alice', 'vendor', 'never'].map((id) => ({ accessId: `111122223333.${id}`, seen: 0 })),
    });
    expect(body.results.map(({ kind, words }) => [kind, words])).toEqual([
      ['reviewed', 'Jane Roe explained it: planned work.'],
      ['conflict', 'Nothing was changed: Bob acknowledged it: test, 3 minutes ago.'],
      ['unknown-access', 'The history holds no access with this id.'],
    ]);
    expect(body.results[1]?.review).toMatchObject({ state: { code: 'acknowledged' }, version: 1, by: 'Bob' });
  });

  it('is undone by whoever said it, and by nobody else', async () => {
    const { api, say } = await opened();
    const undo = { action: 'undo', accesses: [{ accessId: '111122223333.alice', seen: 1 }] };
    await say({ action: 'acknowledge', reason: 'test', accesses: ACCESSES });
    api.as({ subject: 'sub-bob', name: 'Bob', role: 'reviewer' });
    expect((await say(undo)).body.results).toMatchObject([{ kind: 'not-allowed' }]);
    api.as(RESPONDER);
    expect((await say(undo)).body.results).toMatchObject([
      { kind: 'reviewed', review: { state: { code: 'unreviewed' }, version: 2 } },
    ]);
  });
});

describe('a notice that is sent again', () => {
  const path = (destination: string) => `/api/accesses/111122223333.alice/deliveries/${destination}/again`;

  it('is opened once, whoever clicks twice', async () => {
    const { say } = await opened();
    expect(await say({}, path('platform-slack'))).toMatchObject({ status: 200, body: { kind: 'opened' } });
    expect(await say({}, path('platform-slack'))).toMatchObject({ status: 200, body: { kind: 'waiting' } });
  });

  it('has to be one that was sent before', async () => {
    const { say } = await opened();
    expect(await say({}, path('nowhere'))).toMatchObject({ status: 404, body: { code: 'unknown-delivery' } });
    expect(await say({ part: 'a b' }, path('platform-slack'))).toMatchObject({ status: 400 });
  });
});
