/** Two typed days become moments, in the reader's zone. */
import { dayFor, daysBetween } from '../../web/days-between.ts';

const NOW = new Date('2026-11-23T10:00:00Z');

describe('days that were typed', () => {
  it('are both included', () => {
    expect(daysBetween({ first: '2026-05-01', last: '2026-10-31' }, 'utc', NOW)).toEqual({
      from: '2026-05-01T00:00:00.000Z',
      to: '2026-11-01T00:00:00.000Z',
    });
  });

  it('are one day when the last is left empty', () => {
    expect(daysBetween({ first: '2026-05-01', last: '' }, 'utc', NOW)).toEqual({
      from: '2026-05-01T00:00:00.000Z',
      to: '2026-05-02T00:00:00.000Z',
    });
  });

  it('have no end when they reach today, so that new ones come in', () => {
    expect(daysBetween({ first: '2026-11-01', last: '2026-11-23' }, 'utc', NOW)).toEqual({
      from: '2026-11-01T00:00:00.000Z',
    });
  });

  it('begin where the reader is', () => {
    const from = new Date('2026-05-01T00:00:00').toISOString();
    expect(daysBetween({ first: '2026-05-01', last: '2026-05-02' }, 'local', NOW)).toMatchObject({ from });
    expect(dayFor(from, 'local')).toBe('2026-05-01');
    expect(dayFor('2026-05-01T23:59:59.999Z', 'utc')).toBe('2026-05-01');
  });

  it.each([
    [{ first: '', last: '' }, 'Say the first day.'],
    [{ first: '2026-13-45', last: '' }, 'Say the first day.'],
    [{ first: '2026-05-01', last: '2026-02-31T' }, 'Say the last day, or leave it empty for one day.'],
    [{ first: '2026-05-02', last: '2026-05-01' }, 'The last day lies before the first.'],
    [{ first: '2027-01-01', last: '' }, 'The first day lies ahead.'],
    [
      { first: '2024-01-01', last: '2026-01-01' },
      'At most 400 days are answered at once; what is older is asked in Athena.',
    ],
  ])('are refused with words: %j', (days, words) => {
    expect(daysBetween(days, 'utc', NOW)).toBe(words);
  });
});
