/** The two records of one console switch that come late, corrected, or from the sweep alone: one access, told once. */
import type { JsonObject } from '../../lib/kernel/json.ts';
import { recordEvent } from '../../lib/usecases/record-event.ts';
import { settleHalves } from '../../lib/usecases/settle-halves.ts';
import { detailsOf } from '../support/kept.ts';
import { type Recording, startRecording, tellEverybody } from '../support/recording.ts';
import { consoleRecord, envelopeOf, switchRoleRecord } from '../support/sample-events.ts';
import { NORTHWIND, PRODUCTION, samplePolicy } from '../support/sample-policy.ts';

type FoundBy = 'event' | 'sweep';

const receive = ({ effects }: Recording, record: JsonObject, foundBy: FoundBy = 'event') =>
  recordEvent(effects, envelopeOf(record), foundBy);

/** Both 15 minutes of waiting and the minute until the next sweep. */
const ring = async ({ effects, clock }: Recording) => {
  clock.advance(16 * 60);
  return settleHalves(effects);
};

const rang = async (half: JsonObject = switchRoleRecord()): Promise<Recording> => {
  const recording = startRecording();
  await receive(recording, half);
  await ring(recording);
  return recording;
};

const onlyDetail = async (recording: Recording) => {
  const [detail, ...others] = await detailsOf(recording);
  expect(others).toEqual([]);
  if (detail === undefined) throw new Error('nothing recorded');
  return detail;
};

const partsOf = ({ deliveries }: Awaited<ReturnType<typeof onlyDetail>>) =>
  deliveries.map(({ destinationId, part }) => `${destinationId} ${part ?? 'first'}`).sort();

const FIRST_NOTICES = ['acme-mail first', 'platform-jira first', 'platform-slack first'];

describe('An AssumeRole record that comes after its switch has rung by the other half', () => {
  it.each<FoundBy>(['event', 'sweep'])(
    'joins that access, and nobody is told again (%s)',
    async (foundBy) => {
      const recording = await rang();
      const told = recording.woken.length;
      expect(await receive(recording, consoleRecord(), foundBy)).toBe('half-joined');
      const detail = await onlyDetail(recording);
      expect(partsOf(detail)).toEqual(FIRST_NOTICES);
      expect(recording.woken).toHaveLength(told);
      expect(detail.row.joined.map(({ eventId, eventName }) => [eventId, eventName])).toEqual([
        ['event-1', 'AssumeRole'],
      ]);
      expect(detail.events?.map(({ name }) => name).sort()).toEqual(['joined#event-1', 'recorded']);
    },
  );

  it('gives the row what only it knows, and keeps what only the other half knows', async () => {
    const recording = await rang();
    await receive(recording, consoleRecord());
    const { access } = (await onlyDetail(recording)).row;
    expect(access?.session.accessKeyId).toBe('ASIAEXAMPLEMINTED001');
    expect(access?.session.expires).toBeDefined();
    expect(access?.caller).toMatchObject({
      label: 'alice.miller',
      certainty: 'resolved',
      accountId: NORTHWIND,
      principalId: 'AIDAEXAMPLEUSER000001',
    });
    expect(access).toMatchObject({
      kind: 'switch-role',
      accessId: `${PRODUCTION}.event-switch`,
      origin: { text: '192.0.2.10' },
    });
  });

  it('changes nothing when it or the other half comes again', async () => {
    const recording = await rang();
    await receive(recording, consoleRecord(), 'sweep');
    const kept = await detailsOf(recording);
    recording.clock.advance(1800);
    for (const record of [consoleRecord(), switchRoleRecord()]) {
      for (const foundBy of ['event', 'sweep'] as const) {
        expect(await receive(recording, record, foundBy)).toBe('already-there');
      }
    }
    await ring(recording);
    expect(await detailsOf(recording)).toEqual(kept);
  });

  it('adds a word when the notice would read otherwise now', async () => {
    const recording = await rang(switchRoleRecord({ additionalEventData: {} }));
    await tellEverybody(recording);
    recording.woken.length = 0;
    await receive(recording, consoleRecord());
    const detail = await onlyDetail(recording);
    const news = detail.deliveries.find(({ part }) => part === 'joined-event-1');
    expect(news?.notification.title).toMatch(/^More is known: "alice" \(unverified\) from Northwind/);
    expect(news?.follows?.edited.title).toMatch(/^"alice" \(unverified\) from Northwind/);
    expect(recording.woken.length).toBe(detail.deliveries.length - FIRST_NOTICES.length);
  });

  it('is its own access when somebody else entered, or entered again', async () => {
    const recording = await rang();
    const again = { eventID: 'event-2', eventTime: '2026-11-22T12:00:10Z' };
    expect(await receive(recording, consoleRecord())).toBe('half-joined');
    expect(await receive(recording, consoleRecord(again))).toBe('recorded');
    const later = { eventID: 'event-3', eventTime: '2026-11-22T12:05:00Z' };
    expect(await receive(recording, consoleRecord(later))).not.toBe('half-joined');
    const program = { eventID: 'event-4', sourceIPAddress: '198.51.100.18' };
    expect(await receive(recording, consoleRecord(program))).toBe('recorded');
  });

  it('finds the access that rang also when its half was not released', async () => {
    const recording = startRecording();
    await receive(recording, switchRoleRecord());
    const release = recording.history.releaseHalf.bind(recording.history);
    recording.history.releaseHalf = async () => {
      throw new Error('killed');
    };
    await ring(recording);
    recording.history.releaseHalf = release;
    expect(await receive(recording, consoleRecord())).toBe('half-joined');
    await ring(recording);
    expect(partsOf(await onlyDetail(recording))).toEqual(FIRST_NOTICES);
  });

  it('may be corrected like any other', async () => {
    const recording = await rang();
    await receive(recording, consoleRecord());
    const corrected = consoleRecord({
      eventID: 'correction-1',
      requestID: 'request-2',
      addendum: { reason: 'UPDATED_DATA', originalEventID: 'event-1' },
    });
    expect(await receive(recording, corrected)).toBe('corrected');
    expect(await receive(recording, corrected)).toBe('already-there');
    const { row } = await onlyDetail(recording);
    expect(row.corrections?.map(({ eventId }) => eventId)).toEqual(['correction-1']);
    expect([row.access?.requestId, row.access?.caller.label]).toEqual(['request-2', 'alice.miller']);
  });
});

