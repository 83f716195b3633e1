/** Posts to an incoming webhook. It cannot be asked what arrived, so a repeated message says that it is one. */
import type { ChannelEffects, Destination } from '../../../delivery/channel.ts';
import { isHttpsUrl, readVendorSecret, type SecretRule, withFreshSecrets } from '../../read-vendor-secret.ts';
import { repeatNotice } from '../../repeat-notice.ts';
import { renderMessage } from '../render-message.ts';
import { classifyWebhookAnswer } from './classify-webhook-answer.ts';
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
    const answer = await effects.http({
      method: 'POST',
      url: url.value,
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify({ ...message, unfurl_links: false, unfurl_media: false }),
    });
    return classifyWebhookAnswer(answer, effects.clock.now());
  },
});
