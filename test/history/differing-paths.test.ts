import { differingPaths } from '../../lib/history/differing-paths.ts';

describe('Where two values differ', () => {
  it.each([
    ['a value', { a: { b: 1 } }, { a: { b: 2 } }, ['a.b']],
    ['a value that is only here', { a: 1 }, {}, ['a']],
    ['a value that is only there', {}, { a: { b: 1 } }, ['a']],
    ['one entry of a list', { a: [1, 2, { b: 3 }] }, { a: [1, 2, { b: 4 }] }, ['a.2.b']],
    ['a list that grew', { a: [1] }, { a: [1, 2] }, ['a.1']],
    ['a value of another kind', { a: [1] }, { a: { '0': 1 } }, ['a']],
    ['nothing', { a: 1, b: undefined }, { a: 1 }, []],
    ['a name that every object has', { constructor: 'x' }, {}, ['constructor']],
  ])('is named: %s', (_what, one, other, paths) => {
    expect(differingPaths(one, other)).toEqual(paths);
  });

  it('is not told for ever', () => {
    const many = Object.fromEntries(Array.from({ length: 50 }, (_each, index) => [`x${index}`, index]));
    expect(differingPaths(many, {})).toHaveLength(5);
  });
});