describe('A correction of the sign-in half', () => {
  const correctionOf = (changes: JsonObject = {}): JsonObject =>
    switchRoleRecord({
      eventID: 'correction-1',
      addendum: {
        reason: 'UPDATED_DATA',
        updatedFields: 'additionalEventData',
        originalEventID: 'event-switch',
      },
      ...changes,
    });
  const bob = { additionalEventData: { SwitchFrom: `arn:aws:iam::${NORTHWIND}:user/bob.jones` } };
  const nameless = switchRoleRecord({ additionalEventData: {} });

  it('names the person whom the original did not name, and people hear of it', async () => {
    const recording = startRecording();
    await receive(recording, consoleRecord());
    await receive(recording, nameless);
    expect(await receive(recording, correctionOf())).toBe('corrected');
    const detail = await onlyDetail(recording);
    expect(detail.row.access?.caller).toMatchObject({ label: 'alice.miller', certainty: 'resolved' });
    expect(detail.row.access?.eventId).toBe('event-1');
    expect(detail.row.corrections).toEqual([
      {
        eventId: 'correction-1',
        at: '2026-11-22T12:00:00.000Z',
        reason: 'UPDATED_DATA',
        updatedFields: 'additionalEventData',
      },
    ]);
    expect(detail.events?.map(({ name }) => name).sort()).toEqual([
      'corrected#correction-1',
      'joined#event-switch',
      'recorded',
    ]);
    const news = detail.deliveries.find(({ part }) => part === 'corrected-correction-1');
    expect(news?.notification.title).toMatch(/^Corrected by AWS: alice\.miller/);
  });

  it('takes the wrong name away', async () => {
    const recording = startRecording();
    await receive(recording, consoleRecord());
    await receive(recording, switchRoleRecord());
    await receive(recording, correctionOf(bob));
    const { row } = await onlyDetail(recording);
    expect(row.access?.caller.label).toBe('bob.jones');
    expect(JSON.stringify(row.access?.caller.evidence)).not.toContain('alice.miller');
  });

  it('corrects an access that rang by its half alone', async () => {
    const recording = await rang();
    expect(await receive(recording, correctionOf(bob))).toBe('corrected');
    const detail = await onlyDetail(recording);
    expect(detail.row.access?.caller.label).toBe('bob.jones');
    expect(partsOf(detail)).toContain('platform-slack corrected-correction-1');
  });

  it('takes nothing away that the AssumeRole record told later', async () => {
    const recording = await rang();
    await receive(recording, consoleRecord());
    await receive(recording, correctionOf(bob));
    const { access } = (await onlyDetail(recording)).row;
    expect(access?.session.accessKeyId).toBe('ASIAEXAMPLEMINTED001');
    expect(access?.caller).toMatchObject({ label: 'bob.jones', principalId: 'AIDAEXAMPLEUSER000001' });
  });

  it.each<readonly [string, readonly JsonObject[], boolean]>([
    ['after both', [consoleRecord(), nameless, correctionOf()], false],
    ['instead of its original', [consoleRecord(), correctionOf()], false],
    ['before its original', [consoleRecord(), correctionOf(), nameless], false],
    ['before the AssumeRole record', [correctionOf(), consoleRecord()], false],
    ['while the original waits', [nameless, correctionOf(), consoleRecord()], false],
    ['and is waited with when the original comes', [correctionOf(), nameless, consoleRecord()], false],
    ['and rings alone', [correctionOf()], true],
    ['after the original rang alone', [nameless], true],
  ])('counts once and holds, when it comes %s', async (_when, records, alone) => {
    const recording = startRecording();
    for (const record of records) await receive(recording, record);
    if (alone) await ring(recording);
    await receive(recording, correctionOf());
    const kept = await detailsOf(recording);
    expect((await onlyDetail(recording)).row.access?.caller.label).toBe('alice.miller');
    expect((await onlyDetail(recording)).row.corrections).toHaveLength(1);
    recording.clock.advance(3600);
    for (const record of [correctionOf(), nameless]) await receive(recording, record);
    await ring(recording);
    expect(await detailsOf(recording)).toEqual(kept);
  });

  it('that has another time does not wait beside the original', async () => {
    const recording = startRecording();
    await receive(recording, switchRoleRecord());
    await receive(recording, correctionOf({ eventTime: '2026-11-22T11:59:53Z' }));
    const waiting = await recording.history.halvesDue('2030-01-01T00:00:00.000Z', 10);
    expect(waiting.map(({ half }) => half.time)).toEqual(['2026-11-22T11:59:53.000Z']);
    expect(await receive(recording, switchRoleRecord())).toBe('already-there');
  });
});

