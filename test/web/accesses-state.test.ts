import type { AccessListAnswer, AccessSummary } from '../../lib/api/contract.ts';
import { projectSummary } from '../../lib/api/project-summary.ts';
import { type AccessesState, NOTHING_YET } from '../../web/accesses-state.ts';
import { changeAccesses, wantsMore } from '../../web/change-accesses.ts';
import { leavesGap } from '../../web/take-news.ts';
import { ALICE, POLICY, rowOf } from '../support/seed-history.ts';

const AROUND = { policy: POLICY, now: new Date('2026-11-22T15:00:00.000Z') };

const at = (minute: number, first?: number): AccessSummary => {
  const row = rowOf({
    id: `m${minute}`,
    time: `2026-11-22T14:${String(minute).padStart(2, '0')}:00.000Z`,
    caller: ALICE,
    row: first === undefined ? {} : { groupedWith: `111122223333.m${first}` },
  });
  return projectSummary({ row, deliveries: [] }, AROUND);
};

/** A row, or a row that was counted with another: `[40, 10]` is the repeat at 14:40 of what rang at 14:10. */
type Minute = number | readonly [minute: number, first: number];

const accessAt = (minute: Minute): AccessSummary =>
  typeof minute === 'number' ? at(minute) : at(minute[0], minute[1]);

const answerOf = (minutes: readonly Minute[], nextCursor?: string): AccessListAnswer => ({
  accesses: minutes.map(accessAt),
  read: minutes.length,
  from: '2026-11-15T15:00:00.000Z',
  to: '2026-11-22T15:00:00.000Z',
  cut: nextCursor !== undefined,
  ...(nextCursor === undefined ? {} : { nextCursor }),
});

const shown = (minutes: readonly Minute[], nextCursor?: string): AccessesState =>
  changeAccesses(NOTHING_YET, { kind: 'first-page', answer: answerOf(minutes, nextCursor) });

const idsOf = (accesses: readonly AccessSummary[]): readonly string[] =>
  accesses.map(({ accessId }) => accessId.split('.')[1] ?? '');

