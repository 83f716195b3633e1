/** AWS corrects a record: the access is corrected, and nobody hears of it twice. */
import type { JsonObject } from '../../lib/kernel/json.ts';
import { recordEvent } from '../../lib/usecases/record-event.ts';
import { settleWindows } from '../../lib/usecases/summarise-repeats.ts';
import { detailsOf, rung } from '../support/kept.ts';
import { EVER, type Recording, startRecording, tellEverybody } from '../support/recording.ts';
import {
  consoleRecord,
  crossAccountRecord,
  envelopeOf,
  EXTERNAL_ID,
  SESSION_TOKEN,
  switchRoleRecord,
} from '../support/sample-events.ts';
import { NORTHWIND, PRODUCTION } from '../support/sample-policy.ts';

const BOB = { type: 'AWSAccount', principalId: 'AIDAEXAMPLEUSER000002', accountId: NORTHWIND };
const AS_BOB = {
  userIdentity: BOB,
  requestParameters: { ...(crossAccountRecord()['requestParameters'] as JsonObject), roleSessionName: 'bob' },
};

const addendum = (originalEventID: string, changes: JsonObject = {}): JsonObject => ({
  addendum: {
    reason: 'UPDATED_DATA',
    updatedFields: 'userIdentity, requestParameters',
    originalEventID,
    ...changes,
  },
});

const original = crossAccountRecord();
const correction = crossAccountRecord({ eventID: 'correction-1', ...AS_BOB, ...addendum('event-1') });

const receive = ({ effects }: Recording, ...records: readonly JsonObject[]) =>
  records.reduce<Promise<readonly string[]>>(
    async (before, record) => [...(await before), await recordEvent(effects, envelopeOf(record))],
    Promise.resolve([]),
  );

const onlyDetail = async (recording: Recording) => {
  const details = await detailsOf(recording);
  expect(details).toHaveLength(1);
  const [detail] = details;
  if (detail === undefined) throw new Error('nothing recorded');
  return detail;
};

const partsOf = ({ deliveries }: Awaited<ReturnType<typeof onlyDetail>>) =>
  deliveries.map(({ destinationId, part }) => `${destinationId} ${part ?? 'first'}`).sort();

