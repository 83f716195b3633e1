import { deliverBatch } from '../../lib/usecases/deliver-batch.ts';
import type { BatchEffects, HowToDeliver, WakeUp, WakeUpResult } from '../../lib/usecases/queued-wake-up.ts';
import type { DownDestination } from '../../lib/delivery/destination-health.ts';
import type { Delivery } from '../../lib/delivery/delivery.ts';
import { noticeOf } from '../support/delivering.ts';
import { memoryLogger } from '../support/recording.ts';
import { virtualClock } from '../support/virtual-clock.ts';
import { seen } from '../support/seen.ts';

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
  const probes: string[] = [];
  const looked: string[] = [];
  const postponed: (readonly [string, number])[] = [];
  const down: DownDestination[] = [];
  const leftAlone = new Map<string, string>();
  const effects: BatchEffects = {
    deliver: async ({ accessId }, how: HowToDeliver = {}) => {
      delivered.push(accessId);
      if (how.probe) probes.push(accessId);
      times.push(clock.now().getTime());
      const result = results[accessId];
      if (result instanceof Error) throw result;
      return result ?? { kind: 'done' };
    },
    ledger: {
      next: async (destinationId) => {
        looked.push(`next ${destinationId}`);
        return undefined;
      },
      find: async ({ accessId }) => {
        looked.push(`find ${accessId}`);
        return undefined;
      },
    },
    health: {
      down: async () => {
        looked.push('down');
        return down;
      },
    },
    postpone: async (handle, seconds) => {
      postponed.push([handle, seconds]);
    },
    leftAlone,
    remainingMs: () => remainingMs,
    clock,
    logger: memoryLogger(),
  };
  return { effects, delivered, postponed, times, probes, looked, down, leftAlone };
};

describe('A single wake-up', () => {
  const sentBefore = (effects: BatchEffects, milliseconds: number) => ({
    ...wakeUp('robot', 'slack'),
    sentAt: effects.clock.now().getTime() - milliseconds,
  });

  it('delivers what it names, without a look at the ledger, when it was taken up at once', async () => {
    const { effects, delivered, looked } = start();
    expect(await deliverBatch(effects, [sentBefore(effects, 900)])).toEqual([]);
    expect([delivered, looked]).toEqual([['robot'], []]);
  });

  it('lets something more important through first when it had to wait in the queue, and comes back for its own', async () => {
    const { effects, delivered } = start();
    const human = { accessId: 'human', destinationId: 'slack' };
    const ledger: BatchEffects['ledger'] = {
      next: async () => human,
      find: async (key) =>
        Object.assign(Object.create(null), { ...key, state: 'pending', dueAt: '2026-11-22T11:00:00.000Z' }),
    };
    expect(await deliverBatch({ ...effects, ledger }, [sentBefore(effects, 9_000)])).toEqual(['robot']);
    expect(delivered).toEqual(['human']);
  });
});

