import { type Trail, type TrailQuestion, TrailThrottled } from '../../lib/history/trail.ts';
import { type JsonObject, textAt } from '../../lib/kernel/json.ts';
import { samplePolicy } from '../support/sample-policy.ts';
import { type ReconcileEffects, reconcileTrail } from '../../lib/usecases/reconcile-trail.ts';
import { readTrailPlace } from '../../lib/usecases/trail-place.ts';
import { recordEvent } from '../../lib/usecases/record-event.ts';
import { MemoryMarks } from '../support/memory-marks.ts';
import { EVER, startRecording } from '../support/recording.ts';
import { crossAccountRecord, envelopeOf } from '../support/sample-events.ts';
import { PROD_ADMIN } from '../support/sample-policy.ts';

const ORGANIZATION = 'arn:aws:iam::111122223333:role/OrganizationAccountAccessRole';
const FIVE_MINUTES = 300_000;

/** CloudTrail with these records of one role, newest first and within the question's times, as AWS answers. */
const start = (
  records: readonly JsonObject[],
  failing: (question: TrailQuestion) => boolean = () => false,
) => {
  const recording = startRecording();
  const questions: TrailQuestion[] = [];
  const marks = new MemoryMarks();
  const roles = [PROD_ADMIN, 'arn:aws:iam::111122223333:role/unrelated'];
  const time = { remaining: FIVE_MINUTES, perRecord: 0 };
  const trail: Trail = {
    async *lookUp(question) {
      questions.push(question);
      if (failing(question)) throw new TrailThrottled('throttled');
      if (question.value !== PROD_ADMIN) return;
      for (const record of records) {
        const at = textAt(record, 'eventTime') ?? '';
        if (at < question.from.slice(0, 19) || at.slice(0, 19) > question.to) continue;
        time.remaining -= time.perRecord;
        yield JSON.stringify(record);
      }
    },
    roleArns: async () => roles,
  };
  const effects: ReconcileEffects = { ...recording.effects, trail, marks, remainingMs: () => time.remaining };
  const recorded = async (): Promise<readonly string[]> => {
    const { rows } = await recording.history.list(EVER);
    return rows.map(({ accessId }) => accessId);
  };
  return { ...recording, effects, questions, marks, roles, time, recorded };
};

/** The last questions about a Region: what is listed under no role. */
const NAMED = ['SwitchRole', 'RenewRole', 'CreateSession'];

