import { parseJson } from '../../lib/kernel/json.ts';

describe('JSON from outside', () => {
  it.each([
    ['written out', '{"a":{"__proto__":{"admin":true},"b":1}}'],
    ['with an escape in its name', '{"a":{"__\\u0070roto__":{"admin":true},"b":1}}'],
    ['with every character escaped', '{"a":{"\\u005F\\u005f\\u0070roto\\u005F_":{"admin":true},"b":1}}'],
    ['in a list', '{"a":[{"__proto__":{"admin":true}}]}'],
  ])('never holds a key that reaches a prototype: %s', (_how, text) => {
    const parsed = parseJson(text);
    expect(JSON.stringify(parsed)).not.toContain('__proto__');
    expect(JSON.stringify(Object.assign({}, parsed))).not.toContain('admin');
  });

  it('keeps every other key, escaped or not, and values that look alike', () => {
    expect(parseJson('{"\\u0061":"__proto__","b":"\\u00e4"}')).toEqual({ a: '__proto__', b: 'ä' });
  });

  it('is nothing when it is none', () => {
    expect(parseJson('{"a":')).toBeUndefined();
  });

  it('is nothing when it is nested deeper than anything could walk', () => {
    expect(parseJson(`${'['.repeat(60_000)}${']'.repeat(60_000)}`)).toBeUndefined();
  });
});
