import type { Channel } from '../../delivery/channel.ts';
import { ok } from '../../kernel/result.ts';
import { decodeSettings } from '../decode-settings.ts';
import { jiraDestination } from './destination.ts';
import { jiraSettings } from './settings.ts';

/** An issue in Jira Cloud: https://developer.atlassian.com/cloud/jira/platform/rest/v3/ */
export const jiraChannel = {
  name: 'jira',
  open(id, settings, effects) {
    const decoded = decodeSettings(jiraSettings, settings);
    return decoded.ok ? ok(jiraDestination(id, decoded.value, effects)) : decoded;
  },
} as const satisfies Channel;
