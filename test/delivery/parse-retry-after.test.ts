import { parseRetryAfter } from '../../lib/delivery/parse-retry-after.ts';

const NOW = new Date('2026-11-22T10:00:00Z');

describe('Retry-After', () => {
  it.each([
    ['0', 0],
    ['1', 1],
    [' 30 ', 30],
    ['1.2', 2],
    ['86400', 86_400],
    ['86401', 86_400],
    ['9'.repeat(400), 86_400],
    ['Sun, 22 Nov 2026 10:00:45 GMT', 45],
    ['Sunday, 22-Nov-26 10:00:45 GMT', 45],
    ['Sun Nov 22 10:00:45 2026', 45],
    ['Sun, 22 Nov 2026 09:59:00 GMT', 0],
    ['Tue, 24 Nov 2026 10:00:00 GMT', 86_400],
  ])('%s means %s seconds', (header, seconds) => {
    expect(parseRetryAfter(header, NOW)).toBe(seconds);
  });

  it.each([
    undefined,
    '',
    'soon',
    '-5',
    '1e3',
    '0x10',
    'NaN',
    'Infinity',
    'Sun, 99 Foo 2026 10:00:45 GMT',
    '30;',
  ])('%s means nothing', (header) => {
    expect(parseRetryAfter(header, NOW)).toBeUndefined();
  });
});
