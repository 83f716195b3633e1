import type { Failure } from '../../../local/vendors/failure.ts';
import { call, slackHook, underTest, type UnderTest } from './vendors-under-test.ts';

describe('a vendor that was told to fail', () => {
  let run: UnderTest;
  beforeEach(async () => {
    run = await underTest({ slackBurst: 100 });
  });
  afterEach(() => run.vendors.close());

  const tell = (...plan: readonly Failure[]): void => {
    run.vendors.failures.order({ vendor: 'slack-webhook', plan });
  };
  const post = (signal?: AbortSignal): Promise<unknown> =>
    fetch(`${run.vendors.httpEndpointUrl}${slackHook}`, {
      method: 'POST',
      body: JSON.stringify({ text: 'hello' }),
      ...(signal ? { signal } : {}),
    }).then(async (answer) => [answer.status, await answer.text()]);
  const outcomes = (): readonly string[] => run.vendors.messages().map((message) => message.verdict.outcome);

  test('answers statuses in order, each once, then works again', async () => {
    tell(
      ...[429, 500, 502, 503, 504, 400, 403, 404, 410].map((status): Failure => ({ mode: 'status', status })),
    );
    const answers: unknown[] = [];
    for (let count = 0; count < 10; count += 1) answers.push(await post());
    expect(answers).toEqual([
      [429, 'rate_limited'],
      [500, 'rollup_error'],
      [502, 'upstream connect error'],
      [503, 'upstream connect error'],
      [504, 'upstream connect error'],
      [400, 'invalid_payload'],
      [403, 'action_prohibited'],
      [404, 'no_service'],
      [410, 'channel_is_archived'],
      [200, 'ok'],
    ]);
    expect(outcomes().filter((outcome) => outcome === 'accepted')).toHaveLength(1);
  });

  test.each([
    ['30', '30'],
    ['soon, I promise', 'soon, I promise'],
    ['date+90', 'Sun, 22 Nov 2026 14:01:30 GMT'],
    [undefined, null],
  ])('sends Retry-After %s', async (retryAfter, seen) => {
    tell({ mode: 'status', status: 429, ...(retryAfter === undefined ? {} : { retryAfter }) });
    const answer = await run.post(slackHook, { text: 'a' });
    expect(answer.headers.get('retry-after')).toBe(seen);
  });

  test.each(['before', 'during', 'after'] as const)(
    'resets the connection %s the body and keeps nothing',
    async (when) => {
      tell({ mode: 'reset', when });
      await expect(post()).rejects.toThrow('fetch failed');
      expect(outcomes()).toEqual(['told-to-fail']);
      expect(await post()).toEqual([200, 'ok']);
    },
  );

  test('keeps the message and loses the answer', async () => {
    tell({ mode: 'answer-lost' });
    await expect(post()).rejects.toThrow('fetch failed');
    expect(run.vendors.messages()).toMatchObject([{ summary: 'hello', verdict: { outcome: 'answer-lost' } }]);
    expect(await run.page()).toContain('the sender was never told');
  });

  test('says nothing at all', async () => {
    tell({ mode: 'hang' });
    await expect(post(AbortSignal.timeout(300))).rejects.toThrow();
    expect(outcomes()).toEqual(['told-to-fail']);
  });

  test('drips one byte a second', async () => {
    tell({ mode: 'drip' });
    await expect(post(AbortSignal.timeout(1500))).rejects.toThrow();
    expect(outcomes()).toEqual(['accepted']);
  });

  test('answers with a web page, or with a yes that says no', async () => {
    tell({ mode: 'html' }, { mode: 'ok-false' });
    expect(await post()).toEqual([200, expect.stringContaining('<!doctype html>')]);
    expect(await post()).toEqual([200, '{"ok":false,"error":"internal_error"}']);
    expect(outcomes()).toEqual(['told-to-fail', 'told-to-fail']);
  });

  test('fails each fifth request for ever', async () => {
    run.vendors.failures.order({
      vendor: 'slack-webhook',
      every: 5,
      plan: [{ mode: 'status', status: 500 }],
    });
    const answers: unknown[] = [];
    for (let count = 0; count < 11; count += 1) answers.push(await post());
    expect(
      answers.flatMap((answer, index) => (JSON.stringify(answer).startsWith('[500') ? [index + 1] : [])),
    ).toEqual([5, 10]);
  });

  test('fails one destination and leaves the others alone', async () => {
    await post();
    const destination = run.vendors.messages()[0]?.destinationHint ?? '';
    run.vendors.failures.order({
      vendor: 'slack-webhook',
      destination,
      every: 1,
      plan: [{ mode: 'status', status: 503 }],
    });
    expect(await post()).toEqual([503, 'upstream connect error']);
    expect((await run.post('/hooks.slack.com/services/T1/B1/other', { text: 'a' })).status).toBe(200);
  });

  test('takes its orders over HTTP, lists what is left, and forgets them', async () => {
    const control = (
      method: string,
      body?: unknown,
      headers: Record<string, string> = {},
    ): ReturnType<typeof call> =>
      call(`${run.vendors.inboxUrl}/control/failures`, {
        method,
        headers: { 'content-type': 'application/json', ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    const order = {
      vendor: 'slack-webhook',
      plan: [
        { status: 429, retryAfter: '2' },
        { mode: 'reset', when: 'during' },
      ],
    };
    expect((await control('POST', order)).status).toBe(201);
    expect(await post()).toEqual([429, 'rate_limited']);
    expect((await control('GET')).text).toBe(
      '[{"vendor":"slack-webhook","plan":[{"mode":"reset","when":"during"}]}]',
    );
    expect((await control('DELETE')).text).toBe('[]');
    expect(await post()).toEqual([200, 'ok']);
    for (const wrong of [
      {},
      { vendor: 'fax' },
      { vendor: 'mail', plan: [{ status: 200 }] },
      { vendor: 'mail', every: 0 },
    ]) {
      expect((await control('POST', wrong)).status).toBe(400);
    }
    const split = { vendor: 'mail', plan: [{ status: 429, retryAfter: '1\r\nset-cookie: a=b' }] };
    expect((await control('POST', split)).status).toBe(400);
    expect((await control('POST', order, { origin: 'https://evil.example' })).status).toBe(403);
    expect((await control('POST', order, { origin: run.vendors.inboxUrl })).status).toBe(201);
  });

  test('Jira sends its own rate-limit headers', async () => {
    run.vendors.failures.order({
      vendor: 'jira-cloud',
      plan: [{ mode: 'status', status: 429, retryAfter: '120' }],
    });
    const answer = await run.jira('GET', '/project/SEC');
    expect(answer.status).toBe(429);
    expect(answer.headers.get('x-ratelimit-reset')).toBe('2026-11-22T14:02Z');
    expect(answer.headers.get('ratelimit-reason')).toBe('jira-burst-based');
  });
});
