/** The doors for which CloudTrail is asked, as a part of the sweep's look at it. */
import { LOOKED_FOR } from '../../lib/access/doors/looked-for.ts';
import { type TrailQuestion, TrailThrottled } from '../../lib/history/trail.ts';
import { isoAfter } from '../../lib/kernel/clock.ts';
import type { JsonObject } from '../../lib/kernel/json.ts';
import { recordEvent } from '../../lib/usecases/record-event.ts';
import { type ReconcileEffects, reconcileTrail } from '../../lib/usecases/reconcile-trail.ts';
import { MemoryMarks } from '../support/memory-marks.ts';
import { memoryTrail } from '../support/memory-trail.ts';
import { EVER, type Recording, startRecording } from '../support/recording.ts';
import { createUserRecord, rootRecord, stopLoggingRecord } from '../support/sample-doors.ts';
import { envelopeOf } from '../support/sample-events.ts';
import { samplePolicy } from '../support/sample-policy.ts';

const HOUR = 3600;
/** Questions about the one role of the policy that has no pattern, and about what no role lists. */
const OTHERS = 4;
const EACH = LOOKED_FOR.filter(({ regions }) => regions === 'each');

const start = (regions: readonly string[] = ['us-east-1']) => {
  const recording = startRecording({ policy: { ...samplePolicy, regions } });
  const marks = new MemoryMarks();
  const trail = memoryTrail();
  const time = { remaining: 300_000 };
  const effects: ReconcileEffects = {
    ...recording.effects,
    trail: { lookUp: trail.lookUp, roleArns: async () => [] },
    marks,
    remainingMs: () => time.remaining,
  };
  const { clock } = recording;
  const run = () => reconcileTrail(effects);
  const world = {
    ...recording,
    effects,
    trail,
    marks,
    time,
    run,
    /** Lets the questions begin; nothing is asked yet. */
    begin: async () => {
      await run();
      trail.asked.length = 0;
    },
    /** What CloudTrail has of this hour, unheard by EventBridge. */
    lose: (record: JsonObject, changes: JsonObject = {}) => {
      trail.records.push({ ...record, eventTime: secondOf(clock.now().toISOString()), ...changes });
    },
  };
  return world;
};

const secondOf = (iso: string): string => iso.replace(/\.\d+Z$/, 'Z');

const rowsOf = async ({ history }: Pick<Recording, 'history'>) => (await history.list(EVER)).rows;

const aboutDoors = (questions: readonly TrailQuestion[]): readonly TrailQuestion[] =>
  questions.filter(({ value }) => LOOKED_FOR.some((door) => door.value === value));

describe('A door that EventBridge lost', () => {
  it.each([
    ['a trail that was stopped', stopLoggingRecord()],
    ['a user that was made', createUserRecord()],
    ['what the root user did', rootRecord()],
  ])('is recorded and told as found late: %s', async (_what, record) => {
    const world = start();
    await world.begin();
    world.lose(record);
    world.clock.advance(8 * HOUR);
    expect(await world.run()).toMatchObject({ records: 1, missed: 1, failed: 0 });
    const [row] = await rowsOf(world);
    expect(row).toMatchObject({ foundBy: 'sweep', door: { eventId: 'event-door' } });
    expect(world.woken.length).toBeGreaterThan(0);
    expect(world.metrics.counted.get('SweepFoundMissed')).toBe(1);
  });

  it('is told once: neither if EventBridge brought it, nor in the next looks', async () => {
    const world = start();
    await world.begin();
    const record = stopLoggingRecord({ eventTime: secondOf(world.clock.now().toISOString()) });
    world.trail.records.push(record);
    await recordEvent(world.effects, envelopeOf(record));
    const told = world.woken.length;
    for (let run = 0; run < 3; run += 1) {
      world.clock.advance(8 * HOUR);
      expect(await world.run()).toMatchObject({ missed: 0 });
    }
    expect(world.woken).toHaveLength(told);
  });

  it('is not taken for an event of the same name in another service', async () => {
    const world = start();
    await world.begin();
    world.lose(createUserRecord(), { eventSource: 'identitystore.amazonaws.com' });
    world.lose(rootRecord(), { userIdentity: { type: 'IAMUser', userName: 'root' } });
    world.clock.advance(8 * HOUR);
    expect(await world.run()).toMatchObject({ records: 0, missed: 0 });
    expect(await rowsOf(world)).toEqual([]);
  });

  it('is looked for every six hours, and not in every run', async () => {
    const world = start();
    await world.begin();
    const asked: number[] = [];
    for (let run = 1; run <= 48; run += 1) {
      world.clock.advance(HOUR / 2);
      world.trail.asked.length = 0;
      await world.run();
      if (aboutDoors(world.trail.asked).length > 0) asked.push(run / 2);
    }
    // The first time later by the overlap, which would lead to what was before.
    expect(asked).toEqual([8, 14, 20]);
  });
});