const asked = (questions: readonly TrailQuestion[]) => questions.map(({ value }) => value);

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

  it('records the oldest first, so that the first of several rings and not the last', async () => {
    const started = start([
      crossAccountRecord({ eventID: 'newest' }),
      crossAccountRecord({ eventID: 'middle' }),
      crossAccountRecord({ eventID: 'oldest' }),
    ]);
    const order: string[] = [];
    const record = started.history.record.bind(started.history);
    started.history.record = async (row) => {
      order.push(row.accessId.split('.').at(-1) ?? '');
      return record(row);
    };
    await reconcileTrail(started.effects);
    expect(order.map((id) => /newest|middle|oldest/.exec(id)?.[0])).toEqual(['oldest', 'middle', 'newest']);
  });

  it('asks for each designated role that exists, for exact names in any case, and for what no role lists', async () => {
    const started = start([]);
    await reconcileTrail(started.effects);
    expect(started.questions.map(({ attribute, value }) => [attribute, value])).toEqual([
      ['ResourceName', ORGANIZATION],
      ['ResourceName', PROD_ADMIN],
      ...NAMED.map((value) => ['EventName', value]),
    ]);
  });

  it('looks back further than the last look, because records arrive late', async () => {
    const started = start([]);
    await reconcileTrail(started.effects);
    expect(started.questions[0]?.from).toBe('2026-11-22T11:00:00.000Z');
    started.clock.advance(1800);
    await reconcileTrail(started.effects);
    expect(started.questions[2 + NAMED.length]?.from).toBe('2026-11-22T10:00:00.000Z');
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
    started.history.record = record;
    started.clock.advance(24 * 3600);
    expect(await reconcileTrail(started.effects)).toMatchObject({ missed: 1, failed: 0 });
  });

  it('asks again for the one second of a record that can never be recorded, and not for all that came after it', async () => {
    const started = start([
      crossAccountRecord({ eventID: 'poison', eventTime: '2026-11-22T11:30:00Z' }),
      crossAccountRecord({ eventID: 'older', eventTime: '2026-11-22T11:20:00Z' }),
    ]);
    const record = started.history.record.bind(started.history);
    started.history.record = async (row) => {
      if (row.accessId.endsWith('poison')) throw new Error('the item is too large');
      return record(row);
    };
    const spans = () =>
      started.questions.filter(({ value }) => value === PROD_ADMIN).map(({ from, to }) => [from, to]);
    await reconcileTrail(started.effects);
    started.clock.advance(24 * 3600);
    await reconcileTrail(started.effects);
    for (let day = 0; day < 3; day += 1) {
      started.clock.advance(24 * 3600);
      started.questions.length = 0;
      expect(await reconcileTrail(started.effects)).toMatchObject({ records: 1, failed: 1 });
      expect(spans()[0]).toEqual(['2026-11-22T11:29:59.000Z', '2026-11-22T11:30:01.000Z']);
    }
    expect(spans()[1]).toEqual(['2026-11-25T10:00:00.000Z', '2026-11-26T12:00:00.000Z']);
    started.clock.advance(90 * 24 * 3600);
    started.questions.length = 0;
    expect(await reconcileTrail(started.effects)).toMatchObject({ failed: 0 });
    expect(spans()).toHaveLength(1);
  });
});

describe('A role that was deleted', () => {
  it('is asked for as long as CloudTrail remembers what was done with it', async () => {
    const started = start([crossAccountRecord()]);
    started.time.remaining = 0;
    await reconcileTrail(started.effects);
    started.time.remaining = FIVE_MINUTES;
    started.roles.length = 0;
    started.clock.advance(60);
    expect(await reconcileTrail(started.effects)).toMatchObject({ missed: 1 });
    started.clock.advance(91 * 24 * 3600);
    await reconcileTrail(started.effects);
    started.questions.length = 0;
    await reconcileTrail(started.effects);
    expect(asked(started.questions)).toEqual([ORGANIZATION, ...NAMED]);
  });

  it('is not asked for when it is designated no longer', async () => {
    const started = start([]);
    await reconcileTrail(started.effects);
    const policy = { ...samplePolicy, roles: samplePolicy.roles.slice(1) };
    started.questions.length = 0;
    await reconcileTrail({ ...started.effects, policy });
    expect(asked(started.questions)).not.toContain(PROD_ADMIN);
  });

  it('and one that exists are asked for although IAM does not answer now', async () => {
    const started = start([crossAccountRecord()]);
    started.marks.seen.set(PROD_ADMIN, '2026-11-22T11:30:00.000Z');
    const roleArns = async (): Promise<never> => {
      throw new Error('AccessDenied');
    };
    const trail = { ...started.effects.trail, roleArns };
    expect(await reconcileTrail({ ...started.effects, trail })).toMatchObject({ missed: 1, failed: 1 });
    expect(started.logger.lines.map(({ name }) => name)).toContain('reconcile-roles-not-listed');
  });
});

