/** Windows of repeats: who came first, what has to be counted, and that it is counted once. */
import type { AccessHistory } from '../../lib/history/access-history.ts';
import type { AccessRow } from '../../lib/history/access-row.ts';
import { closeTable, implementations, LARGE, rowOf } from './history-kit.ts';

const noon = (minute: string): string => `2026-11-22T12:${minute}:00.000Z`;
const window = (from: string, to: string) => ({ from: noon(from), to: noon(to) });

/** A row that counts its repeats until that minute. */
const firstUntil = (minute: string, eventID = 'first'): AccessRow =>
  rowOf({ eventID }, { countsRepeatsUntil: noon(minute) });
const FIRST = firstUntil('15').accessId;
const repeatAt = (time: string, eventID: string, sourceIPAddress = '198.51.100.18'): AccessRow =>
  rowOf({ eventID, eventTime: time, sourceIPAddress }, { groupedWith: FIRST });

afterAll(closeTable);

describe.each(implementations)('Windows of repeats %s', (_name, make) => {
  let history: AccessHistory;
  beforeEach(async () => {
    ({ history } = await make());
  });

  it('answer who came first, until they are over', async () => {
    expect(await history.firstOfGroup('k', 'one', window('00', '15'))).toBeUndefined();
    expect(await history.firstOfGroup('k', 'two', window('14', '29'))).toBe('one');
    expect(await history.firstOfGroup('other', 'two', window('14', '29'))).toBeUndefined();
    expect(await history.firstOfGroup('k', 'three', window('15', '30'))).toBeUndefined();
    expect(await history.firstOfGroup('k', 'four', window('16', '31'))).toBe('three');
  });

  it('stay where they are when their first asks again', async () => {
    await history.firstOfGroup('k', 'one', window('00', '15'));
    expect(await history.firstOfGroup('k', 'one', window('10', '25'))).toBeUndefined();
    expect(await history.firstOfGroup('k', 'two', window('14', '29'))).toBe('one');
    expect(await history.firstOfGroup('k', 'three', window('15', '30'))).toBeUndefined();
  });

  it('hold what a clock a little behind records, and nothing of one that is far behind', async () => {
    await history.firstOfGroup('k', 'one', window('20', '35'));
    expect(await history.firstOfGroup('k', 'two', window('19', '34'))).toBe('one');
    expect(await history.firstOfGroup('k', 'three', window('05', '20'))).toBeUndefined();
    expect(await history.firstOfGroup('k', 'four', window('21', '36'))).toBe('one');
  });

  it('tell whose is open at a moment, without opening one', async () => {
    expect(await history.currentOfGroup('k', noon('10'))).toBeUndefined();
    expect(await history.firstOfGroup('k', 'one', window('10', '25'))).toBeUndefined();
    const asked = await Promise.all(
      ['09', '10', '24', '25'].map((at) => history.currentOfGroup('k', noon(at))),
    );
    expect(asked).toEqual([undefined, 'one', 'one', undefined]);
  });

  it('are due when they are over, oldest first, until they are closed', async () => {
    await history.record(firstUntil('16', 'later'));
    await history.record(firstUntil('15'));
    await history.record(repeatAt('2026-11-22T12:01:00Z', 'repeat'));
    await history.record(rowOf({ eventID: 'alone' }));
    const due = async (before: string, limit = 10) =>
      (await history.windowsDue(noon(before), limit)).map(({ access }) => access?.eventId);
    expect(await due('15')).toEqual([]);
    expect(await due('16')).toEqual(['first']);
    expect(await due('17')).toEqual(['first', 'later']);
    expect(await due('17', 1)).toEqual(['first']);
    await history.closeWindow(FIRST, undefined);
    expect(await due('17')).toEqual(['later']);
  });

  it('answer the row as it was recorded when they are due', async () => {
    await history.record(firstUntil('15'));
    expect(await history.windowsDue(noon('16'), 10)).toEqual([firstUntil('15')]);
  });

  it('count what was grouped: how often, from when to when, from where', async () => {
    await history.record(firstUntil('15'));
    await history.record(repeatAt('2026-11-22T12:09:00Z', 'c', '203.0.113.2'));
    await history.record(repeatAt('2026-11-22T12:01:00Z', 'a', '203.0.113.9'));
    await history.record(repeatAt('2026-11-22T12:05:00Z', 'b', '203.0.113.9'));
    await history.record(rowOf({ eventID: 'other' }, { groupedWith: 'another' }));
    expect(await history.repeatsOf(FIRST)).toEqual({
      count: 3,
      first: noon('01'),
      last: noon('09'),
      origins: ['203.0.113.9', '203.0.113.2'],
    });
    expect(await history.repeatsOf('alone')).toBeUndefined();
  });

  it('name five addresses at most, those that came first', async () => {
    for (const [index, octet] of ['7', '3', '9', '1', '5', '2'].entries()) {
      await history.record(repeatAt(`2026-11-22T12:0${index}:00Z`, `r${index}`, `203.0.113.${octet}`));
    }
    const repeats = await history.repeatsOf(FIRST);
    expect(repeats?.count).toBe(6);
    expect(repeats?.origins).toEqual(['7', '3', '9', '1', '5'].map((octet) => `203.0.113.${octet}`));
  });

  it('count a burst that is too large to be read at once', async () => {
    const repeats = Array.from({ length: 150 }, (_each, index) =>
      rowOf({ ...LARGE, eventID: `r${String(index).padStart(3, '0')}` }, { groupedWith: FIRST }),
    );
    await Promise.all(repeats.map((row) => history.record(row)));
    expect(await history.repeatsOf(FIRST)).toMatchObject({ count: 150 });
  });

  it('are answered up to the limit when they are too many to be read at once', async () => {
    const rows = Array.from({ length: 90 }, (_each, index) =>
      rowOf({ ...LARGE, eventID: `first-${index}` }, { countsRepeatsUntil: noon('15') }),
    );
    await Promise.all(rows.map((row) => history.record(row)));
    expect(await history.windowsDue(noon('16'), 80)).toHaveLength(80);
    expect(await history.windowsDue(noon('16'), 100)).toHaveLength(90);
  });

  it('keep the number that was counted first', async () => {
    await history.record(firstUntil('15'));
    const repeats = { count: 2, first: noon('01'), last: noon('02'), origins: ['203.0.113.9'] };
    await history.closeWindow(FIRST, repeats);
    await history.closeWindow(FIRST, { ...repeats, count: 3 });
    await history.closeWindow(FIRST, undefined);
    expect((await history.find(FIRST))?.row).toEqual({ ...firstUntil('15'), repeats });
    expect(await history.windowsDue(noon('59'), 10)).toEqual([]);
  });

  it('close nothing that is not there, and leave a repeat where it is counted', async () => {
    const repeat = repeatAt('2026-11-22T12:01:00Z', 'repeat');
    await history.record(repeat);
    await history.closeWindow('nothing', undefined);
    await history.closeWindow(repeat.accessId, { count: 9, first: 'x', last: 'x', origins: [] });
    expect(await history.find('nothing')).toBeUndefined();
    expect((await history.find(repeat.accessId))?.row).toEqual(repeat);
    expect((await history.repeatsOf(FIRST))?.count).toBe(1);
  });

  it('are forgotten with their access', async () => {
    await history.record(firstUntil('15'));
    await history.remove(FIRST);
    expect(await history.windowsDue(noon('59'), 10)).toEqual([]);
  });
});
