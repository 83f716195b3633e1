import type { Channel } from '../../delivery/channel.ts';
import { ok } from '../../kernel/result.ts';
import { decodeSettings } from '../decode-settings.ts';
import { webhookDestination } from './destination.ts';
import { webhookSettings } from './settings.ts';

/** Any receiver of signed JSON: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md */
export const webhookChannel = {
  name: 'webhook',
  open(id, settings, effects) {
    const decoded = decodeSettings(webhookSettings, settings);
    return decoded.ok ? ok(webhookDestination(id, decoded.value, effects)) : decoded;
  },
} as const satisfies Channel;
