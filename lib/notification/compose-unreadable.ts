/** What the default owner is told of a record that matched a rule and cannot be decoded. */
import type { UnreadableRecord } from '../access/unreadable-record.ts';
import { oneLine } from '../kernel/one-line.ts';
import { historyLink } from './history-link.ts';
import type { Notification } from './notification.ts';

export const composeUnreadable = (
  unreadable: UnreadableRecord,
  around: { readonly receivedAt: string; readonly historyUrl: string },
): Notification => ({
  schemaVersion: 1,
  accessId: unreadable.accessId,
  kind: 'unreadable',
  edition: 'owner',
  importance: 'urgent',
  title: 'A CloudTrail record could not be read: somebody may have entered production',
  sentence:
    'A record that matched a rule for entries into production could not be read. Look it up in CloudTrail: it may be an entry.',
  facts: [
    { label: 'What is wrong', value: unreadable.reason },
    ...(unreadable.eventName === undefined
      ? []
      : [{ label: 'Event', value: oneLine(unreadable.eventName, 128) }]),
    ...(unreadable.accountId === undefined
      ? []
      : [{ label: 'Account', value: oneLine(unreadable.accountId, 32) }]),
    { label: 'Arrived', value: around.receivedAt },
    { label: 'Kept', value: `${unreadable.bytes} bytes, SHA-256 ${unreadable.sha256}` },
  ],
  links: [{ label: 'Open in the history', url: historyLink(around.historyUrl, unreadable.accessId) }],
  occurredAt: around.receivedAt,
  attributes: { kind: 'unreadable', edition: 'owner' },
});
