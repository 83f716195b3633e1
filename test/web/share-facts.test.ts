import { shareFacts } from '../../web/share-facts.ts';
import { stubRow } from '../support/stub-rows.ts';

const TIME = '2026-11-22T14:00:00.000Z';
const row = stubRow(2, TIME);
const other = stubRow(3, TIME);

const wordsOf = (shared: ReturnType<typeof shareFacts>): readonly string[] =>
  [...shared.values()].map(({ words }) => words);

describe('what rows share', () => {
  it('is said when all of them have it, with the filter that it stands for', () => {
    const shared = shareFacts([row, { ...other, who: row.who, account: row.account }]);
    expect(shared.get('account')).toEqual({
      name: 'account',
      words: row.account.name,
      filter: { field: 'account', value: row.account.id },
    });
    expect(wordsOf(shared)).toContain(row.who.name);
  });

  it('is nothing where one row differs, or where there is only one', () => {
    expect(shareFacts([row, row, { ...row, role: 'Another' }]).has('role')).toBe(false);
    expect(shareFacts([row]).size).toBe(0);
  });

  it('is not the person when we are less sure of one of them', () => {
    const certainty = { code: 'unknown' as const, words: 'unknown' };
    expect(shareFacts([row, { ...row, who: { ...row.who, certainty } }]).has('person')).toBe(false);
  });

  it('is not what a door is about', () => {
    const door = stubRow(11, TIME);
    expect(door.door).toBeDefined();
    expect(shareFacts([door, door]).has('role')).toBe(false);
  });

  it('is said once: what the list shares, a day does not repeat', () => {
    const ofList = shareFacts([row, row]);
    expect(shareFacts([row, row], ofList).size).toBe(0);
  });
});
