/** Posts to an incoming webhook. It cannot be asked what arrived, so a repeated message says that it is one. */
import type { ChannelEffects, Destination } from '../../../delivery/channel.ts';
import type { HttpRequest } from '../../../kernel/http.ts';
import { isHttpsUrl, readVendorSecret, type SecretRule, withFreshSecrets } from '../../read-vendor-secret.ts';
import { repeatNotice } from '../../repeat-notice.ts';
import { renderMessage } from '../render-message.ts';
import { probeResultOf } from '../../../delivery/probe.ts';
import { classifyWebhookAnswer } from './classify-webhook-answer.ts';
import { EMPTY_MESSAGE, readWebhookProbe } from './probe-webhook.ts';
import type { SlackWebhookSettings } from './settings.ts';

const SLACK_HOSTS = ['hooks.slack.com', 'hooks.slack-gov.com'];

const SLACK_URL: SecretRule = {
  accepts: (value) => isHttpsUrl(value, (host) => SLACK_HOSTS.includes(host)),
  otherwise: 'The secret is not a webhook URL of Slack (https://hooks.slack.com/...).',
};

export const slackWebhookDestination = (
  id: string,
  settings: SlackWebhookSettings,
  effects: ChannelEffects,
): Destination => ({
  id,
  channel: 'slack-webhook',
  async send(notification, attempt) {
    const { readSecret } = withFreshSecrets(effects, attempt);
    const url = await readVendorSecret(readSecret, settings.url, SLACK_URL);
    if (!url.ok) return url.error;
    const message = renderMessage(notification, repeatNotice(attempt));
    const body = JSON.stringify({ ...message, unfurl_links: false, unfurl_media: false });
    const answer = await effects.http(postTo(url.value, body));
    return classifyWebhookAnswer(answer, effects.clock.now());
  },
  async probe() {
    const url = await readVendorSecret(effects.readSecret, settings.url, SLACK_URL);
    if (!url.ok) return probeResultOf(url.error, '');
    return readWebhookProbe(await effects.http(postTo(url.value, EMPTY_MESSAGE)), effects.clock.now());
  },
});

const postTo = (url: string, body: string): HttpRequest => ({
  method: 'POST',
  url,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body,
});
