import { parsePattern } from '../../lib/eventbridge/parse-pattern.ts';
import { reason } from './matches.ts';

describe('a refusal', () => {
  it('names the place, by itself and in its sentence', () => {
    expect(parsePattern({ detail: { state: ['ok', { prefix: 3 }] } })).toEqual({
      ok: false,
      error: {
        path: 'detail.state[1]',
        reason: 'detail.state[1] needs a text or {"equals-ignore-case": text} after "prefix".',
      },
    });
  });

  it.each<[unknown, string]>([
    ['{"a": [1]', 'The pattern is not JSON'],
    ['', 'The pattern is not JSON'],
    ['[1]', 'The pattern must be an object.'],
    [undefined, 'The pattern is nothing that can be written as JSON.'],
    [7n, 'The pattern is nothing that can be written as JSON.'],
    [{}, 'The pattern must not be an empty object.'],
    [{ a: {} }, 'a must not be an empty object.'],
    [{ a: [] }, 'a must not be an empty list.'],
    [{ a: 'x' }, 'a must be an object or a list.'],
    [{ detail: { 'my field': 'x' } }, 'detail["my field"] must be an object or a list.'],
    [{ '': 'x' }, '[""] must be an object or a list.'],
    [{ a: [['x']] }, 'a[0] is a list inside a list'],
    [{ a: [{}] }, 'a[0] is an empty object'],
    [{ a: [{ regex: 'x' }] }, 'a[0] uses "regex", which is no operator'],
    [{ a: [{ toString: 'x' }] }, 'a[0] uses "toString", which is no operator'],
    [{ a: [{ prefix: 'x', suffix: 'y' }] }, 'a[0] has more than one operator'],
    [{ a: [{ exactly: 1 }] }, 'a[0] needs a text after "exactly".'],
    [{ a: [{ exists: 'true' }] }, 'a[0] needs true or false after "exists".'],
    [{ a: [{ exists: null }] }, 'a[0] needs true or false after "exists".'],
    [{ a: [{ prefix: { 'equals-ignore-case': ['x'] } }] }, 'a[0] needs a text or'],
    [{ a: [{ suffix: { wildcard: 'x' } }] }, 'a[0] needs a text or'],
    [{ a: [{ 'equals-ignore-case': ['x'] }] }, 'a[0] needs a text after "equals-ignore-case".'],
    [{ a: [{ wildcard: 5 }] }, 'a[0] needs a text after "wildcard".'],
    [{ a: [{ wildcard: 'a**b' }] }, 'a[0] uses "wildcard", which has consecutive asterisks at character 2.'],
    [{ a: [{ wildcard: 'a\\b' }] }, 'has a backslash at character 2 that escapes neither'],
    [{ a: [{ wildcard: 'a\\' }] }, 'has a backslash at character 2 that escapes neither'],
    [{ a: [{ cidr: 8 }] }, 'a[0] needs a text after "cidr".'],
    [{ a: [{ cidr: '10.0.0.0' }] }, 'needs exactly one slash'],
    [{ a: [{ cidr: 'host/8' }] }, 'names "host", which is no IP address.'],
    [{ a: [{ cidr: '10.0.0.0/32' }] }, 'needs 0 to 31 bits after the slash.'],
    [{ a: [{ cidr: '10.0.0.0/x' }] }, 'needs 0 to 31 bits after the slash.'],
    [{ a: [{ cidr: '::/128' }] }, 'needs 0 to 127 bits after the slash.'],
    [{ a: [{ 'anything-but': [] }] }, 'a[0] needs a list of only texts or only numbers'],
    [{ a: [{ 'anything-but': ['x', 1] }] }, 'a[0] needs a list of only texts or only numbers'],
    [{ a: [{ 'anything-but': null }] }, 'a[0] needs texts or comparable numbers after "anything-but".'],
    [{ a: [{ 'anything-but': { prefix: '' } }] }, 'a[0] needs a text that is not empty'],
    [{ a: [{ 'anything-but': { suffix: ['x', 1] } }] }, 'a[0] needs a text that is not empty'],
    [{ a: [{ 'anything-but': { numeric: ['=', 1] } }] }, 'a[0] needs exactly one of prefix, suffix'],
    [{ a: [{ 'anything-but': { prefix: 'x', suffix: 'y' } }] }, 'a[0] needs exactly one of prefix, suffix'],
    [{ a: [{ numeric: 5 }] }, 'a[0] needs a list after "numeric".'],
    [{ a: [{ numeric: [] }] }, 'a[0] has an empty list after "numeric".'],
    [{ a: [{ numeric: ['=='] }] }, 'a[0] needs one of = < <= > >= before each number'],
    [{ a: [{ numeric: ['='] }] }, 'a[0] needs a comparable number after "=".'],
    [{ a: [{ numeric: ['<', 1, '>', 0] }] }, 'range that is not > or >=, a number, < or <=, a number.'],
    [{ a: [{ numeric: ['>', 1, '<', 1] }] }, 'whose lower bound is not below its upper.'],
    ['{"a": [{"numeric": ["=", 1E309]}]}', 'a[0] needs a comparable number after "=".'],
    ['{"a": [{"numeric": ["=", 1E-325]}]}', 'a[0] needs a comparable number after "=".'],
    [{ $or: [{ a: [1] }] }, '$or must be a list of at least two objects.'],
    [{ a: { $or: { b: [1] } } }, 'a.$or must be a list of at least two objects.'],
    [{ $or: [{ a: [1] }, 'b'] }, '$or[1] must be an object.'],
    [{ $or: [{ a: [1] }, {}] }, '$or[1] must not be an empty object.'],
    [{ $or: [{ a: [1] }, { b: { prefix: ['x'] } }] }, '$or[1].b.prefix is a reserved word'],
  ])('of %j says why', (input, sentence) => {
    expect(reason(input)).toContain(sentence);
  });

  it('of a pattern nested beyond what AWS reads comes instead of a crash', () => {
    expect(reason(`${'{"a":'.repeat(50_000)}[1]${'}'.repeat(50_000)}`)).toContain('is nested deeper than');
  });
});

describe('what is accepted', () => {
  it('keeps the JSON that would be sent', () => {
    expect(parsePattern({ a: [1] })).toMatchObject({ ok: true, value: { text: '{"a":[1]}' } });
    expect(parsePattern('{ "a": [1] }')).toMatchObject({ ok: true, value: { text: '{ "a": [1] }' } });
  });

  it('are operator names as fields outside $or', () => {
    expect(parsePattern({ prefix: ['x'] }).ok).toBe(true);
  });
});
