import { Webhook } from 'standardwebhooks';
import type { Mail } from '../../../local/vendors/mail.ts';
import { underTest, type UnderTest } from './vendors-under-test.ts';

const secret = `whsec_${Buffer.from('canary-signing-secret-0123456789').toString('base64')}`;
const signed = '/ops.example.com/hooks/secret-path';
const mail = (changes: Partial<Mail> = {}): Mail => ({
  topicArn: 'arn:aws:sns:eu-central-1:111122223333:acme',
  subscriptionArn: 'arn:aws:sns:eu-central-1:111122223333:acme:1',
  to: 'security@acme.example',
  subject: 'alice entered ProductionAdmin',
  message: 'Hello',
  ...changes,
});

describe('the webhook receiver', () => {
  let run: UnderTest;
  beforeEach(async () => {
    run = await underTest({
      now: () => new Date(),
      webhookSecrets: { 'ops.example.com/hooks/secret-path': secret },
    });
  });
  afterEach(() => run.vendors.close());

  const headersFor = (body: string, at = new Date()): Record<string, string> => ({
    'webhook-id': 'd-1',
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign('d-1', at, body),
  });

  test('takes a body signed as the published library signs it', async () => {
    const answer = await run.post(signed, '{"a":1}', {
      ...headersFor('{"a":1}'),
      'x-api-key': 'canary-header',
    });
    expect(answer.status).toBe(204);
    expect(run.vendors.messages()).toMatchObject([
      { kind: 'webhook', body: { signature: 'good', json: { a: 1 } } },
    ]);
  });

  test('refuses a changed body, an old time and no signature at all', async () => {
    expect((await run.post(signed, '{"a":2}', headersFor('{"a":1}'))).status).toBe(401);
    const old = new Date(Date.now() - 6 * 60 * 1000);
    expect(await run.post(signed, '{}', headersFor('{}', old))).toMatchObject({
      status: 401,
      text: 'Message timestamp too old',
    });
    expect(await run.post(signed, '{}')).toMatchObject({ status: 401, text: 'Missing required headers' });
    expect(run.vendors.messages().every((message) => message.verdict.outcome === 'refused')).toBe(true);
  });

  test('drops no duplicate and asks nothing of a receiver without a secret', async () => {
    await run.post('/other.example.com/x', { routing_key: 'canary-routing-key', summary: 'hi' });
    await run.post('/other.example.com/x', { routing_key: 'canary-routing-key', summary: 'hi' });
    expect(run.vendors.messages()).toHaveLength(2);
    expect(run.kept()).not.toContain('canary');
  });
});

describe('mail', () => {
  let run: UnderTest;
  beforeEach(async () => {
    run = await underTest();
  });
  afterEach(() => run.vendors.close());

  test.each([
    ['100 characters', 'a'.repeat(100)],
    ['a line break', 'a\nb'],
    ['a line separator', 'a\u2028b'],
    ['a control character', 'a\u0007b'],
    ['nothing', ''],
  ])('refuses a subject of %s', (_what, subject) => {
    expect(run.vendors.deliverMail(mail({ subject }))).toEqual({
      ok: false,
      code: 'InvalidParameter',
      message: 'Invalid parameter: Subject',
    });
  });

  test('takes 99 characters of any script', () => {
    expect(run.vendors.deliverMail(mail({ subject: 'é'.repeat(99) }))).toEqual({ ok: true });
  });

  test('shows a mail as its reader gets it', async () => {
    run.vendors.deliverMail(mail({ message: 'Hello,\n<b>alice</b>' }));
    const page = await run.page('/?kind=mail');
    expect(page).toContain('security@acme.example');
    expect(page).toContain('Hello,\n&lt;b&gt;alice&lt;/b&gt;');
  });

  test('suspends an address above ten mails a second until somebody confirms it', () => {
    const results = Array.from({ length: 12 }, () => run.vendors.deliverMail(mail()).ok);
    expect(results.filter((ok) => ok)).toHaveLength(10);
    run.pass(60_000);
    expect(run.vendors.deliverMail(mail())).toMatchObject({ code: 'PendingConfirmation' });
    expect(run.vendors.deliverMail(mail({ to: 'other@acme.example' }))).toEqual({ ok: true });
    run.vendors.confirmMail('security@acme.example');
    expect(run.vendors.deliverMail(mail())).toEqual({ ok: true });
  });

  test('can be told to fail', () => {
    run.vendors.failures.order({
      vendor: 'mail',
      plan: [{ mode: 'status', status: 500 }, { mode: 'answer-lost' }],
    });
    expect(run.vendors.deliverMail(mail())).toMatchObject({ ok: false, code: 'InternalError' });
    expect(run.vendors.deliverMail(mail())).toMatchObject({ ok: false, code: 'TimeoutError' });
    expect(run.vendors.messages().map((message) => message.verdict.outcome)).toEqual([
      'told-to-fail',
      'answer-lost',
    ]);
  });
});