describe('A sign-in half that only the sweep found', () => {
  it('rings as found late, and is counted as missed', async () => {
    const recording = startRecording();
    recording.clock.advance(40 * 60);
    expect(await receive(recording, switchRoleRecord(), 'sweep')).toBe('half-kept');
    await ring(recording);
    const { row, deliveries } = await onlyDetail(recording);
    expect(row.foundBy).toBe('sweep');
    expect(JSON.stringify(deliveries[0]?.notification)).toMatch(/late/i);
    expect(recording.metrics.counted.get('SweepFoundMissed')).toBe(1);
  });

  it('is not late when EventBridge had brought it', async () => {
    const recording = startRecording();
    await receive(recording, switchRoleRecord());
    expect(await receive(recording, switchRoleRecord(), 'sweep')).toBe('already-there');
    await ring(recording);
    expect((await onlyDetail(recording)).row.foundBy).toBe('event');
    expect(recording.metrics.counted.get('SweepFoundMissed')).toBeUndefined();
  });

  it('is not waited for again once it has rung', async () => {
    const recording = await rang();
    expect(await receive(recording, switchRoleRecord(), 'sweep')).toBe('already-there');
    expect(await recording.history.halvesDue('2030-01-01T00:00:00.000Z', 10)).toEqual([]);
  });
});

