import fc from 'fast-check';
import { readExpiration } from '../../lib/access/read-expiration.ts';
import { anyText } from '../support/any-text.ts';

const moments = fc
  .date({ min: new Date('2014-01-01T00:00:00Z'), max: new Date('2060-12-31T23:59:59Z'), noInvalidDate: true })
  .map((date) => new Date(Math.floor(date.getTime() / 1000) * 1000));

/** As a Java runtime writes en-US: `Mar 19, 2025, 1:30:20 AM`. */
const english = (moment: Date, comma: string, space: string): string => {
  const options = { timeZone: 'UTC', year: 'numeric', month: 'short', day: 'numeric' } as const;
  const day = new Intl.DateTimeFormat('en-US', options).format(moment);
  const hour = moment.getUTCHours();
  const clock = [moment.getUTCMinutes(), moment.getUTCSeconds()].map((part) => String(part).padStart(2, '0'));
  return `${day}${comma} ${String(hour % 12 || 12)}:${clock.join(':')}${space}${hour < 12 ? 'AM' : 'PM'}`;
};

describe('when minted credentials run out', () => {
  test('every moment is read back from every form that was seen', () => {
    const forms = fc.tuple(fc.constantFrom(',', ''), fc.constantFrom(' ', '\u202f', '\u00a0'));
    fc.assert(
      fc.property(moments, forms, (moment, [comma, space]) => {
        expect(readExpiration(english(moment, comma, space))).toBe(moment.toISOString());
      }),
    );
  });

  test.each([
    ['Mar 19, 2025, 1:30:20 AM', '2025-03-19T01:30:20.000Z'],
    ['Oct 20, 2020 4:21:40 PM', '2020-10-20T16:21:40.000Z'],
    ['Jul 1, 2026, 12:08:19 PM', '2026-07-01T12:08:19.000Z'],
    ['Jul 1, 2026, 12:08:19 AM', '2026-07-01T00:08:19.000Z'],
    ['2026-11-20T10:15:00Z', '2026-11-20T10:15:00.000Z'],
    ['2026-11-20T11:15:00+01:00', '2026-11-20T10:15:00.000Z'],
    ['2026-11-20 10:15:00', '2026-11-20T10:15:00.000Z'],
  ])('%s is %s, in UTC wherever the code runs', (text, expected) => {
    expect(readExpiration(text)).toBe(expected);
  });

  test.each([
    '',
    'soon',
    'Foo 1, 2026, 1:00:00 AM',
    '20.11.2026 10:15',
    '2026-99-99T10:15:00Z',
    '1795165200',
  ])('"%s" is no moment', (text) => {
    expect(readExpiration(text)).toBeUndefined();
  });

  test('nothing makes it throw', () => {
    fc.assert(
      fc.property(anyText(), (text) => {
        expect(() => readExpiration(text)).not.toThrow();
      }),
    );
  });
});
