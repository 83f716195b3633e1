import { slackHook, underTest, type UnderTest } from './vendors-under-test.ts';

const section = (text: string): unknown => ({ type: 'section', text: { type: 'mrkdwn', text } });
const plain = (text: string): unknown => ({ type: 'plain_text', text });
const many = (count: number, item: unknown): readonly unknown[] => Array.from({ length: count }, () => item);

const refusedBlocks: readonly (readonly [string, unknown, string])[] = [
  ['51 blocks', many(51, { type: 'divider' }), 'no more than 50 items allowed'],
  ['a section of 3,001 characters', [section('a'.repeat(3001))], 'must be less than 3001 characters'],
  ['an empty section', [section('')], 'must be more than 0 characters'],
  ['11 fields', [{ type: 'section', fields: many(11, plain('a')) }], 'between 1 and 10 items'],
  ['a field of 2,001', [{ type: 'section', fields: [plain('a'.repeat(2001))] }], 'less than 2001'],
  ['a header of 151', [{ type: 'header', text: plain('a'.repeat(151)) }], 'less than 151'],
  [
    'a header in mrkdwn',
    [{ type: 'header', text: { type: 'mrkdwn', text: 'a' } }],
    'must be one of: plain_text',
  ],
  ['11 context elements', [{ type: 'context', elements: many(11, plain('a')) }], 'no more than 10 items'],
  [
    '26 buttons',
    [{ type: 'actions', elements: many(26, { type: 'button', text: plain('a') }) }],
    'no more than 25',
  ],
  ['a block_id of 256', [{ type: 'divider', block_id: 'b'.repeat(256) }], 'less than 256'],
  ['one block_id twice', many(2, { type: 'divider', block_id: 'b' }), 'block_id must be unique'],
  ['an unknown block', [{ type: 'input' }], 'unsupported type: input'],
];

