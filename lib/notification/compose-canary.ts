/** The canary's own alert: read by the sweep, and by nobody else. */
import type { RoleAccess } from '../access/role-access.ts';
import { oneLine } from '../kernel/one-line.ts';
import { historyLink } from './history-link.ts';
import type { Notification } from './notification.ts';

/** Message attribute by which the sweep knows its canary again: the session's name. */
export const CANARY_ATTRIBUTE = 'canary';

export const composeCanary = (access: RoleAccess, historyUrl: string): Notification => ({
  schemaVersion: 1,
  accessId: access.accessId,
  kind: 'access',
  edition: 'owner',
  importance: 'normal',
  title: 'Rolecall’s canary: the bell rings',
  sentence: 'Rolecall assumed its own harmless role to prove that alerts arrive. Nobody has to do anything.',
  facts: [],
  links: [{ label: 'Open in the history', url: historyLink(historyUrl, access.accessId) }],
  occurredAt: access.time,
  attributes: {
    kind: 'canary',
    edition: 'owner',
    [CANARY_ATTRIBUTE]: oneLine(access.session.name ?? 'unknown', 64),
  },
});
