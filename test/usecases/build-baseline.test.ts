/** The 90 days before Rolecall. */
import type { TrailQuestion } from '../../lib/history/trail.ts';
import { type Trail, TrailThrottled } from '../../lib/history/trail.ts';
import { isoAfter } from '../../lib/kernel/clock.ts';
import { type JsonObject, textAt } from '../../lib/kernel/json.ts';
import type { Policy } from '../../lib/policy/policy.ts';
import { type BaselineEffects, buildBaseline } from '../../lib/usecases/build-baseline.ts';
import { recordEvent } from '../../lib/usecases/record-event.ts';
import { MemoryMarks } from '../support/memory-marks.ts';
import { EVER, startRecording } from '../support/recording.ts';
import { crossAccountRecord, envelopeOf } from '../support/sample-events.ts';
import { PROD_ADMIN, PRODUCTION, samplePolicy } from '../support/sample-policy.ts';

const ORGANIZATION = `arn:aws:iam::${PRODUCTION}:role/OrganizationAccountAccessRole`;
const ELSEWHERE = 'arn:aws:iam::444455556666:role/prod-admin';
const FIVE_MINUTES = 300_000;
const DAY = 24 * 3600;

interface Start {
  readonly records?: readonly JsonObject[];
  readonly policy?: Policy;
  readonly failing?: (question: TrailQuestion) => Error | undefined;
  readonly perRecordMs?: number;
}

/** CloudTrail with these records of one role, newest first and within the question's times, as AWS answers. */
const start = ({
  records = [],
  policy = samplePolicy,
  failing = () => undefined,
  perRecordMs = 0,
}: Start = {}) => {
  const recording = startRecording({ policy });
  const questions: TrailQuestion[] = [];
  const marks = new MemoryMarks();
  const time = { remaining: FIVE_MINUTES, read: 0 };
  const roles = [PROD_ADMIN, `arn:aws:iam::${PRODUCTION}:role/unrelated`];
  const trail: Trail = {
    async *lookUp(question) {
      questions.push(question);
      const error = failing(question);
      if (error !== undefined) throw error;
      for (const record of records) {
        const at = textAt(record, 'eventTime') ?? '';
        const isAsked = question.value === textAt(record, 'requestParameters', 'roleArn');
        const isWithin = at >= question.from.slice(0, 19) && at.slice(0, 19) <= question.to.slice(0, 19);
        if (!isAsked || !isWithin || question.region !== textAt(record, 'awsRegion')) continue;
        time.remaining -= perRecordMs;
        time.read += 1;
        yield JSON.stringify(record);
      }
    },
    roleArns: async () => roles,
  };
  const effects: BaselineEffects & typeof recording.effects = {
    ...recording.effects,
    trail,
    marks,
    remainingMs: () => time.remaining,
  };
  const enter = async (eventID: string, changes: JsonObject = {}) => {
    await recordEvent(recording.effects, envelopeOf(crossAccountRecord({ eventID, ...changes })));
    const { row } = (await recording.history.find(`${PRODUCTION}.${eventID}`)) ?? {};
    return row?.access?.observations.map(({ code }) => code).filter((code) => /first|baseline/.test(code));
  };
  return { ...recording, effects, questions, marks, time, roles, enter };
};

const user = (number: number) => ({
  userIdentity: {
    type: 'AWSAccount',
    principalId: `AIDAEXAMPLE${String(number).padStart(10, '0')}`,
    accountId: '777788889999',
  },
});

/** `days` before now, newest first. */
const old = (days: number, number = 1, changes: JsonObject = {}): JsonObject =>
  crossAccountRecord({
    eventID: `old-${number}`,
    eventTime: isoAfter(new Date('2026-11-22T12:00:00Z'), -days * DAY).replace('.000', ''),
    ...user(number),
    ...changes,
  });

