/** The HTTP channels with settings, secrets and the yes of their vendor. */
import type { HttpChannelCase } from './kit.ts';
import { json } from './receiver.ts';

export const SIGNING_SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

export const slackWebhookCase: HttpChannelCase = {
  channel: 'slack-webhook',
  asks: false,
  settings: { url: 'ssm:/rolecall/slack' },
  secrets: { 'ssm:/rolecall/slack': 'https://hooks.slack.com/services/T0001/B0001/cAnArYcAnArY' },
  yes: { status: 200, body: 'ok' },
  emptyYes: 'answer-not-understood',
};

export const slackAppCase: HttpChannelCase = {
  channel: 'slack-app',
  asks: true,
  settings: { token: 'ssm:/rolecall/slack-token', channelId: 'C0123456789' },
  secrets: { 'ssm:/rolecall/slack-token': 'xoxb-1111-2222-cAnArYcAnArY' },
  yes: json({ ok: true, channel: 'C0123456789', ts: '1795000000.000100' }),
  emptyYes: 'doubtful',
};

export const jiraCase: HttpChannelCase = {
  channel: 'jira',
  asks: true,
  settings: {
    site: 'https://acme.atlassian.net',
    project: 'OPS',
    issueType: 'Task',
    user: 'bot@example.com',
    token: 'ssm:/rolecall/jira',
  },
  secrets: { 'ssm:/rolecall/jira': 'ATATT-cAnArYcAnArY' },
  yes: json({ id: '10001', key: 'OPS-7', self: 'https://acme.atlassian.net/rest/api/3/issue/10001' }, 201),
  emptyYes: 'doubtful',
};

export const webhookCase: HttpChannelCase = {
  channel: 'webhook',
  asks: true,
  patient: true,
  settings: { url: 'ssm:/rolecall/hook-url', secret: 'ssm:/rolecall/hook-secret' },
  secrets: {
    'ssm:/rolecall/hook-url': 'https://hooks.example.com/in/cAnArYcAnArY',
    'ssm:/rolecall/hook-secret': SIGNING_SECRET,
  },
  yes: { status: 204 },
  emptyYes: 'sent',
};

export const HTTP_CASES: readonly HttpChannelCase[] = [slackWebhookCase, slackAppCase, jiraCase, webhookCase];
