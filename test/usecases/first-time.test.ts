/** What was never seen on a role before: said once, of the right access, and only when it can be known. */
import { at, type JsonObject } from '../../lib/kernel/json.ts';
import { recordEvent } from '../../lib/usecases/record-event.ts';
import { settleHalves } from '../../lib/usecases/settle-halves.ts';
import { failAt, type FailsWhen } from '../support/failing-effects.ts';
import { type Recording, startRecording } from '../support/recording.ts';
import { consoleRecord, crossAccountRecord, envelopeOf, switchRoleRecord } from '../support/sample-events.ts';
import { NORTHWIND, PROD_ADMIN, PRODUCTION, samplePolicy } from '../support/sample-policy.ts';

const NEW_CODES = ['first-principal', 'first-account', 'first-network', 'first-agent', 'new-service'];
const DAY = 24 * 3600;

const watched = async (changes: Partial<Recording['effects']> = {}): Promise<Recording> => {
  const recording = startRecording(changes);
  await recording.seen.completeBaseline(PROD_ADMIN, '2026-11-01T00:00:00.000Z');
  return recording;
};

const enter = ({ effects }: Pick<Recording, 'effects'>, eventID: string, changes: JsonObject = {}) =>
  recordEvent(effects, envelopeOf(crossAccountRecord({ eventID, ...changes })));

const rowOf = async ({ history }: Recording, eventID: string) => {
  const found = await history.find(`${PRODUCTION}.${eventID}`);
  if (found === undefined) throw new Error(`no ${eventID}`);
  return found.row;
};

/** Without those that configuration and record tell. */
const newsOf = async (recording: Recording, eventID: string): Promise<readonly string[]> =>
  ((await rowOf(recording, eventID)).access?.observations ?? [])
    .map(({ code }) => code)
    .filter((code) => NEW_CODES.includes(code) || code === 'baseline-incomplete');

const rang = async (recording: Recording, ...eventIDs: readonly string[]): Promise<readonly string[]> => {
  const rows = await Promise.all(eventIDs.map((id) => rowOf(recording, id)));
  return eventIDs.filter((_id, index) => rows[index]?.groupedWith === undefined);
};

const bob = {
  userIdentity: { type: 'AWSAccount', principalId: 'AIDAEXAMPLEUSER000002', accountId: NORTHWIND },
};
const stranger = {
  userIdentity: { type: 'AWSAccount', principalId: 'AIDAEXAMPLEUSER000003', accountId: '999999999999' },
};
const session = (name: string, role = 'AROAEXAMPLECALLER0001') => ({
  userIdentity: { type: 'AWSAccount', principalId: `${role}:${name}`, accountId: NORTHWIND },
});
const service = (invokedBy: string) => ({
  userIdentity: { type: 'AWSService', invokedBy },
  sourceIPAddress: invokedBy,
  userAgent: invokedBy,
});
const denied = (principal: JsonObject = {}) => ({
  errorCode: 'AccessDenied',
  errorMessage: `is not authorized to perform: sts:AssumeRole on resource: ${PROD_ADMIN}`,
  requestParameters: null,
  responseElements: null,
  ...principal,
});

