/**
 * A recorder that dies between any two effects, and the copy of its message that comes after: what is kept in the end is
 * what an undisturbed run keeps.
 */
import type { JsonObject } from '../../lib/kernel/json.ts';
import type { RecordEffects } from '../../lib/usecases/record-row.ts';
import { recordEvent } from '../../lib/usecases/record-event.ts';
import { settleHalves } from '../../lib/usecases/settle-halves.ts';
import { settleWindows } from '../../lib/usecases/summarise-repeats.ts';
import { failAt, type FailsWhen } from '../support/failing-effects.ts';
import { everythingKept } from '../support/kept.ts';
import { type Recording, startRecording } from '../support/recording.ts';
import {
  consoleRecord,
  crossAccountRecord,
  envelopeOf,
  namelessDenial,
  switchRoleRecord,
} from '../support/sample-events.ts';

type Run = (effects: RecordEffects) => Promise<unknown>;

const record =
  (changes: JsonObject, of: (changes: JsonObject) => JsonObject = crossAccountRecord): Run =>
  (effects) =>
    recordEvent(effects, envelopeOf(of(changes)));

const correction = (changes: JsonObject = {}): JsonObject => ({
  eventID: 'correction-1',
  addendum: { reason: 'UPDATED_DATA', updatedFields: 'userIdentity', originalEventID: 'event-1' },
  userIdentity: { type: 'AWSAccount', principalId: 'AIDAEXAMPLEUSER000009', accountId: '777788889999' },
  ...changes,
});

const correctedHalf: JsonObject = {
  eventID: 'correction-1',
  addendum: { reason: 'UPDATED_DATA', originalEventID: 'event-switch' },
};

/** Until the window of whatever came before is over. */
const WAIT = 'wait';

interface Story {
  readonly before: readonly (Run | typeof WAIT)[];
  readonly run: Run;
}

const STORIES: Readonly<Record<string, Story>> = {
  'a first access': { before: [], run: record({}) },
  'a repeat': { before: [record({})], run: record({ eventID: 'event-2' }) },
  'a refusal that names no role': { before: [], run: record({}, namelessDenial) },
  'a refusal after an entry': {
    before: [record({})],
    run: record({ errorCode: 'AccessDenied', eventID: 'event-2' }),
  },
  'what cannot be read': { before: [], run: (effects) => recordEvent(effects, 'broken') },
  'a console switch whose other half came first': {
    before: [record({}, switchRoleRecord)],
    run: record({}, consoleRecord),
  },
  'the other half of a console switch': {
    before: [record({}, consoleRecord)],
    run: record({}, switchRoleRecord),
  },
  'the other half of a console switch that comes first': { before: [], run: record({}, switchRoleRecord) },
  'the sign-in half of a console switch that rings by itself': {
    before: [record({}, switchRoleRecord), WAIT],
    run: settleHalves,
  },
  'an AssumeRole record whose sign-in half has rung': {
    before: [record({}, switchRoleRecord), WAIT, settleHalves],
    run: record({}, consoleRecord),
  },
  'an AssumeRole record that says more than its sign-in half, which has rung': {
    before: [record({ additionalEventData: {} }, switchRoleRecord), WAIT, settleHalves],
    run: record({}, consoleRecord),
  },
  'a correction of a sign-in half that was joined': {
    before: [record({}, consoleRecord), record({ additionalEventData: {} }, switchRoleRecord)],
    run: record(correctedHalf, switchRoleRecord),
  },
  'a correction of a sign-in half that comes instead of it': {
    before: [record({}, consoleRecord)],
    run: record(correctedHalf, switchRoleRecord),
  },
  'a correction of a sign-in half that waits': {
    before: [record({}, switchRoleRecord)],
    run: record({ ...correctedHalf, eventTime: '2026-11-22T11:59:53Z' }, switchRoleRecord),
  },
  'a correction of a sign-in half that has rung': {
    before: [record({ additionalEventData: {} }, switchRoleRecord), WAIT, settleHalves],
    run: record(correctedHalf, switchRoleRecord),
  },
  'a correction of an AssumeRole record that was joined': {
    before: [record({}, switchRoleRecord), WAIT, settleHalves, record({}, consoleRecord)],
    run: record({ ...correction(), userIdentity: consoleRecord()['userIdentity']! }, consoleRecord),
  },
  'a correction': { before: [record({})], run: record(correction()) },
  'a correction of a repeat that was somebody else': {
    before: [record({}), record({ eventID: 'event-2' })],
    run: record(correction({ addendum: { reason: 'UPDATED_DATA', originalEventID: 'event-2' } })),
  },
  'a correction that comes before what it corrects': { before: [], run: record(correction()) },
  'the original of a correction that came first': { before: [record(correction())], run: record({}) },
  'the end of a window': {
    before: [record({}), record({ eventID: 'event-2' }), record({ eventID: 'event-3' }), WAIT],
    run: settleWindows,
  },
  'the end of a window in which nothing repeated': { before: [record({}), WAIT], run: settleWindows },
  'the end of a window whose first was corrected': {
    before: [record({}), record({ eventID: 'event-2' }), record(correction()), WAIT],
    run: settleWindows,
  },
};

const begin = async ({ before }: Story): Promise<Recording> => {
  const recording = startRecording();
  for (const step of before) {
    if (step === WAIT) recording.clock.advance(17 * 60);
    else await step(recording.effects);
  }
  return recording;
};

describe.each(Object.entries(STORIES))('After a crash in the middle of %s', (_name, story) => {
  const undisturbed = async () => {
    const recording = await begin(story);
    const { effects, asked } = failAt(recording.effects, 0, 'before');
    await story.run(effects);
    return { kept: await everythingKept(recording), effects: asked() };
  };

  it.each<FailsWhen>(['before', 'after'])(
    'the next run ends where an undisturbed one does: it died %s the effect',
    async (when) => {
      const expected = await undisturbed();
      expect(expected.effects).toBeGreaterThan(0);
      for (let nth = 1; nth <= expected.effects; nth += 1) {
        const recording = await begin(story);
        await story.run(failAt(recording.effects, nth, when).effects).catch(() => undefined);
        await story.run(recording.effects);
        expect([nth, await everythingKept(recording)]).toEqual([nth, expected.kept]);
      }
    },
  );

  it('nothing changes when it is run a second and a third time', async () => {
    const { kept } = await undisturbed();
    const recording = await begin(story);
    for (let time = 0; time < 3; time += 1) await story.run(recording.effects);
    expect(await everythingKept(recording)).toEqual(kept);
  });

  it('it may die at every effect in turn', async () => {
    const expected = await undisturbed();
    const recording = await begin(story);
    for (let nth = 1; nth <= expected.effects; nth += 1) {
      await story.run(failAt(recording.effects, nth, 'after').effects).catch(() => undefined);
    }
    await story.run(recording.effects);
    expect(await everythingKept(recording)).toEqual(expected.kept);
  });
});
