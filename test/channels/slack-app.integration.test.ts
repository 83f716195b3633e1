import { makeEffects } from './effects.ts';
import { slackAppCase } from './http-cases.ts';
import { open } from './kit.ts';
import {
  clientNotification,
  doubtful,
  FIRST,
  followUp,
  ownerNotification,
  refused,
} from './notifications.ts';
import { json, type Receiver, type Reply, startReceiver } from './receiver.ts';

const ours = {
  ts: '1795341540.000200',
  metadata: {
    event_type: 'rolecall_notification',
    event_payload: { delivery_id: FIRST.deliveryId },
  },
};
const others = {
  ts: '1795341541.000300',
  metadata: { event_type: 'rolecall_notification', event_payload: { delivery_id: 'another' } },
};

describe('a Slack app', () => {
  let receiver: Receiver;
  const destination = () =>
    open(
      { id: 'chat', ...slackAppCase },
      makeEffects({ http: receiver.http, secrets: slackAppCase.secrets }),
    );
  const called = () => receiver.received.map(({ url }) => url.pathname.replace('/api/', ''));
  /** Answers each method of the Web API in its own way. */
  const answerBy = (methods: Readonly<Record<string, () => Reply>>): void => {
    receiver.answer = ({ url }) => methods[url.pathname.replace('/api/', '')]?.() ?? slackAppCase.yes;
  };

  beforeAll(async () => {
    receiver = await startReceiver();
  });
  afterAll(() => receiver.stop());
  beforeEach(() => {
    receiver.received.length = 0;
    receiver.answer = () => slackAppCase.yes;
  });

  it('posts with its token and keeps channel and ts as the reference', async () => {
    expect(await destination().send(ownerNotification, FIRST)).toEqual({
      kind: 'sent',
      reference: 'C0123456789:1795000000.000100',
    });
    const [request] = receiver.received;
    expect(called()).toEqual(['chat.postMessage']);
    expect(request?.url.host).toBe('slack.com');
    expect(request?.headers['authorization']).toBe('Bearer xoxb-1111-2222-cAnArYcAnArY');
    expect(JSON.parse(request?.body ?? '')).toMatchObject({
      channel: 'C0123456789',
      metadata: ours.metadata,
      unfurl_links: false,
      unfurl_media: false,
    });
    expect(request?.body).not.toContain('xoxb');
  });

  it('finds the message of a doubtful attempt and sends nothing again', async () => {
    answerBy({
      'conversations.history': () => json({ ok: true, messages: [others, ours], has_more: false }),
    });
    expect(await destination().send(ownerNotification, doubtful(30))).toEqual({
      kind: 'sent',
      reference: 'C0123456789:1795341540.000200',
      found: true,
    });
    const query = receiver.received[0]?.url.searchParams;
    expect(Object.fromEntries(query ?? [])).toEqual({
      channel: 'C0123456789',
      oldest: '1795341510.000000',
      inclusive: 'true',
      include_all_metadata: 'true',
      limit: '200',
    });
    expect(called()).toEqual(['conversations.history']);
  });

  it('turns the pages of the history', async () => {
    const pages = [
      { ok: true, messages: [others], response_metadata: { next_cursor: 'two' } },
      { ok: true, messages: [ours], response_metadata: { next_cursor: '' } },
    ];
    answerBy({ 'conversations.history': () => json(pages.shift()) });
    expect(await destination().send(ownerNotification, doubtful(30))).toMatchObject({ found: true });
    expect(receiver.received[1]?.url.searchParams.get('cursor')).toBe('two');
  });

  it('sends when the history holds nothing of ours, without calling it a second delivery', async () => {
    answerBy({ 'conversations.history': () => json({ ok: true, messages: [others] }) });
    expect(await destination().send(ownerNotification, doubtful(30))).toMatchObject({ kind: 'sent' });
    expect(called()).toEqual(['conversations.history', 'chat.postMessage']);
    expect(receiver.received[1]?.body).not.toContain('second delivery');
  });

  it('gives up searching after some pages, sends, and says that it may be the second', async () => {
    answerBy({
      'conversations.history': () =>
        json({ ok: true, messages: [others], response_metadata: { next_cursor: 'more' } }),
    });
    expect(await destination().send(ownerNotification, doubtful(30))).toMatchObject({ kind: 'sent' });
    expect(called().filter((method) => method === 'conversations.history')).toHaveLength(5);
    expect(receiver.received.at(-1)?.body).toContain('second delivery of the same notice');
  });

  it('sends and says so when it may not read the channel', async () => {
    answerBy({ 'conversations.history': () => json({ ok: false, error: 'missing_scope' }) });
    expect(await destination().send(ownerNotification, doubtful(30))).toMatchObject({ kind: 'sent' });
    expect(receiver.received.at(-1)?.body).toContain('second delivery of the same notice');
  });

  it.each([
    [{ status: 500 }, 'vendor-failed'],
    [{ status: 503 }, 'vendor-failed'],
    [{ status: 429, headers: { 'retry-after': '7' } }, 'rate-limited'],
    [json({ ok: false, error: 'ratelimited' }), 'rate-limited'],
    [json({ ok: false, error: 'fatal_error' }), 'vendor-failed'],
    [{ status: 200, body: '<html>' }, 'answer-not-understood'],
  ])('sends nothing while the history cannot be asked', async (reply, code) => {
    answerBy({ 'conversations.history': () => reply });
    expect(await destination().send(ownerNotification, doubtful(30))).toMatchObject({ kind: 'retry', code });
    expect(called()).toEqual(['conversations.history']);
  });

  it.each([
    ['ratelimited', 'retry', 'rate-limited'],
    ['rate_limited', 'retry', 'rate-limited'],
    ['internal_error', 'retry', 'doubtful'],
    ['fatal_error', 'retry', 'doubtful'],
    ['service_unavailable', 'retry', 'doubtful'],
    ['invalid_auth', 'rejected', 'not-authorised'],
    ['token_revoked', 'rejected', 'not-authorised'],
    ['not_in_channel', 'rejected', 'not-authorised'],
    ['channel_not_found', 'rejected', 'destination-gone'],
    ['is_archived', 'rejected', 'destination-gone'],
    ['msg_too_long', 'rejected', 'message-refused'],
    ['invalid_blocks', 'rejected', 'message-refused'],
    ['something_new', 'retry', 'answer-not-understood'],
    ['toString', 'retry', 'answer-not-understood'],
  ])('understands the error %s as %s, %s', async (error, kind, code) => {
    receiver.answer = () => ({ ...json({ ok: false, error }), headers: { 'retry-after': '3' } });
    expect(await destination().send(ownerNotification, refused(1, 2))).toMatchObject({ kind, code });
  });

  it('does not believe at once that its token is refused: it may have been renewed a moment ago', async () => {
    receiver.answer = () => json({ ok: false, error: 'invalid_auth' });
    const once = { kind: 'retry', code: 'refused-for-now', detail: 'invalid_auth' };
    expect(await destination().send(ownerNotification, FIRST)).toEqual(once);
    const edit = await destination().update?.('C0123456789:1795000000.000100', followUp, FIRST);
    expect(edit).toEqual(once);
  });

  it('waits as long as a limited Slack asks, also inside a 200', async () => {
    receiver.answer = () => ({
      ...json({ ok: false, error: 'ratelimited' }),
      headers: { 'retry-after': '30' },
    });
    expect(await destination().send(ownerNotification, FIRST)).toMatchObject({ retryAfterSeconds: 30 });
  });

  it('edits the message in place', async () => {
    const outcome = await destination().update?.('C0123456789:1795000000.000100', followUp, FIRST);
    expect(outcome).toEqual({ kind: 'sent', reference: 'C0123456789:1795000000.000100' });
    expect(called()).toEqual(['chat.update']);
    const body = JSON.parse(receiver.received[0]?.body ?? '') as object;
    expect(body).toMatchObject({ channel: 'C0123456789', ts: '1795000000.000100' });
    expect(JSON.stringify(body)).toContain('12 more times until 14:32');
    expect(JSON.stringify(body)).toContain(ownerNotification.title);
    // The message keeps the mark by which its own delivery is found again.
    expect(body).not.toHaveProperty('metadata');
  });

  it('edits again after a doubtful attempt, to the same words, without asking', async () => {
    await destination().update?.('C0123456789:1.1', followUp, FIRST);
    await destination().update?.('C0123456789:1.1', followUp, doubtful(30));
    expect(called()).toEqual(['chat.update', 'chat.update']);
    expect(receiver.received[1]?.body).toBe(receiver.received[0]?.body);
  });

  it.each(['message_not_found', 'cant_update_message', 'edit_window_closed'])(
    'tells the news by themselves, once, when the message cannot be edited any more (%s)',
    async (error) => {
      answerBy({
        'chat.update': () => json({ ok: false, error }),
        'conversations.history': () => json({ ok: true, messages: [ours] }),
      });
      expect(await destination().update?.('C0123456789:1.1', followUp, FIRST)).toMatchObject({
        kind: 'sent',
        reference: 'C0123456789:1795000000.000100',
      });
      expect(called()).toEqual(['chat.update', 'chat.postMessage']);
      expect(JSON.parse(receiver.received[1]?.body ?? '')).toMatchObject({ metadata: ours.metadata });
      expect(receiver.received[1]?.body).toContain(followUp.news.sentence);
      expect(await destination().update?.('C0123456789:1.1', followUp, doubtful(30))).toMatchObject({
        found: true,
      });
      expect(called().slice(2)).toEqual(['chat.update', 'conversations.history']);
    },
  );

  it('posts the news below the edited message when nobody would notice the edit', async () => {
    answerBy({
      'chat.update': () => json({ ok: true }),
      'conversations.history': () => json({ ok: true, messages: [ours] }),
    });
    const aloud = { ...followUp, aloud: true } as const;
    expect(await destination().update?.('C0123456789:1.1', aloud, FIRST)).toMatchObject({ kind: 'sent' });
    expect(called()).toEqual(['chat.update', 'chat.postMessage']);
    expect(receiver.received[1]?.body).toContain(followUp.news.sentence);
    expect(await destination().update?.('C0123456789:1.1', aloud, doubtful(30))).toMatchObject({
      found: true,
    });
    expect(called().slice(2)).toEqual(['chat.update', 'conversations.history']);
  });

  it('posts no news before the message is edited', async () => {
    answerBy({ 'chat.update': () => json({ ok: false, error: 'ratelimited' }) });
    const aloud = { ...followUp, aloud: true } as const;
    expect(await destination().update?.('C0123456789:1.1', aloud, FIRST)).toMatchObject({ kind: 'retry' });
    expect(called()).toEqual(['chat.update']);
  });

  it('posts nothing for a quiet word whose message cannot be edited any more', async () => {
    answerBy({ 'chat.update': () => json({ ok: false, error: 'message_not_found' }) });
    const quiet = { ...followUp, quiet: true } as const;
    expect(await destination().update?.('C0123456789:1.1', quiet, FIRST)).toEqual({
      kind: 'sent',
      unsaid: true,
    });
    expect(called()).toEqual(['chat.update']);
  });

  it('is refused when the channel is gone, and edits nothing', async () => {
    answerBy({ 'chat.update': () => json({ ok: false, error: 'is_archived' }) });
    expect(await destination().update?.('C0123456789:1.1', followUp, FIRST)).toMatchObject({
      kind: 'rejected',
      code: 'destination-gone',
    });
    expect(called()).toEqual(['chat.update']);
  });

  it('edits nothing by a reference that is none', async () => {
    const outcome = await destination().update?.('OPS-1', followUp, FIRST);
    expect(outcome).toMatchObject({ kind: 'rejected', code: 'message-refused' });
    expect(receiver.received).toEqual([]);
  });

  it('keeps the account number out of the edition for clients, and still finds its message', async () => {
    await destination().send(clientNotification, FIRST);
    const body = receiver.received[0]?.body ?? '';
    expect(body).not.toContain('111122223333');
    const posted = JSON.parse(body) as { metadata: unknown };
    answerBy({
      'conversations.history': () => json({ ok: true, messages: [{ ts: '1.1', metadata: posted.metadata }] }),
    });
    expect(await destination().send(clientNotification, doubtful(30))).toMatchObject({ found: true });
  });
});
