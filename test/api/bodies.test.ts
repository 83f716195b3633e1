/** What is sent to the API. */
import type { ErrorAnswer, ReviewAnswer } from '../../lib/api/contract.ts';
import type { ReviewRequest } from '../../lib/history/review.ts';
import { systemClock } from '../../lib/kernel/clock.ts';
import { seededApi } from '../support/seeded-api.ts';

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
    [{ action: 'acknowledge' }, 'reason is needed'],
    [{ action: 'explain', reason: 'other' }, 'note is needed with the reason other'],
    [{ action: 'escalate' }, 'note or assignee'],
    [{ action: 'note', note: '  ' }, 'note is needed'],
    [{ action: 'assign' }, 'assignee is needed'],
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

describe('a review', () => {
  it('is told of each access, and of whoever was quicker', async () => {
    const asked: ReviewRequest[] = [];
    const now = new Date('2026-11-22T14:00:00.000Z');
    const { app } = await seededApi({
      clock: { ...systemClock, now: () => now },
      more: {
        review: async ({ row, request, by }) => {
          asked.push(request);
          const review = {
            state: 'explained',
            version: 1,
            action: 'explain',
            by,
            at: now.toISOString(),
          } as const;
          if (row.accessId.endsWith('alice'))
            return { kind: 'reviewed', review: { ...review, reason: 'planned-work' } };
          const bob = { subject: 'sub-bob', name: 'Bob' };
          return {
            kind: 'conflict',
            review: {
              ...review,
              by: bob,
              action: 'acknowledge',
              state: 'acknowledged',
              at: '2026-11-22T13:57:00.000Z',
            },
          };
        },
      },
    });
    const body = {
      action: 'explain',
      reason: 'planned-work',
      accesses: ['111122223333.alice', '111122223333.vendor', '111122223333.never'].map((accessId) => ({
        accessId,
        seen: 0,
      })),
    };
    const response = await app.request('/api/reviews', {
      method: 'POST',
      body: JSON.stringify(body),
      headers: JSON_TYPE,
    });
    const { results } = (await response.json()) as ReviewAnswer;
    expect(results.map(({ kind, words }) => [kind, words])).toEqual([
      ['reviewed', 'Rita Responder explained it: planned work.'],
      ['conflict', 'Nothing was changed: Bob acknowledged it, 3 minutes ago.'],
      ['unknown-access', 'The history holds no access with this id.'],
    ]);
    expect(asked[0]).toEqual({ action: 'explain', reason: 'planned-work', seen: 0 });
    expect(results[1]?.review).toMatchObject({ state: { code: 'acknowledged' }, version: 1, by: 'Bob' });
  });
});
