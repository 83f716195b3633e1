import fc from 'fast-check';
import type { WorkingHours } from '../../lib/policy/policy.ts';
import { isAtWork, localTime } from '../../lib/policy/working-hours.ts';

const WEEK = [1, 2, 3, 4, 5];
const atWork = (hours: WorkingHours, iso: string, zone: string): boolean =>
  isAtWork(hours, localTime(new Date(iso), zone));

describe('A moment on the wall clock', () => {
  it.each([
    ['2026-11-22T02:12:00Z', 'Europe/Berlin', 'Sunday, 03:12'],
    ['2026-07-01T00:08:20Z', 'Australia/Sydney', 'Wednesday, 10:08'],
    ['2026-11-22T23:59:59Z', 'UTC', 'Sunday, 23:59'],
    ['2026-11-23T00:00:00Z', 'UTC', 'Monday, 00:00'],
    ['2026-11-22T18:30:00Z', 'Asia/Kolkata', 'Monday, 00:00'],
    // The day summer time begins and the day it ends.
    ['2026-03-29T00:59:00Z', 'Europe/Berlin', 'Sunday, 01:59'],
    ['2026-03-29T01:00:00Z', 'Europe/Berlin', 'Sunday, 03:00'],
    ['2026-10-25T00:30:00Z', 'Europe/Berlin', 'Sunday, 02:30'],
    ['2026-10-25T01:30:00Z', 'Europe/Berlin', 'Sunday, 02:30'],
  ])('%s in %s is %s', (iso, zone, words) => {
    expect(localTime(new Date(iso), zone).words).toBe(words);
  });

  it('is what the difference to UTC makes of it, in any zone and at any time', () => {
    const zones = ['UTC', 'Europe/Berlin', 'America/St_Johns', 'Asia/Kathmandu', 'Pacific/Kiritimati'];
    const moments = fc.date({
      min: new Date('2020-01-01'),
      max: new Date('2035-01-01'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(fc.constantFrom(...zones), moments, (timeZone, moment) => {
        // Swedish dates are ISO 8601: the same moment, told by another format.
        const told = new Intl.DateTimeFormat('sv-SE', {
          timeZone,
          dateStyle: 'short',
          timeStyle: 'short',
        }).format(moment);
        const wall = new Date(`${told.replace(' ', 'T')}:00Z`);
        expect(localTime(moment, timeZone)).toMatchObject({
          day: wall.getUTCDay() === 0 ? 7 : wall.getUTCDay(),
          minutes: wall.getUTCHours() * 60 + wall.getUTCMinutes(),
        });
      }),
    );
  });
});

describe('Working hours', () => {
  const office: WorkingHours = { from: '07:00', to: '19:00', days: WEEK };

  it.each([
    ['2026-11-23T06:00:00Z', true],
    ['2026-11-23T05:59:59Z', false],
    ['2026-11-23T17:59:59Z', true],
    ['2026-11-23T18:00:00Z', false],
    ['2026-11-22T10:00:00Z', false],
    ['2026-11-28T10:00:00Z', false],
    // The same wall clock in summer is an hour earlier.
    ['2026-07-01T05:00:00Z', true],
    ['2026-07-01T17:00:00Z', false],
  ])('of an office in Berlin: %s is within: %s', (iso, within) => {
    expect(atWork(office, iso, 'Europe/Berlin')).toBe(within);
  });

  const night: WorkingHours = { from: '22:00', to: '06:00', days: WEEK };

  it.each([
    ['2026-11-23T22:00:00Z', true],
    ['2026-11-24T05:59:00Z', true],
    ['2026-11-24T06:00:00Z', false],
    // Friday's shift ends on Saturday; none begins on Sunday, and so none ends on Monday morning.
    ['2026-11-28T05:00:00Z', true],
    ['2026-11-28T23:00:00Z', false],
    ['2026-11-22T23:00:00Z', false],
    ['2026-11-23T05:00:00Z', false],
  ])('of a night shift: %s is within: %s', (iso, within) => {
    expect(atWork(night, iso, 'UTC')).toBe(within);
  });

  it('may end at midnight', () => {
    const late: WorkingHours = { from: '14:00', to: '00:00', days: [7] };
    expect(atWork(late, '2026-11-22T23:59:59Z', 'UTC')).toBe(true);
    expect(atWork(late, '2026-11-23T00:00:00Z', 'UTC')).toBe(false);
  });

  const clocks = fc
    .nat(24 * 60 - 1)
    .map(
      (minutes) =>
        `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`,
    );
  const moments = fc.date({ min: new Date('2026-01-01'), max: new Date('2028-01-01'), noInvalidDate: true });

  it('of a day and of the night between its end and its beginning fill the week once', () => {
    fc.assert(
      fc.property(clocks, clocks, moments, (from, to, moment) => {
        fc.pre(from !== to);
        const local = localTime(moment, 'Europe/Berlin');
        const days = [1, 2, 3, 4, 5, 6, 7];
        expect(isAtWork({ from, to, days }, local)).toBe(!isAtWork({ from: to, to: from, days }, local));
      }),
    );
  });

  it('of single days add up to those of the week', () => {
    fc.assert(
      fc.property(clocks, clocks, moments, (from, to, moment) => {
        fc.pre(from !== to);
        const local = localTime(moment, 'America/New_York');
        const onDay = WEEK.map((day) => isAtWork({ from, to, days: [day] }, local));
        expect(onDay.filter((is) => is).length).toBeLessThanOrEqual(1);
        expect(isAtWork({ from, to, days: WEEK }, local)).toBe(onDay.includes(true));
      }),
    );
  });
});
