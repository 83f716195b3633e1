/** Doors on their way into the history: recorded once, told once, counted when they repeat, corrected in place. */
import type { JsonObject } from '../../lib/kernel/json.ts';
import type { AccessDetail } from '../../lib/history/access-history.ts';
import { playEvents } from '../../lib/history/play-events.ts';
import { recordEvent } from '../../lib/usecases/record-event.ts';
import { settleWindows } from '../../lib/usecases/summarise-repeats.ts';
import { detailsOf } from '../support/kept.ts';
import { EVER, type Recording, startRecording } from '../support/recording.ts';
import {
  createUserRecord,
  harmlessTrustRecord,
  OWN_STACK,
  refusedDeleteTrail,
  refusedStopLogging,
  regionEvent,
  rootRecord,
  STRANGER,
  trustRecord,
} from '../support/sample-doors.ts';
import { envelopeOf } from '../support/sample-events.ts';
import { samplePolicy } from '../support/sample-policy.ts';

const start = (): Recording => startRecording({ ownStack: OWN_STACK });

const receive = async ({ effects }: Recording, ...records: readonly JsonObject[]) => {
  const results: string[] = [];
  for (const record of records) results.push(await recordEvent(effects, envelopeOf(record)));
  return results;
};

const rowsOf = async ({ history }: Recording) =>
  [...(await history.list(EVER)).rows].sort((a, b) => (a.accessId < b.accessId ? -1 : 1));

const groupsOf = async (recording: Recording) =>
  (await rowsOf(recording)).map(({ accessId, groupedWith }) => [
    accessId.split('.')[1],
    groupedWith?.split('.')[1],
  ]);

const detailOf = async (recording: Recording, id = 'event-door'): Promise<AccessDetail> => {
  const detail = await recording.history.find(`111122223333.${id}`);
  if (detail === undefined) throw new Error('not recorded');
  return detail;
};

const partsOf = ({ deliveries }: AccessDetail) =>
  deliveries.map(({ destinationId, part }) => `${destinationId} ${part ?? 'first'}`).sort();

/** Whoever verifies the history must find the row that its events tell of. */
const expectPlayed = ({ row, events = [] }: AccessDetail): void => {
  expect(playEvents(events, row, () => false)).toEqual({ row, fits: true });
};

const FIRST = ['acme-mail first', 'platform-jira first', 'platform-slack first'];

describe('A door that rings', () => {
  it('has its row, its event and its deliveries', async () => {
    const recording = start();
    expect(await receive(recording, trustRecord())).toEqual(['recorded']);
    const detail = await detailOf(recording);
    expect(detail.row).toMatchObject({
      accessId: '111122223333.event-door',
      accountName: 'ACME production',
      roleName: 'Production administrator',
      foundBy: 'event',
      policyHash: samplePolicy.hash,
      door: { kind: 'trust', opens: [{ principal: `arn:aws:iam::${STRANGER}:root` }] },
      joined: [],
    });
    expect(detail.row).not.toHaveProperty('access');
    expect(partsOf(detail)).toEqual(FIRST);
    expect(recording.woken).toHaveLength(3);
    expectPlayed(detail);
  });

  it('is recorded once, however often its record comes', async () => {
    const recording = start();
    expect(await receive(recording, trustRecord(), trustRecord())).toEqual(['recorded', 'already-there']);
    expect(recording.woken).toHaveLength(3);
  });

  it('measures how long its record was on the way', async () => {
    const recording = start();
    await receive(recording, trustRecord());
    expect(recording.metrics.counted.get('RecordLag')).toBe(10);
  });

  it('that was written and not told is told when its record comes again', async () => {
    const recording = start();
    const open = recording.ledger.open.bind(recording.ledger);
    recording.ledger.open = () => Promise.reject(new Error('out of order'));
    await expect(receive(recording, trustRecord())).rejects.toThrow('out of order');
    recording.ledger.open = open;
    expect(await receive(recording, trustRecord())).toEqual(['already-there']);
    expect(partsOf(await detailOf(recording))).toEqual(FIRST);
  });
});

describe('A door that is only recorded', () => {
  it('has its row and its event, and nobody is told', async () => {
    const recording = start();
    expect(await receive(recording, harmlessTrustRecord())).toEqual(['recorded']);
    const detail = await detailOf(recording);
    expect(detail.row.route).toEqual({ owner: 'platform', legs: [] });
    expect(detail.deliveries).toEqual([]);
    expect(recording.woken).toEqual([]);
    expectPlayed(detail);
  });

  it('opens no window behind which another could be hidden', async () => {
    const recording = start();
    await receive(recording, harmlessTrustRecord(), harmlessTrustRecord({ eventID: 'event-2' }));
    for (const row of await rowsOf(recording)) {
      expect([row.groupedWith, row.countsRepeatsUntil]).toEqual([undefined, undefined]);
    }
  });
});