describe('The baseline of a role', () => {
  it('is looked up for 90 days, in silence', async () => {
    const started = start({ records: [old(1), old(80, 2)] });
    expect(await buildBaseline(started.effects)).toEqual({ baselinesCompleted: 2, baselinesOpen: 0 });
    expect(started.questions.map(({ attribute, value, from, to }) => [attribute, value, from, to])).toEqual(
      [ORGANIZATION, PROD_ADMIN].map((arn) => [
        'ResourceName',
        arn,
        '2026-08-24T12:00:00.000Z',
        '2026-11-22T12:00:00.000Z',
      ]),
    );
    expect((await started.history.list(EVER)).rows).toEqual([]);
    expect(started.woken).toEqual([]);
  });

  it('knows who was there, so that only others are new', async () => {
    const started = start({ records: [old(1), old(80, 2)] });
    await buildBaseline(started.effects);
    expect(await started.enter('known', user(2))).toEqual([]);
    expect(await started.enter('stranger', user(3))).toEqual(['first-principal']);
  });

  it('is said to be incomplete until it was read, and since when', async () => {
    const started = start({ records: [old(1)] });
    expect(await started.enter('before', user(3))).toEqual(['baseline-incomplete']);
    await buildBaseline(started.effects);
    expect((await started.seen.ask(PROD_ADMIN, [], 'any')).watchedSince).toBe('2026-11-22T12:00:00.000Z');
    expect(await started.enter('after', user(4))).toEqual(['first-principal']);
  });

  it('is asked for once', async () => {
    const started = start({ records: [old(1)] });
    await buildBaseline(started.effects);
    started.clock.advance(1800);
    expect(await buildBaseline(started.effects)).toEqual({ baselinesCompleted: 0, baselinesOpen: 0 });
    expect(started.questions).toHaveLength(2);
  });

  it('takes refused attempts and records of other accounts for nobody', async () => {
    const refused = old(1, 5, { errorCode: 'AccessDenied' });
    const theirs = old(2, 6, { recipientAccountId: '777788889999' });
    const broken = old(3, 7, { eventID: undefined });
    const started = start({ records: [refused, theirs, broken] });
    await buildBaseline(started.effects);
    for (const number of [5, 6]) {
      expect(await started.enter(`now-${number}`, user(number))).toContain('first-principal');
    }
  });

  it('of a role that was made later is looked up then', async () => {
    const started = start();
    await buildBaseline(started.effects);
    started.roles.push(`arn:aws:iam::${PRODUCTION}:role/prod-new`);
    started.clock.advance(1800);
    expect(await buildBaseline(started.effects)).toEqual({ baselinesCompleted: 1, baselinesOpen: 0 });
  });
});

describe('The baseline in several Regions', () => {
  const policy = { ...samplePolicy, regions: ['us-east-1', 'eu-central-1'] };
  const records = [old(1), old(2, 2, { awsRegion: 'eu-central-1' })];

  it('is complete when each of them was read', async () => {
    let isDown = true;
    const failing = ({ region }: TrailQuestion) =>
      isDown && region === 'eu-central-1' ? new Error('AccessDenied') : undefined;
    const started = start({ records, policy, failing });
    expect(await buildBaseline(started.effects)).toEqual({ baselinesCompleted: 0, baselinesOpen: 2 });
    expect(await started.enter('now', user(9))).toEqual(['baseline-incomplete']);
    isDown = false;
    started.questions.length = 0;
    expect(await buildBaseline(started.effects)).toEqual({ baselinesCompleted: 2, baselinesOpen: 0 });
    expect(new Set(started.questions.map(({ region }) => region))).toEqual(new Set(['eu-central-1']));
    expect(await started.enter('known', user(2))).toEqual([]);
  });

  it('leaves a Region that throttles alone, and reads the others', async () => {
    const failing = ({ region }: TrailQuestion) =>
      region === 'us-east-1' ? new TrailThrottled('throttled') : undefined;
    const started = start({ records, policy, failing });
    await buildBaseline(started.effects);
    expect(started.questions.map(({ region }) => region)).toEqual([
      'us-east-1',
      'eu-central-1',
      'eu-central-1',
    ]);
    expect((await started.seen.ask(PROD_ADMIN, [], 'any')).baselineComplete).toBe(false);
  });

  it('reads a Region that was added later, and the baseline stays complete', async () => {
    const started = start({ records });
    await buildBaseline(started.effects);
    await buildBaseline({ ...started.effects, policy });
    expect(started.questions.at(-1)?.region).toBe('eu-central-1');
    expect(await started.enter('known', user(2))).toEqual([]);
  });
});

