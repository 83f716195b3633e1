import type { AccessDetail, ErrorAnswer } from '../../lib/api/contract.ts';
import { projectDetail } from '../../lib/api/project-detail.ts';
import { archivedEventOf } from '../../lib/history/make-events.ts';
import { systemClock } from '../../lib/kernel/clock.ts';
import { ALICE, POLICY, rowOf, type SeededAccess } from '../support/seed-history.ts';
import { seededApi } from '../support/seeded-api.ts';
import { variedAccesses } from '../support/varied-accesses.ts';

const NOW = new Date('2026-11-22T14:00:00.000Z');
const TIME = '2026-11-22T13:00:00.000Z';

const corrected = (): SeededAccess => {
  const found = variedAccesses(NOW).find(({ row }) => row.accessId === '111122223333.corrected');
  if (found === undefined) throw new Error('no corrected access is seeded');
  return found;
};

const project = (kept: SeededAccess): AccessDetail => projectDetail(kept, { policy: POLICY, now: NOW });

const correctionOf = ({ timeline }: AccessDetail) =>
  timeline.find(({ words }) => words.startsWith('AWS corrected the record'));

describe('a record that AWS corrected', () => {
  it('says so, why, which fields, and what it said before', () => {
    const detail = project(corrected());
    expect(detail.summary.corrected).toBe('corrected by AWS');
    expect(correctionOf(detail)).toEqual({
      time: '2026-11-22T05:40:00.000Z',
      tone: 'warning',
      words: 'AWS corrected the record: a field had been missing or wrong',
      note: 'Changed: userIdentity, sourceIPAddress. Before: Somebody calling themselves “bob@northwind.example” from Northwind Managed Services entered Production administrator in ACME production.',
    });
    expect(detail.ids).toContainEqual({
      label: 'Correction 1, event id',
      value: 'corrected-addendum',
      verbatim: true,
    });
  });

  it('claims nothing about before when the events do not tell', () => {
    const { row, deliveries } = corrected();
    expect(correctionOf(project({ row, deliveries }))?.note).toBe('Changed: userIdentity, sourceIPAddress.');
  });

  it('shows for each of several corrections what that one changed', () => {
    const { row, deliveries, events = [] } = corrected();
    const [first] = row.corrections ?? [];
    const last = { eventId: 'second', at: '2026-11-22T06:00:00.000Z', reason: 'DELIVERY_DELAY' };
    const twice = { ...row, corrections: first === undefined ? [last] : [first, last] };
    const detail = project({ row: twice, deliveries, events });
    expect(detail.summary.corrected).toBe('corrected by AWS 2 times');
    const said = detail.timeline.filter(({ words }) => words.startsWith('AWS corrected'));
    expect(said.map(({ words, note = '' }) => [words, note.includes('bob@northwind.example')])).toEqual([
      ['AWS corrected the record: a field had been missing or wrong', true],
      ['AWS corrected the record: CloudTrail had delivered it late', false],
    ]);
  });

  it('keeps a reason that AWS invents later, as text', () => {
    const { row, deliveries } = corrected();
    const corrections = [{ eventId: 'x', at: TIME, reason: 'constructor\u202E' }];
    expect(correctionOf(project({ row: { ...row, corrections }, deliveries }))?.words).toBe(
      'AWS corrected the record: constructor⟨U+202E⟩',
    );
  });

  it('is told as known from the correction alone when the record itself never came', () => {
    const row = rowOf({
      id: 'only',
      time: TIME,
      caller: ALICE,
      access: { correction: { reason: 'DELIVERY_DELAY' } },
    });
    const detail = project({ row, deliveries: [] });
    expect(detail.summary.corrected).toBe('corrected by AWS');
    expect(detail.timeline.find(({ words }) => words.startsWith('Recorded'))?.note).toBe(
      'From AWS’s correction: the record itself never came.',
    );
  });
});

describe('what became known later', () => {
  it('stands where it was known, not where it was made', () => {
    const joined = project(corrected()).timeline.find(({ words }) => words.startsWith('A second record'));
    expect(joined?.time).toBe('2026-11-22T05:20:00.000Z');
  });

  it('is a record that came long after what it tells, even when its event brought it', () => {
    const row = rowOf({
      id: 'slow',
      time: TIME,
      caller: ALICE,
      row: { recordedAt: '2026-11-22T13:40:00.000Z' },
    });
    const recorded = project({ row, deliveries: [] }).timeline.find(({ words }) =>
      words.startsWith('Recorded'),
    );
    expect(recorded).toMatchObject({ tone: 'warning', words: 'Recorded 40 minutes after it happened' });
  });
});

describe('an access that went to the archive', () => {
  const tombstone = {
    ...archivedEventOf('111122223333.old', 'accesses/2025/old.jsonl', '2026-11-01T03:00:00.000Z'),
    notedAt: '2026-11-01T03:00:00.000Z',
  };

  it('is not lost: the answer names the day and the object', async () => {
    const { app } = await seededApi({
      clock: systemClock,
      more: { events: { ofAccess: async () => [tombstone], note: async () => undefined } },
    });
    const response = await app.request('/api/accesses/111122223333.old');
    expect(response.status).toBe(410);
    expect((await response.json()) as ErrorAnswer).toEqual({
      code: 'archived-access',
      message: 'This access was moved to the archive on 2026-11-01, into accesses/2025/old.jsonl.',
    });
  });

  it('says so on its line of time while its row is still there', () => {
    const row = rowOf({ id: 'old', time: TIME, caller: ALICE });
    const { timeline } = project({ row, deliveries: [], events: [tombstone] });
    expect(timeline.map(({ words }) => words)).toContain('Copied to the archive, to be deleted here');
  });
});
