import { formatAge, formatMoment } from '../../web/format-time.ts';

const NOW = new Date('2026-11-22T14:00:00Z');

describe('moments on the page', () => {
  it.each([
    ['2026-11-22T13:59:58Z', 'just now'],
    ['2026-11-22T14:00:19Z', 'just now'],
    ['2026-11-22T14:00:50Z', 'in a moment'],
    ['2026-11-22T13:48:00Z', '12 min ago'],
    ['2026-11-22T11:00:00Z', '3 h ago'],
    ['2026-11-20T11:00:00Z', '2 d ago'],
    ['2026-11-22T14:40:00Z', 'in 40 min'],
  ])('%s is %s', (moment, words) => expect(formatAge(moment, NOW)).toBe(words));

  it('name their zone', () => {
    expect(formatMoment('2026-11-22T14:03:20Z', 'utc')).toBe('22 Nov 2026, 14:03:20 UTC');
  });
});
