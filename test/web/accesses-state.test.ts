import type { AccessListAnswer, AccessSummary } from '../../lib/api/contract.ts';
import { projectSummary } from '../../lib/api/project-summary.ts';
import { changeAccesses, NOTHING_YET } from '../../web/accesses-state.ts';
import { ALICE, POLICY, rowOf } from '../support/seed-history.ts';

const at = (minute: number): AccessSummary =>
  projectSummary(
    rowOf({
      id: `m${minute}`,
      time: `2026-11-22T14:${String(minute).padStart(2, '0')}:00.000Z`,
      caller: ALICE,
    }),
    [],
    POLICY,
  );

const answerOf = (minutes: readonly number[], nextCursor?: string): AccessListAnswer => ({
  accesses: minutes.map(at),
  from: '2026-11-15T15:00:00.000Z',
  to: '2026-11-22T15:00:00.000Z',
  cut: nextCursor !== undefined,
  ...(nextCursor === undefined ? {} : { nextCursor }),
});

const shown = (minutes: readonly number[], nextCursor?: string) =>
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
    const state = changeAccesses(shown([30, 20], 'next'), { kind: 'more', answer: answerOf([10]) });
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
    const state = changeAccesses(shown([10]), { kind: 'news', answer, hold: true });
    expect(idsOf(state.shown)).toEqual(['m50', 'm49']);
    expect(state.nextCursor).toBe('more');
  });

  it('keeps what is shown when a question fails, and forgets the failure with the next good answer', () => {
    const failed = changeAccesses(shown([30]), { kind: 'problem', problem: { kind: 'unreachable' } });
    expect(failed).toMatchObject({ phase: 'ready', problem: { kind: 'unreachable' } });
    expect(idsOf(failed.shown)).toEqual(['m30']);
    const well = changeAccesses(failed, { kind: 'news', answer: answerOf([30]), hold: false });
    expect(well.problem).toBeUndefined();
  });
});
