import { classifyAnswer, withoutDoubt } from '../../lib/delivery/classify-answer.ts';

const NOW = new Date('2026-11-22T10:00:00Z');
const answered = (status: number, headers: Readonly<Record<string, string>> = {}, body = '') =>
  classifyAnswer({ kind: 'answered', status, headers, body }, NOW);

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
    expect(answered(500)).toEqual({ kind: 'retry', code: 'vendor-failed', detail: 'HTTP 500' });
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

  it('has no doubt about a request that only reads', () => {
    const lost = classifyAnswer({ kind: 'failed', code: 'timeout', sent: 'maybe' }, NOW);
    expect(lost).toMatchObject({ code: 'doubtful' });
    expect(withoutDoubt(lost)).toMatchObject({ kind: 'retry', code: 'connection-failed' });
    expect(withoutDoubt(answered(404))).toEqual(answered(404));
  });
});
