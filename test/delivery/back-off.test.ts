/** When a delivery is tried again, when no more, and that all its attempts fit into one item of the table. */
import { marshall } from '@aws-sdk/util-dynamodb';
import { backOffSeconds, concludeAttempt, MOST_ATTEMPTS } from '../../lib/delivery/back-off.ts';
import { type Outcome, REJECTION_CODES, type Retry, RETRY_CODES } from '../../lib/delivery/outcome.ts';
import { noticeOf } from '../support/delivering.ts';

const FAILED: Retry = { kind: 'retry', code: 'connection-failed' };
const DAY = 86_400;

const untilAttempt = (last: number, retry: Retry): number =>
  Array.from({ length: last - 1 }, (_, index) => backOffSeconds(retry, index + 1, 0.5)).reduce(
    (sum, seconds) => sum + seconds,
    0,
  );

describe('The pause after an attempt', () => {
  it('doubles from two seconds to five minutes, and after a day to half an hour', () => {
    const pauses = [1, 2, 3, 7, 9, 300, 301, 2499].map((attempt) => backOffSeconds(FAILED, attempt, 0.5));
    expect(pauses).toEqual([2, 4, 8, 128, 300, 300, 1800, 1800]);
    expect(untilAttempt(300, FAILED) / DAY).toBeCloseTo(1, 0);
  });

  it('varies by a quarter', () => {
    expect([0, 0.999].map((random) => backOffSeconds(FAILED, 300, random))).toEqual([225, 375]);
  });

  it('is never shorter than the vendor asked', () => {
    for (const attempt of [1, 20, 21, 300, 2000]) {
      expect(backOffSeconds({ ...FAILED, retryAfterSeconds: 7200 }, attempt, 0.5)).toBe(7200);
    }
  });

  it('is what the vendor asked, until it has asked for the same too often', () => {
    const busy: Retry = { kind: 'retry', code: 'rate-limited', retryAfterSeconds: 1 };
    expect([1, 20, 21].map((attempt) => backOffSeconds(busy, attempt, 0.5))).toEqual([1, 1, 300]);
  });
});

describe('The last attempt', () => {
  it.each<Retry>([
    FAILED,
    { kind: 'retry', code: 'rate-limited', retryAfterSeconds: 1 },
    { kind: 'retry', code: 'first-not-sent', retryAfterSeconds: 90 },
  ])('comes after more than a month and a half (%j)', (retry) => {
    expect(untilAttempt(MOST_ATTEMPTS, retry)).toBeGreaterThan(45 * DAY);
  });

  it('is a refusal that says how it ended; no earlier one is', () => {
    expect(concludeAttempt(FAILED, MOST_ATTEMPTS - 1)).toEqual(FAILED);
    expect(concludeAttempt(FAILED, MOST_ATTEMPTS)).toEqual({
      kind: 'rejected',
      code: 'given-up',
      detail: 'the last attempt ended as connection-failed',
    });
  });

  it('may succeed as any other', () => {
    expect(concludeAttempt({ kind: 'sent', reference: 'm' }, MOST_ATTEMPTS)).toEqual({
      kind: 'sent',
      reference: 'm',
    });
  });
});

type Value = Readonly<Record<string, unknown>>;

const bytesOf = (text: string): number => Buffer.byteLength(text, 'utf8');

const sizeOfAll = (entries: readonly [string, unknown][]): number =>
  entries.reduce((sum, [name, value]) => sum + bytesOf(name) + sizeOf(value as Value), 0);

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html */
const sizeOf = (value: Value): number => {
  const [type, inner] = Object.entries(value)[0] ?? [];
  switch (type) {
    case 'S':
      return bytesOf(String(inner));
    case 'N':
      return Math.ceil(String(inner).length / 2) + 1;
    case 'L':
      return 3 + (inner as readonly Value[]).reduce((sum, one) => sum + 1 + sizeOf(one), 0);
    case 'M': {
      const entries = Object.entries(inner as Value);
      return 3 + entries.length + sizeOfAll(entries);
    }
    default:
      return 1;
  }
};

const LIMIT = 400 * 1024;

describe('A delivery that was tried as often as can be', () => {
  const longest = (codes: readonly string[]): string =>
    codes.reduce((one, other) => (other.length > one.length ? other : one));
  const largest = {
    kind: 'retry',
    code: longest(RETRY_CODES),
    retryAfterSeconds: 86_400,
    detail: 'x'.repeat(300),
  } as Outcome;
  const delivery = (outcomes: (attempt: number) => Outcome) => {
    const { notification, ...notice } = noticeOf('111122223333.event', 'platform-slack');
    const words = { ...notification, sentence: 'x'.repeat(10_000) };
    return {
      ...notice,
      notification: words,
      follows: { edited: words },
      members: Array.from({ length: 20 }, () => ({
        accessId: 'x'.repeat(60),
        destinationId: 'x'.repeat(64),
      })),
      attempts: Array.from({ length: MOST_ATTEMPTS }, (_, index) => ({
        startedAt: '2026-11-22T12:00:00.000Z',
        endedAt: '2026-11-22T12:00:05.000Z',
        outcome: outcomes(index + 1),
      })),
    };
  };
  const sizeWith = (outcomes: (attempt: number) => Outcome): number =>
    sizeOfAll(Object.entries(marshall(delivery(outcomes), { removeUndefinedValues: true })));

  it('fits into one item of the table, whatever the vendor answered', () => {
    expect(sizeWith((attempt) => concludeAttempt(largest, attempt))).toBeLessThan(LIMIT);
    expect(REJECTION_CODES).toContain('given-up');
  });

  it('would not if each attempt were kept with its details', () => {
    expect(sizeWith(() => largest)).toBeGreaterThan(LIMIT);
  });
});
