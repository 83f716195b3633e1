import { appendFileSync } from 'node:fs';
import { createServer, get } from 'node:http';
import { join } from 'node:path';
import { startVendors } from '../../../local/vendors/start-vendors.ts';
import {
  adf,
  botToken,
  issueFields,
  jiraToken,
  slackHook,
  underTest,
  type UnderTest,
} from './vendors-under-test.ts';

const hostile =
  '<script>alert(1)</script><img src=x onerror=alert(2)> "onmouseover=alert(3) javascript:alert(4) \u202e';
const slackTs = /"ts":"([\d.]+)"/;

describe('the inbox', () => {
  let run: UnderTest;
  beforeEach(async () => {
    run = await underTest({ jiraSearchDelayMs: 0 });
  });
  afterEach(() => run.vendors.close());

  test('is empty, friendly and strict at first', async () => {
    const answer = await fetch(run.vendors.inboxUrl);
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
    expect(await answer.text()).toContain('Nothing has arrived yet');
  });

  test('counts by kind, groups by destination, newest first', async () => {
    await run.post(slackHook, { text: 'older words' });
    run.pass(2000);
    await run.post(slackHook, { text: 'newer words' });
    await run.jira('POST', '/issue', issueFields());
    const page = await run.page();
    expect(page).toMatch(
      /All <span class="count">3<[\s\S]*Slack <span class="count">2<[\s\S]*Tickets <span class="count">1</,
    );
    expect(page.indexOf('newer words')).toBeLessThan(page.indexOf('older words'));
    expect(page.indexOf('acme.atlassian.net SEC')).toBeLessThan(page.indexOf('newer words'));
    expect(await run.page('/?kind=ticket')).not.toContain('newer words');
  });

  test('gives the messages as data, after a number, and as text', async () => {
    await run.post(slackHook, { text: 'one' });
    await run.post(slackHook, { text: 'two\u001b[31m' });
    const after: unknown = JSON.parse(await run.page('/messages?after=1'));
    expect(after).toMatchObject([
      {
        seq: 2,
        at: '2026-11-22T14:00:00.000Z',
        vendor: 'slack-webhook',
        kind: 'slack',
        verdict: { outcome: 'accepted' },
      },
    ]);
    const text = await run.page('/messages.txt');
    expect(text.split('\n')).toHaveLength(3);
    expect(text).not.toContain('\u001b');
  });

  test('shows Block Kit, and texts with escapes as the person reads them', async () => {
    await run.post(slackHook, {
      text: 'fallback',
      blocks: [
        { type: 'header', text: { type: 'plain_text', text: 'R&amp;D :bell:' } },
        {
          type: 'section',
          text: { type: 'mrkdwn', text: '*bold* _soft_ `code *not bold*` &lt;b&gt;\n> quoted' },
        },
        { type: 'section', fields: [{ type: 'mrkdwn', text: '*Who*\nalice' }] },
        {
          type: 'actions',
          elements: [
            { type: 'button', text: { type: 'plain_text', text: 'Open' }, url: 'http://127.0.0.1:1/a' },
          ],
        },
      ],
    });
    const page = await run.page();
    for (const piece of [
      'R&amp;D 🔔</h3>',
      '<strong>bold</strong> <em>soft</em> <code>code *not bold*</code> &lt;b&gt;',
      '<blockquote>quoted</blockquote>',
      '<strong>Who</strong>\nalice',
      'href="http://127.0.0.1:1/a"',
    ]) {
      expect(page).toContain(piece);
    }
  });

  test('keeps hostile texts inert wherever they stand', async () => {
    await run.post(slackHook, {
      text: hostile,
      username: hostile,
      blocks: [
        { type: 'header', text: { type: 'plain_text', text: hostile } },
        {
          type: 'section',
          text: { type: 'mrkdwn', text: `\`${hostile}\` <javascript:alert(5)|${hostile}>` },
        },
        {
          type: 'actions',
          elements: [{ type: 'button', text: { type: 'plain_text', text: 'a' }, url: 'javascript:alert(6)' }],
        },
      ],
      attachments: [{ color: '"><script>', text: hostile }],
    });
    await run.jira(
      'POST',
      '/issue',
      issueFields({ summary: hostile, labels: ['<script>'], description: adf(hostile) }),
    );
    await run.post(
      '/evil.example/<script>',
      { type: hostile, [hostile]: hostile },
      { 'user-agent': '<script>' },
    );
    run.vendors.deliverMail({
      topicArn: 't',
      subscriptionArn: 's',
      to: hostile,
      subject: '<script>',
      message: hostile,
    });
    const page = await run.page();
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(page).not.toMatch(/<img/);
    expect(page).not.toContain('href="javascript:');
    expect(page).not.toMatch(/ onmouseover=| onerror=[^&]*>/);
    expect(page).not.toContain('\u202e');
  });

  test('remembers everything after a restart, and the vendors do too', async () => {
    const posted = await run.slack('chat.postMessage', { channel: 'C0PROD', text: 'kept' });
    await run.jira('POST', '/issue', issueFields());
    appendFileSync(join(run.directory, 'slack-api.jsonl'), '{"seq":99,"torn');
    run = await run.again();
    const ts = slackTs.exec(posted.text)?.[1];
    expect((await run.slack('chat.update', { channel: 'C0PROD', ts, text: 'changed' })).json).toMatchObject({
      ok: true,
    });
    expect((await run.jira('POST', '/issue', issueFields())).json).toMatchObject({ key: 'SEC-2' });
    run = await run.again();
    expect(run.vendors.messages().map((message) => message.seq)).toEqual([1, 2, 3, 4]);
    expect(await run.page()).toContain('changed');
  });

  test('writes and shows no token, no signature and no secret address', async () => {
    await run.post(slackHook, { text: 'a', token: 'canary-body-token' });
    await run.slack('chat.postMessage', { channel: 'C0PROD', text: 'a', token: botToken });
    await run.jira('POST', '/issue', issueFields());
    await run.post(
      '/h.example.com/secret-path-canary?key=canary-query',
      { a: 1 },
      {
        authorization: 'Bearer canary-header',
        'webhook-signature': 'v1,canarysignature',
      },
    );
    const seen =
      run.kept() + (await run.page()) + (await run.page('/messages')) + (await run.page('/messages.txt'));
    for (const secret of ['canary', botToken, jiraToken, 'hookSecretPath9', 'Basic ', 'Bearer ']) {
      expect(seen).not.toContain(secret);
    }
    expect(run.vendors.messages()[0]?.destinationHint).toMatch(/^hooks\.slack\.com \([0-9a-f]{8}\)$/);
  });

  test('answers neither a foreign name nor a foreign page', async () => {
    const status = (base: string, headers: Record<string, string>): Promise<number | undefined> =>
      new Promise((resolve) => {
        get(base, { headers }, (answer) => {
          answer.resume();
          resolve(answer.statusCode);
        });
      });
    expect(await status(run.vendors.inboxUrl, { host: 'evil.example' })).toBe(421);
    expect(await status(run.vendors.inboxUrl, { host: 'localhost:1' })).toBe(200);
    expect(await status(`${run.vendors.httpEndpointUrl}${slackHook}`, { host: 'evil.example' })).toBe(403);
    expect(
      await status(`${run.vendors.httpEndpointUrl}${slackHook}`, { origin: 'https://evil.example' }),
    ).toBe(403);
  });

  test('takes another port when the wished one is taken, and says so', async () => {
    const other = createServer();
    const port = await new Promise<number>((resolve) => {
      other.listen(0, '127.0.0.1', () => {
        const address = other.address();
        resolve(typeof address === 'object' && address ? address.port : 0);
      });
    });
    const second = await startVendors({ directory: run.directory, inboxPort: port });
    const used = Number(new URL(second.inboxUrl).port);
    expect(second.portsReplaced).toEqual([{ wished: port, used }]);
    await second.close();
    other.close();
  });
});
