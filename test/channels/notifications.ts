/** Notifications for tests: an owner's, a client's, and one full of hostile words. */
import type { DeliveryAttempt, FollowUp } from '../../lib/delivery/channel.ts';
import { composeDigest } from '../../lib/notification/compose-digest.ts';
import { composeRefused } from '../../lib/notification/compose-operator.ts';
import type { Notification } from '../../lib/notification/notification.ts';

export const FIRST: DeliveryAttempt = { deliveryId: '111122223333.7c1d-9a.platform', number: 1 };

/** A second attempt whose predecessor may have arrived `secondsAgo` before the tests' present. */
export const doubtful = (secondsAgo: number): DeliveryAttempt => ({
  ...FIRST,
  number: 2,
  doubtfulSince: new Date(Date.parse('2026-11-22T10:00:00.000Z') - secondsAgo * 1000).toISOString(),
});

/** An attempt after `times` that were refused, the first `secondsAgo`. */
export const refused = (times: number, secondsAgo: number): DeliveryAttempt => ({
  ...FIRST,
  number: times + 1,
  refused: {
    times,
    since: new Date(Date.parse('2026-11-22T10:00:00.000Z') - secondsAgo * 1000).toISOString(),
  },
});

export const ownerNotification: Notification = {
  schemaVersion: 1,
  accessId: '111122223333.7c1d-9a',
  kind: 'access',
  edition: 'owner',
  importance: 'normal',
  title: 'alice entered prod-admin in ACME production',
  sentence: 'alice of Northwind became prod-admin in ACME production on Sunday 22 November at 10:59.',
  facts: [
    { label: 'Who', value: 'alice', note: 'chosen by the caller' },
    { label: 'Role', value: 'arn:aws:iam::111122223333:role/prod-admin' },
    { label: 'From where', value: '198.51.100.7' },
  ],
  links: [
    { label: 'Open in the history', url: 'https://history.example.com/?access=111122223333.7c1d-9a&tab=1' },
  ],
  occurredAt: '2026-11-22T09:59:00Z',
  attributes: { kind: 'access', edition: 'owner', account: '111122223333', role: 'prod-admin' },
};

export const clientNotification: Notification = {
  ...ownerNotification,
  edition: 'client',
  title: 'A person of Northwind entered Production administrator in ACME production',
  sentence: 'A person of Northwind became Production administrator in ACME production.',
  facts: [{ label: 'Questions', value: 'Platform team, +49 30 1234' }],
  links: [],
  attributes: { kind: 'access', edition: 'client' },
};

/** A later word about the owner's notice. */
export const followUp: FollowUp = {
  edited: {
    ...ownerNotification,
    facts: [{ label: 'Repeated', value: '12 more times until 14:32' }, ...ownerNotification.facts],
  },
  news: {
    ...ownerNotification,
    kind: 'follow-up',
    importance: 'routine',
    title: '12 more times until 14:32: alice entered prod-admin in ACME production',
    sentence: 'This happened 12 more times until 14:32.',
    facts: [{ label: 'How often', value: '12 more times' }],
    occurredAt: '2026-11-22T13:32:00Z',
  },
};

/** Twenty notices in one, with the same title each. */
export const digestOf = (title: string): Notification =>
  composeDigest(
    Array.from({ length: 20 }, (_, index) => ({
      ...ownerNotification,
      title,
      occurredAt: `2026-11-22T09:${String(index + 10)}:00Z`,
    })),
    {
      digestId: 'digest.platform.1',
      edition: 'owner',
      reason: 'outage',
      since: '2026-11-22T09:10:00Z',
      timeZone: 'Europe/Berlin',
      historyUrl: 'https://history.example.com',
    },
  );

/** What whoever runs Rolecall is told. */
export const operatorNotification: Notification = composeRefused({
  noticeId: 'operator.platform.2026-11-22T10',
  destinationId: 'platform',
  channel: 'slack-webhook',
  at: '2026-11-22T10:00:00.000Z',
  historyUrl: 'https://history.example.com',
  code: 'destination-gone',
  detail: 'no_service',
});

/** What attackers can put into fields of a record. */
export const HOSTILE_TEXTS: Readonly<Record<string, string>> = {
  'a mention of the whole channel': '<!channel> look',
  'a mention of a person': 'hello <@U1>',
  'a link with false words': '<http://evil.example|your bank>',
  'an address': 'https://evil.example/login',
  'ANSI escapes': '\u001B[31mred\u001B[0m\u0007',
  'line breaks that forge a header': 'x\r\nBcc: victim@example.com\nSecond: line',
  'Unicode line separators': 'one\u2028two\u2029three\u0085four',
  'right-to-left override': 'admin\u202Etxt.exe\u2066',
  'a formula': '=cmd|calc!A1',
  'markdown and HTML': '*bold* `code` [x](https://evil.example) <script>alert(1)</script> &amp;lt;',
  'a long user agent': `Mozilla/5.0 ${'<&>"\\'.repeat(400)}`,
  'lone surrogates': '\uD83D half \uDE00',
  emoji: '😀'.repeat(1200),
  'a NUL': 'a\u0000b',
  nothing: '',
  'only invisible characters': '\u200B\u2060\uFEFF',
};

/** A notification with the text in every place that may hold words of a stranger. */
export const hostileNotification = (text: string): Notification => ({
  ...ownerNotification,
  title: text,
  sentence: text,
  facts: Array.from({ length: 25 }, () => ({ label: text, value: text, note: text })),
  links: [
    { label: text, url: 'https://history.example.com/?access=1' },
    { label: 'script', url: 'javascript:alert(1)' },
    { label: 'page', url: `data:text/html,${text}` },
    { label: 'no address', url: `//${text}` },
  ],
  attributes: { kind: 'access', text, [text]: 'name' },
});
