import { type BatchEffects, deliverBatch, type WakeUp } from '../../lib/usecases/deliver-batch.ts';
import type { WakeUpResult } from '../../lib/usecases/deliver-notification.ts';
import { memoryLogger } from '../support/recording.ts';
import { virtualClock } from '../support/virtual-clock.ts';

const wakeUp = (messageId: string, groupId: string): WakeUp => ({
  messageId,
  receiptHandle: `handle-${messageId}`,
  groupId,
  key: { accessId: messageId, destinationId: groupId },
});

const start = (results: Readonly<Record<string, WakeUpResult | Error>> = {}, remainingMs = 60_000) => {
  const clock = virtualClock();
  const times: number[] = [];
  const delivered: string[] = [];
  const postponed: (readonly [string, number])[] = [];
  const effects: BatchEffects = {
    deliver: async ({ accessId }) => {
      delivered.push(accessId);
      times.push(clock.now().getTime());
      const result = results[accessId];
      if (result instanceof Error) throw result;
      return result ?? { kind: 'done' };
    },
    postpone: async (handle, seconds) => {
      postponed.push([handle, seconds]);
    },
    remainingMs: () => remainingMs,
    clock,
    logger: memoryLogger(),
  };
  return { effects, delivered, postponed, times };
};

describe('A batch of wake-ups', () => {
  it('is done with when everything was delivered', async () => {
    const { effects, delivered } = start();
    expect(await deliverBatch(effects, [wakeUp('a', 'slack'), wakeUp('b', 'jira')])).toEqual([]);
    expect(delivered).toEqual(['a', 'b']);
  });

  it('gives back the rest of a group that has to wait, after the pause the vendor asked for, and nothing of others', async () => {
    const { effects, delivered, postponed } = start({
      a: { kind: 'later', seconds: 2, code: 'rate-limited' },
    });
    const batch = [wakeUp('a', 'slack'), wakeUp('b', 'jira'), wakeUp('c', 'slack'), wakeUp('d', 'jira')];
    expect(await deliverBatch(effects, batch)).toEqual(['a', 'c']);
    expect(delivered).toEqual(['a', 'b', 'd']);
    expect(postponed).toEqual([
      ['handle-a', 2],
      ['handle-c', 2],
    ]);
  });

  it('gives one destination one message a second, and makes nobody else wait for it', async () => {
    const { effects, times } = start();
    const batch = [wakeUp('a', 'slack'), wakeUp('b', 'jira'), wakeUp('c', 'slack'), wakeUp('d', 'slack')];
    await deliverBatch(effects, batch);
    const [first = 0] = times;
    expect(times.map((time) => time - first)).toEqual([0, 0, 1000, 2000]);
    // The group's next batch begins when this one ends.
    expect(effects.clock.now().getTime() - first).toBe(3000);
  });

  it('leaves long pauses to the ledger and the sweep', async () => {
    const { effects, postponed } = start({ a: { kind: 'later', seconds: 61, code: 'rate-limited' } });
    expect(await deliverBatch(effects, [wakeUp('a', 'slack')])).toEqual([]);
    expect(postponed).toEqual([]);
  });

  it('gives back what the ledger could not settle', async () => {
    const { effects } = start({ a: new Error('throttled') });
    expect(await deliverBatch(effects, [wakeUp('a', 'slack'), wakeUp('b', 'jira')])).toEqual(['a']);
  });

  it('starts nothing that it could not finish in the time that is left', async () => {
    const { effects, delivered } = start({}, 5_000);
    expect(await deliverBatch(effects, [wakeUp('a', 'slack'), wakeUp('b', 'jira')])).toEqual(['a', 'b']);
    expect(delivered).toEqual([]);
  });

  it('gives back a message that is none of ours instead of dropping it', async () => {
    const { effects } = start();
    expect(await deliverBatch(effects, [{ ...wakeUp('a', 'slack'), key: undefined }])).toEqual(['a']);
  });

  it('still gives a message back when it cannot be postponed', async () => {
    const { effects } = start({ a: { kind: 'later', seconds: 2, code: 'rate-limited' } });
    const broken = {
      ...effects,
      postpone: async () => {
        throw new Error('queue gone');
      },
    };
    expect(await deliverBatch(broken, [wakeUp('a', 'slack')])).toEqual(['a']);
  });
});
