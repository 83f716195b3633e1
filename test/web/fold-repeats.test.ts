import type { AccessSummary } from '../../lib/api/contract.ts';
import { projectSummary } from '../../lib/api/project-summary.ts';
import type { AccessRow } from '../../lib/history/access-row.ts';
import { findEntry, foldRepeats } from '../../web/fold-repeats.ts';
import { sayRepeats } from '../../web/say-repeats.ts';
import { ALICE, POLICY, rowOf } from '../support/seed-history.ts';

const NOW = new Date('2026-11-22T15:00:00.000Z');

const access = (id: string, minute: number, row: Partial<AccessRow> = {}): AccessSummary => {
  const time = `2026-11-22T14:${String(minute).padStart(2, '0')}:00.000Z`;
  const kept = { row: rowOf({ id, time, caller: ALICE, row }), deliveries: [] };
  return projectSummary(kept, { policy: POLICY, now: NOW });
};

const idOf = (id: string): string => `111122223333.${id}`;
const repeat = (id: string, minute: number, first = 'first'): AccessSummary =>
  access(id, minute, { groupedWith: idOf(first) });

const outline = (accesses: readonly AccessSummary[]) =>
  foldRepeats(accesses).map(({ lead, repeats }) => [lead, ...repeats].map(({ time }) => time.slice(14, 16)));

describe('repeats in the list', () => {
  it('lie under the access that rang, at its place, in the order in which they came', () => {
    const list = [
      repeat('c', 40),
      access('other', 35),
      repeat('b', 30),
      access('first', 20),
      repeat('a', 10),
    ];
    expect(outline(list)).toEqual([['35'], ['20', '10', '30', '40']]);
  });

  it('lie under the newest of them while the list does not hold the one that rang', () => {
    const list = [repeat('c', 40), access('other', 35), repeat('b', 30), repeat('a', 20)];
    expect(outline(list)).toEqual([['40', '20', '30'], ['35']]);
    const [folded] = foldRepeats(list);
    expect(folded?.id).toBe(idOf('first'));
  });

  it('of two accesses stay apart', () => {
    const list = [repeat('d', 40, 'two'), repeat('c', 30, 'one'), access('two', 20), access('one', 10)];
    expect(outline(list)).toEqual([
      ['20', '40'],
      ['10', '30'],
    ]);
  });

  it('are found by the access that is read, be it the first or a repeat', () => {
    const list = [repeat('b', 30), access('first', 20)];
    expect(findEntry(list, idOf('b'))?.lead.accessId).toBe(idOf('first'));
    expect(findEntry(list, idOf('first'))?.repeats).toHaveLength(1);
    expect([findEntry(list, 'gone'), findEntry(list, undefined)]).toEqual([undefined, undefined]);
  });
});

describe('how often it repeated', () => {
  const last = '2026-11-22T14:32:00.000Z';
  const counted = (count: number) => ({ repeats: { count, first: last, last, origins: [] } });
  const say = (...list: readonly AccessSummary[]) => foldRepeats(list).map((entry) => sayRepeats(entry))[0];

  it('is said with the moment of the last, once they are counted', () => {
    expect(say(access('first', 20, counted(12)))).toEqual({ words: 'and 12 more times until', until: last });
    expect(say(access('first', 20, counted(1)))?.words).toBe('and once more at');
    expect(say(access('first', 20, counted(10_000)))?.words).toBe('and 10,000 more times until');
  });

  it('is never less than what the list shows', () => {
    const said = say(repeat('b', 30), repeat('a', 25), access('first', 20, counted(1)));
    expect(said?.words).toBe('and 2 more times until');
  });

  it('is so far what came, while they are counted', () => {
    const until = '2026-11-22T15:05:00.000Z';
    const first = access('first', 50, { countsRepeatsUntil: until });
    expect(say(first)).toEqual({ words: 'counting repeats until', until });
    expect(say(repeat('a', 55), first)).toEqual({
      words: 'and once more so far, counting repeats until',
      until,
    });
  });

  it('is not claimed to be counted after the window and before the count', () => {
    const first = access('first', 20, { countsRepeatsUntil: '2026-11-22T14:35:00.000Z' });
    expect(say(first)).toBeUndefined();
    expect(say(repeat('a', 25), first)).toEqual({ words: 'and once more' });
  });

  it('says no more than the list holds, where it does not hold the first', () => {
    expect(say(repeat('a', 25))).toBeUndefined();
    expect(say(repeat('b', 30), repeat('a', 25))?.words).toBe('and once more in this list');
  });
});