describe('A door that repeats', () => {
  it('is counted instead of told, and its repeats are summarised', async () => {
    const recording = start();
    const again = (id: string) => createUserRecord({ eventID: id, sourceIPAddress: `192.0.2.${id.length}` });
    await receive(recording, createUserRecord(), again('b'), again('cc'));
    expect(await groupsOf(recording)).toEqual([
      ['b', 'event-door'],
      ['cc', 'event-door'],
      ['event-door', undefined],
    ]);
    expect(recording.woken).toHaveLength(2);
    recording.clock.advance(15 * 60 + 61);
    expect(await settleWindows(recording.effects)).toEqual({ summarised: 1, closed: 1 });
    const detail = await detailOf(recording);
    expect(detail.row.repeats).toMatchObject({ count: 2, origins: ['192.0.2.1', '192.0.2.2'] });
    expect(partsOf(detail)).toContain('platform-slack repeats');
    expectPlayed(detail);
  });

  it.each<readonly [string, JsonObject]>([
    ['another event', trustRecord({ eventID: 'other', eventName: 'CreateRole' })],
    ['another subject', trustRecord({ eventID: 'other' }, { role: 'prod-read' })],
    [
      'another opening',
      trustRecord({ eventID: 'other' }, { principal: { AWS: 'arn:aws:iam::888888888888:root' } }),
    ],
    [
      'another person',
      trustRecord({
        eventID: 'other',
        userIdentity: { type: 'IAMUser', principalId: 'AIDAEXAMPLEBOB0000001', userName: 'bob' },
      }),
    ],
  ])('rings when it is %s', async (_what, record) => {
    const recording = start();
    await receive(recording, trustRecord(), record);
    expect((await groupsOf(recording)).map(([, first]) => first)).toEqual([undefined, undefined]);
  });

  it('rings again after its window', async () => {
    const recording = start();
    await receive(recording, createUserRecord());
    recording.clock.advance(15 * 60);
    await receive(recording, createUserRecord({ eventID: 'later' }));
    expect((await groupsOf(recording)).map(([, first]) => first)).toEqual([undefined, undefined]);
  });

  it('rings once for all that root does in one session, and again for another', async () => {
    const recording = start();
    const session = (creationDate: string) => ({
      type: 'Root',
      principalId: '111122223333',
      accountId: '111122223333',
      sessionContext: { attributes: { creationDate, mfaAuthenticated: 'true' } },
    });
    const calls = ['CreateQuantumTask', 'CancelQuantumTask', 'CreateJob'].map((eventName, index) =>
      rootRecord({ eventID: `call-${index}`, eventName, userIdentity: session('2026-11-22T11:00:00Z') }),
    );
    const other = rootRecord({ eventID: 'other', userIdentity: session('2026-11-22T11:30:00Z') });
    await receive(recording, ...calls, other);
    expect(await groupsOf(recording)).toEqual([
      ['call-0', undefined],
      ['call-1', 'call-0'],
      ['call-2', 'call-0'],
      ['other', undefined],
    ]);
  });

  it('rings once for the attempts of one caller that AWS refused', async () => {
    const recording = start();
    await receive(
      recording,
      refusedStopLogging({ eventID: 'a' }),
      refusedDeleteTrail({ eventID: 'b' }),
      refusedStopLogging({
        eventID: 'c',
        userIdentity: { type: 'IAMUser', principalId: 'AIDAEXAMPLEBOB0000001' },
      }),
    );
    expect(await groupsOf(recording)).toEqual([
      ['a', undefined],
      ['b', 'a'],
      ['c', undefined],
    ]);
  });

  it('rings again when one of many whom it lets in is another, although the sentence does not name them all', async () => {
    const recording = start();
    const letIn = (eventID: string, last: string) => {
      const accounts = ['1', '2', '3', '4', '5', '6'].map((digit) => digit.repeat(12)).concat(last);
      const principals = accounts.map((id) => `arn:aws:iam::${id}:root`);
      return trustRecord({ eventID }, { principal: { AWS: principals } });
    };
    await receive(
      recording,
      letIn('a', '888888888888'),
      letIn('b', '888888888888'),
      letIn('c', '999999999999'),
    );
    expect(await groupsOf(recording)).toEqual([
      ['a', undefined],
      ['b', 'a'],
      ['c', undefined],
    ]);
  });

  it('rings for a key that root makes for itself, whatever root did before in that session', async () => {
    const recording = start();
    const before = rootRecord({ eventID: 'before' });
    const key = rootRecord({
      eventID: 'key',
      eventSource: 'iam.amazonaws.com',
      eventName: 'CreateAccessKey',
      requestParameters: null,
    });
    await receive(recording, before, key);
    expect(await groupsOf(recording)).toEqual([
      ['before', undefined],
      ['key', undefined],
    ]);
  });

  it('is told after whoever is alone, when a program makes up its session names', async () => {
    const recording = start();
    const program = (run: string) =>
      createUserRecord({
        eventID: run,
        userIdentity: {
          type: 'AssumedRole',
          principalId: `AROAEXAMPLECI00000001:${run}`,
          arn: `arn:aws:sts::111122223333:assumed-role/ci/${run}`,
          accountId: '111122223333',
        },
      });
    await receive(recording, program('run-1'), program('run-2'));
    expect(recording.woken.map(({ accessId, importance }) => [accessId.split('.')[1], importance])).toEqual([
      ['run-1', 'normal'],
      ['run-1', 'normal'],
      ['run-2', 'routine'],
      ['run-2', 'routine'],
    ]);
  });
});

