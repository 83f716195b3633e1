/** What an access shows of its review, of its record, and of what the reader may do with it. */
import type { AccessDetail } from '../../lib/api/contract.ts';
import { projectDetail } from '../../lib/api/project-detail.ts';
import type { NotedEvent } from '../../lib/history/history-event.ts';
import type { Review, ReviewRequest } from '../../lib/history/review.ts';
import { type Clock, isoAfter, systemClock } from '../../lib/kernel/clock.ts';
import { ALICE, POLICY, rowOf } from '../support/seed-history.ts';
import { RESPONDER, seededApi } from '../support/seeded-api.ts';

const NOW = new Date('2026-11-22T14:00:00.000Z');
const clock: Clock = { ...systemClock, now: () => NOW };

const REVIEW: Review = {
  state: 'explained',
  version: 2,
  action: 'explain',
  by: { subject: 'sub-jane', name: 'Jane Roe' },
  at: isoAfter(NOW, -60),
  reason: 'planned-work',
  ticket: 'https://jira.example/OPS-1234',
  note: 'The yearly \u202Emigration.',
};

const reviewedEvent = (review: Review, request: Partial<ReviewRequest> = {}): NotedEvent => ({
  schemaVersion: 1,
  accessId: '111122223333.a',
  name: `reviewed#${String(review.version).padStart(4, '0')}`,
  kind: 'reviewed',
  at: review.at,
  notedAt: review.at,
  body: { request: { action: review.action, seen: review.version - 1, ...request }, review },
});

const row = rowOf({ id: 'a', time: isoAfter(NOW, -600), caller: ALICE });

describe('the review of an access', () => {
  it('says who said what, with the link of its ticket', () => {
    const { summary } = projectDetail(
      { row: { ...row, review: REVIEW }, deliveries: [] },
      { policy: POLICY, now: NOW },
    );
    expect(summary.review).toMatchObject({
      state: { code: 'explained', words: 'explained' },
      version: 2,
      words: 'Jane Roe explained it: planned work, https://jira.example/OPS-1234',
      by: 'Jane Roe',
      reason: { code: 'planned-work' },
      ticketUrl: 'https://jira.example/OPS-1234',
      note: 'The yearly ⟨U+202E⟩migration.',
    });
  });

  it.each(['javascript:alert(1)', 'http://jira.example/1', 'OPS-1234'])('makes no link of %s', (ticket) => {
    const { summary } = projectDetail(
      { row: { ...row, review: { ...REVIEW, ticket } }, deliveries: [] },
      { policy: POLICY, now: NOW },
    );
    expect(summary.review).toMatchObject({ ticket });
    expect(summary.review.ticketUrl).toBeUndefined();
  });

  it('begins with version 0, before anybody says anything', () => {
    const { summary } = projectDetail({ row, deliveries: [] }, { policy: POLICY, now: NOW });
    expect(summary.review).toEqual({
      state: expect.objectContaining({ code: 'unreviewed' }) as unknown,
      version: 0,
    });
  });

  it('stands on the line of time with every action', () => {
    const first: Review = {
      ...REVIEW,
      version: 1,
      action: 'escalate',
      state: 'escalated',
      at: isoAfter(NOW, -120),
    };
    const { timeline } = projectDetail(
      {
        row: { ...row, review: REVIEW },
        deliveries: [],
        events: [reviewedEvent(first, { note: 'Who is this?' }), reviewedEvent(REVIEW)],
      },
      { policy: POLICY, now: NOW },
    );
    const said = timeline.filter(({ words }) => words.startsWith('Jane Roe'));
    expect(said).toMatchObject([
      { tone: 'warning', words: expect.stringContaining('escalated it') as unknown, note: 'Who is this?' },
      { tone: 'good', words: expect.stringContaining('explained it') as unknown },
    ]);
  });

  it('says of an expected one that nobody was told on purpose', () => {
    const expected = { exceptionId: 'e-1', reason: 'The yearly migration.', until: isoAfter(NOW, 3_600) };
    const { summary, timeline } = projectDetail(
      { row: { ...row, expected, route: { ...row.route, legs: [] } }, deliveries: [] },
      { policy: POLICY, now: NOW },
    );
    expect(summary.review).toMatchObject({ state: { code: 'expected' }, expected: { exceptionId: 'e-1' } });
    expect(summary.telling).toMatchObject({ words: 'not told' });
    expect(timeline.map(({ words }) => words)).toContain('Expected, not told: an exception had announced it');
  });
});

describe('the record of an access', () => {
  it('is JSON without secrets and without characters that hide others', () => {
    const hostile = { ...row, joined: [{ eventId: 'e', eventName: 'x', time: row.time, note: 'a\u202Eb' }] };
    const { record } = projectDetail({ row: hostile, deliveries: [] }, { policy: POLICY, now: NOW });
    expect(JSON.parse(record)).toMatchObject({ access: { caller: { label: 'alice' } } });
    expect(record).toContain('\n  ');
    expect(record).toContain('a⟨U+202E⟩b');
    expect(record).not.toMatch(/sessionToken|secretAccessKey|externalId/);
  });
});

describe('what the reader may do', () => {
  const mayOf = async (role: 'viewer' | 'reviewer' | 'responder', id: string): Promise<AccessDetail> => {
    const { app } = await seededApi({ clock, reader: { ...RESPONDER, role } });
    return (await (await app.request(`/api/accesses/${id}`)).json()) as AccessDetail;
  };

  it('is by his role', async () => {
    expect((await mayOf('viewer', '111122223333.alice')).may).toMatchObject({
      review: false,
      sendAgain: false,
    });
    expect((await mayOf('reviewer', '111122223333.alice')).may).toMatchObject({
      review: true,
      sendAgain: false,
    });
    expect((await mayOf('responder', '111122223333.alice')).may).toMatchObject({
      review: true,
      sendAgain: true,
    });
  });

  it('makes no exception for what is refused, and says why', async () => {
    const { app } = await seededApi({ clock });
    const listed = (await (await app.request('/api/accesses?outcome=denied&kind=access')).json()) as {
      readonly accesses: readonly { readonly accessId: string }[];
    };
    const { may, noException } = await mayOf('responder', listed.accesses[0]?.accessId ?? '');
    expect(may.makeException).toBe(false);
    expect(noException).toContain('refused');
  });
});

describe('lists that an access is part of', () => {
  it('are counted over 30 days and can be asked for', async () => {
    const { app } = await seededApi({ clock });
    const { related } = (await (
      await app.request('/api/accesses/111122223333.alice')
    ).json()) as AccessDetail;
    expect(related.map(({ field }) => field)).toEqual(expect.arrayContaining(['person', 'address']));
    for (const { field, value, from, count } of related) {
      const query = new URLSearchParams([
        [field, value],
        ['from', from],
        ['limit', '200'],
      ]);
      const list = (await (await app.request(`/api/accesses?${query.toString()}`)).json()) as {
        readonly accesses: readonly unknown[];
      };
      expect(list.accesses).toHaveLength(count.count);
    }
  });
});
