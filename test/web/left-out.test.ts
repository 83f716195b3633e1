import { leftOutOf } from '../../web/left-out.ts';

describe('what an address says and the page leaves out', () => {
  it('is named as it was typed', () => {
    expect(leftOutOf('?state=bogus&range=zzz&person=')).toEqual(['state=bogus', 'range=zzz', 'person=']);
  });

  it('is nothing of what the page writes itself, nor of what is the default anyway', () => {
    expect(leftOutOf('')).toEqual([]);
    expect(leftOutOf('?view=list&state=open&range=7d')).toEqual([]);
    expect(leftOutOf('?state=all&person=alice&person=bob&range=30d&access=1.2')).toEqual([]);
    expect(leftOutOf('?from=2026-11-20T10:00:00.000Z&to=2026-11-20T11:00:00.000Z')).toEqual([]);
  });

  it('is no moment that is only written otherwise', () => {
    expect(leftOutOf('?from=2026-11-20T10:00%2B01:00&to=2026-11-21')).toEqual([]);
  });

  it('is a misspelt name, and a range that ends before it begins', () => {
    expect(leftOutOf('?persn=alice')).toEqual(['persn=alice']);
    expect(leftOutOf('?from=2026-11-21&to=2026-11-20')).toEqual(['from=2026-11-21', 'to=2026-11-20']);
    expect(leftOutOf('?from=yesterday')).toEqual(['from=yesterday']);
  });

  it('is every value beyond the most that can be asked at once, each once', () => {
    const people = Array.from({ length: 12 }, (_, index) => `person=p${String(index)}`).join('&');
    expect(leftOutOf(`?${people}&person=p11`)).toEqual(['person=p10', 'person=p11']);
  });

  it('is cut where it is longer than anybody reads', () => {
    const [part = ''] = leftOutOf(`?state=${'x'.repeat(500)}`);
    expect(part).toHaveLength(61);
    expect(part.endsWith('…')).toBe(true);
  });
});
