import { compilePattern, matchesPattern } from '../../lib/eventbridge/compile-pattern.ts';
import { matches, pattern } from './matches.ts';

describe('fields', () => {
  it('must all be met', () => {
    const assumeRole = { source: ['aws.sts'], detail: { eventName: ['AssumeRole'] } };
    expect(matches(assumeRole, { source: 'aws.sts', detail: { eventName: 'AssumeRole' }, more: 1 })).toBe(
      true,
    );
    expect(matches(assumeRole, { source: 'aws.sts', detail: { eventName: 'GetUser' } })).toBe(false);
    expect(matches(assumeRole, { source: 'aws.ec2', detail: { eventName: 'AssumeRole' } })).toBe(false);
  });

  it('can be written with dots or nested, in the pattern and in the event', () => {
    const written = [{ 'a.b': ['x'] }, { a: { b: ['x'] } }];
    const events = [{ 'a.b': 'x' }, { a: { b: 'x' } }];
    for (const one of written) for (const event of events) expect(matches(one, event)).toBe(true);
    expect(matches({ a: { 'b.c': ['x'] } }, { 'a.b': { c: 'x' } })).toBe(true);
    expect(matches({ 'a.b': ['x'] }, { a: { c: 'x' } })).toBe(false);
  });

  it('are own keys: what every object inherits is no field', () => {
    expect(matches({ constructor: { name: ['Object'] } }, {})).toBe(false);
    expect(matches({ toString: [{ exists: false }] }, {})).toBe(true);
    const hostile = JSON.parse('{"__proto__": {"source": "aws.sts"}}') as unknown;
    expect(matches({ source: ['aws.sts'] }, hostile)).toBe(false);
    expect(matches('{"__proto__": {"source": ["aws.sts"]}}', hostile)).toBe(true);
    expect(({} as { source?: unknown }).source).toBeUndefined();
  });

  it('repeated in one object keep the last list, while repeated objects are merged', () => {
    const last = '{"source": ["x"], "source": ["aws.sts"]}';
    expect(matches(last, { source: 'aws.sts' })).toBe(true);
    expect(matches(last, { source: 'x' })).toBe(false);
    const both = '{"detail": {"a": [1]}, "detail": {"b": [2]}}';
    expect(matches(both, { detail: { a: 1, b: 2 } })).toBe(true);
    expect(matches(both, { detail: { b: 2 } })).toBe(false);
  });

  it.each([null, undefined, 'text', 7, [], [{ a: 1 }]])(
    'are looked for in objects only, not in %j',
    (event) => {
      expect(matches({ a: [{ exists: false }] }, event)).toBe(false);
    },
  );
});