describe('A sign-in half that comes while its AssumeRole record is being recorded', () => {
  it('is joined by whoever writes the row, although neither found the other', async () => {
    const recording = startRecording();
    const { history } = recording;
    const record = history.record.bind(history);
    history.record = async (row) => {
      history.record = record;
      expect(await receive(recording, switchRoleRecord())).toBe('half-kept');
      return record(row);
    };
    expect(await receive(recording, consoleRecord())).toBe('recorded');
    const { row, deliveries } = await onlyDetail(recording);
    expect(row.access?.caller.label).toBe('alice.miller');
    expect(deliveries.map(({ notification }) => notification.title)).toEqual(
      deliveries.map(() => expect.stringMatching(/^alice\.miller /)),
    );
    expect(await history.halvesDue('2030-01-01T00:00:00.000Z', 10)).toEqual([]);
  });

  it('is joined by the second copy when the recorder died before he looked', async () => {
    const recording = startRecording();
    const { history } = recording;
    await receive(recording, consoleRecord());
    const ofSession = history.ofSession.bind(history);
    history.ofSession = async () => [];
    expect(await receive(recording, switchRoleRecord())).toBe('half-kept');
    history.ofSession = ofSession;
    expect(await receive(recording, consoleRecord(), 'sweep')).toBe('already-there');
    expect((await onlyDetail(recording)).row.access?.caller.label).toBe('alice.miller');
    expect(await history.halvesDue('2030-01-01T00:00:00.000Z', 10)).toEqual([]);
  });

  it('is found by the sweep a minute later when the index lagged, and does not ring', async () => {
    const recording = startRecording();
    const { history, clock, effects } = recording;
    await receive(recording, consoleRecord());
    const ofSession = history.ofSession.bind(history);
    history.ofSession = async () => [];
    await receive(recording, switchRoleRecord());
    history.ofSession = ofSession;
    clock.advance(59);
    expect(await settleHalves(effects)).toMatchObject({ halvesJoined: 0 });
    clock.advance(1);
    expect(await settleHalves(effects)).toEqual({ halvesJoined: 1, halvesRung: 0, halvesFailed: 0 });
    expect((await onlyDetail(recording)).row.access?.caller.label).toBe('alice.miller');
  });

  it('is looked for once, and waits for its 15 minutes then', async () => {
    const recording = startRecording();
    const { history, clock, effects } = recording;
    await receive(recording, switchRoleRecord());
    clock.advance(60);
    expect(await settleHalves(effects)).toEqual({ halvesJoined: 0, halvesRung: 0, halvesFailed: 0 });
    const [waiting] = await history.halvesDue('2030-01-01T00:00:00.000Z', 10);
    expect(waiting).toMatchObject({ dueAt: '2026-11-22T12:14:52.000Z', foundBy: 'event' });
    clock.advance(13 * 60);
    expect(await settleHalves(effects)).toMatchObject({ halvesRung: 0 });
    clock.advance(60);
    expect(await settleHalves(effects)).toMatchObject({ halvesRung: 1 });
  });
});

describe('A second record that tells nothing new about who it was', () => {
  const principals = [{ id: 'AIDAEXAMPLEUSER000001', name: 'alice.miller' }];

  it('edits what can be edited, and writes to nobody', async () => {
    const recording = startRecording({ policy: { ...samplePolicy, principals } });
    await receive(recording, consoleRecord());
    await tellEverybody(recording);
    await receive(recording, switchRoleRecord());
    const { deliveries } = await onlyDetail(recording);
    const words = deliveries.filter(({ part }) => part !== undefined);
    // The client is not told from where.
    expect(words.map(({ destinationId }) => destinationId)).toEqual(['platform-slack', 'platform-jira']);
    for (const { follows } of words) {
      expect(follows?.quiet).toBe(true);
      expect(JSON.stringify(follows?.edited.facts)).toContain('192.0.2.10');
    }
  });
});

describe('What the sweep reads again', () => {
  it.each([
    ['an access', [consoleRecord()]],
    ['a joined half', [consoleRecord(), switchRoleRecord()]],
    ['a half that waits', [switchRoleRecord()]],
  ])('is no line in the log: %s', async (_what, records) => {
    const recording = startRecording();
    for (const record of records) await receive(recording, record);
    const lines = recording.logger.lines.length;
    expect(lines).toBe(records.length);
    for (const record of records) await receive(recording, record, 'sweep');
    expect(recording.logger.lines).toHaveLength(lines);
    await receive(recording, records[0] ?? {});
    expect(recording.logger.lines).toHaveLength(lines + 1);
  });
});
