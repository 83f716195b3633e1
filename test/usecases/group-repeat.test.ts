/** Who rings and who is counted: a repeat is quiet, and whatever may be somebody else is not. */
import type { JsonObject } from '../../lib/kernel/json.ts';
import { recordEvent } from '../../lib/usecases/record-event.ts';
import { failAt } from '../support/failing-effects.ts';
import { rung } from '../support/kept.ts';
import { EVER, type Recording, startRecording } from '../support/recording.ts';
import { consoleRecord, crossAccountRecord, envelopeOf, namelessDenial } from '../support/sample-events.ts';
import { NORTHWIND, PROD_ADMIN, PRODUCTION, samplePolicy } from '../support/sample-policy.ts';

const CI = 'arn:aws:iam::111122223333:oidc-provider/example:sts.amazonaws.com:repo:acme/app';

/** A program: its principal says who it is, whatever it calls its session. */
const ciRecord = (changes: JsonObject = {}, session = 'run-1'): JsonObject =>
  crossAccountRecord({
    eventName: 'AssumeRoleWithWebIdentity',
    userIdentity: { type: 'WebIdentityUser', userName: 'repo:acme/app', principalId: CI },
    requestParameters: { roleArn: PROD_ADMIN, roleSessionName: session },
    ...changes,
  });

const userRecord = (principalId: string, changes: JsonObject = {}): JsonObject =>
  crossAccountRecord({ userIdentity: { type: 'AWSAccount', principalId, accountId: NORTHWIND }, ...changes });

const denied = (changes: JsonObject = {}): JsonObject =>
  crossAccountRecord({
    errorCode: 'AccessDenied',
    errorMessage: `User: arn:aws:iam::${NORTHWIND}:user/eve is not authorized to perform: sts:AssumeRole on resource: ${PROD_ADMIN}`,
    requestParameters: null,
    responseElements: null,
    ...changes,
  });

/** Records them a minute apart, under ids of their own, and answers which of them ring. */
const ringing = async (...records: readonly JsonObject[]): Promise<readonly string[]> => {
  const recording = startRecording();
  for (const [index, record] of records.entries()) {
    await receive(recording, { ...record, eventID: `event-${index + 1}` });
    recording.clock.advance(60);
  }
  return (await ringingIn(recording)).map((id) => id.replace('event-', ''));
};

const receive = ({ effects }: Pick<Recording, 'effects'>, record: JsonObject) =>
  recordEvent(effects, envelopeOf(record));

const ringingIn = async (recording: Recording): Promise<readonly string[]> =>
  Object.keys(await rung(recording)).sort();