describe('A question that is not answered', () => {
  it('keeps its mark, and the other Regions are asked all the same', async () => {
    const policy = { ...samplePolicy, regions: ['us-east-1', 'eu-west-1'] };
    const started = start([crossAccountRecord()], ({ region }) => region === 'us-east-1');
    expect(await reconcileTrail({ ...started.effects, policy })).toMatchObject({
      questions: 2 + NAMED.length,
      missed: 1,
      failed: 1,
      unasked: 1 + NAMED.length,
    });
    const placeIn = (region: string) =>
      readTrailPlace(started.marks, { region, attribute: 'EventName', value: 'SwitchRole' });
    expect(await placeIn('eu-west-1')).toHaveProperty('until');
    expect(await placeIn('us-east-1')).not.toHaveProperty('until');
  });

  it('leaves its Region alone when that throttles, and comes after those that were not tried', async () => {
    let throttling = true;
    const started = start([], ({ value }) => throttling && value === PROD_ADMIN);
    await reconcileTrail(started.effects);
    expect(asked(started.questions)).toEqual([ORGANIZATION, PROD_ADMIN]);
    throttling = false;
    started.questions.length = 0;
    await reconcileTrail(started.effects);
    expect(asked(started.questions)).toEqual([...NAMED, ORGANIZATION, PROD_ADMIN]);
  });

  it('keeps no other from being asked in the runs after, although it throttles every time', async () => {
    const started = start([], ({ value }) => {
      started.clock.advance(1);
      return value === ORGANIZATION;
    });
    await reconcileTrail(started.effects);
    expect(asked(started.questions)).toEqual([ORGANIZATION]);
    for (let run = 0; run < 3; run += 1) {
      started.clock.advance(1800);
      started.questions.length = 0;
      await reconcileTrail(started.effects);
      expect(asked(started.questions)).toEqual([PROD_ADMIN, ...NAMED, ORGANIZATION]);
    }
  });

  it('that ended the function in the middle comes last next time', async () => {
    const started = start([]);
    const trail: Trail = {
      ...started.effects.trail,
      async *lookUp() {
        await new Promise(() => undefined);
      },
    };
    void reconcileTrail({ ...started.effects, trail });
    await new Promise((resolve) => setImmediate(resolve));
    started.clock.advance(1800);
    await reconcileTrail(started.effects);
    expect(asked(started.questions)).toEqual([PROD_ADMIN, ...NAMED, ORGANIZATION]);
  });

  it('does not keep its Region from being asked when it fails otherwise', async () => {
    const started = start([]);
    const { lookUp } = started.effects.trail;
    const trail: Trail = {
      ...started.effects.trail,
      lookUp: (question) => {
        if (question.value === ORGANIZATION) throw new Error('connection lost');
        return lookUp(question);
      },
    };
    expect(await reconcileTrail({ ...started.effects, trail })).toMatchObject({
      questions: 1 + NAMED.length,
      failed: 1,
    });
  });
});

