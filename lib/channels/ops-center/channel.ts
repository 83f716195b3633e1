import type { Channel } from '../../delivery/channel.ts';
import { ok } from '../../kernel/result.ts';
import { decodeSettings } from '../decode-settings.ts';
import { opsCenterDestination } from './destination.ts';
import { opsCenterSettings } from './settings.ts';

/** An OpsItem in Systems Manager OpsCenter. */
export const opsCenterChannel = {
  name: 'ops-center',
  open(id, settings, effects) {
    const decoded = decodeSettings(opsCenterSettings, settings ?? {});
    return decoded.ok ? ok(opsCenterDestination(id, effects)) : decoded;
  },
} as const satisfies Channel;
