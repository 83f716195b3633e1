import type { Exchange } from '../../faults/exchange.ts';
import { operationOf } from '../../faults/exchange.ts';
import { seededRandom } from '../../faults/random.ts';
import { makeRules, type Rule } from '../../faults/rule.ts';

const exchange: Exchange = {
  number: 1,
  caller: 'deliver',
  endpoint: 'database',
  operation: 'DynamoDB.PutItem',
  key: '',
  body: '',
};

/** Which of ten equal exchanges a rule strikes. */
const struck = (rule: Omit<Rule, 'on' | 'fault'>): readonly number[] => {
  const rules = makeRules();
  rules.arm({ ...rule, on: () => true, fault: { kind: 'hang' } });
  return Array.from({ length: 10 }, (_, index) => index + 1).filter(
    () => rules.strike(exchange) !== undefined,
  );
};

describe('a rule', () => {
  it.each([
    [{}, [1]],
    [{ times: 3 }, [1, 2, 3]],
    [{ skip: 4, times: 2 }, [5, 6]],
    [{ every: 3, times: 9 }, [3, 6, 9]],
    [{ skip: 2, every: 4, times: 9 }, [6, 10]],
  ])('%j strikes the exchanges %j of ten', (rule, expected) => {
    expect(struck(rule)).toEqual(expected);
  });

  it('strikes nothing once it is cleared, and waits in vain for what does not come', async () => {
    const rules = makeRules();
    const armed = rules.arm({ on: () => true, fault: { kind: 'hang' } });
    await expect(armed.whenStruck(1, 0.05)).rejects.toThrow('did not strike');
    armed.clear();
    expect(rules.strike(exchange)).toBeUndefined();
  });
});

describe('the name of an operation', () => {
  const named = (changes: Partial<Parameters<typeof operationOf>[0]>, endpoint: Exchange['endpoint']) =>
    operationOf({ method: 'POST', target: '/', headers: {}, body: '', ...changes }, endpoint);

  it('is AWS’s own where AWS is asked', () => {
    const target = 'com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.LookupEvents';
    expect(named({ headers: { 'x-amz-target': target } }, 'stand-ins')).toBe('CloudTrail.LookupEvents');
    expect(named({ body: 'Action=Publish&TopicArn=x' }, 'messaging')).toBe('SNS.Publish');
    expect(named({ method: 'PUT', target: '/s3/bucket/key' }, 'stand-ins')).toBe('S3.PutObject');
  });

  it('never holds the path of a webhook, which is its password', () => {
    expect(named({ target: '/hooks.slack.com/services/T/B/secret' }, 'vendors')).toBe('POST hooks.slack.com');
    expect(named({ target: '/slack.com/api/chat.postMessage' }, 'vendors')).toBe(
      'POST slack.com/api/chat.postMessage',
    );
  });
});

describe('a seed', () => {
  it('makes the same numbers every time, and others than the next seed', () => {
    const draw = (seed: number): readonly number[] => {
      const random = seededRandom(seed);
      return Array.from({ length: 20 }, () => random.between(1, 100));
    };
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
    expect(Math.min(...draw(7))).toBeGreaterThanOrEqual(1);
    expect(Math.max(...draw(7))).toBeLessThanOrEqual(100);
  });
});