describe('A batch of wake-ups', () => {
  it('is done with when everything was delivered', async () => {
    const { effects, delivered } = start();
    expect(await deliverBatch(effects, [wakeUp('a', 'slack'), wakeUp('b', 'jira')])).toEqual([]);
    expect(delivered).toEqual(['a', 'b']);
  });

  it('asks nobody anything while no wake-ups pile up', async () => {
    const { effects, looked } = start();
    await deliverBatch(effects, [wakeUp('a', 'slack'), wakeUp('b', 'jira')]);
    expect(looked).toEqual([]);
  });

  it('gives back the rest of a group that has to wait, after the pause the vendor asked for, and nothing of others', async () => {
    const { effects, delivered, postponed } = start({
      a: { kind: 'later', seconds: 2, code: 'rate-limited' },
    });
    const batch = [wakeUp('a', 'slack'), wakeUp('b', 'jira'), wakeUp('c', 'slack'), wakeUp('d', 'jira')];
    expect((await deliverBatch(effects, batch)).toSorted()).toEqual(['a', 'c']);
    expect(delivered).toEqual(['a', 'b', 'd']);
    expect(postponed).toEqual([
      ['handle-a', 2],
      ['handle-c', 2],
    ]);
  });

  it('gives one destination one message a second, and makes nobody else wait for it', async () => {
    const { effects, times, delivered } = start();
    const batch = [wakeUp('a', 'slack'), wakeUp('b', 'slack'), wakeUp('c', 'slack'), wakeUp('d', 'jira')];
    await deliverBatch(effects, batch);
    const [first = 0] = times;
    expect(delivered).toEqual(['d', 'a', 'b', 'c']);
    expect(times.map((time) => time - first)).toEqual([0, 0, 1000, 2000]);
    // The group's next batch begins when this one ends.
    expect(effects.clock.now().getTime() - first).toBe(3000);
  });

  it('lets nobody rest for a wake-up that was not needed', async () => {
    const needless: WakeUpResult = { kind: 'done', idle: true };
    const { effects } = start({ a: needless, b: needless, c: needless });
    const began = effects.clock.now().getTime();
    const batch = ['a', 'b', 'c'].map((id) => wakeUp(id, 'slack'));
    expect(await deliverBatch(effects, batch)).toEqual([]);
    expect(effects.clock.now().getTime()).toBe(began);
  });

  it('lets no destination wait for another that is slow to answer', async () => {
    const { effects, delivered } = start();
    let answer: () => void = () => undefined;
    const slow = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const deliver: BatchEffects['deliver'] = async (key, how) => {
      if (key.destinationId === 'slack') await slow;
      return effects.deliver(key, how);
    };
    const batch = [wakeUp('a', 'slack'), wakeUp('b', 'jira'), wakeUp('c', 'jira')];
    const worked = deliverBatch({ ...effects, deliver }, batch);
    await seen(() => [...delivered]).toEqual(['b', 'c']);
    answer();
    expect(await worked).toEqual([]);
    expect(delivered).toEqual(['b', 'c', 'a']);
  });

  it('gives back what one group could not look up, and works the others to their end', async () => {
    const { effects, delivered, postponed } = start();
    const ledger: BatchEffects['ledger'] = {
      ...effects.ledger,
      next: async (destinationId) => {
        if (destinationId === 'slack') throw new Error('throttled');
        return undefined;
      },
    };
    const batch = [
      wakeUp('a', 'slack'),
      wakeUp('b', 'slack'),
      ...['c', 'd', 'e'].map((id) => wakeUp(id, 'jira')),
    ];
    expect(await deliverBatch({ ...effects, ledger }, batch)).toEqual(['a', 'b']);
    expect(delivered).toEqual(['c', 'd', 'e']);
    expect(postponed).toEqual([
      ['handle-a', 5],
      ['handle-b', 5],
    ]);
  });

  it('leaves long pauses to the ledger and the sweep', async () => {
    const { effects, postponed } = start({ a: { kind: 'later', seconds: 61, code: 'rate-limited' } });
    expect(await deliverBatch(effects, [wakeUp('a', 'slack')])).toEqual([]);
    expect(postponed).toEqual([]);
  });

  it.each(['first-not-sent', 'search-pending'])(
    'goes on with the others while one waits aside (%s)',
    async (code) => {
      const { effects, delivered } = start({ a: { kind: 'later', seconds: 15, code } });
      expect(await deliverBatch(effects, [wakeUp('a', 'slack'), wakeUp('b', 'slack')])).toEqual([]);
      expect(delivered).toEqual(['a', 'b']);
    },
  );

  it('gives back what the ledger could not settle', async () => {
    const { effects } = start({ a: new Error('throttled') });
    expect(await deliverBatch(effects, [wakeUp('a', 'slack'), wakeUp('b', 'jira')])).toEqual(['a']);
  });

  it('starts nothing that it could not finish in the time that is left', async () => {
    const { effects, delivered } = start({}, 5_000);
    expect(await deliverBatch(effects, [wakeUp('a', 'slack'), wakeUp('b', 'jira')])).toEqual(['a', 'b']);
    expect(delivered).toEqual([]);
  });

  it('gives back a message that is none of ours instead of dropping it, and delivers the others of its group', async () => {
    const { effects, delivered } = start();
    const batch = [{ ...wakeUp('a', 'slack'), key: undefined }, wakeUp('b', 'slack')];
    expect(await deliverBatch(effects, batch)).toEqual(['a']);
    expect(delivered).toEqual(['b']);
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

describe('A batch of wake-ups for which others come first', () => {
  const NOW = '2026-11-22T12:00:00.000Z';
  const standing: Readonly<Record<string, Pick<Delivery, 'state' | 'dueAt'>>> = {
    sent: { state: 'sent', dueAt: NOW },
    digested: { state: 'digested', dueAt: NOW },
    waits: { state: 'pending', dueAt: NOW },
    held: { state: 'in-progress', dueAt: NOW },
    'waits long': { state: 'pending', dueAt: '2026-11-22T12:30:00.000Z' },
  };

  it('comes back at once, except what was told meanwhile or is left to the sweep', async () => {
    const { effects, delivered, postponed } = start();
    let others = 0;
    const ledger: BatchEffects['ledger'] = {
      next: async (destinationId) => ({ accessId: `other-${String((others += 1))}`, destinationId }),
      find: async ({ accessId }) => {
        const state = standing[accessId];
        return (
          state && {
            ...noticeOf(accessId, 'slack'),
            schemaVersion: 1,
            createdAt: NOW,
            attempts: [],
            ...state,
          }
        );
      },
    };
    const batch = [...Object.keys(standing), 'removed'].map((id) => wakeUp(id, 'slack'));
    expect(await deliverBatch({ ...effects, ledger }, batch)).toEqual(['waits', 'held']);
    // As many as there were messages, but those the ledger named: all but the fourth, which is the queue's oldest.
    expect(delivered).toEqual(['other-1', 'other-2', 'other-3', 'sent', 'other-4', 'other-5']);
    expect(postponed).toEqual([
      ['handle-waits', 0],
      ['handle-held', 0],
    ]);
  });

  it('is worked off in its own order when the ledger lags and names what was just sent', async () => {
    const { effects, delivered } = start();
    const ledger = {
      ...effects.ledger,
      next: async (destinationId: string) => ({ accessId: 'a', destinationId }),
    };
    const batch = ['a', 'b', 'c'].map((id) => wakeUp(id, 'slack'));
    expect(await deliverBatch({ ...effects, ledger }, batch)).toEqual([]);
    expect(delivered).toEqual(['a', 'b', 'c']);
  });

  it('is not held up by what the ledger named a moment too late', async () => {
    const { effects, delivered } = start({
      gone: { kind: 'later', seconds: 40, code: 'in-progress', idle: true },
    });
    const ledger = {
      ...effects.ledger,
      next: async (destinationId: string) => ({ accessId: 'gone', destinationId }),
    };
    const batch = ['a', 'b'].map((id) => wakeUp(id, 'slack'));
    expect(await deliverBatch({ ...effects, ledger }, batch)).toEqual([]);
    expect(delivered).toEqual(['gone', 'a', 'b']);
  });
});

describe('A batch of wake-ups for a destination that is down', () => {
  const slack = (nextTryAt: string): DownDestination => ({
    destinationId: 'slack',
    since: '2026-11-22T11:00:00.000Z',
    nextTryAt,
    code: 'vendor-failed',
  });
  const batch = ['a', 'b', 'c'].map((id) => wakeUp(id, 'slack'));

  it('is left to the sweep, and nothing is sent', async () => {
    const { effects, delivered, down, looked } = start();
    down.push(slack('2026-11-22T12:01:00.000Z'));
    expect(await deliverBatch(effects, batch)).toEqual([]);
    expect(delivered).toEqual([]);
    expect(looked).toEqual(['down']);
  });

  it('does not concern another destination', async () => {
    const { effects, delivered, down } = start();
    down.push(slack('2026-11-22T12:01:00.000Z'));
    await deliverBatch(effects, [...batch, wakeUp('d', 'jira'), wakeUp('e', 'jira')]);
    expect(delivered).toEqual(['d', 'e']);
  });

  it('tries one when it is time, and goes on when that one arrives', async () => {
    const { effects, delivered, probes, down } = start();
    down.push(slack('2026-11-22T12:00:00.000Z'));
    expect(await deliverBatch(effects, batch)).toEqual([]);
    expect(delivered).toEqual(['a', 'b', 'c']);
    expect(probes).toEqual(['a']);
  });

  it('tries one when it is time; when that fails it alone comes back, and the sweep has the rest', async () => {
    const { effects, delivered, down } = start({
      a: { kind: 'later', seconds: 4, code: 'vendor-failed', down: true },
    });
    down.push(slack('2026-11-22T12:00:00.000Z'));
    expect(await deliverBatch(effects, batch)).toEqual(['a']);
    expect(delivered).toEqual(['a']);
  });

  it('tries the one that the sweep sent to find out', async () => {
    const { effects, delivered, probes, down } = start({
      c: { kind: 'later', seconds: 300, code: 'vendor-failed', down: true },
    });
    down.push(slack('2026-11-22T12:01:00.000Z'));
    const asked = [...batch.slice(0, 2), { ...wakeUp('c', 'slack'), probe: true }];
    expect(await deliverBatch(effects, asked)).toEqual([]);
    expect(delivered).toEqual(['c']);
    expect(probes).toEqual(['c']);
  });

  it('is left to the sweep as soon as it asks to be left alone for long', async () => {
    const { effects, delivered } = start({
      a: { kind: 'later', seconds: 3600, code: 'rate-limited', down: true },
    });
    expect(await deliverBatch(effects, batch)).toEqual([]);
    expect(delivered).toEqual(['a']);
  });

  it('tries a single one all the same: asking first would cost every alert a call', async () => {
    const { effects, delivered, down, looked } = start();
    down.push(slack('2026-11-22T12:01:00.000Z'));
    await deliverBatch(effects, batch.slice(0, 1));
    expect(delivered).toEqual(['a']);
    expect(looked).toEqual([]);
  });

  it('leaves a single one to the sweep while this process knows of a wish to be left alone', async () => {
    const { effects, delivered, down, leftAlone } = start();
    down.push(slack('2026-11-22T12:01:00.000Z'));
    leftAlone.set('slack', '2026-11-22T12:01:00.000Z');
    expect(await deliverBatch(effects, batch.slice(0, 1))).toEqual([]);
    expect(delivered).toEqual([]);
  });

  it.each([
    ['another process found it back', '2026-11-22T12:01:00.000Z'],
    ['its moment has come', '2026-11-22T12:00:00.000Z'],
  ])('tries a single one although this process remembers that it was down: %s', async (_why, until) => {
    const { effects, delivered, leftAlone } = start();
    leftAlone.set('slack', until);
    expect(await deliverBatch(effects, batch.slice(0, 1))).toEqual([]);
    expect(delivered).toEqual(['a']);
  });

  it('tries a single one that the sweep sent to find out, whatever this process remembers', async () => {
    const { effects, probes, down, leftAlone } = start();
    down.push(slack('2026-11-22T12:01:00.000Z'));
    leftAlone.set('slack', '2026-11-22T12:01:00.000Z');
    await deliverBatch(effects, [{ ...wakeUp('a', 'slack'), probe: true }]);
    expect(probes).toEqual(['a']);
  });
});