describe('An entry into a role whose past is known', () => {
  it('is new in everything at first, and in nothing the second time', async () => {
    const recording = await watched();
    await enter(recording, 'one');
    await enter(recording, 'two');
    expect(await newsOf(recording, 'one')).toEqual([
      'first-principal',
      'first-account',
      'first-network',
      'first-agent',
    ]);
    expect(await newsOf(recording, 'two')).toEqual([]);
  });

  it.each([
    ['another caller of the account', bob, ['first-principal']],
    ['a caller of another account', stranger, ['first-principal', 'first-account']],
    ['another network', { sourceIPAddress: '203.0.113.7' }, ['first-network']],
    ['another address of the network', { sourceIPAddress: '198.51.100.200' }, []],
    ['an IPv6 network', { sourceIPAddress: '2001:db8::7' }, ['first-network']],
    ['an address that is none', { sourceIPAddress: 'AWS Internal' }, []],
    ['another program', { userAgent: 'Boto3/1.26.90' }, ['first-agent']],
    ['another version of the program', { userAgent: 'aws-cli/2.99.0' }, []],
    ['a service', service('lambda.amazonaws.com'), ['new-service']],
  ])('by %s is new in just that', async (_by, changes, news) => {
    const recording = await watched();
    await enter(recording, 'one');
    await enter(recording, 'two', changes);
    expect(await newsOf(recording, 'two')).toEqual(news);
  });

  it('says what is new in plain words', async () => {
    const recording = await watched();
    await enter(recording, 'one', { userAgent: 'Terraform/1.9' });
    const { access } = await rowOf(recording, 'one');
    expect(access?.observations.map(({ reason }) => reason)).toEqual(
      expect.arrayContaining([
        'First time: this caller has not entered the role before.',
        `First time: nobody from account ${NORTHWIND} has entered the role before.`,
        'First time: nobody has entered the role from the network 198.51.100.0/24 before.',
        'First time: nobody has entered the role with Terraform before.',
      ]),
    );
    const [delivery] = (await recording.history.find(`${PRODUCTION}.one`))?.deliveries ?? [];
    expect(delivery?.notification.facts).toContainEqual({
      label: 'Note',
      value: 'First time: this caller has not entered the role before.',
    });
  });

  it('is of its own role only', async () => {
    const recording = await watched();
    const other = `arn:aws:iam::${PRODUCTION}:role/prod-reader`;
    await recording.seen.completeBaseline(other, '2026-11-01T00:00:00.000Z');
    await enter(recording, 'one');
    await enter(recording, 'two', { requestParameters: { roleArn: other, roleSessionName: 'alice' } });
    expect(await newsOf(recording, 'two')).toContain('first-principal');
  });

  it('by a session whose name the caller chose is no new caller; by a person of Identity Center it is', async () => {
    const recording = await watched();
    await enter(recording, 'one', session('job-17'));
    await enter(recording, 'two', session('job-18'));
    expect(await newsOf(recording, 'two')).toEqual([]);
    await enter(recording, 'three', session('jane@example.com', 'AROAEXAMPLESSO0000001'));
    await enter(recording, 'four', session('joe@example.com', 'AROAEXAMPLESSO0000001'));
    await enter(recording, 'five', session('joe@example.com', 'AROAEXAMPLESSO0000001'));
    expect(await newsOf(recording, 'four')).toEqual(['first-principal']);
    expect(await newsOf(recording, 'five')).toEqual([]);
  });

  it('is remembered without the path of the role, which sign-in records have lost', async () => {
    const recording = startRecording();
    const withPath = `arn:aws:iam::${PRODUCTION}:role/prod-/ops/prod-admin`;
    await recording.seen.completeBaseline(PROD_ADMIN, '2026-11-01T00:00:00.000Z');
    await enter(recording, 'one', { requestParameters: { roleArn: withPath, roleSessionName: 'alice' } });
    await enter(recording, 'two');
    expect(await newsOf(recording, 'one')).toContain('first-principal');
    expect(await newsOf(recording, 'two')).toEqual([]);
  });
});

describe('A role whose past is not known', () => {
  it('makes one note instead, which says since when it is watched', async () => {
    const recording = startRecording();
    await enter(recording, 'one');
    recording.clock.advance(DAY);
    await enter(recording, 'two', stranger);
    expect(await newsOf(recording, 'one')).toEqual(['baseline-incomplete']);
    expect(await newsOf(recording, 'two')).toEqual(['baseline-incomplete']);
    const reasons = (await rowOf(recording, 'two')).access?.observations.map(({ reason }) => reason);
    expect(reasons).toContain(
      'Rolecall has watched this role since 2026-11-22 and cannot say yet whether this is new.',
    );
  });

  it('makes no note of what is known already', async () => {
    const recording = startRecording();
    await enter(recording, 'one');
    await enter(recording, 'two');
    expect(await newsOf(recording, 'two')).toEqual([]);
  });

  it('is known once it was watched for 90 days', async () => {
    const recording = startRecording();
    await enter(recording, 'one');
    recording.clock.advance(90 * DAY);
    await enter(recording, 'two', bob);
    expect(await newsOf(recording, 'two')).toEqual(['first-principal']);
  });
});

