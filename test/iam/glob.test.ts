/** Patterns, beside what a regular expression says of them. */
import fc from 'fast-check';
import { liesWithin, matchesAnything, mayMeet } from '../../lib/iam/glob.ts';

const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 7 });
const text = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 7 });
const regular = (glob: string) => new RegExp(`^${glob.replaceAll('*', '.*').replaceAll('?', '.')}$`);

describe('A pattern', () => {
  it('matches what the regular expression matches', () => {
    fc.assert(
      fc.property(pattern, text, (glob, word) => {
        expect(liesWithin(word, glob)).toBe(regular(glob).test(word));
      }),
    );
  });

  it('lies within another only if it matches nothing else', () => {
    fc.assert(
      fc.property(pattern, pattern, text, (inner, outer, word) => {
        if (liesWithin(inner, outer) && regular(inner).test(word))
          expect(regular(outer).test(word)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('meets another if there is a text that both match', () => {
    fc.assert(
      fc.property(pattern, pattern, text, (one, other, word) => {
        if (regular(one).test(word) && regular(other).test(word)) expect(mayMeet(one, other)).toBe(true);
      }),
      { numRuns: 2000 },
    );
    expect(mayMeet('sts:A*', 'sts:assumerole')).toBe(false);
    expect(mayMeet('a*b', 'a?c')).toBe(false);
    expect(mayMeet('*b', 'a*')).toBe(true);
  });

  it('matches anything only if it is made of stars', () => {
    expect(['*', '**', '?*', '*?*'].every(matchesAnything)).toBe(true);
    expect(['', '?', '??*', 'a*', '*a'].some(matchesAnything)).toBe(false);
  });
});