describe('A repeat', () => {
  it('gets its row and nothing else: no delivery, nothing enqueued', async () => {
    const recording = startRecording();
    for (const id of ['one', 'two', 'three']) await receive(recording, ciRecord({ eventID: id }));
    expect(await rung(recording)).toEqual({ one: 3 });
    expect(recording.woken).toHaveLength(3);
    const { rows } = await recording.history.list(EVER);
    expect(rows.map(({ groupedWith }) => groupedWith).sort()).toEqual([
      `${PRODUCTION}.one`,
      `${PRODUCTION}.one`,
      undefined,
    ]);
    expect(recording.metrics.counted.get('AccessGrouped')).toBe(2);
    expect(recording.metrics.counted.get('AccessRecorded')).toBe(3);
  });

  it('is an event of its own kind', async () => {
    const recording = startRecording();
    for (const id of ['one', 'two']) await receive(recording, ciRecord({ eventID: id }));
    const kinds = async (id: string) =>
      (await recording.events.ofAccess(`${PRODUCTION}.${id}`)).map(({ kind }) => kind);
    expect(await kinds('one')).toEqual(['recorded']);
    expect(await kinds('two')).toEqual(['grouped']);
  });

  it('counts once however often it is delivered, also after its window', async () => {
    const recording = startRecording();
    await receive(recording, ciRecord({ eventID: 'one' }));
    for (let time = 0; time < 3; time += 1) await receive(recording, ciRecord({ eventID: 'two' }));
    recording.clock.advance(16 * 60);
    expect(await receive(recording, ciRecord({ eventID: 'two' }))).toBe('already-there');
    expect((await recording.history.repeatsOf(`${PRODUCTION}.one`))?.count).toBe(1);
    expect(await ringingIn(recording)).toEqual(['one']);
  });

  it('that is delivered again opens no window behind which others would be silent', async () => {
    const recording = startRecording();
    await receive(recording, ciRecord({ eventID: 'one' }));
    await receive(recording, ciRecord({ eventID: 'two' }));
    recording.clock.advance(16 * 60);
    for (const id of ['one', 'two']) await receive(recording, ciRecord({ eventID: id }));
    await receive(recording, ciRecord({ eventID: 'three' }));
    expect(await ringingIn(recording)).toEqual(['one', 'three']);
  });

  it('rings again once the window is over, by the time of recording', async () => {
    const recording = startRecording();
    const old = { eventTime: '2026-11-22T09:30:00Z' };
    await receive(recording, ciRecord({ eventID: 'one' }));
    recording.clock.advance(15 * 60 - 1);
    await receive(recording, ciRecord({ eventID: 'two', ...old }));
    recording.clock.advance(1);
    await receive(recording, ciRecord({ eventID: 'three' }));
    expect(await ringingIn(recording)).toEqual(['one', 'three']);
  });

  it('has the window that the configuration gives it; 0 tells everything', async () => {
    const counts = async (repeatWindowMinutes: number) => {
      const recording = startRecording({ policy: { ...samplePolicy, repeatWindowMinutes } });
      for (const id of ['one', 'two', 'three']) {
        await receive(recording, ciRecord({ eventID: id }));
        recording.clock.advance(120);
      }
      const { rows } = await recording.history.list(EVER);
      return [await ringingIn(recording), rows.filter((row) => row.countsRepeatsUntil !== undefined).length];
    };
    expect(await counts(5)).toEqual([['one'], 1]);
    expect(await counts(2)).toEqual([['one', 'three', 'two'], 3]);
    expect(await counts(0)).toEqual([['one', 'three', 'two'], 0]);
  });

  it('says until when it is counted', async () => {
    const recording = startRecording();
    await receive(recording, ciRecord());
    const { rows } = await recording.history.list(EVER);
    expect(rows[0]?.countsRepeatsUntil).toBe('2026-11-22T12:15:00.000Z');
  });
});

describe('Of two accesses in one minute the second is counted', () => {
  it.each<[string, JsonObject, JsonObject]>([
    ['when the same person enters again under the same session name', userRecord('A'), userRecord('A')],
    ['when a program changes its session name', ciRecord(), ciRecord({}, 'run-2')],
    [
      'when an AWS service enters again',
      crossAccountRecord({ userIdentity: { type: 'AWSService', invokedBy: 'lambda.amazonaws.com' } }),
      crossAccountRecord({ userIdentity: { type: 'AWSService', invokedBy: 'lambda.amazonaws.com' } }),
    ],
    ['when it came from another address', userRecord('A'), userRecord('A', { sourceIPAddress: '192.0.2.1' })],
    ['when an equal attempt is refused again', denied(), denied()],
    ['when a refusal names no role', namelessDenial(), namelessDenial()],
  ])('%s', async (_when, one, other) => {
    expect(await ringing(one, other)).toEqual(['1']);
  });
});