describe('the list on the page', () => {
  it('takes new rows in at their place and points them out', () => {
    const state = changeAccesses(shown([30, 10]), { kind: 'news', answer: answerOf([40, 20]), hold: false });
    expect(idsOf(state.shown)).toEqual(['m40', 'm30', 'm20', 'm10']);
    expect([...state.arrived].sort()).toEqual(['111122223333.m20', '111122223333.m40']);
  });

  it('holds new rows back while the reader is further down, and renews what is shown', () => {
    const told: AccessSummary = { ...at(10), telling: { code: 'told', words: 'told' } };
    const answer = { ...answerOf([40]), accesses: [at(40), told] };
    const held = changeAccesses(shown([30, 10]), { kind: 'news', answer, hold: true });
    expect(idsOf(held.shown)).toEqual(['m30', 'm10']);
    expect(held.shown[1]?.telling.code).toBe('told');
    expect(idsOf(held.held)).toEqual(['m40']);
    expect(idsOf(changeAccesses(held, { kind: 'show-held' }).shown)).toEqual(['m40', 'm30', 'm10']);
  });

  it('shows no row twice, however often it is answered', () => {
    const once = changeAccesses(shown([30]), { kind: 'news', answer: answerOf([40, 30]), hold: false });
    const twice = changeAccesses(once, { kind: 'news', answer: answerOf([40, 30]), hold: false });
    expect(idsOf(twice.shown)).toEqual(['m40', 'm30']);
  });

  it('reads on below the last row', () => {
    const state = changeAccesses(shown([30, 20], 'next'), {
      kind: 'more',
      cursor: 'next',
      answer: answerOf([10]),
    });
    expect(idsOf(state.shown)).toEqual(['m30', 'm20', 'm10']);
    expect(state.nextCursor).toBeUndefined();
  });

  it('leaves late finds below the last loaded row to the page they belong to', () => {
    const state = changeAccesses(shown([30, 20], 'next'), {
      kind: 'news',
      answer: answerOf([30, 10]),
      hold: false,
    });
    expect(idsOf(state.shown)).toEqual(['m30', 'm20']);
  });

  it('starts over when so much came that rows between may be missing', () => {
    const answer = answerOf([50, 49], 'more');
    expect(leavesGap(shown([10]), answer)).toBe(true);
    const state = changeAccesses(shown([10]), { kind: 'news', answer, hold: false });
    expect(idsOf(state.shown)).toEqual(['m50', 'm49']);
    expect(state.nextCursor).toBe('more');
  });

  it('starts over only when asked, while the reader is further down', () => {
    const answer = answerOf([50, 49], 'more');
    const held = changeAccesses(shown([10], 'old'), { kind: 'news', answer, hold: true });
    expect(idsOf(held.shown)).toEqual(['m10']);
    expect(idsOf(held.held)).toEqual(['m50', 'm49']);
    const more = changeAccesses(held, { kind: 'news', answer: answerOf([51, 50, 20], 'x'), hold: true });
    expect(idsOf(more.held)).toEqual(['m51', 'm50', 'm49']);
    const anew = changeAccesses(more, { kind: 'show-held' });
    expect(idsOf(anew.shown)).toEqual(['m51', 'm50', 'm49']);
    expect(anew).toMatchObject({ nextCursor: 'more', held: [] });
    expect(anew).not.toHaveProperty('anew');
  });

  it('ignores a page that was asked of a list which has begun anew since', () => {
    const anew = changeAccesses(shown([10], 'old'), {
      kind: 'news',
      answer: answerOf([50], 'new'),
      hold: false,
    });
    const late = changeAccesses(anew, { kind: 'more', cursor: 'old', answer: answerOf([5]) });
    expect(idsOf(late.shown)).toEqual(['m50']);
    expect(late.nextCursor).toBe('new');
  });

  it('takes a repeat in at once when its entry is folded, as nothing moves', () => {
    const news = { kind: 'news', answer: answerOf([40, [35, 10]]), hold: true } as const;
    const state = changeAccesses(shown([30, 10]), news);
    expect(idsOf(state.shown)).toEqual(['m35', 'm30', 'm10']);
    expect(idsOf(state.held)).toEqual(['m40']);
    expect([...state.arrived]).toEqual(['111122223333.m35']);
  });

  it('holds a repeat back when its entry is unfolded or not in the list', () => {
    const unfolded = changeAccesses(shown([30, [20, 10], 10]), {
      kind: 'unfold',
      entryId: '111122223333.m10',
    });
    const news = {
      kind: 'news',
      answer: answerOf([
        [36, 5],
        [35, 10],
      ]),
      hold: true,
    } as const;
    const state = changeAccesses(unfolded, news);
    expect(idsOf(state.shown)).toEqual(['m30', 'm20', 'm10']);
    expect(idsOf(state.held)).toEqual(['m36', 'm35']);
  });

  it('unfolds fifty at a time, or as far as the one that is read', () => {
    const entryId = '111122223333.m1';
    const state = shown([...Array.from({ length: 55 }, (_, index) => [57 - index, 1] as const), 1]);
    const once = changeAccesses(state, { kind: 'unfold', entryId });
    expect(once.unfolded.get(entryId)).toBe(50);
    expect(changeAccesses(once, { kind: 'unfold', entryId }).unfolded.get(entryId)).toBe(100);
    const latest = changeAccesses(state, { kind: 'unfold', entryId, accessId: '111122223333.m57' });
    expect(latest.unfolded.get(entryId)).toBe(100);
    const seen = changeAccesses(once, { kind: 'unfold', entryId, accessId: '111122223333.m3' });
    expect(seen).toBe(once);
    expect(changeAccesses(once, { kind: 'fold', entryId }).unfolded.size).toBe(0);
  });

  it('reads on by itself while a storm of repeats fills the pages, but not for ever', () => {
    const storm = shown(
      Array.from({ length: 50 }, (_, index) => [59 - index, 1] as const),
      'next',
    );
    expect(wantsMore(storm)).toBe(true);
    expect(wantsMore({ ...storm, nextCursor: undefined })).toBe(false);
    expect(wantsMore({ ...storm, problem: { kind: 'unreachable' } })).toBe(false);
    expect(
      wantsMore(
        shown(
          Array.from({ length: 30 }, (_, index) => 59 - index),
          'next',
        ),
      ),
    ).toBe(false);
    let state = storm;
    for (let asked = 0; asked < 10; asked += 1) {
      state = changeAccesses(state, { kind: 'ask-more', byReader: false });
      expect(wantsMore(state)).toBe(false);
      state = { ...state, loadingMore: false };
    }
    expect(wantsMore(state)).toBe(false);
    const asked = changeAccesses(state, { kind: 'ask-more', byReader: true });
    expect(wantsMore({ ...asked, loadingMore: false })).toBe(true);
  });

  it('keeps what is shown when a question fails, and forgets the failure with the next good answer', () => {
    const failed = changeAccesses(shown([30]), { kind: 'problem', problem: { kind: 'unreachable' } });
    expect(failed).toMatchObject({ phase: 'ready', problem: { kind: 'unreachable' } });
    expect(idsOf(failed.shown)).toEqual(['m30']);
    const well = changeAccesses(failed, { kind: 'news', answer: answerOf([30]), hold: false });
    expect(well.problem).toBeUndefined();
  });
});
