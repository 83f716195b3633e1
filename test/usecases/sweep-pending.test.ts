import { LEASE_SECONDS } from '../../lib/delivery/ledger.ts';
import { recordEvent } from '../../lib/usecases/record-event.ts';
import { sweepPending } from '../../lib/usecases/sweep-pending.ts';
import { EVER, startRecording } from '../support/recording.ts';
import { consoleRecord, crossAccountRecord, envelopeOf, switchRoleRecord } from '../support/sample-events.ts';

describe('The sweep of every minute', () => {
  it('wakes deliveries whose wake-up was lost', async () => {
    const recording = startRecording();
    const effects = { ...recording.effects, wake: async () => undefined };
    await recordEvent(effects, envelopeOf(crossAccountRecord()));
    expect(recording.woken).toEqual([]);
    expect(await sweepPending(recording.effects)).toMatchObject({ woken: 3 });
    expect(recording.woken).toHaveLength(3);
  });

  it('wakes a delivery whose holder died once its lease has run out', async () => {
    const recording = startRecording();
    await recordEvent(recording.effects, envelopeOf(crossAccountRecord()));
    for (const key of recording.woken) await recording.ledger.claim(key);
    expect(await sweepPending(recording.effects)).toMatchObject({ woken: 0 });
    recording.clock.advance(LEASE_SECONDS);
    expect(await sweepPending(recording.effects)).toMatchObject({ woken: 3 });
  });

  it('says that it lives, and how old the oldest waiting delivery is', async () => {
    const recording = startRecording();
    await recordEvent(recording.effects, envelopeOf(crossAccountRecord()));
    recording.clock.advance(120);
    await sweepPending(recording.effects);
    expect(recording.metrics.counted.get('SweepCompleted')).toBe(1);
    expect(recording.metrics.counted.get('DeliveryOldestPendingAge')).toBe(120);
  });

  it('says how long somebody has not been told, however often it was tried', async () => {
    const recording = startRecording();
    await recordEvent(recording.effects, envelopeOf(crossAccountRecord()));
    const key = recording.woken[0]!;
    for (let hour = 0; hour < 24; hour += 1) {
      const claim = await recording.ledger.claim(key);
      if (claim.kind !== 'claimed') throw new Error(claim.kind);
      const dueAt = new Date(recording.clock.now().getTime() + 3_600_000).toISOString();
      await recording.ledger.settle(claim, { kind: 'retry', code: 'vendor-failed' }, dueAt);
      await sweepPending(recording.effects);
      expect(recording.metrics.counted.get('DeliveryOldestPendingAge')).toBe(hour * 3600);
      recording.clock.advance(3600);
    }
  });

  it('rings for a role switch whose AssumeRole record never came, after 15 minutes and once', async () => {
    const recording = startRecording();
    await recordEvent(recording.effects, envelopeOf(switchRoleRecord()));
    recording.clock.advance(14 * 60);
    await sweepPending(recording.effects);
    expect((await recording.history.list(EVER)).rows).toEqual([]);
    recording.clock.advance(60);
    expect(await sweepPending(recording.effects)).toMatchObject({ halvesRung: 1 });
    await sweepPending(recording.effects);
    const { rows } = await recording.history.list(EVER);
    expect(rows.map((row) => [row.access?.kind, row.access?.caller.label])).toEqual([
      ['switch-role', 'alice.miller'],
    ]);
    expect(rows[0]?.roleName).toBe('Production administrator');
  });

  it('joins a half whose access was recorded at the same moment by somebody else', async () => {
    const recording = startRecording();
    const half = envelopeOf(switchRoleRecord());
    const ofSession = recording.history.ofSession.bind(recording.history);
    // The index has not yet caught up when the half looks for its access.
    recording.history.ofSession = async () => [];
    await recordEvent(recording.effects, envelopeOf(consoleRecord()));
    await recordEvent(recording.effects, half);
    recording.history.ofSession = ofSession;
    recording.clock.advance(15 * 60);
    expect(await sweepPending(recording.effects)).toMatchObject({ halvesJoined: 1, halvesRung: 0 });
    expect((await recording.history.list(EVER)).rows).toHaveLength(1);
  });
});
