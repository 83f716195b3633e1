import type { DeadLetters } from '../../lib/history/dead-letters.ts';
import type { Trail } from '../../lib/history/trail.ts';
import { reconcile, type ReconcileEffects } from '../../lib/usecases/reconcile.ts';
import { MemoryMarks } from '../support/memory-marks.ts';
import { startRecording } from '../support/recording.ts';
import { crossAccountRecord, envelopeOf } from '../support/sample-events.ts';
import { PROD_ADMIN } from '../support/sample-policy.ts';

const NO_LETTERS: DeadLetters = { receive: async () => [], remove: async () => undefined };

const start = (changes: Partial<ReconcileEffects> = {}) => {
  const recording = startRecording();
  const marks = new MemoryMarks();
  const trail: Trail = {
    async *lookUp({ value }) {
      if (value === PROD_ADMIN) yield JSON.stringify(crossAccountRecord());
    },
    roleArns: async () => [PROD_ADMIN],
  };
  const effects: ReconcileEffects = {
    ...recording.effects,
    trail,
    marks,
    remainingMs: () => 300_000,
    recordLetters: [NO_LETTERS],
    wakeUpLetters: NO_LETTERS,
    subscriptionsOf: async () => [],
    topicArns: {},
    ...changes,
  };
  return { ...recording, effects, marks };
};

const failing = async (): Promise<never> => {
  throw new Error('does not answer');
};

describe('The look back of every half hour', () => {
  it('does all of it and says so in numbers', async () => {
    const letter = { body: envelopeOf(crossAccountRecord({ eventID: 'put-aside' })), receipt: '1' };
    const letters = [[letter], []];
    const { effects, metrics } = start({
      recordLetters: [{ ...NO_LETTERS, receive: async () => letters.shift() ?? [] }],
      topicArns: { 'acme-mail': 'arn:acme', 'rolecall-operator': 'arn:operator' },
    });
    expect(await reconcile(effects)).toMatchObject({
      missed: 1,
      failed: 0,
      lettersRecorded: 1,
      unconfirmed: 1,
      stepsFailed: 0,
    });
    expect(metrics.counted.get('SweepStepFailed')).toBe(0);
  });

  it('says how long ago the last record came', async () => {
    const { effects, marks, metrics } = start();
    await reconcile(effects);
    expect(metrics.counted.has('LastRecordAge')).toBe(false);
    marks.written.set('last-record', '2026-11-22T11:50:00.000Z');
    await reconcile(effects);
    expect(metrics.counted.get('LastRecordAge')).toBe(600);
  });

  it.each([
    ['the dead letters', { recordLetters: [{ receive: failing, remove: failing }] }],
    ['the subscriptions', { subscriptionsOf: failing, topicArns: { 'acme-mail': 'arn:acme' } }],
  ] satisfies readonly (readonly [string, Partial<ReconcileEffects>])[])(
    'asks CloudTrail although %s do not answer, and says that a step failed',
    async (_, changes) => {
      const { effects, metrics } = start(changes);
      expect(await reconcile(effects)).toMatchObject({ missed: 1, stepsFailed: 1 });
      expect(metrics.counted.get('SweepStepFailed')).toBe(1);
    },
  );

  it('takes up dead letters although the roles cannot be remembered', async () => {
    const { effects, marks, logger } = start();
    marks.rememberRoles = failing;
    // The baselines are asked for by the same roles.
    expect(await reconcile(effects)).toMatchObject({ questions: 0, stepsFailed: 2 });
    expect(logger.lines).toContainEqual(
      expect.objectContaining({ name: 'sweep-step-failed', fields: { step: 'trail' } }),
    );
  });
});
