import type { Channel } from '../../delivery/channel.ts';
import { ok } from '../../kernel/result.ts';
import { decodeSettings } from '../decode-settings.ts';
import { snsDestination } from './destination.ts';
import { snsSettings } from './settings.ts';

/** Mail, and whatever else subscribes, through an SNS topic. */
export const snsChannel = {
  name: 'sns',
  open(id, settings, effects) {
    const decoded = decodeSettings(snsSettings, settings);
    return decoded.ok ? ok(snsDestination(id, decoded.value, effects)) : decoded;
  },
} as const satisfies Channel;
