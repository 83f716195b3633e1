import type { DeliveryAttempt, Destination } from '../../lib/delivery/channel.ts';
import type { Outcome } from '../../lib/delivery/outcome.ts';
import { LEASE_SECONDS } from '../../lib/delivery/ledger.ts';
import { deliverNotification } from '../../lib/usecases/deliver-notification.ts';
import { recordEvent } from '../../lib/usecases/record-event.ts';
import { startRecording } from '../support/recording.ts';
import { crossAccountRecord, envelopeOf } from '../support/sample-events.ts';

const start = async (outcomes: Outcome[], onSend: () => void = () => undefined) => {
  const recording = startRecording();
  await recordEvent(recording.effects, envelopeOf(crossAccountRecord()));
  const key = { accessId: recording.woken[0]!.accessId, destinationId: 'platform-slack' };
  const attempts: DeliveryAttempt[] = [];
  const destination: Destination = {
    id: 'platform-slack',
    channel: 'slack-webhook',
    send: async (_notification, attempt) => {
      attempts.push(attempt);
      onSend();
      return outcomes.shift() ?? { kind: 'sent' };
    },
  };
  const effects = {
    ...recording.effects,
    streaks: new Map<string, number>(),
    leftAlone: new Map<string, string>(),
    destination: (id: string) => (id === destination.id ? destination : undefined),
  };
  return {
    ...recording,
    effects,
    key,
    attempts,
    delivery: () => recording.ledger.deliveriesOf(key.accessId),
  };
};

const stateOf = async (started: Awaited<ReturnType<typeof start>>) =>
  started.delivery().find(({ destinationId }) => destinationId === started.key.destinationId);

describe('Delivering one notification', () => {
  it('sends once and keeps the vendor’s reference', async () => {
    const started = await start([{ kind: 'sent', reference: 'C1:1.2' }]);
    expect(await deliverNotification(started.effects, started.key)).toEqual({ kind: 'done' });
    expect(await deliverNotification(started.effects, started.key)).toEqual({ kind: 'done', idle: true });
    expect(started.attempts).toHaveLength(1);
    expect(await stateOf(started)).toMatchObject({ state: 'sent', reference: 'C1:1.2' });
  });

  it('comes back when the vendor asked, not sooner, and sends one message in the end', async () => {
    const started = await start([{ kind: 'retry', code: 'rate-limited', retryAfterSeconds: 2 }]);
    expect(await deliverNotification(started.effects, started.key)).toEqual({
      kind: 'later',
      seconds: 2,
      code: 'rate-limited',
    });
    started.clock.advance(1);
    expect(await deliverNotification(started.effects, started.key)).toMatchObject({ code: 'not-due' });
    expect(started.attempts).toHaveLength(1);
    started.clock.advance(1);
    expect(await deliverNotification(started.effects, started.key)).toEqual({ kind: 'done' });
    expect((await stateOf(started))?.attempts.map(({ outcome }) => outcome?.kind)).toEqual(['retry', 'sent']);
  });

  it('waits longer with every failure, up to five minutes', async () => {
    const failing: Outcome[] = Array.from({ length: 20 }, () => ({ kind: 'retry', code: 'vendor-failed' }));
    const started = await start(failing);
    const waits: number[] = [];
    for (let attempt = 0; attempt < 14; attempt += 1) {
      const result = await deliverNotification(started.effects, started.key);
      if (result.kind !== 'later') throw new Error(result.kind);
      waits.push(result.seconds);
      started.clock.advance(result.seconds);
    }
    expect(waits.slice(0, 5)).toEqual([2, 4, 8, 16, 32]);
    expect(waits.at(-1)).toBe(300);
  });

  it('never swallows a wake-up while somebody else holds the delivery', async () => {
    const started = await start([]);
    await started.ledger.claim(started.key);
    expect(await deliverNotification(started.effects, started.key)).toMatchObject({
      kind: 'later',
      code: 'in-progress',
    });
    expect(started.attempts).toEqual([]);
  });

  it('tells the destination that an attempt which died may have arrived', async () => {
    const started = await start([]);
    await started.ledger.claim(started.key);
    started.clock.advance(LEASE_SECONDS);
    await deliverNotification(started.effects, started.key);
    expect(started.attempts).toEqual([
      {
        deliveryId: `${started.key.accessId}.platform-slack`,
        number: 2,
        doubtfulSince: '2026-11-22T12:00:00.000Z',
        lastDoubtAt: '2026-11-22T12:00:00.000Z',
      },
    ]);
  });

  it('does not call an attempt doubtful that was clearly refused', async () => {
    const started = await start([{ kind: 'retry', code: 'rate-limited', retryAfterSeconds: 1 }]);
    await deliverNotification(started.effects, started.key);
    started.clock.advance(1);
    await deliverNotification(started.effects, started.key);
    expect(started.attempts[1]).not.toHaveProperty('doubtfulSince');
  });

  it('settles a refusal for good', async () => {
    const started = await start([{ kind: 'rejected', code: 'destination-gone' }]);
    expect(await deliverNotification(started.effects, started.key)).toEqual({ kind: 'done' });
    expect((await stateOf(started))?.state).toBe('rejected');
    expect(started.metrics.counted.get('DeliveryRejected')).toBe(1);
  });

  it('rejects what goes to a destination that is no longer configured, but not in the middle of a deploy', async () => {
    const started = await start([]);
    const key = { ...started.key, destinationId: 'platform-jira' };
    const outcomes = () =>
      started
        .delivery()
        .find(({ destinationId }) => destinationId === 'platform-jira')
        ?.attempts.map(({ outcome }) => outcome);
    // Opened by a newer `record` whose destination this `deliver` does not know yet.
    expect(await deliverNotification(started.effects, key)).toMatchObject({ kind: 'later', seconds: 90 });
    started.clock.advance(16 * 60);
    expect(await deliverNotification(started.effects, key)).toEqual({ kind: 'done' });
    expect(outcomes()).toEqual([
      expect.objectContaining({ kind: 'retry', code: 'refused-for-now' }),
      { kind: 'rejected', code: 'not-configured' },
    ]);
  });
});

describe('A refusal that is not believed yet', () => {
  it('is told to the next attempt, with its time, and makes no doubt of the notice', async () => {
    const refused: Outcome = { kind: 'retry', code: 'refused-for-now' };
    const started = await start([refused, refused]);
    const first = started.clock.now().toISOString();
    for (let time = 0; time < 3; time += 1) {
      const result = await deliverNotification(started.effects, started.key);
      if (result.kind === 'later') started.clock.advance(result.seconds);
    }
    expect(started.attempts.map(({ refused: before, doubtfulSince }) => [before, doubtfulSince])).toEqual([
      [undefined, undefined],
      [{ times: 1, since: first }, undefined],
      [{ times: 2, since: first }, undefined],
    ]);
    expect(await stateOf(started)).toMatchObject({ state: 'sent' });
  });
});
