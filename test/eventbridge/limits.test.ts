import { checkPatternLimits, usesWildcard } from '../../lib/eventbridge/limits.ts';
import { pattern } from './matches.ts';

const ofLength = (characters: number) => pattern({ a: ['x'.repeat(characters - '{"a":[""]}'.length)] });

const orOf = (count: number) => Array.from({ length: count }, (_, index) => ({ [`f${String(index)}`]: [1] }));

describe('the limits of a pattern', () => {
  it('are kept by an ordinary one', () => {
    expect(checkPatternLimits(pattern({ source: ['aws.sts'] }))).toEqual([]);
  });

  it('allow 2,048 characters and not one more', () => {
    expect(checkPatternLimits(ofLength(2048))).toEqual([]);
    expect(checkPatternLimits(ofLength(2049))).toEqual([
      { limit: 'characters', reason: 'Characters of the pattern: 2049; EventBridge allows 2048.' },
    ]);
  });

  it('count the characters of the text as it was written', () => {
    const padded = pattern(`{"a": ["x"]${' '.repeat(2048)}}`);
    expect(checkPatternLimits(padded).map(({ limit }) => limit)).toEqual(['characters']);
  });

  it('multiply the lengths of all lists of $or', () => {
    const product = (inner: number) =>
      pattern({ $or: orOf(10), x: { $or: orOf(10), y: { $or: orOf(inner) } } });
    expect(checkPatternLimits(product(10))).toEqual([]);
    expect(checkPatternLimits(product(11))).toContainEqual({
      limit: 'or-combinations',
      reason: 'Combinations of $or: 1100; EventBridge allows 1000.',
    });
  });

  it('count nested lists of $or as AWS does', () => {
    const nested = pattern({ $or: [{ a: [1] }, { $or: orOf(26), $or2: [1] }, { x: { $or: orOf(13) } }] });
    expect(checkPatternLimits(nested)).toEqual([
      { limit: 'or-combinations', reason: 'Combinations of $or: 1014; EventBridge allows 1000.' },
    ]);
  });

  it('allow 30 rules with a wildcard on one bus', () => {
    const wildcard = pattern({ a: [{ wildcard: 'x*' }] });
    expect(checkPatternLimits(wildcard, { wildcardRules: 29 })).toEqual([]);
    expect(checkPatternLimits(wildcard, { wildcardRules: 30 })).toEqual([
      { limit: 'wildcard-rules', reason: 'Rules with a wildcard on one bus: 31; EventBridge allows 30.' },
    ]);
    expect(checkPatternLimits(pattern({ a: ['x'] }), { wildcardRules: 30 })).toEqual([]);
  });
});

describe('a wildcard', () => {
  it('is found wherever it stands', () => {
    const wildcard = [{ wildcard: 'x*' }];
    expect(usesWildcard(pattern({ a: { b: ['c', ...wildcard] } }))).toBe(true);
    expect(usesWildcard(pattern({ $or: [{ a: [1] }, { b: wildcard }] }))).toBe(true);
    expect(usesWildcard(pattern({ a: [{ 'anything-but': { wildcard: 'x*' } }] }))).toBe(true);
  });

  it('is not an asterisk in a plain text', () => {
    expect(usesWildcard(pattern({ a: ['x*', { prefix: '*' }, { 'anything-but': '*' }] }))).toBe(false);
  });
});