describe('A baseline that takes more than one run', () => {
  const many = Array.from({ length: 1000 }, (_none, index) => old(1 + index / 20, index + 1));

  it('goes on where it ended, until everything was read', async () => {
    const started = start({ records: many, perRecordMs: 500 });
    let runs = 0;
    do {
      started.time.remaining = FIVE_MINUTES;
      started.clock.advance(1800);
      await buildBaseline(started.effects);
      runs += 1;
    } while (!(await started.seen.ask(PROD_ADMIN, [], 'any')).baselineComplete && runs < 10);
    expect(runs).toBeGreaterThan(1);
    expect(runs).toBeLessThan(10);
    // The second at which a run ended is read twice, and nothing else.
    expect(started.time.read).toBeLessThanOrEqual(1000 + runs);
    for (const number of [1, 500, 1000])
      expect(await started.enter(`now-${number}`, user(number))).toEqual([]);
  });

  it('leaves the time to end, and begins nothing it cannot end', async () => {
    const started = start({ records: many, perRecordMs: 500 });
    await buildBaseline(started.effects);
    expect(started.time.remaining).toBeGreaterThan(50_000);
    started.questions.length = 0;
    await buildBaseline(started.effects);
    expect(started.questions).toEqual([]);
  });

  it('loses nothing when its function dies in between', async () => {
    const started = start({ records: many.slice(0, 450) });
    const remember = started.seen.remember.bind(started.seen);
    let left = 300;
    started.seen.remember = async (...thing) => {
      left -= 1;
      if (left === 0) throw new Error('killed');
      return remember(...thing);
    };
    await buildBaseline(started.effects);
    expect((await started.seen.ask(PROD_ADMIN, [], 'any')).baselineComplete).toBe(false);
    started.time.read = 0;
    expect(await buildBaseline(started.effects)).toEqual({ baselinesCompleted: 1, baselinesOpen: 0 });
    // What was read before it died was written down.
    expect(started.time.read).toBeLessThan(300);
    for (const number of [1, 200, 201, 450])
      expect(await started.enter(`now-${number}`, user(number))).toEqual([]);
  });
});

describe('A role of an account whose CloudTrail cannot be asked', () => {
  const policy: Policy = {
    ...samplePolicy,
    roles: [{ pattern: ELSEWHERE, accountId: '444455556666', name: 'Elsewhere', owner: 'platform' }],
  };

  it('is watched from the first look on, and asked about by nobody', async () => {
    const started = start({ policy });
    expect(await buildBaseline(started.effects)).toEqual({ baselinesCompleted: 0, baselinesOpen: 0 });
    expect(started.questions).toEqual([]);
    expect(await started.seen.ask(ELSEWHERE, [], 'any')).toMatchObject({
      baselineComplete: false,
      watchedSince: '2026-11-22T12:00:00.000Z',
    });
    started.clock.advance(90 * DAY);
    expect(await started.seen.ask(ELSEWHERE, [], 'any')).toMatchObject({ baselineComplete: true });
  });
});

describe('Where nothing is remembered', () => {
  it('nothing is asked', async () => {
    const started = start();
    const { seen: _none, ...effects } = started.effects;
    expect(await buildBaseline(effects)).toEqual({ baselinesCompleted: 0, baselinesOpen: 0 });
    expect(started.questions).toEqual([]);
  });
});
