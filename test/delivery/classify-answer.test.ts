import { classifyAnswer, withoutDoubt } from '../../lib/delivery/classify-answer.ts';

const NOW = new Date('2026-11-22T10:00:00Z');
const answered = (status: number, headers: Readonly<Record<string, string>> = {}, body = '') =>
  classifyAnswer({ kind: 'answered', status, headers, body }, NOW, 'repeats');
const LOST = { kind: 'failed', code: 'timeout', sent: 'maybe' } as const;
const failedRead = (status: number) => {
  const answer = { kind: 'answered', status, headers: {}, body: '' } as const;
  return withoutDoubt(classifyAnswer(answer, NOW, 'asks'), answer);
};

describe('what an answer over HTTP means', () => {
  it('is a yes for every 2xx', () => {
    for (let status = 200; status < 300; status += 1) expect(answered(status)).toEqual({ kind: 'sent' });
  });

  it.each([0, 100, 101, 199, 600, 999, -1, Number.NaN])(
    'is not understood for %s, which is no final status',
    (status) => {
      expect(answered(status)).toMatchObject({ kind: 'retry', code: 'answer-not-understood' });
    },
  );

  it('honours Retry-After of a vendor that is down, too', () => {
    expect(answered(503, { 'retry-after': '120' })).toEqual({
      kind: 'retry',
      code: 'vendor-failed',
      retryAfterSeconds: 120,
      detail: 'HTTP 503',
    });
  });

  it('leaves the wait to the caller when the vendor names none', () => {
    expect(answered(500)).toEqual({ kind: 'retry', code: 'doubtful', detail: 'HTTP 500' });
  });

  it('repeats nothing that the vendor wrote', () => {
    const words = JSON.stringify(answered(400, { 'x-secret': 'canary' }, 'canary'));
    expect(words).not.toContain('canary');
  });

  it('does not follow a redirect: somebody has to correct the address', () => {
    expect(answered(307, { location: 'https://169.254.169.254/' })).toEqual({
      kind: 'rejected',
      code: 'not-configured',
      detail: 'HTTP 307',
    });
  });

  it.each([500, 502, 504, 507, 520, 599])(
    'leaves a doubt after %s: the vendor broke while it was at work',
    (status) => {
      expect(answered(status)).toMatchObject({ kind: 'retry', code: 'doubtful' });
    },
  );

  it.each([501, 505])('leaves none after %s: the vendor does not know how to do it', (status) => {
    expect(answered(status)).toMatchObject({ kind: 'retry', code: 'vendor-failed' });
  });

  it('takes 503 for a clear no only where nobody can be asked', () => {
    const busy = { kind: 'answered', status: 503, headers: { 'retry-after': '9' }, body: '' } as const;
    const rest = { kind: 'retry', retryAfterSeconds: 9, detail: 'HTTP 503' };
    expect(classifyAnswer(busy, NOW, 'repeats')).toEqual({ ...rest, code: 'vendor-failed' });
    expect(classifyAnswer(busy, NOW, 'asks')).toEqual({ ...rest, code: 'doubtful' });
  });

  it('has no doubt about a request that only reads', () => {
    const lost = classifyAnswer(LOST, NOW, 'asks');
    expect(lost).toMatchObject({ code: 'doubtful' });
    expect(withoutDoubt(lost, LOST)).toMatchObject({ kind: 'retry', code: 'connection-failed' });
    expect(failedRead(503)).toMatchObject({ kind: 'retry', code: 'vendor-failed', detail: 'HTTP 503' });
    expect(failedRead(404)).toEqual(answered(404));
  });
});
