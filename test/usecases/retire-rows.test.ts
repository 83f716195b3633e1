import { recordEvent } from '../../lib/usecases/record-event.ts';
import { retireRows } from '../../lib/usecases/retire-rows.ts';
import { EVER, startRecording } from '../support/recording.ts';
import { crossAccountRecord, envelopeOf } from '../support/sample-events.ts';
import { samplePolicy } from '../support/sample-policy.ts';

const start = async () => {
  const recording = startRecording();
  for (const [eventID, eventTime] of [
    ['young', '2026-11-20T00:00:00Z'],
    ['old', '2025-10-01T00:00:00Z'],
    ['older', '2025-01-01T00:00:00Z'],
  ]) {
    await recordEvent(recording.effects, envelopeOf(crossAccountRecord({ eventID, eventTime })));
  }
  const stored: string[] = [];
  const archive = {
    store: async (_name: string, lines: string) => {
      stored.push(lines);
    },
  };
  const { clock, history } = recording;
  return { ...recording, stored, retire: { policy: samplePolicy, clock, history, archive } };
};

describe('Retention', () => {
  it('archives rows with their deliveries before it deletes them, and leaves young ones alone', async () => {
    const started = await start();
    expect(await retireRows(started.retire)).toBe(2);
    const { rows } = await started.history.list(EVER);
    expect(rows.map((row) => row.access?.eventId)).toEqual(['young']);
    const archived = started.stored
      .join('')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(archived.map(({ row }) => row.access.eventId)).toEqual(['old', 'older']);
    expect(archived[0].deliveries).toHaveLength(3);
  });

  it('deletes nothing that could not be archived', async () => {
    const started = await start();
    const archive = {
      store: async () => {
        throw new Error('bucket gone');
      },
    };
    await expect(retireRows({ ...started.retire, archive })).rejects.toThrow('bucket gone');
    expect((await started.history.list(EVER)).rows).toHaveLength(3);
  });

  it('follows the account’s own number of days', async () => {
    const started = await start();
    const accounts = samplePolicy.accounts.map((account) => ({ ...account, retentionDays: 1000 }));
    expect(await retireRows({ ...started.retire, policy: { ...samplePolicy, accounts } })).toBe(0);
  });
});
