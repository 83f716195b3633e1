import fc from 'fast-check';
import { type LogPiece, LogSplitter } from '../../cli/read-log-values.ts';

/** Splits a text that arrives in pieces of `size` characters. */
const split = (text: string, { size = 7, longest = 100_000 } = {}): readonly LogPiece[] => {
  const splitter = new LogSplitter(longest);
  const pieces: LogPiece[] = [];
  for (let i = 0; i < text.length; i += size) pieces.push(...splitter.push(text.slice(i, i + size)));
  return [...pieces, ...splitter.end()];
};

const valuesOf = (pieces: readonly LogPiece[]): readonly unknown[] =>
  pieces.flatMap((piece) => (piece.kind === 'value' ? [piece.value] : []));

const problemsOf = (pieces: readonly LogPiece[]): readonly string[] =>
  pieces.flatMap((piece) => (piece.kind === 'problem' ? [`${String(piece.line)}: ${piece.reason}`] : []));

const records = fc.array(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })), { maxLength: 6 });

describe('splitting a log into its records', () => {
  test.each<[string, (items: readonly unknown[]) => string]>([
    ['a CloudTrail file', (items) => JSON.stringify({ Records: items })],
    ['an indented CloudTrail file', (items) => JSON.stringify({ Records: items }, null, 2)],
    [
      'a CloudTrail file with more in it',
      (items) => JSON.stringify({ version: [1], Records: items, after: {} }),
    ],
    ['the events of lookup-events', (items) => JSON.stringify({ Events: items, NextToken: 'x' })],
    ['an array', (items) => JSON.stringify(items)],
    ['an indented array', (items) => JSON.stringify(items, null, 4)],
    ['lines', (items) => items.map((item) => JSON.stringify(item)).join('\n')],
    ['lines of Windows', (items) => items.map((item) => `${JSON.stringify(item)}\r\n`).join('')],
    ['objects one behind the other', (items) => items.map((item) => JSON.stringify(item)).join('')],
    ['indented objects', (items) => items.map((item) => JSON.stringify(item, null, 2)).join('\n')],
    [
      'one CloudTrail file per line',
      (items) => items.map((item) => JSON.stringify({ Records: [item] })).join('\n'),
    ],
  ])('%s, however the stream is cut', (_name, write) => {
    fc.assert(
      fc.property(records, fc.integer({ min: 1, max: 40 }), (items, size) => {
        const plain: unknown = JSON.parse(JSON.stringify(items));
        // An object that holds a list of that name is itself a file.
        fc.pre(
          !JSON.stringify(items).includes('"Records":[') && !JSON.stringify(items).includes('"Events":['),
        );
        const pieces = split(write(items), { size });
        expect(problemsOf(pieces)).toEqual([]);
        expect(valuesOf(pieces)).toEqual(plain);
      }),
      { numRuns: 60 },
    );
  });

  test('names the line on which a record begins', () => {
    expect(split('\n{"a":1}\n\n{"b":\n2}\n{"c":3}').map((piece) => piece.line)).toEqual([2, 4, 6]);
  });

  test.each([
    ['cut inside a text', '{"n":1}\n{"a":"xy\n{"n":2}\n', ['2: is broken JSON']],
    ['cut behind a value', '{"n":1}\n{"a":{"b":1\n{"n":2}\n', ['2: is broken JSON']],
    ['cut behind a colon', '{"n":1}\n{"a":\n{"n":2}\n', ['2: is broken JSON']],
    ['cut behind a comma', '{"n":1}\n{"a":1,\n{"n":2}\n', ['2: is broken JSON']],
    ['with a bracket that fits nothing', '{"n":1}\n{"a":]}\n{"n":2}\n', ['2: is broken JSON']],
    [
      'that is no JSON',
      '{"n":1}\nhello {"x":1}\n{"n":2}\n',
      ['2: there is something that is no JSON object'],
    ],
    ['with a bare word in it', '{"n":1}\n{"a":nothing}\n{"n":2}\n', ['2: is broken JSON']],
  ])('a line %s is named, and the others are read', (_name, text, problems) => {
    const pieces = split(text);
    expect(valuesOf(pieces)).toEqual([{ n: 1 }, { n: 2 }]);
    expect(problemsOf(pieces)).toEqual(problems);
  });

  test.each([
    ['a CloudTrail file', '{"Records":[{"n":1},{"n":2},{"n":'],
    ['a CloudTrail file between two records', '{"Records":[{"n":1},{"n":2}'],
    ['an array', '[{"n":1},{"n":2},'],
  ])('%s that ends early gives what it has, and says so', (_name, text) => {
    const pieces = split(text);
    expect(valuesOf(pieces)).toEqual([{ n: 1 }, { n: 2 }]);
    expect(problemsOf(pieces)).toHaveLength(1);
  });

  test('a broken record in a list does not hide the next', () => {
    const pieces = split('{"Records":[{"n":1},{"a":nothing},{"n":2}]}');
    expect(valuesOf(pieces)).toEqual([{ n: 1 }, { n: 2 }]);
    expect(problemsOf(pieces)).toEqual(['1: is broken JSON']);
  });

  test('a record beyond the limit is left out, and the next one is read', () => {
    const pieces = split(`{"n":1}\n{"a":"${'x'.repeat(500)}"}\n{"n":2}`, { longest: 100 });
    expect(valuesOf(pieces)).toEqual([{ n: 1 }, { n: 2 }]);
    expect(problemsOf(pieces)).toEqual(['2: a record is longer than 100 characters and was left out']);
  });

  test('values that are no objects are named once, not one by one', () => {
    expect(problemsOf(split('[12345,{"n":1}]'))).toHaveLength(1);
    expect(valuesOf(split('[12345,{"n":1}]'))).toEqual([{ n: 1 }]);
  });

  test('an empty file holds nothing and lacks nothing', () => {
    expect(split('')).toEqual([]);
    expect(split(' \n\n ')).toEqual([]);
    expect(split('{"Records":[]}')).toEqual([]);
  });

  test('nothing makes it throw', () => {
    const text = fc.array(
      fc.constantFrom('{', '}', '[', ']', '"', ',', ':', '\\', '\n', '1', 'a', '"Records":['),
    );
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 9 }), (parts, size) => {
        expect(() => split(parts.join(''), { size })).not.toThrow();
      }),
      { numRuns: 500 },
    );
  });
});
