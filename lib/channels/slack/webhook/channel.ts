import type { Channel } from '../../../delivery/channel.ts';
import { ok } from '../../../kernel/result.ts';
import { decodeSettings } from '../../decode-settings.ts';
import { slackWebhookDestination } from './destination.ts';
import { slackWebhookSettings } from './settings.ts';

/** An incoming webhook of Slack: https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks */
export const slackWebhookChannel = {
  name: 'slack-webhook',
  open(id, settings, effects) {
    const decoded = decodeSettings(slackWebhookSettings, settings);
    return decoded.ok ? ok(slackWebhookDestination(id, decoded.value, effects)) : decoded;
  },
} as const satisfies Channel;
