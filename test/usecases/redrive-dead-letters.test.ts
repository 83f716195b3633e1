import type { DeadLetter, DeadLetters } from '../../lib/history/dead-letters.ts';
import { redriveDeadLetters } from '../../lib/usecases/redrive-dead-letters.ts';
import { EVER, startRecording } from '../support/recording.ts';
import { crossAccountRecord, envelopeOf } from '../support/sample-events.ts';

/** A queue that hides what it handed out, and forgets what was removed. */
class Letters implements DeadLetters {
  readonly left: Map<string, string>;
  readonly #hidden = new Set<string>();

  constructor(...bodies: readonly string[]) {
    this.left = new Map(bodies.map((body, index) => [`receipt-${String(index)}`, body]));
  }

  async receive(limit: number): Promise<readonly DeadLetter[]> {
    const seen = [...this.left]
      .filter(([receipt]) => !this.#hidden.has(receipt))
      .slice(0, Math.min(limit, 10));
    for (const [receipt] of seen) this.#hidden.add(receipt);
    return seen.map(([receipt, body]) => ({ receipt, body }));
  }

  async remove({ receipt }: DeadLetter): Promise<void> {
    this.left.delete(receipt);
  }
}

const entry = (id: string): string => envelopeOf(crossAccountRecord({ eventID: id }));

const start = (queues: {
  readonly intake?: Letters;
  readonly rules?: Letters;
  readonly wakeUps?: Letters;
}) => {
  const { intake = new Letters(), rules = new Letters(), wakeUps = new Letters() } = queues;
  const recording = startRecording();
  const time = { remaining: 300_000 };
  const effects = {
    ...recording.effects,
    recordLetters: [intake, rules],
    wakeUpLetters: wakeUps,
    remainingMs: () => time.remaining,
  };
  return { ...recording, effects, intake, rules, wakeUps, time };
};

describe('Dead letters', () => {
  it('are recorded and told as late, wherever they were put aside, and are gone then', async () => {
    const started = start({ intake: new Letters(entry('e-1')), rules: new Letters(entry('e-2')) });
    expect(await redriveDeadLetters(started.effects)).toEqual({ recorded: 2, wakeUps: 0, failed: 0 });
    const { rows } = await started.history.list(EVER);
    expect(rows.map(({ foundBy }) => foundBy)).toEqual(['sweep', 'sweep']);
    expect(started.woken.length).toBeGreaterThan(0);
    expect([started.intake.left.size, started.rules.left.size]).toEqual([0, 0]);
    expect(started.metrics.counted.get('DeadLetterRecorded')).toBe(2);
  });

  it('that were recorded meanwhile tell nobody again', async () => {
    const started = start({ intake: new Letters(entry('e-1'), entry('e-1')) });
    await redriveDeadLetters(started.effects);
    const { rows } = await started.history.list(EVER);
    expect(rows).toHaveLength(1);
    expect(started.woken).toHaveLength(3);
  });

  it('that fail again stay, and keep no other back', async () => {
    const started = start({ intake: new Letters(entry('poison'), entry('e-2')) });
    const record = started.history.record.bind(started.history);
    started.history.record = async (row) => {
      if (row.accessId.endsWith('poison')) throw new Error('the item is too large');
      return record(row);
    };
    expect(await redriveDeadLetters(started.effects)).toMatchObject({ recorded: 1, failed: 1 });
    expect([...started.intake.left.values()]).toEqual([entry('poison')]);
  });

  it('are recorded although they cannot be removed, and recorded again without harm', async () => {
    const intake = new Letters(entry('e-1'));
    intake.remove = async () => {
      throw new Error('the queue does not answer');
    };
    const started = start({ intake });
    expect(await redriveDeadLetters(started.effects)).toMatchObject({ recorded: 0, failed: 1 });
    const { rows } = await started.history.list(EVER);
    expect(rows).toHaveLength(1);
  });

  it('of one queue are recorded although another does not answer, and then it is said', async () => {
    const intake = new Letters(entry('e-1'));
    intake.receive = async () => {
      throw new Error('the queue does not answer');
    };
    const started = start({ intake, rules: new Letters(entry('e-2')) });
    await expect(redriveDeadLetters(started.effects)).rejects.toThrow('does not answer');
    expect(started.rules.left.size).toBe(0);
    expect(started.metrics.counted.get('DeadLetterRecorded')).toBe(1);
  });

  it('that are wake-ups are thrown away: the ledger has what they named', async () => {
    const started = start({ wakeUps: new Letters('{"accessId":"a","destinationId":"d"}', 'nonsense') });
    expect(await redriveDeadLetters(started.effects)).toEqual({ recorded: 0, wakeUps: 2, failed: 0 });
    expect(started.wakeUps.left.size).toBe(0);
  });

  it('that are old heartbeats are no sign of life', async () => {
    const beat = JSON.stringify({ source: 'rolecall.heartbeat', time: '2026-11-22T11:00:00Z' });
    const started = start({ intake: new Letters(beat) });
    await redriveDeadLetters(started.effects);
    expect(started.metrics.counted.get('HeartbeatSeen')).toBeUndefined();
    expect(started.intake.left.size).toBe(0);
  });

  const many = (count: number): Letters =>
    new Letters(
      ...Array.from({ length: count }, () =>
        envelopeOf(crossAccountRecord({ eventName: 'GetCallerIdentity' })),
      ),
    );

  it('are taken up in one run, however many an outage has left', async () => {
    const started = start({ intake: many(1_000) });
    expect(await redriveDeadLetters(started.effects)).toMatchObject({ recorded: 1_000 });
    expect(started.intake.left.size).toBe(0);
  });

  it('leave half of the time of a run to CloudTrail', async () => {
    const started = start({ intake: many(1_000) });
    const remove = started.intake.remove.bind(started.intake);
    started.intake.remove = async (letter) => {
      started.time.remaining -= 1_000;
      await remove(letter);
    };
    await redriveDeadLetters(started.effects);
    expect(started.intake.left.size).toBe(850);
    expect(started.time.remaining).toBe(150_000);
  });

  it('are left for the next run when none of them can be recorded', async () => {
    const started = start({
      intake: new Letters(...Array.from({ length: 200 }, (_, index) => entry(`e-${String(index)}`))),
    });
    started.history.record = async () => {
      throw new Error('the table does not answer');
    };
    expect(await redriveDeadLetters(started.effects)).toMatchObject({ recorded: 0, failed: 50 });
    expect(started.intake.left.size).toBe(200);
  });
});