describe('What is new', () => {
  it('rings although an equal access has just rung, and its repeats do not', async () => {
    const recording = await watched();
    const elsewhere = { sourceIPAddress: '203.0.113.7' };
    await enter(recording, 'one');
    await enter(recording, 'two');
    await enter(recording, 'three', elsewhere);
    await enter(recording, 'four', elsewhere);
    await enter(recording, 'five');
    expect(await rang(recording, 'one', 'two', 'three', 'four', 'five')).toEqual(['one', 'three']);
  });

  it('rings once when many of the same are recorded before any of them is remembered', async () => {
    const recording = await watched();
    const remember = recording.seen.remember.bind(recording.seen);
    recording.seen.remember = async () => undefined;
    for (const id of ['one', 'two', 'three']) await enter(recording, id);
    recording.seen.remember = remember;
    expect(await newsOf(recording, 'three')).toContain('first-principal');
    expect(await rang(recording, 'one', 'two', 'three')).toEqual(['one']);
  });

  it('rings each time that something else is new', async () => {
    const recording = await watched();
    await enter(recording, 'one');
    await enter(recording, 'two', { sourceIPAddress: '203.0.113.7' });
    await enter(recording, 'three', { sourceIPAddress: '192.0.2.7' });
    expect(await rang(recording, 'one', 'two', 'three')).toEqual(['one', 'two', 'three']);
  });

  it('is counted with the first in its window while the past is not known', async () => {
    const recording = startRecording();
    await enter(recording, 'one');
    await enter(recording, 'two', { sourceIPAddress: '203.0.113.7' });
    expect(await newsOf(recording, 'two')).toEqual(['baseline-incomplete']);
    expect(await rang(recording, 'one', 'two')).toEqual(['one']);
  });
});

describe('Whoever was refused', () => {
  it('has not been in the role: the entry after it is the first', async () => {
    const recording = await watched();
    await enter(recording, 'refused', denied());
    await enter(recording, 'again', denied());
    await enter(recording, 'entered');
    expect(await newsOf(recording, 'refused')).toContain('first-principal');
    expect(await newsOf(recording, 'again')).toContain('first-principal');
    expect(await newsOf(recording, 'entered')).toContain('first-principal');
    expect(await rang(recording, 'refused', 'again', 'entered')).toEqual(['refused', 'entered']);
  });
});

describe('An observation that is switched off', () => {
  it('is not said, whoever tells it', async () => {
    const off = ['first-network', 'no-source-identity', 'denied'];
    const recording = await watched({ policy: { ...samplePolicy, observationsOff: off } });
    await enter(recording, 'one');
    await enter(recording, 'two', denied());
    for (const id of ['one', 'two']) {
      const codes = (await rowOf(recording, id)).access?.observations.map(({ code }) => code) ?? [];
      expect(codes.filter((code) => off.includes(code))).toEqual([]);
    }
    expect(await newsOf(recording, 'one')).toContain('first-principal');
  });

  it('is remembered all the same: switched on again it is no news', async () => {
    const off = { ...samplePolicy, observationsOff: [...NEW_CODES, 'baseline-incomplete'] };
    const recording = await watched({ policy: off });
    await enter(recording, 'one');
    await enter({ effects: { ...recording.effects, policy: samplePolicy } }, 'two');
    expect(await newsOf(recording, 'two')).toEqual([]);
  });
});

describe('A recorder that dies', () => {
  it.each<FailsWhen>(['before', 'after'])(
    '%s any effect: the next one says the same, and whoever comes then is not the first',
    async (when) => {
      const counting = failAt((await watched()).effects, 0, 'before');
      await enter(counting, 'one');
      for (let nth = 1; nth <= counting.asked(); nth += 1) {
        const recording = await watched();
        await enter(failAt(recording.effects, nth, when), 'one').catch(() => undefined);
        await enter(recording, 'one');
        await enter(recording, 'two');
        expect([nth, (await newsOf(recording, 'one')).length]).toEqual([nth, 4]);
        expect([nth, await newsOf(recording, 'two')]).toEqual([nth, []]);
        expect(await rang(recording, 'one', 'two')).toEqual(['one']);
      }
    },
  );
});