describe('A correction of an access that was announced', () => {
  it('changes the row, keeps both as events, and makes no second access', async () => {
    const recording = startRecording();
    expect(await receive(recording, original, correction)).toEqual(['recorded', 'corrected']);
    const { row, events } = await onlyDetail(recording);
    expect(row.accessId).toBe(`${PRODUCTION}.event-1`);
    expect(row.access?.caller.label).toBe('bob');
    expect(row.corrections).toEqual([
      {
        eventId: 'correction-1',
        at: '2026-11-22T12:00:00.000Z',
        reason: 'UPDATED_DATA',
        updatedFields: 'userIdentity, requestParameters',
      },
    ]);
    expect(events?.map(({ name }) => name).sort()).toEqual(['corrected#correction-1', 'recorded']);
  });

  it('tells everybody who was told, once, what holds now', async () => {
    const recording = startRecording();
    await receive(recording, original);
    recording.woken.length = 0;
    await receive(recording, correction);
    const detail = await onlyDetail(recording);
    expect(partsOf(detail)).toEqual([
      'acme-mail first',
      'platform-jira corrected-correction-1',
      'platform-jira first',
      'platform-slack corrected-correction-1',
      'platform-slack first',
    ]);
    expect(recording.woken.map(({ destinationId }) => destinationId).sort()).toEqual([
      'platform-jira',
      'platform-slack',
    ]);
    const news = detail.deliveries.find(({ part }) => part !== undefined);
    expect(news?.notification.title).toMatch(/^Corrected by AWS: "bob" \(unverified\) from Northwind/);
    expect(news?.notification.sentence).toMatch(/The first notice, about .*, said: "alice" \(unverified\)/);
    expect(news?.follows?.edited.title).toMatch(/^"bob" \(unverified\) from Northwind/);
    expect(news?.follows?.edited.facts[0]?.label).toBe('Corrected by AWS');
  });

  it('tells the client, too, when what the client read has changed', async () => {
    const recording = startRecording();
    const refused = { errorCode: 'AccessDenied', ...addendum('event-1') };
    await receive(recording, original, crossAccountRecord({ eventID: 'correction-1', ...refused }));
    const detail = await onlyDetail(recording);
    const client = detail.deliveries.find(
      ({ destinationId, part }) => destinationId === 'acme-mail' && part !== undefined,
    );
    expect(client?.notification).toMatchObject({ edition: 'client', importance: 'urgent' });
    expect(client?.notification.title).toBe(
      'Corrected by AWS: A person from Northwind Managed Services was refused Production administrator in ACME production',
    );
  });

  it('tells nobody when no word of the notice changes', async () => {
    const recording = startRecording();
    await receive(recording, original);
    const told = recording.woken.length;
    const quiet = crossAccountRecord({
      eventID: 'correction-1',
      userAgent: 'aws-cli/2.31.4',
      ...addendum('event-1', { updatedFields: 'userAgent' }),
    });
    expect(await receive(recording, quiet)).toEqual(['corrected']);
    const { row, deliveries } = await onlyDetail(recording);
    expect(row.access?.origin.userAgent).toBe('aws-cli/2.31.4');
    expect(deliveries).toHaveLength(3);
    expect(recording.woken).toHaveLength(told);
  });

  it('changes nothing when it comes again', async () => {
    const recording = startRecording();
    await receive(recording, original, correction);
    const kept = await detailsOf(recording);
    recording.clock.advance(3600);
    expect(await receive(recording, correction, original)).toEqual(['already-there', 'already-there']);
    expect(await detailsOf(recording)).toEqual(kept);
  });

  it('may be corrected again', async () => {
    const recording = startRecording();
    const second = crossAccountRecord({ eventID: 'correction-2', ...addendum('event-1') });
    expect(await receive(recording, original, correction, second)).toEqual([
      'recorded',
      'corrected',
      'corrected',
    ]);
    const { row } = await onlyDetail(recording);
    expect(row.access?.caller.label).toBe('alice');
    expect(row.corrections?.map(({ eventId }) => eventId)).toEqual(['correction-1', 'correction-2']);
  });

  it('does not take away the name that another record gave', async () => {
    const recording = startRecording();
    const corrected = consoleRecord({ eventID: 'correction-1', ...addendum('event-1') });
    await receive(recording, consoleRecord());
    await tellEverybody(recording);
    await receive(recording, switchRoleRecord(), corrected);
    const { row } = await onlyDetail(recording);
    expect([row.access?.caller.label, row.access?.caller.certainty]).toEqual(['alice.miller', 'resolved']);
    expect(recording.woken).toHaveLength(6);
  });

  it('opens what its recorder left unopened before it tells of the correction', async () => {
    const recording = startRecording();
    const open = recording.ledger.open.bind(recording.ledger);
    recording.ledger.open = async () => {
      throw new Error('killed');
    };
    await expect(receive(recording, original)).rejects.toThrow('killed');
    recording.ledger.open = open;
    await receive(recording, correction);
    expect(partsOf(await onlyDetail(recording))).toContain('acme-mail first');
  });

  it('came when its event says, also when its recorder died after the event', async () => {
    const recording = startRecording();
    await receive(recording, original);
    const correct = recording.history.correct.bind(recording.history);
    recording.history.correct = async () => {
      throw new Error('killed');
    };
    await expect(receive(recording, correction)).rejects.toThrow('killed');
    recording.history.correct = correct;
    recording.clock.advance(300);
    await receive(recording, correction);
    const { row, events } = await onlyDetail(recording);
    const [noted] = events?.filter(({ kind }) => kind === 'corrected') ?? [];
    expect(noted?.at).toBe('2026-11-22T12:00:00.000Z');
    expect(row.corrections?.map(({ at }) => at)).toEqual([noted?.at]);
  });

  it('keeps neither session token nor external id', async () => {
    const recording = startRecording();
    await receive(recording, original, correction);
    const everything = JSON.stringify([await detailsOf(recording), recording.logger.lines]);
    expect(everything).toContain('correction-1');
    expect(everything).not.toContain(SESSION_TOKEN);
    expect(everything).not.toContain(EXTERNAL_ID);
  });
});

