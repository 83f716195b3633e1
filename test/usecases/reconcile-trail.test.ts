import type { Trail, TrailQuestion } from '../../lib/history/trail.ts';
import type { JsonObject } from '../../lib/kernel/json.ts';
import { type ReconcileEffects, reconcileTrail } from '../../lib/usecases/reconcile-trail.ts';
import { recordEvent } from '../../lib/usecases/record-event.ts';
import { EVER, startRecording } from '../support/recording.ts';
import { crossAccountRecord, envelopeOf } from '../support/sample-events.ts';
import { PROD_ADMIN } from '../support/sample-policy.ts';

const start = (
  records: readonly JsonObject[],
  failing: (question: TrailQuestion) => boolean = () => false,
) => {
  const recording = startRecording();
  const questions: TrailQuestion[] = [];
  const marks = new Map<string, string>();
  const trail: Trail = {
    async *lookUp(question) {
      questions.push(question);
      if (failing(question)) throw new Error('ThrottlingException');
      if (question.value !== PROD_ADMIN) return;
      yield* records.map((record) => JSON.stringify(record));
    },
    roleArns: async () => [PROD_ADMIN, 'arn:aws:iam::111122223333:role/unrelated'],
  };
  const effects: ReconcileEffects = {
    ...recording.effects,
    trail,
    marks: {
      read: async (name) => marks.get(name),
      write: async (name, until) => {
        marks.set(name, until);
      },
    },
  };
  return { ...recording, effects, questions, marks };
};

describe('The sweep of every half hour', () => {
  it('records and tells an entry that EventBridge did not bring', async () => {
    const started = start([crossAccountRecord()]);
    expect(await reconcileTrail(started.effects)).toMatchObject({ records: 1, missed: 1, failed: 0 });
    const { rows } = await started.history.list(EVER);
    expect(rows[0]?.foundBy).toBe('sweep');
    expect(started.woken).toHaveLength(3);
  });

  it('tells nobody again of an entry that was recorded', async () => {
    const started = start([crossAccountRecord()]);
    await recordEvent(started.effects, envelopeOf(crossAccountRecord()));
    expect(await reconcileTrail(started.effects)).toMatchObject({ records: 1, missed: 0 });
    expect(started.woken).toHaveLength(3);
  });

  it('asks for each designated role that exists, for exact names in any case, and for role switches', async () => {
    const started = start([]);
    await reconcileTrail(started.effects);
    expect(started.questions.map(({ attribute, value }) => [attribute, value])).toEqual([
      ['ResourceName', 'arn:aws:iam::111122223333:role/OrganizationAccountAccessRole'],
      ['ResourceName', PROD_ADMIN],
      ['EventName', 'SwitchRole'],
    ]);
  });

  it('looks back further than the last look, because records arrive late', async () => {
    const started = start([]);
    await reconcileTrail(started.effects);
    expect(started.questions[0]?.from).toBe('2026-11-22T11:00:00.000Z');
    started.clock.advance(1800);
    await reconcileTrail(started.effects);
    expect(started.questions[3]?.from).toBe('2026-11-22T10:00:00.000Z');
  });

  it('records the others when one record cannot be recorded, and asks again next time', async () => {
    const started = start([
      crossAccountRecord({ eventID: 'newer' }),
      crossAccountRecord({ eventID: 'older' }),
    ]);
    const record = started.history.record.bind(started.history);
    started.history.record = async (row) => {
      if (row.accessId.endsWith('newer')) throw new Error('throttled');
      return record(row);
    };
    expect(await reconcileTrail(started.effects)).toMatchObject({ missed: 1, failed: 1 });
    expect(started.marks.size).toBe(2);
  });

  it('keeps the mark of a question that failed and asks the others all the same', async () => {
    const started = start([crossAccountRecord()], ({ attribute }) => attribute === 'EventName');
    expect(await reconcileTrail(started.effects)).toMatchObject({ missed: 1, failed: 1 });
    expect([...started.marks.keys()].some((name) => name.includes('SwitchRole'))).toBe(false);
    expect(started.marks.size).toBe(2);
  });
});