describe('Slack', () => {
  let run: UnderTest;
  beforeEach(async () => {
    run = await underTest({
      slackChannels: [
        { id: 'C0PROD', name: 'prod' },
        { id: 'C0OLD', name: 'old', archived: true },
        { id: 'C0STRANGE', name: 'strange', member: false },
      ],
    });
  });
  afterEach(() => run.vendors.close());

  test('a webhook answers ok as text and keeps the message', async () => {
    const answer = await run.post(slackHook, { text: 'hello', blocks: [section('*hello*')] });
    expect([answer.status, answer.text]).toEqual([200, 'ok']);
    expect(run.vendors.messages()).toMatchObject([
      { vendor: 'slack-webhook', kind: 'slack', summary: 'hello', verdict: { outcome: 'accepted' } },
    ]);
  });

  test('a webhook refuses what is not JSON, an address that is none, and a message without text', async () => {
    expect(await run.post(slackHook, 'text=hi')).toMatchObject({ status: 400, text: 'invalid_payload' });
    expect(await run.post('/hooks.slack.com/services/T1', { text: 'a' })).toMatchObject({
      status: 404,
      text: 'no_service',
    });
    expect(await run.post(slackHook, { text: '' })).toMatchObject({ status: 400, text: 'no_text' });
  });

  test.each(refusedBlocks)('refuses %s', async (_what, blocks, problem) => {
    const webhook = await run.post(slackHook, { text: 'a', blocks });
    expect([webhook.status, webhook.text]).toEqual([400, 'invalid_blocks']);
    const api = await run.slack('chat.postMessage', { channel: 'C0PROD', text: 'a', blocks });
    expect(api).toMatchObject({ status: 200, json: { ok: false, error: 'invalid_blocks' } });
    expect(api.text).toContain(problem);
  });

  test('takes exactly the limits', async () => {
    const blocks = [
      { type: 'header', text: plain('a'.repeat(150)) },
      section('a'.repeat(3000)),
      { type: 'section', fields: many(4, plain('a'.repeat(1900))) },
      { type: 'context', elements: many(10, plain('a')) },
    ];
    expect(await run.post(slackHook, { text: 'a', blocks })).toMatchObject({ status: 200 });
  });

  test('refuses a whole message above 13,200 characters and a text above 40,000', async () => {
    const blocks = many(5, section('a'.repeat(2900)));
    expect((await run.post(slackHook, { blocks })).text).toBe('msg_blocks_too_long');
    const long = await run.slack('chat.postMessage', { channel: 'C0PROD', text: 'a'.repeat(40_001) });
    expect(long.json).toMatchObject({ ok: false, error: 'msg_too_long' });
  });

  test('forgives a short burst, then takes one message a second and says how long to wait', async () => {
    const statuses: number[] = [];
    for (let count = 0; count < 6; count += 1)
      statuses.push((await run.post(slackHook, { text: 'a' })).status);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
    const refused = await run.post(slackHook, { text: 'a' });
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1']);
    run.pass(1000);
    expect((await run.post(slackHook, { text: 'a' })).status).toBe(200);
    expect((await run.post('/hooks.slack.com/services/T1/B1/other', { text: 'a' })).status).toBe(200);
  });

  test('the Web API wants a token and a channel it is in', async () => {
    const errorOf = async (channel: string, token?: string): Promise<unknown> =>
      (await run.slack('chat.postMessage', { channel, text: 'a' }, token)).json['error'];
    expect(await errorOf('C0PROD', 'wrong')).toBe('invalid_auth');
    expect((await run.post('/slack.com/api/auth.test', {})).json['error']).toBe('not_authed');
    expect(await errorOf('C0NOWHERE')).toBe('channel_not_found');
    expect(await errorOf('C0OLD')).toBe('is_archived');
    expect(await errorOf('C0STRANGE')).toBe('not_in_channel');
    expect((await run.slack('auth.test', {})).json).toMatchObject({ ok: true, bot_id: 'B0LOCAL' });
  });

  test('a posted message can be found again by its metadata, answered in a thread, and edited', async () => {
    const metadata = { event_type: 'rolecall_access', event_payload: { id: 'd-1' } };
    const posted = await run.slack('chat.postMessage', { channel: 'C0PROD', text: 'first', metadata });
    const ts = String(posted.json['ts']);
    await run.slack('chat.postMessage', { channel: 'C0PROD', text: 'reply', thread_ts: ts });
    await run.slack('chat.update', { channel: 'C0PROD', ts, text: 'second' });
    const history = await run.slack('conversations.history', {
      channel: 'C0PROD',
      include_all_metadata: true,
    });
    expect(history.json).toMatchObject({
      ok: true,
      has_more: false,
      messages: [{ ts, text: 'second', metadata, reply_count: 1, edited: {} }],
    });
    const silent = await run.slack('conversations.history', { channel: 'C0PROD' });
    expect(silent.text).not.toContain('event_payload');
    const page = await run.page();
    expect(page).toContain('(edited)');
    expect(page).toContain('1 reply');
    // Only folded away, with what else it said before.
    expect(page.replace(/<details[\s\S]*?<\/details>/g, '')).not.toContain('first');
  });

  test('an edit of a message that is not there and a reply to none are refused', async () => {
    const edit = await run.slack('chat.update', { channel: 'C0PROD', ts: '1.000001', text: 'a' });
    expect(edit.json['error']).toBe('message_not_found');
    const reply = await run.slack('chat.postMessage', {
      channel: 'C0PROD',
      thread_ts: '1.000001',
      text: 'a',
    });
    expect(reply.json['error']).toBe('thread_not_found');
  });

  test('history comes in pages, newest first, between two moments', async () => {
    const stamps: string[] = [];
    for (const text of ['one', 'two', 'three']) {
      stamps.push(String((await run.slack('chat.postMessage', { channel: 'C0PROD', text })).json['ts']));
    }
    const first = await run.slack('conversations.history', { channel: 'C0PROD', limit: 2 });
    expect(first.json).toMatchObject({ has_more: true, messages: [{ text: 'three' }, { text: 'two' }] });
    const cursor: unknown = JSON.parse(first.text).response_metadata.next_cursor;
    const second = await run.slack('conversations.history', { channel: 'C0PROD', limit: 2, cursor });
    expect(second.json).toMatchObject({ has_more: false, messages: [{ text: 'one' }] });
    const since = await run.slack('conversations.history', { channel: 'C0PROD', oldest: stamps[1] });
    expect(since.json['messages']).toMatchObject([{ text: 'three' }]);
  });

  test('live mentions and links are taken, as Slack takes them, and told', async () => {
    await run.post(slackHook, {
      text: 'safe &lt;!here&gt;',
      blocks: [
        section('<!channel> <@U1> <https://evil.example/x|your bank> https://auto.example &lt;!everyone&gt;'),
      ],
    });
    expect(run.vendors.messages()[0]?.live).toEqual([
      { kind: 'mention', target: '!channel' },
      { kind: 'mention', target: '@U1' },
      { kind: 'link', target: 'https://evil.example/x' },
      { kind: 'auto-link', target: 'https://auto.example' },
    ]);
    const page = await run.page();
    expect(page.match(/data-live="mention"/g)).toHaveLength(2);
    expect(page).toContain('→ evil.example');
    expect(page).not.toContain('href="https://evil.example');
  });
});
