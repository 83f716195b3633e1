import { BlockList, isIPv4 } from 'node:net';

import fc from 'fast-check';

import { compilePattern } from '../../lib/eventbridge/compile-pattern.ts';
import { parsePattern } from '../../lib/eventbridge/parse-pattern.ts';
import { accepted, matches, pattern } from './matches.ts';

const scalar = fc.oneof(fc.constantFrom('a', 'b', 1, 2, true, null), fc.string(), fc.integer());
const key = fc.constantFrom('a', 'b', 'c', 'a.b', '__proto__', 'constructor');

const { event } = fc.letrec((tie) => ({
  event: fc.array(fc.tuple(key, tie('value')), { maxLength: 4 }).map(objectOf),
  value: fc.oneof({ depthSize: 'small' }, scalar, tie('event'), fc.array(tie('value'), { maxLength: 3 })),
}));

const condition = fc.oneof(
  scalar,
  fc.constantFrom(
    { exists: true },
    { exists: false },
    { prefix: 'a' },
    { 'anything-but': 'a' },
    { wildcard: '*a*' },
  ),
);

const field = fc.tuple(
  fc.constantFrom('a', 'b', 'c', 'a.b', 'a.c', '__proto__'),
  fc.array(condition, { minLength: 1, maxLength: 3 }),
);

/** As JSON.parse would build it: `__proto__` becomes a key, not a prototype. */
function objectOf(entries: readonly (readonly [string, unknown])[]): object {
  return Object.fromEntries(entries);
}

const shuffled = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(shuffled);
  if (typeof value !== 'object' || value === null) return value;
  return objectOf(
    Object.entries(value)
      .reverse()
      .map(([name, inner]) => [name, shuffled(inner)]),
  );
};

const anyPattern = fc
  .uniqueArray(field, { minLength: 1, maxLength: 3, selector: ([name]) => name })
  .map(objectOf);

describe('for every pattern and event', () => {
  it('the order of keys does not matter', () => {
    let matched = 0;
    fc.assert(
      fc.property(anyPattern, event, (wanted, given) => {
        const answer = matches(wanted, given);
        matched += Number(answer);
        expect(matches(shuffled(wanted), shuffled(given))).toBe(answer);
      }),
      { numRuns: 500, seed: 1 },
    );
    // The generators must not have made this a statement about events that never match.
    expect(matched).toBeGreaterThan(20);
  });

  it('an answer comes, whatever the event is, and no prototype is touched', () => {
    const matcher = compilePattern(
      pattern({ a: { b: ['x', { exists: false }] }, c: [{ 'anything-but': 'x' }] }),
    );
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.jsonValue(), event), (given) => {
        expect(typeof matcher(given)).toBe('boolean');
        expect(Object.keys(Object.prototype)).toEqual([]);
      }),
    );
  });

  it('`$or` of two patterns matches what one of them matches', () => {
    const free = anyPattern.filter((one) => !Object.keys(one).some((name) => name.startsWith('__')));
    fc.assert(
      fc.property(free, free, event, (one, other, given) => {
        expect(matches({ $or: [one, other] }, given)).toBe(matches(one, given) || matches(other, given));
      }),
    );
  });

  it('a pattern read as text and as an object is the same pattern, or refused alike', () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), anyPattern), (input) => {
        const asText = parsePattern(JSON.stringify(input));
        if (typeof input !== 'string') expect(parsePattern(input)).toEqual(asText);
        if (!asText.ok) expect(asText.error.reason).toMatch(/^\S.+\.$/s);
      }),
    );
  });
});

describe('compared with another way to compute it', () => {
  it('a wildcard matches what the regular expression matches', () => {
    const part = fc.stringMatching(/^[ab.]{0,2}$/);
    fc.assert(
      fc.property(
        fc.array(part, { minLength: 1, maxLength: 4 }),
        fc.stringMatching(/^[ab.]{0,8}$/),
        (parts, text) => {
          const wildcard = parts.join('*').replace(/\*{2,}/g, '*');
          const expression = new RegExp(`^${wildcard.replaceAll('.', '\\.').replaceAll('*', '.*')}$`, 's');
          expect(accepted([{ wildcard }], [text])).toEqual(expression.test(text) ? [text] : []);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('a block contains the addresses that Node finds in it', () => {
    // Without IPv4 addresses in the clothes of IPv6, which Node keeps apart and AWS does not.
    const address = fc.oneof(
      fc.ipV4(),
      fc.ipV6().filter((text) => /^[0-9a-f:]+$/i.test(text) && !/ffff/i.test(text)),
    );
    fc.assert(
      fc.property(address, address, fc.nat(127), (base, other, bits) => {
        const family = isIPv4(base) ? 'ipv4' : 'ipv6';
        const prefixLength = family === 'ipv4' ? bits % 32 : bits;
        const block = new BlockList();
        block.addSubnet(base, prefixLength, family);
        const values = [base, other].filter((text) => isIPv4(text) === isIPv4(base));
        expect(accepted([{ cidr: `${base}/${String(prefixLength)}` }], values)).toEqual(
          values.filter((text) => block.check(text, family)),
        );
      }),
    );
  });

  it('a list of objects matches when one of them does', () => {
    const element = fc.record({ x: fc.nat(2), y: fc.nat(2), z: fc.nat(2) }, { requiredKeys: [] });
    fc.assert(
      fc.property(fc.array(element, { maxLength: 5 }), (list) => {
        const expected = list.some(({ x, y, z }) => x === 1 && y === 1 && z === 1);
        expect(matches({ list: { x: [1], y: [1], z: [1] } }, { list })).toBe(expected);
      }),
      { numRuns: 500 },
    );
  });
});
