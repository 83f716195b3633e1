import fc from 'fast-check';
import { decodeRecord } from '../../lib/access/decode-record.ts';
import { parseJson } from '../../lib/kernel/json.ts';
import { judgeEvent } from '../../lib/usecases/judge-event.ts';
import { readEventCases, readEventPolicy } from '../support/event-cases.ts';
import { rounds } from '../support/rounds.ts';
import { anyText } from '../support/any-text.ts';

const policy = readEventPolicy();
const events = readEventCases().map(({ text }) => text);
const TOKEN = 'EXAMPLE-SESSION-TOKEN-PLANTED';
const EXTERNAL_ID = 'planted,external:id/0001';

/** Every place in a tree, as a path of keys. */
const placesOf = (value: unknown, path: readonly string[] = []): readonly (readonly string[])[] =>
  typeof value === 'object' && value !== null
    ? [path, ...Object.entries(value).flatMap(([key, field]) => placesOf(field, [...path, key]))]
    : [path];

const put = (value: unknown, path: readonly string[], replacement: unknown): unknown => {
  const [key, ...rest] = path;
  if (key === undefined) return replacement;
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) => (String(index) === key ? put(item, rest, replacement) : item));
  }
  const object = value as Readonly<Record<string, unknown>>;
  return { ...object, [key]: put(object[key], rest, replacement) };
};

const WORDS = [
  '',
  'constructor',
  '__proto__',
  'toString',
  'NaN',
  '\u0000',
  '\ud800',
  '\u202e',
  '\u001b[2J',
  'x'.repeat(3000),
];

const garbage: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom<unknown>(null, true, -0, 1e308, [], {}, [[]], { toString: 1, valueOf: 2 }),
  fc.constantFrom(...WORDS),
  anyText({ maxLength: 40 }),
);

/** One of our events with something else at some of its places. */
const mutated: fc.Arbitrary<unknown> = fc
  .tuple(
    fc.constantFrom(...events.filter((text) => parseJson(text) !== undefined)),
    fc.array(fc.tuple(fc.nat(), garbage), { minLength: 1, maxLength: 4 }),
  )
  .map(([text, changes]) =>
    changes.reduce<unknown>((event, [index, replacement]) => {
      const places = placesOf(event);
      return put(event, places[index % places.length] ?? [], replacement);
    }, parseJson(text)),
  );

/** The same with the two secrets under their names, at any object of it. */
const withSecrets: fc.Arbitrary<unknown> = fc
  .tuple(mutated, fc.array(fc.nat(), { minLength: 1, maxLength: 4 }))
  .map(([event, indexes]) =>
    indexes.reduce<unknown>((tree, index) => {
      const objects = placesOf(tree).filter((path) => isPlainObject(read(tree, path)));
      const path = objects[index % objects.length];
      if (path === undefined) return tree;
      const holder = read(tree, path) as Readonly<Record<string, unknown>>;
      return put(tree, path, { ...holder, sessionToken: TOKEN, externalId: EXTERNAL_ID });
    }, event),
  );

const read = (value: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((here, key) => (here as Readonly<Record<string, unknown>>)[key], value);

const isPlainObject = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const KINDS = ['access', 'switch-half', 'caller-copy', 'door', 'ignored', 'unreadable'];

const leaks = (text: string): boolean =>
  [TOKEN, EXTERNAL_ID, 'external:id/0001'].some((secret) => text.includes(secret));

describe('records that are broken or hostile', () => {
  test('always get a judgement, and never an exception', () => {
    fc.assert(
      fc.property(mutated, (event) => {
        expect(KINDS).toContain(judgeEvent(policy, JSON.stringify(event)).kind);
      }),
      { numRuns: rounds(200, 1000) },
    );
  });

  test('never carry a session token or an external id into the judgement', () => {
    fc.assert(
      fc.property(withSecrets, (event) => {
        expect(leaks(JSON.stringify(judgeEvent(policy, JSON.stringify(event))))).toBe(false);
      }),
      { numRuns: rounds(200, 1000) },
    );
  });

  test('never leak when the message is cut off anywhere', () => {
    fc.assert(
      fc.property(withSecrets, fc.double({ min: 0, max: 1, noNaN: true }), (event, part) => {
        const text = JSON.stringify(event);
        const judgement = judgeEvent(policy, text.slice(0, Math.floor(text.length * part)));
        expect(leaks(JSON.stringify(judgement))).toBe(false);
      }),
      { numRuns: rounds(160, 800) },
    );
  });

  test('never leak what hides behind escaped letters in a broken message', () => {
    const hidden = `{"a":1,"external\\u0049d":"${EXTERNAL_ID}","session\\u0054oken":"${TOKEN}"`;
    expect(leaks(JSON.stringify(judgeEvent(policy, hidden)))).toBe(false);
  });

  test('any JSON at all is an answer', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value: unknown) => {
        expect(KINDS).toContain(judgeEvent(policy, JSON.stringify(value)).kind);
        const record = isPlainObject(value) ? (value as Readonly<Record<string, unknown>>) : {};
        expect(['access', 'switch-half', 'caller-copy', 'not-ours', 'unreadable']).toContain(
          decodeRecord(record).kind,
        );
      }),
      { numRuns: rounds(100, 500) },
    );
  });

  test('a message nested ten thousand levels deep is unreadable, not fatal', () => {
    const deep = `{"source":"aws.sts","detail":${'['.repeat(10_000)}${']'.repeat(10_000)}}`;
    expect(judgeEvent(policy, deep).kind).toBe('unreadable');
  });

  test('every label says something, in a length that fits a line', () => {
    fc.assert(
      fc.property(mutated, (event) => {
        const judgement = judgeEvent(policy, JSON.stringify(event));
        if (judgement.kind !== 'access') return;
        const { label } = judgement.access.caller;
        expect(label.length).toBeGreaterThan(0);
        expect(Array.from(label).length).toBeLessThanOrEqual(200);
      }),
      { numRuns: rounds(160, 800) },
    );
  });

  test('the mutations reach every kind of judgement', () => {
    const seen = new Set(
      fc
        .sample(mutated, { numRuns: rounds(600, 1500), seed: 1 })
        .map((event) => judgeEvent(policy, JSON.stringify(event)).kind),
    );
    // Copies of partners are few among so many cases.
    seen.delete('caller-copy');
    expect([...seen].sort()).toEqual(KINDS.filter((kind) => kind !== 'caller-copy').sort());
  });
});
