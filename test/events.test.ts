import { rulePatterns } from '../lib/config/event-patterns.ts';
import { compilePattern } from '../lib/eventbridge/compile-pattern.ts';
import { parsePattern } from '../lib/eventbridge/parse-pattern.ts';
import { parseJson } from '../lib/kernel/json.ts';
import { judgeEvent } from '../lib/usecases/judge-event.ts';
import { OWN_STACK, readEventCases, readEventPolicy, summarise } from './support/event-cases.ts';

const policy = readEventPolicy();
const cases = readEventCases();

const matchers = rulePatterns(policy).map((rule) => {
  const parsed = parsePattern(rule.pattern);
  if (!parsed.ok) throw new Error(parsed.error.reason);
  return compilePattern(parsed.value);
});

describe('the events of the documentation', () => {
  test('there are enough of them to be one', () => {
    expect(cases.length).toBeGreaterThanOrEqual(150);
  });

  describe.each(cases.map((one) => [one.name, one] as const))('%s', (_name, { text, expectation }) => {
    const judgement = judgeEvent(policy, text, { ownStack: OWN_STACK });

    test(expectation.says, () => {
      const event = parseJson(text);
      expect({
        rings: matchers.some((matches) => matches(event)),
        judgement: summarise(judgement),
      }).toEqual({ rings: expectation.rings, judgement: expectation.judgement });
    });

    test('carries no secret out of the event', () => {
      const kept = JSON.stringify(judgement);
      for (const secret of expectation.mustNotAppear) expect(kept).not.toContain(secret);
    });
  });

  test('the secrets that must not appear stand in the events', () => {
    const absent = cases.flatMap(({ name, text, expectation }) =>
      expectation.mustNotAppear.filter((secret) => !text.includes(secret)).map((secret) => [name, secret]),
    );
    expect(absent).toEqual([]);
  });

  test('every successful entry carries an example of a session token', () => {
    const without = cases.filter(
      ({ text }) => text.includes('"sessionToken"') && !text.includes('EXAMPLE-SESSION-TOKEN-'),
    );
    expect(without.map(({ name }) => name)).toEqual([]);
  });
});
