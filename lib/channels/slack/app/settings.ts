import * as z from 'zod/mini';
import { NOT_A_MAP } from '../../decode-settings.ts';
import { secretSetting } from '../../secret-setting.ts';

const CHANNEL_ID =
  'Write the id of the Slack channel, such as C0123456789: it stands at the end of the channel details in Slack.';

/** Settings of a destination of channel `slack-app`. */
export const slackAppSettings = z.strictObject(
  {
    token: secretSetting('the bot token'),
    channelId: z
      .string({ error: CHANNEL_ID })
      .check(
        z.regex(/^[CDG][A-Z0-9]{2,30}$/, { error: CHANNEL_ID }),
        z.describe('Id of the Slack channel, such as C0123456789.'),
      ),
  },
  { error: NOT_A_MAP },
);

export type SlackAppSettings = z.output<typeof slackAppSettings>;
