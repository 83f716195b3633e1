import { hrefOf, DEFAULT_QUERY, readQuery } from '../../web/query.ts';
import { shiftRange } from '../../web/shift-range.ts';

const NOW = new Date('2026-11-22T14:03:20.500Z');

describe('the stretch beside the one that is shown', () => {
  it('is as long, ends where that one begins, and leads back to where it came from', () => {
    const before = shiftRange('7d', -1, NOW);
    expect(before).toEqual({ from: '2026-11-08T14:03:00.000Z', to: '2026-11-15T14:03:00.000Z' });
    expect(shiftRange(before ?? '1y', 1, NOW)).toBe('7d');
  });

  it('keeps the range that a step or a drawing began in, also in the address', () => {
    const before = shiftRange('30d', -1, NOW);
    expect(before).toMatchObject({ within: '30d' });
    const search = hrefOf({ ...DEFAULT_QUERY, range: before ?? '1y' }).slice(1);
    expect(shiftRange(readQuery(search).range, 1, NOW)).toBe('30d');
  });

  it('of two moments is moved by what lies between them', () => {
    const hour = { from: '2026-11-20T10:00:00.000Z', to: '2026-11-20T11:00:00.000Z' };
    expect(shiftRange(hour, 1, NOW)).toEqual({
      from: '2026-11-20T11:00:00.000Z',
      to: '2026-11-20T12:00:00.000Z',
    });
  });

  it('is none where it would lie ahead', () => {
    expect(shiftRange('24h', 1, NOW)).toBeUndefined();
    expect(shiftRange({ from: '2026-11-20T10:00:00.000Z' }, 1, NOW)).toBeUndefined();
    expect(
      shiftRange({ from: '2026-11-22T14:00:00.000Z', to: '2026-11-22T15:00:00.000Z' }, 1, NOW),
    ).toBeUndefined();
  });
});
