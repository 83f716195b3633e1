/** A row that an exception had muted, in every store: joined and corrected, it stays muted or rings. */
import type { AccessHistory } from '../../lib/history/access-history.ts';
import type { AccessRow } from '../../lib/history/access-row.ts';
import { correctRow, joinRow } from '../../lib/history/change-row.ts';
import { usedElsewhere } from '../../lib/access/observation-reasons.ts';
import { accessOf, closeTable, implementations, rowOf } from './history-kit.ts';

const LEGS = [{ destinationId: 'platform-slack', edition: 'owner', why: 'owner' }] as const;
const announced = rowOf(
  {},
  {
    access: { ...accessOf(), observations: [] },
    expected: {
      exceptionId: 'e-1',
      reason: 'The release of Sunday',
      until: '2026-11-23T00:00:00.000Z',
      announced: {
        subject: { kind: 'principal', arn: 'AIDAEXAMPLEUSER000001' },
        accountId: accessOf().accountId,
      },
      legs: LEGS,
    },
  },
);
const look = { eventId: 'first-use-1', eventName: 'LookupEvents', time: '2026-11-22T12:01:00Z', note: 'x' };
const harmless = { ...look, told: { callerAccountName: 'Northwind' } };
const found = {
  ...look,
  told: { alsoObserved: [usedElsewhere({ entered: '198.51.100.18', used: '203.0.113.9' })] },
};
const correction = { eventId: 'event-correction', at: '2026-11-22T12:30:00.000Z', reason: 'UPDATED_DATA' };
const other = accessOf({
  userIdentity: { type: 'AWSAccount', principalId: 'AIDAEXAMPLEUSER000002', accountId: '777788889999' },
});

afterAll(closeTable);

describe.each(implementations)('An announced access %s', (_name, make) => {
  let history: AccessHistory;
  const id = announced.accessId;
  const row = async (): Promise<AccessRow | undefined> => (await history.find(id))?.row;
  beforeEach(async () => {
    ({ history } = await make());
    await history.record(announced);
  });

  it('stays announced while what is joined is harmless', async () => {
    await history.join(id, undefined, harmless);
    expect(await row()).toEqual(joinRow(announced, undefined, harmless));
    expect((await row())?.expected).toEqual(announced.expected);
    expect((await row())?.route.legs).toEqual([]);
  });

  it('has its route again once something about it is wrong, and keeps it', async () => {
    await history.join(id, undefined, found);
    expect((await row())?.expected).toBeUndefined();
    expect((await row())?.route).toEqual({ owner: 'platform', legs: LEGS });
    expect(await row()).toEqual(joinRow(announced, undefined, found));
    await history.join(id, undefined, { ...harmless, eventId: 'account-name-2' });
    expect((await row())?.route.legs).toEqual(LEGS);
  });

  it('has its route again once it is corrected to somebody else', async () => {
    await history.correct(id, { access: other }, correction);
    expect((await row())?.route.legs).toEqual(LEGS);
    expect(await row()).toEqual(correctRow(announced, { access: other }, correction));
  });

  it('stays announced when it is corrected to the same', async () => {
    const same = { ...accessOf({ userAgent: 'x' }), observations: [] };
    await history.correct(id, { access: same }, correction);
    expect(await row()).toEqual(correctRow(announced, { access: same }, correction));
    expect((await row())?.expected).toEqual(announced.expected);
  });

  it('comes out the same in whichever order both come', async () => {
    await Promise.all([
      history.join(id, undefined, found),
      history.correct(id, { access: other }, correction),
      history.join(id, undefined, { ...harmless, eventId: 'account-name-1' }),
    ]);
    expect((await row())?.expected).toBeUndefined();
    expect((await row())?.route.legs).toEqual(LEGS);
  });
});
