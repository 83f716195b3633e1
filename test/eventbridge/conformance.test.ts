import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { compilePattern } from '../../lib/eventbridge/compile-pattern.ts';
import { parsePattern } from '../../lib/eventbridge/parse-pattern.ts';

// The corpus holds the answers AWS's own engine gave. It is not ours to copy, so it lives outside the repository.

interface MatchVector {
  readonly id: string;
  readonly pattern: unknown;
  readonly patternText?: string;
  readonly event: unknown;
  readonly eventText?: string;
  readonly matches: boolean;
}

interface ValidityVector {
  readonly id: string;
  readonly patternText: string;
  readonly valid: boolean;
  readonly isJson: boolean;
}

const corpus = process.env['ROLECALL_CORPUS'];

const load = <T>(folder: string, file: string): readonly T[] =>
  JSON.parse(readFileSync(join(folder, 'vectors', file), 'utf8')) as readonly T[];

const answer = (pattern: unknown, event: unknown): boolean => {
  const parsed = parsePattern(pattern);
  return parsed.ok && compilePattern(parsed.value)(event);
};

/** Whether we agree, with the pattern as an object and as the text it was written in. */
const agrees = ({ pattern, patternText, event, eventText, matches }: MatchVector): boolean => {
  const events = eventText === undefined ? [event] : [event, JSON.parse(eventText) as unknown];
  const patterns = patternText === undefined ? [pattern] : [pattern, patternText];
  return patterns.every((each) => events.every((one) => answer(each, one) === matches));
};

if (corpus === undefined) {
  it.skip('answers as AWS does: the corpus is absent, ROLECALL_CORPUS is not set', () => undefined);
} else {
  describe('with the answers of AWS', () => {
    it.each(['vectors-docs.json', 'vectors-tests.json'])(
      'every pattern of %s matches what AWS matches',
      (file) => {
        const vectors = load<MatchVector>(corpus, file);
        expect(vectors.length).toBeGreaterThan(200);
        expect(new Set(vectors.map(({ matches }) => matches))).toEqual(new Set([true, false]));
        expect(vectors.filter((vector) => !agrees(vector)).map(({ id }) => id)).toEqual([]);
      },
    );

    const validity = load<ValidityVector>(corpus, 'pattern-validity.json');

    it('every pattern AWS accepts is accepted', () => {
      const accepted = validity.filter(({ valid }) => valid);
      expect(accepted.length).toBeGreaterThan(50);
      expect(accepted.map(({ patternText }) => parsePattern(patternText)).filter(({ ok }) => !ok)).toEqual(
        [],
      );
    });

    it('every pattern AWS refuses is refused with a sentence', () => {
      const refused = validity.filter(({ valid }) => !valid);
      expect(refused.length).toBeGreaterThan(50);
      for (const { id, patternText } of refused) {
        expect({ id, parsed: parsePattern(patternText) }).toEqual({
          id,
          parsed: {
            ok: false,
            error: { path: expect.any(String), reason: expect.stringMatching(/^\S.+\.$/s) },
          },
        });
      }
    });

    it('what is no JSON is refused as such', () => {
      const broken = validity.filter(({ isJson }) => !isJson);
      expect(broken.length).toBeGreaterThan(10);
      for (const { patternText } of broken) {
        expect(parsePattern(patternText)).toMatchObject({
          error: { reason: expect.stringContaining('is not JSON') },
        });
      }
    });
  });
}
