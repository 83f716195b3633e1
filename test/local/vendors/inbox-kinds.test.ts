/** Later words, digests and edits as the inbox shows them, made of the product's own words. */
import { renderMessage } from '../../../lib/channels/slack/render-message.ts';
import { renderMail } from '../../../lib/channels/sns/render-mail.ts';
import { renderEvent } from '../../../lib/channels/webhook/render-event.ts';
import { composeDigest } from '../../../lib/notification/compose-digest.ts';
import { newsOfCorrection, newsOfRepeats } from '../../../lib/notification/compose-follow-up.ts';
import { composeRefused } from '../../../lib/notification/compose-operator.ts';
import type { Notification } from '../../../lib/notification/notification.ts';
import { adf, issueFields, slackHook, underTest, type UnderTest } from './vendors-under-test.ts';

const HISTORY = 'https://history.example.com';
const READER = { timeZone: 'Europe/Berlin', historyUrl: HISTORY };

const notice: Notification = {
  schemaVersion: 1,
  accessId: '111122223333.e1',
  kind: 'access',
  edition: 'owner',
  importance: 'normal',
  title: '12 more times alice entered Production administrator',
  sentence: 'alice entered Production administrator in ACME production.',
  facts: [{ label: 'Who', value: 'alice' }],
  links: [],
  occurredAt: '2026-11-22T14:00:00.000Z',
  attributes: { kind: 'access', edition: 'owner' },
};

const repeats = (count: number): Notification =>
  newsOfRepeats(
    { told: notice, now: notice },
    { count, first: '2026-11-22T14:01:00.000Z', last: '2026-11-22T14:12:00.000Z', origins: ['192.0.2.1'] },
    READER,
  );

const digest = (reason: 'outage' | 'storm', count: number): Notification =>
  composeDigest(
    Array.from({ length: count }, () => notice),
    {
      ...READER,
      digestId: 'digest.1',
      edition: 'owner',
      reason,
      since: '2026-11-22T12:00:00.000Z',
    },
  );

const KINDS: readonly (readonly [string, Notification])[] = [
  ['follow-up', repeats(1)],
  ['follow-up', repeats(1_204)],
  ['follow-up', newsOfCorrection({ told: notice, now: notice }, { reason: 'UPDATED_DATA' }, READER)],
  ['digest', digest('outage', 20)],
  ['digest', digest('storm', 1)],
];

const refused = composeRefused({
  noticeId: 'operator.slack.2026-11-22T14',
  destinationId: 'slack',
  at: '2026-11-22T14:00:00.000Z',
  historyUrl: HISTORY,
  channel: 'slack-webhook',
  code: 'destination-gone',
});

const labels = (page: string): readonly string[] =>
  [...page.matchAll(/<div class="notice-kind"><span class="lozenge ([a-z-]+)">/g)].map(
    ([, kind = '']) => kind,
  );

describe('the inbox', () => {
  let run: UnderTest;
  beforeEach(async () => {
    run = await underTest({ jiraSearchDelayMs: 0 });
  });
  afterEach(() => run.vendors.close());

  const mail = (notification: Notification): void => {
    const { subject, message, attributes } = renderMail(notification, 'delivery-1', undefined);
    const about = { topicArn: 't', subscriptionArn: 's', to: 'a@example.com' };
    run.vendors.deliverMail({ ...about, subject, message, messageAttributes: attributes });
  };

  test.each(KINDS)('names a %s in Slack, in a ticket and in a mail', async (kind, notification) => {
    await run.post(slackHook, { ...renderMessage(notification) });
    await run.jira('POST', '/issue', issueFields({ summary: notification.title }));
    mail(notification);
    expect(labels(await run.page())).toEqual([kind, kind, kind]);
  });

  test('names what is for the operator in a mail, and the kind in a webhook', async () => {
    mail(refused);
    const hook = '/hooks.example.com/rolecall';
    await run.post(hook, JSON.parse(renderEvent(repeats(12))) as Record<string, unknown>);
    expect([...labels(await run.page())].sort()).toEqual(['follow-up', 'operator']);
  });

  test('calls a first notice nothing else, whatever its words begin with', async () => {
    await run.post(slackHook, { ...renderMessage(notice) });
    await run.post(slackHook, { text: 'constructor' });
    mail(notice);
    expect(labels(await run.page())).toEqual([]);
  });

  test('shows an edited Slack message as it reads now, with what it said before folded away', async () => {
    const posted = await run.slack('chat.postMessage', { channel: 'C0PROD', text: 'as it was sent' });
    const ts = posted.json['ts'];
    expect(await run.page()).not.toContain('(edited)');
    await run.slack('chat.update', { channel: 'C0PROD', ts, text: 'first edit' });
    await run.slack('chat.update', { channel: 'C0PROD', ts, text: 'reads now <script>' });
    const page = await run.page();
    const [now = '', earlier = ''] = page.split('<details class="earlier"');
    expect(now).toContain('reads now &lt;script&gt;');
    expect(now).not.toMatch(/as it was sent|first edit/);
    expect(earlier).toMatch(
      /\(edited\)<\/span> 2 times, last at <time[\s\S]*as it was sent[\s\S]*first edit/,
    );
    expect(earlier.split('</details>')[0]).not.toContain('reads now');
  });

  test('shows an edited ticket with what it said before', async () => {
    const made = await run.jira('POST', '/issue', issueFields({ description: adf('the first words') }));
    const key = String(made.json['key']);
    await run.jira('PUT', `/issue/${key}`, { fields: { description: adf('the later words') } });
    const [now = '', earlier = ''] = (await run.page()).split('<details class="earlier"');
    expect(now).toContain('the later words');
    expect(now).not.toContain('the first words');
    expect(earlier).toContain('the first words');
  });
});
