/** What was looked up about an access: joined as facts, from which the caller is judged, whoever else joins meanwhile. */
import { callerFromHalf } from '../../lib/access/join-switch-role.ts';
import { dynamoDbHistory } from '../../lib/aws/dynamodb-history.ts';
import type { AccessHistory } from '../../lib/history/access-history.ts';
import type { JoinedRecord } from '../../lib/history/access-row.ts';
import { joinedEventOf, rowSnapshotEvent } from '../../lib/history/make-events.ts';
import { playEvents } from '../../lib/history/play-events.ts';
import { NORTHWIND } from '../support/sample-policy.ts';
import { accessOf, closeTable, emptyTable, implementations, rowOf } from './history-kit.ts';

const ID = rowOf().accessId;
const TIME = '2026-11-22T12:01:00.000Z';

const trust = { sessionName: 'pinned', sourceIdentity: 'free', mfa: true, externalId: false } as const;
const byPolicy: JoinedRecord = {
  eventId: 'trust-1',
  eventName: 'GetRole',
  time: TIME,
  note: 'IAM was asked.',
  told: { trust, alsoObserved: [{ code: 'unpinned-source-identity', reason: 'not pinned' }] },
};

const half: JoinedRecord = { eventId: 'event-switch', eventName: 'SwitchRole', time: TIME, note: 'x' };
const named = callerFromHalf(accessOf().caller, {
  switchedFrom: `arn:aws:iam::${NORTHWIND}:user/alice.miller`,
});

const correction = { eventId: 'event-correction', at: '2026-11-22T12:30:00.000Z', reason: 'UPDATED_DATA' };

afterAll(closeTable);

describe.each(implementations)('What was looked up, %s', (_name, make) => {
  let history: AccessHistory;
  beforeEach(async () => {
    ({ history } = await make());
    await history.record(rowOf());
  });
  const row = async () => (await history.find(ID))?.row;

  it('is joined without a caller, who is judged by it', async () => {
    await history.join(ID, undefined, byPolicy);
    const { access, joined } = (await row()) ?? {};
    expect(access).toMatchObject({ trust, mfa: 'yes', caller: { label: 'alice', certainty: 'asserted' } });
    expect(access?.observations.map(({ code }) => code)).toEqual(['unpinned-source-identity']);
    // The observations stand where all of them do.
    expect(access).not.toHaveProperty('alsoObserved');
    expect(joined).toEqual([byPolicy]);
  });

  it('changes nothing when it comes twice', async () => {
    await history.join(ID, undefined, byPolicy);
    const once = await row();
    await history.join(ID, undefined, { ...byPolicy, told: {} });
    expect(await row()).toEqual(once);
  });

  it('makes the same access before and after the other half of a switch', async () => {
    await history.join(ID, undefined, byPolicy);
    await history.join(ID, named, half);
    const lookedFirst = (await row())?.access;
    const other = rowOf({ eventID: 'event-2' });
    await history.record(other);
    await history.join(other.accessId, named, half);
    await history.join(other.accessId, undefined, byPolicy);
    const halfFirst = (await history.find(other.accessId))?.row.access;
    expect(lookedFirst?.caller).toMatchObject({ label: 'alice.miller', certainty: 'resolved' });
    expect({ ...halfFirst, accessId: ID, eventId: 'event-1' }).toEqual(lookedFirst);
  });

  it('stays when AWS corrects the record', async () => {
    await history.join(ID, undefined, byPolicy);
    await history.correct(ID, { access: accessOf({ sourceIPAddress: '203.0.113.77' }) }, correction);
    expect((await row())?.access).toMatchObject({
      trust,
      mfa: 'yes',
      caller: { certainty: 'asserted' },
      origin: { text: '203.0.113.77' },
      observations: [{ code: 'unpinned-source-identity' }],
    });
  });

  it('is forgotten when the principal itself was wrong: it was looked up about somebody else', async () => {
    await history.join(ID, undefined, byPolicy);
    const other = accessOf({
      userIdentity: { type: 'AWSAccount', principalId: 'AIDAEXAMPLEUSER000002', accountId: NORTHWIND },
    });
    await history.correct(ID, { access: other }, correction);
    expect((await row())?.access).toEqual(other);
  });

  it('is what the events tell', async () => {
    const kit = await make();
    await kit.history.record(rowOf());
    await kit.events.note([rowSnapshotEvent(rowOf()), joinedEventOf(ID, undefined, byPolicy)]);
    await kit.history.join(ID, undefined, byPolicy);
    await kit.events.note([joinedEventOf(ID, named, half)]);
    await kit.history.join(ID, named, half);
    const detail = await kit.history.find(ID);
    if (detail === undefined) throw new Error('no row');
    expect(playEvents(detail.events ?? [], detail.row, () => false).fits).toBe(true);
  });
});

describe('What was looked up, on DynamoDB', () => {
  it.each([
    ['joined', (history: AccessHistory) => history.join(ID, named, half)],
    [
      'corrected',
      (history: AccessHistory) =>
        history.correct(ID, { access: accessOf({ sourceIPAddress: '203.0.113.77' }) }, correction),
    ],
  ])('does not undo what is %s between its reading and its writing', async (what, meanwhile) => {
    const { table } = await emptyTable();
    const history = dynamoDbHistory(table);
    await history.record(rowOf());
    let updates = 0;
    const raced = dynamoDbHistory({
      ...table,
      update: async (key, update) => {
        updates += 1;
        if (updates === 1) await meanwhile(history);
        return table.update(key, update);
      },
    });
    await raced.join(ID, undefined, byPolicy);
    expect(updates).toBe(2);
    const access = (await history.find(ID))?.row.access;
    expect(access?.trust).toEqual(trust);
    if (what === 'joined')
      expect(access?.caller).toMatchObject({ label: 'alice.miller', certainty: 'resolved' });
    else expect(access?.origin.text).toBe('203.0.113.77');
  });
});
