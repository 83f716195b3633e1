/** Corrections of a record: noted once, and without losing what other records told. */
import type { AccessHistory } from '../../lib/history/access-history.ts';
import { dynamoDbHistory } from '../../lib/aws/dynamodb-history.ts';
import { PRODUCTION } from '../support/sample-policy.ts';
import { accessOf, closeTable, emptyTable, implementations, rowOf } from './history-kit.ts';

const ID = rowOf().accessId;
const correction = {
  eventId: 'event-correction',
  at: '2026-11-22T12:30:00.000Z',
  reason: 'UPDATED_DATA',
  updatedFields: 'sourceIPAddress',
};
const corrected = accessOf({ sourceIPAddress: '203.0.113.77' });
const joined = { eventId: 'event-switch', eventName: 'SwitchRole', time: '2026-11-22T11:59:52Z', note: 'x' };
const named = { ...rowOf().access!.caller, label: 'alice.miller', certainty: 'resolved' as const };
const EVER = { from: '2020-01-01T00:00:00.000Z', to: '2030-01-01T00:00:00.000Z' };

afterAll(closeTable);

describe.each(implementations)('A correction %s', (_name, make) => {
  let history: AccessHistory;
  beforeEach(async () => {
    ({ history } = await make());
  });
  const row = async () => (await history.find(ID))?.row;

  it('replaces what the record said and is noted beside it', async () => {
    await history.record(rowOf());
    await history.correct(ID, { access: corrected }, correction);
    expect(await row()).toEqual({ ...rowOf(), access: corrected, corrections: [correction] });
  });

  it('changes nothing when it comes twice', async () => {
    await history.record(rowOf());
    await history.correct(ID, { access: corrected }, correction);
    await history.correct(
      ID,
      { access: accessOf({ sourceIPAddress: '192.0.2.1' }) },
      { ...correction, reason: 'again' },
    );
    expect(await row()).toEqual({ ...rowOf(), access: corrected, corrections: [correction] });
  });

  it('is noted after the ones before it', async () => {
    const second = { eventId: 'event-second', at: '2026-11-22T13:00:00.000Z', reason: 'SERVICE_OUTAGE' };
    await history.record(rowOf());
    await history.correct(ID, { access: corrected }, correction);
    await history.correct(ID, { access: accessOf({ sourceIPAddress: '192.0.2.1' }) }, second);
    await history.correct(ID, { access: corrected }, correction);
    expect((await row())?.corrections).toEqual([correction, second]);
    expect((await row())?.access?.origin.text).toBe('192.0.2.1');
  });

  it('keeps the person whom another record named', async () => {
    await history.record(rowOf());
    await history.join(ID, named, joined);
    await history.correct(ID, { access: corrected }, correction);
    expect((await row())?.access).toEqual({ ...corrected, caller: named });
    expect((await row())?.joined).toEqual([joined]);
  });

  it('names somebody else when the principal itself was wrong', async () => {
    const other = accessOf({
      userIdentity: { type: 'AWSAccount', principalId: 'AIDAEXAMPLEUSER000002', accountId: '777788889999' },
    });
    await history.record(rowOf());
    await history.join(ID, named, joined);
    await history.correct(ID, { access: other }, correction);
    expect((await row())?.access?.caller).toEqual(other.caller);
  });

  it('is followed by the session that it names', async () => {
    const withoutSession = rowOf({ responseElements: null });
    await history.record(withoutSession);
    const session = 'AROAEXAMPLETARGET001:alice';
    expect(await history.ofSession(PRODUCTION, session, EVER)).toEqual([]);
    await history.correct(ID, { access: accessOf() }, correction);
    expect(await history.ofSession(PRODUCTION, session, EVER)).toHaveLength(1);
    await history.correct(
      ID,
      { access: accessOf({ responseElements: null }) },
      { ...correction, eventId: 'back' },
    );
    expect(await history.ofSession(PRODUCTION, session, EVER)).toEqual([]);
  });

  it('leaves the window of its row open and counted', async () => {
    const until = '2026-11-22T12:15:00.000Z';
    await history.record(rowOf({}, { countsRepeatsUntil: until }));
    await history.correct(ID, { access: corrected }, correction);
    const [due] = await history.windowsDue('2026-11-22T12:16:00.000Z', 10);
    expect(due?.access).toEqual(corrected);
  });

  it('changes nothing of an access that is not there', async () => {
    await history.correct(ID, { access: corrected }, correction);
    expect(await history.find(ID)).toBeUndefined();
  });
});

describe('A correction on DynamoDB', () => {
  it('does not undo what is joined between its reading and its writing', async () => {
    const { table } = await emptyTable();
    const history = dynamoDbHistory(table);
    await history.record(rowOf());
    let joins = 0;
    const raced = dynamoDbHistory({
      ...table,
      update: async (key, update) => {
        joins += 1;
        if (joins === 1) await history.join(ID, named, joined);
        return table.update(key, update);
      },
    });
    await raced.correct(ID, { access: corrected }, correction);
    expect(joins).toBe(2);
    expect((await history.find(ID))?.row.access).toEqual({ ...corrected, caller: named });
  });
});
