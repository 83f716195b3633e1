import * as z from 'zod/mini';
import { NOT_A_MAP } from '../decode-settings.ts';
import { secretSetting } from '../secret-setting.ts';

const SITE = 'Write the address of the Jira Cloud site: https://<name>.atlassian.net, without a path.';
const PROJECT = 'Write the key of the project, such as OPS: the letters before the number of its issues.';
const ISSUE_TYPE = 'Write the name of an issue type of the project, such as Task.';
const USER = 'Write the mail address of the Jira user that owns the API token.';

/** Settings of a destination of channel `jira`. */
export const jiraSettings = z.strictObject(
  {
    site: z
      .string({ error: SITE })
      .check(
        z.regex(/^https:\/\/[a-z0-9][a-z0-9-]{0,62}\.atlassian\.net$/, { error: SITE }),
        z.describe(SITE),
      ),
    project: z
      .string({ error: PROJECT })
      .check(z.regex(/^[A-Z][A-Z0-9_]{0,99}$/, { error: PROJECT }), z.describe(PROJECT)),
    issueType: z._default(
      z
        .string({ error: ISSUE_TYPE })
        .check(z.regex(/^\S(?:.{0,58}\S)?$/, { error: ISSUE_TYPE }), z.describe(ISSUE_TYPE)),
      'Task',
    ),
    user: z
      .string({ error: USER })
      .check(z.regex(/^[^\s@:]{1,64}@[^\s@:]{1,253}$/, { error: USER }), z.describe(USER)),
    token: secretSetting('the API token'),
  },
  { error: NOT_A_MAP },
);

export type JiraSettings = z.output<typeof jiraSettings>;
