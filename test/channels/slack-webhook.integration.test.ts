import { makeEffects } from './effects.ts';
import { slackWebhookCase } from './http-cases.ts';
import { open } from './kit.ts';
import {
  clientNotification,
  digestOf,
  doubtful,
  FIRST,
  ownerNotification,
  refused,
} from './notifications.ts';
import { type Receiver, startReceiver } from './receiver.ts';

describe('a Slack webhook', () => {
  let receiver: Receiver;
  const configured = { id: 'platform', ...slackWebhookCase };
  const destination = (secrets = slackWebhookCase.secrets) =>
    open(configured, makeEffects({ http: receiver.http, secrets }));

  beforeAll(async () => {
    receiver = await startReceiver();
  });
  afterAll(() => receiver.stop());
  beforeEach(() => {
    receiver.received.length = 0;
    receiver.answer = () => slackWebhookCase.yes;
  });

  it('posts title, sentence, facts with small notes and links', async () => {
    await destination().send(ownerNotification, FIRST);
    const [request] = receiver.received;
    expect(request?.url.href).toBe(slackWebhookCase.secrets['ssm:/rolecall/slack']);
    expect(JSON.parse(request?.body ?? '')).toMatchObject({
      text: expect.stringContaining(ownerNotification.title) as string,
      unfurl_links: false,
      blocks: [
        { type: 'header', text: { type: 'plain_text', text: ownerNotification.title } },
        { type: 'section', text: { type: 'plain_text', text: ownerNotification.sentence } },
        {
          type: 'section',
          fields: [
            { type: 'plain_text', text: 'Who\nalice' },
            { type: 'plain_text', text: 'Role\narn:aws:iam::111122223333:role/prod-admin' },
            { type: 'plain_text', text: 'From where\n198.51.100.7' },
          ],
        },
        { type: 'context', elements: [{ type: 'plain_text', text: 'Who: chosen by the caller' }] },
        {
          type: 'context',
          elements: [
            {
              type: 'mrkdwn',
              text: '<https://history.example.com/?access=111122223333.7c1d-9a&amp;tab=1|Open in the history>',
            },
          ],
        },
      ],
    });
  });

  it('shows a digest as a list, twenty lines in two blocks', async () => {
    await destination().send(digestOf(ownerNotification.title), FIRST);
    const { blocks } = JSON.parse(receiver.received[0]?.body ?? '') as {
      blocks: { type: string; text?: { type: string; text: string } }[];
    };
    expect(blocks.map(({ type }) => type)).toEqual(['header', 'section', 'section', 'section', 'context']);
    const lists = blocks.slice(2, 4).map(({ text }) => text?.text ?? '');
    expect(lists.map((list) => list.split('\n').length)).toEqual([10, 10]);
    expect(lists[0]).toMatch(/^.*10:10 CET {2}alice entered prod-admin in ACME production\n.*10:11 CET {2}/);
    expect(new Set(blocks.map(({ text }) => text?.type))).toEqual(new Set(['plain_text', undefined]));
  });

  it('keeps a digest of the longest and wildest lines within the limits, all of them', async () => {
    await destination().send(digestOf(`${'<&>'.repeat(60)} entered`), FIRST);
    const { blocks } = JSON.parse(receiver.received[0]?.body ?? '') as {
      blocks: { text?: { text: string } }[];
    };
    const lines = blocks.slice(2).flatMap(({ text }) => text?.text.split('\n') ?? []);
    expect(lines.filter((line) => line.includes('&lt;&amp;&gt;'))).toHaveLength(20);
    for (const { text } of blocks) expect(text?.text.length ?? 0).toBeLessThanOrEqual(3000);
  });

  it('says so when it sends a second time, because it cannot ask', async () => {
    await destination().send(ownerNotification, FIRST);
    await destination().send(ownerNotification, doubtful(30));
    const [first, second] = receiver.received.map(({ body }) => body);
    expect(first).not.toContain('second delivery');
    expect(second).toContain('second delivery of the same notice');
  });

  it.each([
    [404, 'no_service', 'destination-gone'],
    [404, 'channel_not_found', 'destination-gone'],
    [410, 'channel_is_archived', 'destination-gone'],
    [400, 'invalid_payload', 'message-refused'],
    [400, 'user_not_found', 'destination-gone'],
    [403, 'invalid_token', 'not-authorised'],
    [403, 'action_prohibited', 'not-authorised'],
    [400, 'no_active_hooks', 'destination-gone'],
    [200, 'no_service', 'destination-gone'],
    [500, 'rollup_error', 'doubtful'],
    [500, 'no_service', 'doubtful'],
    [503, 'no_service', 'vendor-failed'],
    [429, 'rate_limited', 'rate-limited'],
    [200, 'OK', 'answer-not-understood'],
    [200, 'okay', 'answer-not-understood'],
    [200, '{"ok":true}', 'answer-not-understood'],
    [200, 'constructor', 'answer-not-understood'],
    [400, 'something new', 'message-refused'],
  ])('understands HTTP %d with "%s" as %s', async (status, body, code) => {
    receiver.answer = () => ({ status, body });
    expect(await destination().send(ownerNotification, refused(1, 2))).toMatchObject({ code });
  });

  it.each([
    [403, 'invalid_token', 'retry', 'refused-for-now'],
    [404, 'no_service', 'rejected', 'destination-gone'],
    [410, 'channel_is_archived', 'rejected', 'destination-gone'],
  ])('at the first attempt takes HTTP %d with "%s" as %s', async (status, body, kind, code) => {
    receiver.answer = () => ({ status, body });
    expect(await destination().send(ownerNotification, FIRST)).toEqual({ kind, code, detail: body });
  });

  it.each([
    'https://hooks.slack.com.evil.example/services/T/B/x',
    'https://evil.example/hooks.slack.com/services',
    'http://hooks.slack.com/services/T/B/x',
    'https://user:word@hooks.slack.com/services/T/B/x',
    'https://hooks.slack.com@evil.example/services',
    'https://169.254.169.254/latest/meta-data',
    'https://127.0.0.1:9001/2018-06-01/runtime',
    'ftp://hooks.slack.com/x',
    'no address',
    '',
  ])('posts nowhere but to Slack: %s', async (url) => {
    const outcome = await destination({ 'ssm:/rolecall/slack': url }).send(ownerNotification, FIRST);
    expect(outcome).toMatchObject({ kind: 'rejected', code: 'not-configured' });
    expect(receiver.received).toEqual([]);
  });

  it('posts to the Slack of governments, too', async () => {
    const url = 'https://hooks.slack-gov.com/services/T0001/B0001/x';
    const outcome = await destination({ 'ssm:/rolecall/slack': url }).send(ownerNotification, FIRST);
    expect(outcome).toEqual({ kind: 'sent' });
    expect(receiver.received[0]?.url.href).toBe(url);
  });

  it('adds no fact to the edition for clients', async () => {
    await destination().send(clientNotification, FIRST);
    expect(receiver.received[0]?.body).not.toMatch(/111122223333|arn:|alice/);
  });

  it('has nothing to edit or to close', () => {
    expect(Object.keys(destination())).toEqual(['id', 'channel', 'send', 'probe']);
  });
});