describe('lists in the event', () => {
  it('match when one element does', () => {
    expect(matches({ resources: ['r1', 'r2'] }, { resources: ['r0', 'r2'] })).toBe(true);
    expect(matches({ resources: ['r1', 'r2'] }, { resources: ['r0', 'r3'] })).toBe(false);
    expect(matches({ resources: ['r1'] }, { resources: [['r0'], [['r1']]] })).toBe(true);
  });

  const roleArn = { resources: { type: ['Role'], ARN: ['r'] } };

  it('need one element that meets all conditions on its fields', () => {
    const apart = [
      { type: 'Role', ARN: 's' },
      { type: 'SAML', ARN: 'r' },
    ];
    expect(matches(roleArn, { resources: apart })).toBe(false);
    expect(matches(roleArn, { resources: [...apart, { type: 'Role', ARN: 'r' }] })).toBe(true);
  });

  it('do not tie together conditions on different lists', () => {
    const event = { one: [{ a: 1 }, { a: 2 }], other: [{ b: 2 }, { b: 1 }] };
    expect(matches({ one: { a: [2] }, other: { b: [2] } }, event)).toBe(true);
  });

  it('are consistent at every level of nesting', () => {
    const wanted = { songs: { name: ['x'], writers: { first: ['Paul'], last: ['McCartney'] } } };
    const song = (name: string, ...writers: object[]) => ({ name, writers });
    const paul = { first: 'Paul', last: 'McCartney' };
    expect(matches(wanted, { songs: [song('x', { first: 'Paul' }, { last: 'McCartney' })] })).toBe(false);
    expect(matches(wanted, { songs: [song('x'), song('y', paul)] })).toBe(false);
    expect(matches(wanted, { songs: [[song('y'), song('x', { first: 'John' }, paul)]] })).toBe(true);
  });

  it('stay committed to an element while a list inside it is searched', () => {
    const wanted = { list: { a: [1], b: { c: [2] }, d: [3] } };
    expect(matches(wanted, { list: [{ a: 1, b: [{ c: 2 }] }, { d: 3 }] })).toBe(false);
    expect(matches(wanted, { list: [{ d: 3 }, { a: 1, b: [{ c: 1 }, { c: 2 }], d: 3 }] })).toBe(true);
  });

  it('do not confuse one list used twice', () => {
    const shared = [{ a: 1 }, { b: 2 }];
    expect(matches({ one: { a: [1] }, other: { b: [2] } }, { one: shared, other: shared })).toBe(true);
  });

  it('with `exists: false` ask about the element chosen by the fields before it', () => {
    const wanted = { list: { a: [1], b: [{ exists: false }] } };
    expect(matches(wanted, { list: [{ a: 1 }, { b: 2 }] })).toBe(true);
    expect(matches(wanted, { list: [{ a: 1, b: 2 }, { c: 3 }] })).toBe(false);
    // Checked in the order of the names, however they are written: before any element is chosen, `b` must be absent everywhere.
    expect(matches({ list: { c: [3], b: [{ exists: false }] } }, { list: [{ b: 2 }, { c: 3 }] })).toBe(false);
  });

  it('are searched quickly also where many elements nearly match', () => {
    const many = Array.from({ length: 5_000 }, (_, index) => ({ a: 1, n: index }));
    const wanted = { one: { a: [1] }, other: { a: [1] }, third: { a: [2] } };
    const matcher = compilePattern(pattern(wanted));
    expect(matcher({ one: many, other: many, third: many })).toBe(false);
  });

  it('of many equal values are not tried in every combination', () => {
    const ones = Array<number>(2_000).fill(1);
    const wanted = { a: [1], b: [1], c: [1], list: { x: [1], y: [1] } };
    expect(matches(wanted, { a: ones, b: ones, c: ones, list: [{ x: 1 }, { y: 1 }] })).toBe(false);
  });

  it('nested beyond what AWS reads are not followed, and never exhaust the stack', () => {
    const deep = (levels: number) =>
      JSON.parse(`{"a": ${'['.repeat(levels)}1${']'.repeat(levels)}}`) as unknown;
    expect(matches({ a: [1] }, deep(500))).toBe(true);
    expect(matches({ a: [1] }, deep(100_000))).toBe(false);
  });
});

describe('$or', () => {
  it('matches when one of its branches and everything beside it does', () => {
    const wanted = { source: ['s'], $or: [{ a: [1] }, { b: [2], c: [3] }] };
    expect(matches(wanted, { source: 's', a: 1 })).toBe(true);
    expect(matches(wanted, { source: 's', b: 2, c: 3 })).toBe(true);
    expect(matches(wanted, { source: 's', b: 2 })).toBe(false);
    expect(matches(wanted, { source: 't', a: 1 })).toBe(false);
  });

  it('can be repeated at other levels and nested', () => {
    const wanted = {
      $or: [{ a: [1] }, { b: [1], $or: [{ c: [1] }, { d: [1] }] }],
      x: { $or: [{ y: [1] }, { z: [1] }] },
    };
    expect(matches(wanted, { b: 1, d: 1, x: { z: 1 } })).toBe(true);
    expect(matches(wanted, { b: 1, x: { z: 1 } })).toBe(false);
    expect(matches(wanted, { a: 1, z: 1 })).toBe(false);
  });

  it('replaces a field that stands before it, in the branch that names it again', () => {
    const wanted = { name: ['a', 'b'], $or: [{ name: [{ 'anything-but': 'a' }] }, { condition: ['x'] }] };
    expect(matches(wanted, { name: 'c' })).toBe(true);
    expect(matches(wanted, { name: 'a', condition: 'x' })).toBe(true);
    expect(matches(wanted, { name: 'a', condition: 'y' })).toBe(false);
  });

  it('is itself overruled by a field that stands after it', () => {
    const wanted = { $or: [{ name: ['a'] }, { condition: ['x'] }], name: ['b'] };
    expect(matches(wanted, { name: 'b' })).toBe(true);
    expect(matches(wanted, { name: 'a' })).toBe(false);
  });

  it('is not multiplied out beyond what EventBridge allows', () => {
    const two = { $or: [{ a: [1] }, { b: [1] }] };
    const nested = (levels: number) =>
      Object.fromEntries(Array.from({ length: levels }, (_, index) => [`x${String(index)}`, two]));
    expect(matchesPattern(pattern(nested(9)), {})).toBe(false);
    expect(() => compilePattern(pattern(nested(60)))).toThrow(RangeError);
  });
});
