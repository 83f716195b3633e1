import { Webhook } from 'standardwebhooks';
import { signWebhook } from '../../lib/channels/webhook/sign-webhook.ts';
import { makeEffects } from './effects.ts';
import { SIGNING_SECRET, webhookCase } from './http-cases.ts';
import { open } from './kit.ts';
import type { DeliveryAttempt } from '../../lib/delivery/channel.ts';
import { clientNotification, doubtful, FIRST, ownerNotification, refused } from './notifications.ts';
import { type Receiver, startReceiver } from './receiver.ts';

describe('a webhook', () => {
  let receiver: Receiver;
  const destination = (
    secrets: Readonly<Record<string, string>> = webhookCase.secrets,
    now = new Date().toISOString(),
  ) => open({ id: 'hook', ...webhookCase }, makeEffects({ http: receiver.http, secrets, now }));

  beforeAll(async () => {
    receiver = await startReceiver();
  });
  afterAll(() => receiver.stop());
  beforeEach(() => {
    receiver.received.length = 0;
    receiver.answer = () => webhookCase.yes;
  });

  it('is taken by the receiving side of Standard Webhooks', async () => {
    expect(await destination().send(ownerNotification, FIRST)).toEqual({ kind: 'sent' });
    const [request] = receiver.received;
    const event = new Webhook(SIGNING_SECRET).verify(request?.body ?? '', { ...request?.headers });
    expect(event).toEqual({
      type: 'rolecall.notification',
      timestamp: ownerNotification.occurredAt,
      data: ownerNotification,
    });
    expect(request?.headers['webhook-id']).toBe(FIRST.deliveryId);
  });

  it('cannot be changed on the way', async () => {
    await destination().send(ownerNotification, FIRST);
    const [request] = receiver.received;
    const changed = request?.body.replace('alice', 'bobby') ?? '';
    expect(() => new Webhook(SIGNING_SECRET).verify(changed, { ...request?.headers })).toThrow();
  });

  it('signs as the example of the specification', () => {
    const headers = signWebhook(SIGNING_SECRET, {
      id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      body: '{"test": 2432232314}',
      at: new Date(1_614_265_330_000),
    });
    expect(headers['webhook-signature']).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  });

  it('repeats id and body on a second attempt, with a new time', async () => {
    await destination(webhookCase.secrets, '2026-11-22T10:00:00Z').send(ownerNotification, FIRST);
    await destination(webhookCase.secrets, '2026-11-22T10:00:30Z').send(ownerNotification, doubtful(30));
    const [first, second] = receiver.received;
    expect(second?.body).toBe(first?.body);
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
    expect(second?.headers['webhook-timestamp']).not.toBe(first?.headers['webhook-timestamp']);
  });

  it.each([
    'http://hooks.example.com/in',
    'https://localhost/in',
    'https://localhost.:443/in',
    'https://api.localhost/in',
    'https://metadata.google.internal/in',
    'https://printer.local/in',
    'https://intranet/in',
    'https://127.0.0.1:9001/2018-06-01/runtime',
    'https://2130706433/in',
    'https://0x7f.1/in',
    'https://169.254.169.254/latest/meta-data',
    'https://[::1]/in',
    'https://[::ffff:169.254.169.254]/in',
    'https://user@hooks.example.com/in',
  ])('goes to no inner address: %s', async (url) => {
    const secrets = { ...webhookCase.secrets, 'ssm:/rolecall/hook-url': url };
    expect(await destination(secrets).send(ownerNotification, FIRST)).toMatchObject({
      kind: 'rejected',
      code: 'not-configured',
    });
    expect(receiver.received).toEqual([]);
  });

  it.each(['whsec_', 'whsec_c2hvcnQ=', 'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', `whsec_${'A'.repeat(100)}`])(
    'does not sign with %s, which is no signing secret',
    async (secret) => {
      const secrets = { ...webhookCase.secrets, 'ssm:/rolecall/hook-secret': secret };
      expect(await destination(secrets).send(ownerNotification, FIRST)).toMatchObject({
        kind: 'rejected',
        code: 'not-configured',
      });
      expect(receiver.received).toEqual([]);
    },
  );

  it.each([302, 401, 403, 404])(
    'is not given up for a single %d: an ingress answers that while its receiver is deployed',
    async (status) => {
      receiver.answer = () => ({ status });
      const tried = async (attempt: DeliveryAttempt) =>
        destination(webhookCase.secrets, '2026-11-22T10:00:00.000Z').send(ownerNotification, attempt);
      const notYet = { kind: 'retry', code: 'refused-for-now', retryAfterSeconds: 90 };
      expect(await tried(FIRST)).toEqual({ ...notYet, detail: `HTTP ${String(status)}` });
      expect(await tried(refused(1, 600))).toMatchObject(notYet);
      expect(await tried(refused(2, 179))).toMatchObject(notYet);
      expect(await tried(refused(2, 180))).toMatchObject({ kind: 'rejected' });
    },
  );

  it.each([
    [410, 'destination-gone'],
    [400, 'message-refused'],
  ])('is given up at once when it answers %d', async (status, code) => {
    receiver.answer = () => ({ status });
    expect(await destination().send(ownerNotification, FIRST)).toMatchObject({ kind: 'rejected', code });
  });

  it('keeps the account number out of the edition for clients', async () => {
    await destination().send(clientNotification, FIRST);
    const [request] = receiver.received;
    expect(JSON.stringify([request?.body, request?.headers])).not.toMatch(/111122223333|arn:|alice/);
  });
});