const correcting = (changes: JsonObject = {}): JsonObject => ({
  eventID: 'correction-1',
  addendum: { reason: 'UPDATED_DATA', updatedFields: 'requestParameters', originalEventID: 'event-door' },
  ...changes,
});

describe('A correction of a door', () => {
  it('changes the row and tells everybody who was told, when it reads otherwise now', async () => {
    const recording = start();
    const wider = trustRecord(correcting(), { principal: '*' });
    expect(await receive(recording, trustRecord(), wider)).toEqual(['recorded', 'corrected']);
    const detail = await detailOf(recording);
    expect(detail.row.door?.opens.map(({ principal }) => principal)).toEqual(['*']);
    expect(detail.row.corrections).toMatchObject([{ eventId: 'correction-1', reason: 'UPDATED_DATA' }]);
    expect(partsOf(detail).filter((part) => part.includes('corrected'))).toEqual([
      'platform-jira corrected-correction-1',
      'platform-slack corrected-correction-1',
    ]);
    expectPlayed(detail);
  });

  it('tells nobody when the notice reads the same', async () => {
    const recording = start();
    const same = trustRecord({ ...correcting(), sourceIPAddress: '203.0.113.5' });
    expect(await receive(recording, trustRecord(), same)).toEqual(['recorded', 'corrected']);
    const detail = await detailOf(recording);
    expect(detail.row.door?.origin.text).toBe('203.0.113.5');
    expect(partsOf(detail)).toEqual(FIRST);
  });

  it('changes nothing when it comes twice', async () => {
    const recording = start();
    const wider = trustRecord(correcting(), { principal: '*' });
    expect(await receive(recording, trustRecord(), wider, wider)).toEqual([
      'recorded',
      'corrected',
      'already-there',
    ]);
  });

  it('rings for the first time when what was only recorded turns out to open something', async () => {
    const recording = start();
    const turned = trustRecord(correcting());
    expect(await receive(recording, harmlessTrustRecord(), turned)).toEqual(['recorded', 'corrected']);
    const detail = await detailOf(recording);
    expect(detail.row.route.legs.map(({ destinationId }) => destinationId)).toEqual([
      'platform-slack',
      'platform-jira',
      'acme-mail',
    ]);
    expect(partsOf(detail)).toEqual(FIRST);
    expect(recording.woken).toHaveLength(3);
    expectPlayed(detail);
  });

  it('leaves it told when it turns out to open nothing: whoever was told hears that', async () => {
    const recording = start();
    await receive(recording, trustRecord(), harmlessTrustRecord(correcting()));
    const detail = await detailOf(recording);
    expect(detail.row.door?.weight).toBe('recorded');
    expect(partsOf(detail)).toContain('acme-mail corrected-correction-1');
    expectPlayed(detail);
  });

  it('that came without the original is the door itself', async () => {
    const recording = start();
    expect(await receive(recording, trustRecord(correcting()))).toEqual(['recorded']);
    const { row } = await detailOf(recording);
    expect(row.corrections).toMatchObject([{ eventId: 'correction-1' }]);
  });

  it('of a repeat that was another door after all rings', async () => {
    const recording = start();
    const repeat = trustRecord({ eventID: 'repeat' });
    const other = trustRecord(
      { eventID: 'c', addendum: { reason: 'UPDATED_DATA', originalEventID: 'repeat' } },
      { principal: '*' },
    );
    await receive(recording, trustRecord(), repeat, other);
    const detail = await detailOf(recording, 'repeat');
    expect(detail.row.groupedWith).toBe('111122223333.event-door');
    expect(partsOf(detail)).toEqual(FIRST);
  });
});

describe('A Region that is enabled', () => {
  it('is recorded and told like every door', async () => {
    const recording = start();
    const event = JSON.stringify(regionEvent('af-south-1'));
    expect(await recordEvent(recording.effects, event)).toBe('recorded');
    expect(await recordEvent(recording.effects, event)).toBe('already-there');
    expect((await detailsOf(recording)).map(partsOf)).toEqual([
      ['platform-jira first', 'platform-slack first'],
    ]);
  });
});

describe('The stack', () => {
  it('is known to whoever records: what is done to it is done to Rolecall', async () => {
    const record = {
      ...createUserRecord(),
      eventSource: 'dynamodb.amazonaws.com',
      eventName: 'DeleteTable',
      requestParameters: { tableName: `${OWN_STACK}-HistoryTable-1ABC` },
      responseElements: null,
    };
    const [known, unknown] = [start(), startRecording()];
    await receive(known, record);
    await receive(unknown, record);
    expect((await rowsOf(known))[0]?.door).toMatchObject({ kind: 'rolecall', weight: 'urgent' });
    expect((await rowsOf(unknown))[0]?.door?.weight).not.toBe('urgent');
  });
});
