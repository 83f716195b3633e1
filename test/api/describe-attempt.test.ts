import { describeAttempt, sayChannel } from '../../lib/api/describe-attempt.ts';
import { type Outcome, REJECTION_CODES, RETRY_CODES } from '../../lib/delivery/outcome.ts';

const wordsOf = (outcome?: Outcome): string =>
  describeAttempt('slack-webhook', {
    number: 1,
    startedAt: '2026-11-22T14:00:00Z',
    ...(outcome === undefined ? {} : { outcome }),
  }).words;

describe('an attempt in words', () => {
  it('differs for every code and never shows the code itself', () => {
    const all = [
      ...RETRY_CODES.map((code) => ({ code, words: wordsOf({ kind: 'retry', code }) })),
      ...REJECTION_CODES.map((code) => ({ code, words: wordsOf({ kind: 'rejected', code }) })),
    ];
    expect(new Set(all.map(({ words }) => words)).size).toBe(RETRY_CODES.length + REJECTION_CODES.length);
    for (const { code, words } of all.filter((one) => one.code.includes('-')))
      expect(words).not.toContain(code);
  });

  it('says how long the vendor asked to wait', () => {
    expect(wordsOf({ kind: 'retry', code: 'rate-limited', retryAfterSeconds: 90 })).toBe(
      'Slack answered “too many requests”, asked to wait 1 minute',
    );
  });

  it('does not say that the vendor asked for a pause which is our own', () => {
    expect(wordsOf({ kind: 'retry', code: 'first-not-sent', retryAfterSeconds: 90 })).toBe(
      'Slack was not told this yet: the notice it belongs to has not arrived there; again in 1 minute',
    );
  });

  it('says that a refusal is not believed yet, and when it is asked again', () => {
    expect(wordsOf({ kind: 'retry', code: 'refused-for-now', retryAfterSeconds: 90 })).toBe(
      'Slack refused; it is asked once more before that is believed; again in 1 minute',
    );
  });

  it('does not call a notice sent twice that was found', () => {
    expect(wordsOf({ kind: 'sent', found: true })).toBe('Slack already had it: nothing was sent twice');
  });

  it('admits that an attempt without an outcome has none', () => {
    expect(wordsOf()).toBe('Asked Slack; no result noted yet');
  });

  it('keeps the name of a channel it has no words for', () => {
    expect([sayChannel('pager'), sayChannel('constructor')]).toEqual(['pager', 'constructor']);
  });
});
