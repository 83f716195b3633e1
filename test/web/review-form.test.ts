import { COLUMN_NAMES as API_COLUMNS } from '../../lib/export/columns.ts';
import { sayReason } from '../../lib/api/words.ts';
import { REVIEW_REASONS } from '../../lib/history/review.ts';
import { COLUMN_NAMES } from '../../web/exports/column-names.ts';
import { fileNameOf } from '../../web/exports/formats.ts';
import { hoursAfter, readUntil, toLocalField } from '../../web/exceptions/until.ts';
import { REASONS } from '../../web/review/actions.ts';
import { bodyOf, EMPTY_FORM, missingOf, reasonOfKey, type ReviewForm } from '../../web/review/review-form.ts';
import { stubRow } from '../support/stub-rows.ts';

const NOW = new Date('2026-11-22T14:00:00.000Z');
const PLANNED: ReviewForm = { ...EMPTY_FORM, reason: 'planned-work' };
const row = stubRow(1, NOW.toISOString());

describe('the form of a review', () => {
  it('offers the reasons of the API, in its words', () => {
    expect(REASONS.map(({ code }) => code)).toEqual([...REVIEW_REASONS]);
    expect(REASONS).toEqual(REVIEW_REASONS.map((code) => sayReason(code)));
  });

  it('takes no reason for granted: whoever chooses none is asked for one', () => {
    expect(missingOf('acknowledge', EMPTY_FORM)).toContain('Choose a reason');
    expect(missingOf('explain', { ...EMPTY_FORM, note: 'why' })).toContain('Choose a reason');
    expect(bodyOf('acknowledge', EMPTY_FORM, [row])).not.toHaveProperty('reason');
  });

  it('has a number for every reason, and for nothing else', () => {
    expect(REASONS.map((_, index) => reasonOfKey(String(index + 1)))).toEqual([...REVIEW_REASONS]);
    expect(['0', '8', '9', 'a', 'Enter', '1.5'].map(reasonOfKey)).toEqual(Array(6).fill(undefined));
  });

  it('wants a note where the reason is "other", and only there', () => {
    expect(missingOf('acknowledge', PLANNED)).toBeUndefined();
    expect(missingOf('explain', { ...EMPTY_FORM, reason: 'other' })).toContain('needs a note');
    expect(missingOf('explain', { ...EMPTY_FORM, reason: 'other', note: 'x' })).toBeUndefined();
    expect(missingOf('reopen', { ...EMPTY_FORM, reason: 'other' })).toBeUndefined();
  });

  it('wants to know who or what of an escalation, and the note of a note', () => {
    expect(missingOf('escalate', { ...EMPTY_FORM, note: '  ' })).toContain('who');
    expect(missingOf('escalate', { ...EMPTY_FORM, assignee: 'Bob' })).toBeUndefined();
    expect(missingOf('note', EMPTY_FORM)).toContain('note');
    expect(missingOf('assign', EMPTY_FORM)).toBeUndefined();
  });

  it('sends what the action asks for, with the version that was seen', () => {
    const form = { ...PLANNED, ticket: ' OPS-1 ', note: ' why ', assignee: 'Bob' };
    const accesses = [{ accessId: row.accessId, seen: row.review.version }];
    expect(bodyOf('explain', form, [row])).toEqual({
      action: 'explain',
      accesses,
      reason: 'planned-work',
      ticket: 'OPS-1',
      note: 'why',
    });
    expect(bodyOf('escalate', form, [row])).toEqual({
      action: 'escalate',
      accesses,
      assignee: 'Bob',
      note: 'why',
    });
    expect(bodyOf('assign', EMPTY_FORM, [row])).toEqual({ action: 'assign', accesses, assignee: '' });
  });
});

describe('the end of an exception', () => {
  it('is never missing, lies ahead, and within 90 days', () => {
    expect(readUntil('', NOW)).toEqual({ wrong: 'Say when it ends: no exception is for ever.' });
    expect(readUntil(toLocalField(hoursAfter(NOW, -1)), NOW)).toHaveProperty('wrong');
    expect(readUntil(toLocalField(hoursAfter(NOW, 91 * 24)), NOW)).toHaveProperty('wrong');
    expect(readUntil(toLocalField(hoursAfter(NOW, 90 * 24)), NOW)).toEqual({
      until: '2027-02-20T14:00:00.000Z',
    });
  });
});

describe('an export', () => {
  it('offers the columns of the API', () => {
    expect([...COLUMN_NAMES]).toEqual(API_COLUMNS);
  });

  it('names its file by day and format', () => {
    expect(fileNameOf('ocsf', NOW)).toBe('rolecall-2026-11-22.ocsf.jsonl');
  });
});
