import type { Channel } from '../../../delivery/channel.ts';
import { ok } from '../../../kernel/result.ts';
import { decodeSettings } from '../../decode-settings.ts';
import { slackAppDestination } from './destination.ts';
import { slackAppSettings } from './settings.ts';

/**
 * A Slack app with a bot token: scopes `chat:write`, and `channels:history` or `groups:history` so that it can be
 * asked whether a doubtful message arrived.
 */
export const slackAppChannel = {
  name: 'slack-app',
  open(id, settings, effects) {
    const decoded = decodeSettings(slackAppSettings, settings);
    return decoded.ok ? ok(slackAppDestination(id, decoded.value, effects)) : decoded;
  },
} as const satisfies Channel;