describe('An answer that is too long for one run', () => {
  const secondsAgo = (seconds: number): string =>
    new Date(Date.parse('2026-11-22T12:00:00Z') - seconds * 1000).toISOString().replace('.000Z', 'Z');

  /** One entry of ours among many: newest first, one every half second. */
  const manyWith = (position: number): readonly JsonObject[] =>
    Array.from({ length: 5_000 }, (_, index) =>
      crossAccountRecord({
        eventID: `e-${String(index)}`,
        eventTime: secondsAgo(Math.floor(index / 2)),
        ...(index === position ? {} : { eventName: 'GetCallerIdentity' }),
      }),
    );

  const oneRun = (started: ReturnType<typeof start>): ReturnType<typeof reconcileTrail> => {
    // Enough for 3,645 records and not for 5,000.
    started.time.remaining = FIVE_MINUTES;
    started.time.perRecord = 65;
    return reconcileTrail(started.effects);
  };

  it('is gone on with below what was read, until its beginning was reached', async () => {
    const started = start(manyWith(4_999));
    expect(await oneRun(started)).toMatchObject({ records: 3_645, missed: 0, unasked: 1 + NAMED.length });
    expect(started.metrics.counted.get('SweepQuestionFailed')).toBe(1 + NAMED.length);
    started.clock.advance(1800);
    started.questions.length = 0;
    expect(await oneRun(started)).toMatchObject({ missed: 1 });
    const [gap, next] = started.questions.filter(({ value }) => value === PROD_ADMIN);
    expect(gap).toMatchObject({ from: '2026-11-22T11:00:00.000Z', to: '2026-11-22T11:29:38.000Z' });
    expect(next).toMatchObject({ from: '2026-11-22T10:00:00.000Z', to: '2026-11-22T12:30:00.000Z' });
  });

  it('tells what is new in every run, however much lies before it', async () => {
    const started = start(manyWith(0));
    expect(await oneRun(started)).toMatchObject({ missed: 1, unasked: 1 + NAMED.length });
  });

  it('goes on from where it was when CloudTrail begins to throttle in the middle', async () => {
    const started = start(manyWith(4_999));
    const { lookUp } = started.effects.trail;
    const breaking: Trail = {
      ...started.effects.trail,
      async *lookUp(question) {
        let given = 0;
        for await (const text of lookUp(question)) {
          given += 1;
          if (given > 2_500) throw new TrailThrottled('throttled');
          yield text;
        }
      },
    };
    expect(await reconcileTrail({ ...started.effects, trail: breaking })).toMatchObject({ records: 2_500 });
    started.questions.length = 0;
    expect(await reconcileTrail(started.effects)).toMatchObject({ missed: 1 });
    const [gap] = started.questions.filter(({ value }) => value === PROD_ADMIN);
    expect(gap?.to).toBe('2026-11-22T11:39:11.000Z');
  });

  it('whose records cannot all be recorded is asked for again from the one that could not', async () => {
    const started = start(manyWith(100));
    const record = started.history.record.bind(started.history);
    started.history.record = async () => {
      throw new Error('the table does not answer');
    };
    expect(await oneRun(started)).toMatchObject({ failed: 1, missed: 0 });
    started.history.record = record;
    started.questions.length = 0;
    expect(await oneRun(started)).toMatchObject({ failed: 0, missed: 1 });
    const [gap] = started.questions.filter(({ value }) => value === PROD_ADMIN);
    expect(gap).toMatchObject({ from: '2026-11-22T11:00:00.000Z', to: '2026-11-22T11:59:11.000Z' });
  });

  it('is recorded as far as it was read when CloudTrail throttles before the first two thousand', async () => {
    const started = start(manyWith(10));
    const { lookUp } = started.effects.trail;
    const breaking: Trail = {
      ...started.effects.trail,
      async *lookUp(question) {
        let given = 0;
        for await (const text of lookUp(question)) {
          given += 1;
          if (given > 1_950) throw new TrailThrottled('throttled');
          yield text;
        }
      },
    };
    expect(await reconcileTrail({ ...started.effects, trail: breaking })).toMatchObject({
      records: 1_950,
      missed: 1,
      failed: 1,
    });
  });

  it('is read only as far as there is time to record it', async () => {
    const started = start(manyWith(4_999));
    // Three seconds for a page: the function would be ended before the first two thousand.
    started.time.perRecord = 60;
    started.time.remaining = 120_000;
    expect(await reconcileTrail(started.effects)).toMatchObject({ records: 751, unasked: 1 + NAMED.length });
    expect(started.time.remaining).toBe(74_940);
  });

  it('is recorded as far as there is time, and nothing of it is left out in the next runs', async () => {
    const entries = Array.from({ length: 10 }, (_, index) =>
      crossAccountRecord({ eventID: `e-${String(index)}`, eventTime: secondsAgo(index * 60) }),
    );
    const started = start(entries);
    const record = started.history.record.bind(started.history);
    started.history.record = async (row) => {
      started.time.remaining -= 60_000;
      return record(row);
    };
    expect(await reconcileTrail(started.effects)).toMatchObject({ missed: 5, failed: 0 });
    expect(started.time.remaining).toBe(0);
    started.time.remaining = 10 * FIVE_MINUTES;
    started.clock.advance(1800);
    expect(await reconcileTrail(started.effects)).toMatchObject({ missed: 5, unasked: 0 });
    expect(await started.recorded()).toHaveLength(10);
  });
});
