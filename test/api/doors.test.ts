/** Doors on the page: what was done comes first, and that nobody was told is said plainly. */
import type { AccessDetail, AccessListAnswer, AccessSummary } from '../../lib/api/contract.ts';
import { correctedEventOf, rowSnapshotEvent } from '../../lib/history/make-events.ts';
import { correctRow } from '../../lib/history/change-row.ts';
import { type Clock, systemClock } from '../../lib/kernel/clock.ts';
import { judgeEvent } from '../../lib/usecases/judge-event.ts';
import { doorAccesses, rowOfDoorEvent } from '../support/door-accesses.ts';
import { harmlessTrustRecord, trustRecord } from '../support/sample-doors.ts';
import { envelopeOf } from '../support/sample-events.ts';
import { samplePolicy } from '../support/sample-policy.ts';
import { type SeededApi, seededApi } from '../support/seeded-api.ts';

const NOW = new Date('2026-11-22T14:00:00.000Z');
const clock: Clock = { ...systemClock, now: () => NOW };

let api: SeededApi;
beforeEach(async () => {
  api = await seededApi({ clock });
  await api.seed(doorAccesses(NOW));
});

const listed = async (): Promise<ReadonlyMap<string, AccessSummary>> => {
  const response = await api.app.request('/api/accesses');
  const { accesses } = (await response.json()) as AccessListAnswer;
  return new Map(accesses.map((access) => [access.accessId.split('.')[1] ?? '', access]));
};

const shown = async (id: string): Promise<AccessDetail> => {
  const response = await api.app.request(`/api/accesses/111122223333.${id}`);
  expect(response.status).toBe(200);
  return (await response.json()) as AccessDetail;
};

describe('a door in the list', () => {
  it('leads with the person, then what was done', async () => {
    const door = (await listed()).get('door-trust');
    expect(door).toMatchObject({
      who: { name: 'alice', certainty: { code: 'asserted' } },
      role: 'Production administrator',
      entry: { code: 'door', words: 'trust policy' },
      outcome: { code: 'success' },
      origin: '198.51.100.18',
      telling: { code: 'told' },
      observations: [],
      door: {
        kind: { code: 'trust' },
        explanation: expect.stringMatching(
          /^Role prod-admin was given a new trust policy and can now be assumed by account 999999999999/,
        ),
        weight: { code: 'urgent', note: 'It opens a designated role to outside.' },
      },
    });
    expect(door?.sentence).toMatch(/^alice in ACME production: role prod-admin was given a new trust policy/);
  });

  it('that opens nothing is said to be recorded and not told, and why', async () => {
    expect((await listed()).get('door-harmless')?.telling).toEqual({
      code: 'recorded',
      words: 'recorded, not told',
      note: 'Nobody is told: it opens nothing to outside.',
    });
  });

  it('that was refused is said to be tried', async () => {
    const doors = await listed();
    expect(doors.get('door-refused-trail')).toMatchObject({
      outcome: { code: 'denied', words: 'refused' },
      telling: { code: 'told' },
    });
    expect(doors.get('door-refused-trail')?.sentence).toMatch(
      /^alice tried in ACME production, and AWS refused it: trail prod-trail would have been stopped\.$/,
    );
    expect(doors.get('door-refused-user')?.telling).toMatchObject({ code: 'recorded' });
  });

  it('is folded under the one that rang, when it repeats', async () => {
    const doors = await listed();
    expect(doors.get('door-trust-again')).toMatchObject({
      groupedWith: { accessId: '111122223333.door-trust' },
      telling: { code: 'grouped' },
    });
    expect(doors.get('door-trust')?.repeats?.words).toBe('counting repeats');
  });

  it('of root and of a Region says whose doing it was by itself', async () => {
    const doors = await listed();
    expect(doors.get('door-root')?.sentence).toBe(
      'The root user was used for braket CreateQuantumTask, in ACME production.',
    );
    const region = [...doors.values()].find(({ door }) => door?.kind.code === 'region');
    expect(region?.sentence).toMatch(/^The Region af-south-1 is enabled now.*, in ACME production\.$/);
    expect(region?.who.certainty.code).toBe('unknown');
  });
});

describe('one door', () => {
  it('shows whom it lets in, outsiders marked', async () => {
    const { opens } = await shown('door-trust');
    expect(opens).toEqual([
      {
        words: expect.stringMatching(/^account 999999999999, without external ID/),
        principal: 'arn:aws:iam::999999999999:root',
        outside: true,
      },
      {
        words: expect.stringMatching(/^role support of account 777788889999 \(Northwind Managed Services\)/),
        principal: 'arn:aws:iam::777788889999:role/support',
        outside: true,
      },
    ]);
  });

  it('shows what it was, why it rings, who did it and how that is known', async () => {
    const detail = await shown('door-trust');
    expect(detail.session.map(({ label, value }) => [label, value])).toEqual([
      ['Kind of door', 'trust policy'],
      ['On', 'role prod-admin'],
      ['Call', 'iam.amazonaws.com UpdateAssumeRolePolicy'],
      ['Why it rings', 'it opens a designated role to outside'],
    ]);
    expect(detail.evidence.length).toBeGreaterThan(0);
    expect(detail.origin.map(({ label }) => label)).toEqual(['Address', 'Program', 'Recorded in']);
    expect(detail.ids.map(({ label }) => label)).toEqual(
      expect.arrayContaining(['Event id', 'Event name', 'Subject', 'Caller ARN']),
    );
  });

  it('tells its story, and of a recorded one that nobody was told', async () => {
    expect((await shown('door-trust')).timeline[0]).toMatchObject({
      tone: 'bad',
      words: expect.stringMatching(/^Role prod-admin was given a new trust policy/),
    });
    expect((await shown('door-harmless')).timeline.map(({ words, tone }) => [words, tone])).toEqual([
      [expect.stringMatching(/^Role batch was given/), 'plain'],
      ['Recorded 10 s after it happened', 'plain'],
      ['Recorded, not told', 'plain'],
    ]);
  });

  it('says what it was before AWS corrected it', async () => {
    const row = rowOfDoorEvent(envelopeOf({ ...harmlessTrustRecord(), eventTime: '2026-11-22T13:00:00Z' }));
    const judged = judgeEvent(samplePolicy, envelopeOf(trustRecord()));
    if (judged.kind !== 'door') throw new Error(judged.kind);
    const correction = { eventId: 'c', at: '2026-11-22T13:30:00.000Z', reason: 'UPDATED_DATA' };
    const corrected = correctedEventOf(row.accessId, judged, correction);
    await api.seed([
      {
        row: correctRow(row, judged, correction),
        deliveries: [],
        events: [rowSnapshotEvent(row), corrected].map((event) => ({ ...event, notedAt: event.at })),
      },
    ]);
    const { timeline, summary } = await shown('event-door');
    expect(summary.corrected).toBe('corrected by AWS');
    expect(timeline.find(({ words }) => words.startsWith('AWS corrected'))?.note).toMatch(
      /Before: alice in ACME production: role batch was given/,
    );
  });
});