describe('The questions about doors', () => {
  it('owe nothing that was before the first run', async () => {
    const world = start();
    world.lose(createUserRecord());
    world.clock.advance(60);
    await world.begin();
    const began = world.clock.now();
    world.clock.advance(8 * HOUR);
    expect(await world.run()).toMatchObject({ missed: 0 });
    expect(new Set(aboutDoors(world.trail.asked).map(({ from }) => from))).toEqual(
      new Set([began.toISOString()]),
    );
  });

  it('look back further than the last look from then on, because records arrive late', async () => {
    const world = start();
    await world.begin();
    world.clock.advance(8 * HOUR);
    const last = world.clock.now();
    await world.run();
    world.clock.advance(6 * HOUR);
    world.trail.asked.length = 0;
    await world.run();
    expect(aboutDoors(world.trail.asked)[0]?.from).toBe(isoAfter(last, -2 * HOUR));
  });

  it('go to every Region, those about IAM only to where IAM is recorded', async () => {
    const world = start(['eu-central-1', 'us-east-1']);
    await world.begin();
    world.clock.advance(8 * HOUR);
    await world.run();
    const inRegion = (region: string) =>
      aboutDoors(world.trail.asked)
        .filter((question) => question.region === region)
        .map(({ value }) => value);
    expect(inRegion('us-east-1')).toEqual(LOOKED_FOR.map(({ value }) => value));
    expect(inRegion('eu-central-1')).toEqual(EACH.map(({ value }) => value));
  });

  it('find IAM where the partition has it', async () => {
    const world = start(['cn-north-1', 'cn-northwest-1']);
    const policy = { ...world.effects.policy, homeRegion: 'cn-northwest-1' };
    const run = () => reconcileTrail({ ...world.effects, policy });
    await run();
    world.trail.asked.length = 0;
    world.clock.advance(8 * HOUR);
    await run();
    const asked = world.trail.asked.filter(({ value }) => value === 'CreateUser');
    expect(asked.map(({ region }) => region)).toEqual(['cn-north-1']);
  });

  it('come after those about roles, and wait without being missed when the time is short', async () => {
    const world = start();
    await world.begin();
    world.clock.advance(8 * HOUR);
    const { lookUp } = world.trail;
    const trail = {
      ...world.effects.trail,
      lookUp: (question: TrailQuestion) => {
        // Enough for what is listed under roles, and for three more.
        world.time.remaining -= 30_000;
        return lookUp(question);
      },
    };
    const first = await reconcileTrail({ ...world.effects, trail });
    const order = world.trail.asked.map(({ value }) => LOOKED_FOR.some((door) => door.value === value));
    expect(order).toEqual([...order].sort((one, other) => Number(one) - Number(other)));
    expect(aboutDoors(world.trail.asked).map(({ value }) => value)).toEqual(
      LOOKED_FOR.slice(0, aboutDoors(world.trail.asked).length).map(({ value }) => value),
    );
    expect(first.unasked).toBe(0);
    // The next run goes on with those that had no turn.
    const done = aboutDoors(world.trail.asked).length;
    expect(done).toBeGreaterThan(0);
    expect(done).toBeLessThan(LOOKED_FOR.length);
    world.trail.asked.length = 0;
    world.time.remaining = 300_000;
    world.clock.advance(HOUR / 2);
    await world.run();
    expect(aboutDoors(world.trail.asked).map(({ value }) => value)).toEqual(
      LOOKED_FOR.slice(done).map(({ value }) => value),
    );
  });

  it('are missed once they have waited for twice as long as they should', async () => {
    const world = start();
    await world.begin();
    world.clock.advance(15 * HOUR);
    world.time.remaining = 0;
    const { unasked } = await world.run();
    expect(unasked).toBe(OTHERS + LOOKED_FOR.length);
  });

  it('leave a Region alone that throttles, and ask it again in the next run', async () => {
    const world = start(['us-east-1', 'eu-central-1']);
    await world.begin();
    world.clock.advance(8 * HOUR);
    const { lookUp } = world.trail;
    const trail = {
      ...world.effects.trail,
      lookUp: (question: TrailQuestion) => {
        if (question.region === 'us-east-1' && question.value === 'StopLogging') {
          throw new TrailThrottled('throttled');
        }
        return lookUp(question);
      },
    };
    expect(await reconcileTrail({ ...world.effects, trail })).toMatchObject({ failed: 1, unasked: 0 });
    const regions = aboutDoors(world.trail.asked).map(({ region }) => region);
    expect(regions).toEqual(EACH.map(() => 'eu-central-1'));
    world.trail.asked.length = 0;
    world.clock.advance(HOUR / 2);
    await world.run();
    const again = aboutDoors(world.trail.asked);
    expect(new Set(again.map(({ region }) => region))).toEqual(new Set(['us-east-1']));
    expect(again.at(-1)?.value).toBe('StopLogging');
  });

  it('that cannot be prepared keep nobody from hearing what was found about roles', async () => {
    const world = start();
    const { read } = world.marks;
    world.marks.read = async (name) => {
      if (name.includes('StopLogging')) throw new Error('the table does not answer');
      return read.call(world.marks, name);
    };
    expect(await world.run()).toMatchObject({ questions: OTHERS, failed: 1 });
    expect(world.metrics.counted.get('ReconcileCompleted')).toBe(1);
    expect(world.logger.lines.map(({ name }) => name)).toContain('reconcile-doors-not-asked');
  });
});