describe('Of two accesses in one minute the second rings', () => {
  const identity = (changes: JsonObject) => ({
    userIdentity: { type: 'AWSAccount', principalId: 'AROAEXAMPLECI:ci', accountId: NORTHWIND, ...changes },
  });
  const roleSession = (context: JsonObject) => ({
    userIdentity: {
      type: 'AssumedRole',
      principalId: 'AROAEXAMPLECI:ci',
      accountId: PRODUCTION,
      sessionContext: context,
    },
  });
  it.each<[string, JsonObject, JsonObject]>([
    ['when it is another principal', userRecord('A'), userRecord('B')],
    [
      'when the same principal id comes from another account',
      userRecord('A'),
      crossAccountRecord({
        userIdentity: { type: 'AWSAccount', principalId: 'A', accountId: '999988887777' },
      }),
    ],
    [
      'when it is another role',
      userRecord('A'),
      userRecord('A', {
        requestParameters: {
          roleArn: `arn:aws:iam::${PRODUCTION}:role/prod-read`,
          roleSessionName: 'alice',
        },
      }),
    ],
    [
      'when a principal that may be shared uses another session name',
      userRecord('A'),
      userRecord('A', { requestParameters: { roleArn: PROD_ADMIN, roleSessionName: 'mallory' } }),
    ],
    [
      'when a second role session stands behind the same session name',
      crossAccountRecord(identity({})),
      crossAccountRecord(identity({ principalId: 'AROAEXAMPLEOTHER:ci' })),
    ],
    [
      'when another source identity stands behind the same role session',
      crossAccountRecord(roleSession({ sourceIdentity: 'alice' })),
      crossAccountRecord(roleSession({ sourceIdentity: 'bob' })),
    ],
    [
      'when it has an observation that the first had not',
      crossAccountRecord({
        userIdentity: { type: 'IAMUser', userName: 'alice', principalId: 'A', accountId: PRODUCTION },
      }),
      crossAccountRecord({
        userIdentity: {
          type: 'IAMUser',
          userName: 'alice',
          principalId: 'A',
          accountId: PRODUCTION,
          sessionContext: { attributes: { mfaAuthenticated: 'false' } },
        },
      }),
    ],
    ['when an attempt is refused after a success', crossAccountRecord(), denied()],
    ['when it succeeds after a refusal', denied(), crossAccountRecord()],
    ['when it is refused for another reason', denied(), denied({ errorCode: 'ValidationError' })],
    [
      'when neither names a principal',
      crossAccountRecord({ userIdentity: { type: 'AWSAccount', accountId: NORTHWIND } }),
      crossAccountRecord({ userIdentity: { type: 'AWSAccount', accountId: NORTHWIND } }),
    ],
    [
      'when another AWS service enters',
      crossAccountRecord({ userIdentity: { type: 'AWSService', invokedBy: 'lambda.amazonaws.com' } }),
      crossAccountRecord({ userIdentity: { type: 'AWSService', invokedBy: 'ec2.amazonaws.com' } }),
    ],
  ])('%s', async (_when, one, other) => {
    expect(await ringing(one, other)).toEqual(['1', '2']);
  });

  it('when CloudTrail had to be asked for it', async () => {
    const recording = startRecording();
    await receive(recording, ciRecord({ eventID: 'one' }));
    await recordEvent(recording.effects, envelopeOf(ciRecord({ eventID: 'two' })), 'sweep');
    await recordEvent(recording.effects, envelopeOf(ciRecord({ eventID: 'three' })), 'sweep');
    expect(await ringingIn(recording)).toEqual(['one', 'two']);
  });
});

describe('A refusal', () => {
  it('rings again after its principal has entered in between', async () => {
    expect(await ringing(denied(), denied(), crossAccountRecord(), denied(), denied())).toEqual([
      '1',
      '3',
      '4',
    ]);
  });

  it('does not ring again because somebody else has entered', async () => {
    expect(await ringing(denied(), userRecord('B'), denied())).toEqual(['1', '2']);
  });

  it('that names no role rings after an entry, too', async () => {
    const entered = ciRecord();
    const refused = namelessDenial();
    expect(await ringing(refused, entered, refused, refused)).toEqual(['1', '2', '3']);
  });
});

