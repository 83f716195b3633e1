import * as z from 'zod/mini';
import { NOT_A_MAP } from '../decode-settings.ts';
import { secretSetting } from '../secret-setting.ts';

/** Settings of a destination of channel `webhook`. */
export const webhookSettings = z.strictObject(
  { url: secretSetting('the URL of the receiver'), secret: secretSetting('the signing secret') },
  { error: NOT_A_MAP },
);

export type WebhookSettings = z.output<typeof webhookSettings>;
