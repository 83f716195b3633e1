import * as z from 'zod/mini';
import { NOT_A_MAP } from '../../decode-settings.ts';
import { secretSetting } from '../../secret-setting.ts';

/** Settings of a destination of channel `slack-webhook`. */
export const slackWebhookSettings = z.strictObject(
  { url: secretSetting('the webhook URL') },
  { error: NOT_A_MAP },
);

export type SlackWebhookSettings = z.output<typeof slackWebhookSettings>;