describe('A correction by AWS', () => {
  const corrected = (changes: JsonObject) => ({
    eventID: 'correction',
    addendum: { reason: 'UPDATED_DATA', originalEventID: 'one' },
    ...changes,
  });

  it('of something else keeps what was new', async () => {
    const recording = await watched();
    await enter(recording, 'one');
    const news = await newsOf(recording, 'one');
    await enter(recording, 'correction', corrected({ awsRegion: 'eu-west-1' }));
    const { access } = await rowOf(recording, 'one');
    expect(access?.recorded.region).toBe('eu-west-1');
    expect(await newsOf(recording, 'one')).toEqual(news);
  });

  it('of the caller is asked about the other one', async () => {
    const recording = await watched();
    await enter(recording, 'earlier', bob);
    recording.clock.advance(3600);
    await enter(recording, 'one', { sourceIPAddress: '203.0.113.7' });
    expect(await newsOf(recording, 'one')).toEqual(['first-principal', 'first-network']);
    await enter(recording, 'correction', corrected({ ...bob, sourceIPAddress: '203.0.113.7' }));
    expect(await newsOf(recording, 'one')).toEqual(['first-network']);
  });
});

describe('A console switch that rang by its sign-in half', () => {
  it('keeps what was new about it when the other record comes, and learns who it was', async () => {
    const recording = await watched();
    await recordEvent(recording.effects, envelopeOf(switchRoleRecord()));
    recording.clock.advance(16 * 60);
    await settleHalves(recording.effects);
    expect(await newsOf(recording, 'event-switch')).toEqual([
      'first-account',
      'first-network',
      'first-agent',
    ]);
    await recordEvent(recording.effects, envelopeOf(consoleRecord()));
    expect([...(await newsOf(recording, 'event-switch'))].sort()).toEqual(
      ['first-account', 'first-network', 'first-agent', 'first-principal'].sort(),
    );
    recording.clock.advance(3600);
    await recordEvent(recording.effects, envelopeOf(consoleRecord({ eventID: 'next' })));
    expect(await newsOf(recording, 'next')).not.toContain('first-principal');
  });
});

describe('A recorder that dies while it changes a row', () => {
  /** What the page shows and what `verify` makes of the events must not differ. */
  const expectRowAsEventSays = async (recording: Recording, eventID: string, kind: string): Promise<void> => {
    const { row, events = [] } = (await recording.history.find(`${PRODUCTION}.${eventID}`)) ?? {};
    const told = events.find((event) => event.kind === kind)?.body;
    const said = at(told, 'access', 'observations') ?? at(told, 'joined', 'told', 'observations');
    expect(said).toBeDefined();
    expect(row?.access?.observations).toEqual(said);
  };

  const STORIES = {
    corrected: {
      before: (recording: Recording) => enter(recording, 'row'),
      run: (recording: Pick<Recording, 'effects'>) =>
        enter(recording, 'correction', {
          ...bob,
          eventID: 'correction',
          addendum: { reason: 'UPDATED_DATA', originalEventID: 'row' },
        }),
    },
    joined: {
      before: async (recording: Recording) => {
        await recordEvent(recording.effects, envelopeOf(switchRoleRecord({ eventID: 'row' })));
        recording.clock.advance(16 * 60);
        await settleHalves(recording.effects);
      },
      run: ({ effects }: Pick<Recording, 'effects'>) =>
        recordEvent(effects, envelopeOf(consoleRecord({ eventID: 'late', ...bob }))),
    },
  };

  it.each(Object.entries(STORIES))(
    '(%s) says what the first attempt noted, although others came in between',
    async (kind, { before, run }) => {
      const start = async () => {
        const recording = await watched();
        await before(recording);
        return recording;
      };
      const counting = failAt((await start()).effects, 0, 'before');
      await run(counting);
      expect(counting.asked()).toBeGreaterThan(3);
      for (let nth = 1; nth <= counting.asked(); nth += 1) {
        const recording = await start();
        await run(failAt(recording.effects, nth, 'after')).catch(() => undefined);
        recording.clock.advance(60);
        await enter(recording, 'between', bob);
        await run(recording);
        await expectRowAsEventSays(recording, 'row', kind);
      }
    },
  );
});
