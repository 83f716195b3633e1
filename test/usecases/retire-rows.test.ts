import type { Outcome } from '../../lib/delivery/outcome.ts';
import type { Seal } from '../../lib/history/seal.ts';
import { noteAttempts } from '../../lib/usecases/note-attempts.ts';
import { recordEvent } from '../../lib/usecases/record-event.ts';
import { retireRows } from '../../lib/usecases/retire-rows.ts';
import { MemorySeals } from '../support/memory-seals.ts';
import { EVER, startRecording } from '../support/recording.ts';
import { crossAccountRecord, envelopeOf } from '../support/sample-events.ts';
import { PRODUCTION, samplePolicy } from '../support/sample-policy.ts';

const SENT: Outcome = { kind: 'sent', reference: '1' };
const DESTINATIONS = ['platform-slack', 'platform-jira', 'acme-mail'];

const sealOf = (hour: string): Seal => ({
  schemaVersion: 1,
  hour,
  previousRoot: '',
  root: '',
  count: 0,
  sealedAt: '2026-11-22T15:15:00.000Z',
});

/** Three accesses that were told and noted at noon, and sealed; it is three now. */
const start = async ({ told = DESTINATIONS, sealed = '2026-11-22T13' } = {}) => {
  const recording = startRecording({ policy: { ...samplePolicy, repeatWindowMinutes: 0 } });
  const { effects, ledger, events, clock, history } = recording;
  for (const [eventID, eventTime] of [
    ['young', '2026-11-20T00:00:00Z'],
    ['old', '2025-10-01T00:00:00Z'],
    ['older', '2025-01-01T00:00:00Z'],
  ] as const) {
    await recordEvent(effects, envelopeOf(crossAccountRecord({ eventID, eventTime })));
    for (const destinationId of told) {
      const claim = await ledger.claim({ accessId: `${PRODUCTION}.${eventID}`, destinationId });
      if (claim.kind === 'claimed') await ledger.settle(claim, SENT);
    }
  }
  await noteAttempts(effects);
  clock.advance(3 * 3600);
  const stored = new Map<string, string>();
  const archive = {
    store: async (name: string, lines: string) => {
      stored.set(name, lines);
    },
  };
  const seals = new MemorySeals();
  await seals.write(sealOf(sealed));
  const lines = () =>
    [...stored.values()]
      .join('')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  return {
    ...recording,
    stored,
    lines,
    seals,
    retire: { policy: samplePolicy, clock, history, events, seals, archive },
    left: async () => (await history.list(EVER)).rows.map((row) => row.access?.eventId),
  };
};

describe('Retention', () => {
  it('archives rows with their deliveries and events before it deletes them, and leaves young ones alone', async () => {
    const { retire, left, lines } = await start();
    expect(await retireRows(retire)).toBe(2);
    expect(await left()).toEqual(['young']);
    const archived = lines();
    expect(archived.map(({ row }) => row.access.eventId)).toEqual(['old', 'older']);
    expect(archived[0].deliveries).toHaveLength(3);
    expect(archived[0].events.map(({ name }: { name: string }) => name).sort()).toEqual([
      'recorded',
      'told#acme-mail#1',
      'told#platform-jira#1',
      'told#platform-slack#1',
    ]);
  });

  it('keeps canaries for a month, and archives them as well', async () => {
    const { retire, history, lines } = await start();
    for (const [accessId, time] of [
      ['canary-new', '2026-11-01T00:00:00.000Z'],
      ['canary-old', '2026-10-01T00:00:00.000Z'],
    ] as const) {
      const found = await history.find(`${PRODUCTION}.young`);
      if (found === undefined) throw new Error('no row');
      await history.record({ ...found.row, accessId, time, canary: true });
    }
    expect(await retireRows(retire)).toBe(3);
    const { rows } = await history.list({ ...EVER, canaries: true });
    expect(rows.map(({ accessId }) => accessId)).toEqual(['canary-new']);
    expect(lines().map(({ row }) => row.accessId)).toContain('canary-old');
  });

  it('leaves a tombstone that names the object of the archive', async () => {
    const { retire, events, stored } = await start();
    await retireRows(retire);
    const [object] = stored.keys();
    expect(await events.ofAccess(`${PRODUCTION}.old`)).toMatchObject([
      { name: 'archived', kind: 'archived', body: { object }, at: '2026-11-22T15:00:00.000Z' },
    ]);
  });

  it('deletes nothing that could not be archived', async () => {
    const { retire, left, events } = await start();
    const archive = { store: () => Promise.reject(new Error('bucket gone')) };
    await expect(retireRows({ ...retire, archive })).rejects.toThrow('bucket gone');
    expect(await left()).toHaveLength(3);
    expect((await events.ofAccess(`${PRODUCTION}.old`)).map(({ kind }) => kind)).not.toContain('archived');
  });

  it('deletes nothing whose tombstone could not be written', async () => {
    const { retire, left } = await start();
    const unwritable = { note: () => Promise.reject(new Error('throttled')) };
    await expect(retireRows({ ...retire, events: unwritable })).rejects.toThrow('throttled');
    expect(await left()).toHaveLength(3);
  });

  it('ends what an interrupted run began, and the tombstone keeps naming the first object', async () => {
    const { retire, left, history, events, stored } = await start();
    const dying = {
      list: history.list.bind(history),
      find: history.find.bind(history),
      remove: async (accessId: string) => {
        // It dies with the events gone and the row still there.
        events.forget(accessId);
        throw new Error('killed');
      },
    };
    await expect(retireRows({ ...retire, history: dying })).rejects.toThrow('killed');
    const [first] = stored.keys();
    expect(await retireRows(retire)).toBe(2);
    expect(await left()).toEqual(['young']);
    expect(await events.ofAccess(`${PRODUCTION}.old`)).toMatchObject([
      { name: 'archived', body: { object: first } },
    ]);
  });

  it('follows the account’s own number of days', async () => {
    const { retire } = await start();
    const accounts = samplePolicy.accounts.map((account) => ({ ...account, retentionDays: 1000 }));
    expect(await retireRows({ ...retire, policy: { ...samplePolicy, accounts } })).toBe(0);
  });

  it('retires nothing of which somebody has still to be told', async () => {
    const { retire, left } = await start({ told: ['platform-slack'] });
    expect(await retireRows(retire)).toBe(0);
    expect(await left()).toHaveLength(3);
  });

  it('retires nothing before all of it is sealed', async () => {
    const { retire } = await start({ sealed: '2026-11-22T11' });
    expect(await retireRows(retire)).toBe(0);
    expect(await retireRows({ ...retire, seals: new MemorySeals() })).toBe(0);
    await retire.seals.write(sealOf('2026-11-22T12'));
    expect(await retireRows(retire)).toBe(2);
  });

  it('notes first what was not noted, and retires it once that is sealed', async () => {
    const { retire, events, clock } = await start();
    events.forget(`${PRODUCTION}.old`);
    expect(await retireRows(retire)).toBe(1);
    expect(await events.ofAccess(`${PRODUCTION}.old`)).toHaveLength(3);
    clock.advance(24 * 3600);
    expect(await retireRows(retire)).toBe(0);
    await retire.seals.write(sealOf('2026-11-23T13'));
    expect(await retireRows(retire)).toBe(1);
  });
});