describe('A first whose recorder died', () => {
  /** Dies after it has opened its window, before its row. */
  const dying = async (recording: Recording, record: JsonObject): Promise<void> => {
    const write = recording.history.record.bind(recording.history);
    recording.history.record = async () => {
      throw new Error('killed');
    };
    await expect(receive(recording, record)).rejects.toThrow('killed');
    recording.history.record = write;
  };

  it('silences nobody: the next one rings in its place and counts those after it', async () => {
    const recording = startRecording();
    await dying(recording, ciRecord({ eventID: 'one' }));
    for (const id of ['two', 'three', 'four']) await receive(recording, ciRecord({ eventID: id }));
    expect(await ringingIn(recording)).toEqual(['two']);
    expect((await recording.history.repeatsOf(`${PRODUCTION}.two`))?.count).toBe(2);
    await receive(recording, ciRecord({ eventID: 'one' }));
    await receive(recording, ciRecord({ eventID: 'five' }));
    expect(await ringingIn(recording)).toEqual(['one', 'two']);
    expect((await recording.history.repeatsOf(`${PRODUCTION}.one`))?.count).toBe(1);
  });

  it('silences nobody when several died one after the other', async () => {
    const recording = startRecording();
    for (const id of ['one', 'two', 'three', 'four']) await dying(recording, ciRecord({ eventID: id }));
    await receive(recording, ciRecord({ eventID: 'five' }));
    expect(await ringingIn(recording)).toEqual(['five']);
  });

  it('is waited for while it may only be a moment behind', async () => {
    const recording = startRecording();
    const write = recording.history.record.bind(recording.history);
    let late: (() => Promise<unknown>) | undefined;
    recording.history.record = async (row) => {
      late = () => write(row);
      return 'recorded';
    };
    await receive(recording, ciRecord({ eventID: 'one' }));
    recording.history.record = write;
    const sleep = recording.clock.sleep;
    const clock = {
      ...recording.clock,
      sleep: async (milliseconds: number) => {
        await late?.();
        await sleep(milliseconds);
      },
    };
    await receive({ effects: { ...recording.effects, clock } }, ciRecord({ eventID: 'two' }));
    expect(await ringingIn(recording)).toEqual(['one']);
  });
});

describe('Two copies of a repeat that disagree because the window ended between them', () => {
  it('leave no window behind which others would be silent', async () => {
    const recording = startRecording();
    await receive(recording, ciRecord({ eventID: 'one' }));
    recording.clock.advance(15 * 60);
    const write = recording.history.record.bind(recording.history);
    recording.history.record = async ({ countsRepeatsUntil, ...row }) => {
      expect(countsRepeatsUntil).toBeDefined();
      await write({ ...row, groupedWith: `${PRODUCTION}.one` });
      return 'already-there';
    };
    await receive(recording, ciRecord({ eventID: 'two' }));
    recording.history.record = write;
    for (const id of ['three', 'four']) await receive(recording, ciRecord({ eventID: id }));
    expect(await ringingIn(recording)).toEqual(['one', 'three']);
    expect((await recording.history.repeatsOf(`${PRODUCTION}.three`))?.count).toBe(1);
  });
});

describe('Grouping', () => {
  it('costs a repeat one question for itself, and asks for its first only once', async () => {
    const recording = startRecording();
    await receive(recording, ciRecord({ eventID: 'one' }));
    const { effects, asked } = failAt(recording.effects, 0, 'before');
    const costs: number[] = [];
    for (const id of ['two', 'three', 'four']) {
      const before = asked();
      await receive({ effects }, ciRecord({ eventID: id }));
      costs.push(asked() - before);
    }
    // Is it there? What is known? Who is first? [Does the first count?] The row. The event.
    expect(costs).toEqual([6, 5, 5]);
  });

  it('puts the name of nobody into a key', async () => {
    const recording = startRecording();
    const keys: string[] = [];
    const firstOfGroup = recording.history.firstOfGroup.bind(recording.history);
    recording.history.firstOfGroup = (key, ...rest) => {
      keys.push(key);
      return firstOfGroup(key, ...rest);
    };
    await receive(recording, consoleRecord());
    expect(keys.length).toBeGreaterThan(0);
    for (const key of keys) expect(key).toMatch(/^[0-9a-f]{64}$/);
  });

  it('never groups what could not be read', async () => {
    const recording = startRecording();
    for (const text of ['broken', 'broken too']) await recordEvent(recording.effects, text);
    expect(recording.woken).toHaveLength(2);
    const { rows } = await recording.history.list(EVER);
    expect(rows.every((row) => row.countsRepeatsUntil === undefined)).toBe(true);
  });
});