describe('A correction that comes before what it corrects', () => {
  it('rings like any access, under the id of the original', async () => {
    const recording = startRecording();
    expect(await receive(recording, correction)).toEqual(['recorded']);
    const { row, deliveries } = await onlyDetail(recording);
    expect([row.accessId, row.access?.caller.label]).toEqual([`${PRODUCTION}.event-1`, 'bob']);
    expect(row.corrections).toHaveLength(1);
    expect(deliveries).toHaveLength(3);
  });

  it('is not undone by the original, and does not ring again', async () => {
    const recording = startRecording();
    await receive(recording, correction);
    const kept = await detailsOf(recording);
    expect(await receive(recording, original, correction)).toEqual(['already-there', 'already-there']);
    expect(await detailsOf(recording)).toEqual(kept);
    expect(recording.woken).toHaveLength(3);
  });
});

describe('A correction of a repeat', () => {
  const repeat = crossAccountRecord({ eventID: 'event-2' });

  it('rings when it was somebody else after all', async () => {
    const recording = startRecording();
    const corrected = crossAccountRecord({ eventID: 'correction-1', ...AS_BOB, ...addendum('event-2') });
    await receive(recording, original, repeat, corrected);
    expect(await rung(recording)).toEqual({ 'event-1': 3, 'event-2': 3 });
    const found = await recording.history.find(`${PRODUCTION}.event-2`);
    expect(found?.deliveries.map(({ part, notification }) => [part, notification.edition])).toEqual([
      [undefined, 'owner'],
      [undefined, 'owner'],
      [undefined, 'client'],
    ]);
    expect(found?.deliveries[0]?.notification.facts[0]?.label).toBe('Corrected by AWS');
    expect(found?.deliveries[0]?.notification.title).toMatch(/^"bob"/);
  });

  it('stays quiet when it is still a repeat', async () => {
    const recording = startRecording();
    const later = {
      eventTime: '2026-11-22T11:59:58Z',
      ...addendum('event-2', { updatedFields: 'eventTime' }),
    };
    await receive(recording, original, repeat, crossAccountRecord({ eventID: 'correction-1', ...later }));
    expect(await rung(recording)).toEqual({ 'event-1': 3 });
    const { rows } = await recording.history.list(EVER);
    expect(rows.flatMap(({ corrections }) => corrections ?? [])).toHaveLength(1);
  });
});

describe('Corrections and repeats of one access', () => {
  const summaryOf = async (recording: Recording) =>
    (await recording.history.find(`${PRODUCTION}.event-1`))?.deliveries;

  it('stand together in the edited notice, whichever came last', async () => {
    const first = startRecording();
    await receive(first, original, crossAccountRecord({ eventID: 'event-2' }), correction);
    first.clock.advance(16 * 60 + 1);
    await settleWindows(first.effects);
    const second = startRecording();
    await receive(second, original, crossAccountRecord({ eventID: 'event-2' }));
    second.clock.advance(16 * 60 + 1);
    await settleWindows(second.effects);
    await receive(second, correction);
    for (const [recording, part] of [
      [first, 'repeats'],
      [second, 'corrected-correction-1'],
    ] as const) {
      const delivery = (await summaryOf(recording))?.find((one) => one.part === part);
      expect(delivery?.follows?.edited.facts.slice(0, 2).map(({ label }) => label)).toEqual([
        'Repeated',
        'Corrected by AWS',
      ]);
      expect(delivery?.follows?.edited.title).toMatch(/^"bob"/);
    }
  });
});

describe('A correction of the other half of a console switch', () => {
  const corrected = switchRoleRecord({ eventID: 'correction-1', ...addendum('event-switch') });

  it('takes the place of the half that waits', async () => {
    const recording = startRecording();
    expect(await receive(recording, switchRoleRecord(), corrected)).toEqual(['half-kept', 'half-kept']);
    expect(await recording.history.halvesDue(EVER.to, 10)).toHaveLength(1);
  });

  it('is joined once, and noted as what it is', async () => {
    const recording = startRecording();
    await receive(recording, consoleRecord());
    await tellEverybody(recording);
    await receive(recording, switchRoleRecord(), corrected, corrected);
    const { row, events } = await onlyDetail(recording);
    expect(row.joined).toHaveLength(1);
    expect(events?.map(({ name }) => name).sort()).toEqual([
      'corrected#correction-1',
      'joined#event-switch',
      'recorded',
    ]);
    expect(recording.woken).toHaveLength(6);
  });
});
