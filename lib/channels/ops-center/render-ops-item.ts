/**
 * A notification as an OpsItem.
 * Limits: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateOpsItem.html
 */
import type { OpsItem } from '../../delivery/channel.ts';
import type { Importance, Notification } from '../../notification/notification.ts';
import { escapePlain, renderPlainText } from '../render-plain-text.ts';
import { fingerprint } from '../vendor-id.ts';

const LONGEST_TITLE = 1024;
const LONGEST_WORDS = 2048;
const LONGEST_KEY = 128;
const LONGEST_VALUE = 4000;
const MOST_KEYS = 40;

const SEVERITIES: Readonly<Record<Importance, OpsItem['severity']>> = {
  urgent: '1',
  normal: '3',
  routine: '4',
};

/** Renders the item; the facts stand in the description as far as they fit, and one by one in the data. */
export const renderOpsItem = (notification: Notification, deliveryId: string): OpsItem => ({
  title: escapePlain(notification.title, LONGEST_TITLE),
  description: renderPlainText(notification, [], LONGEST_WORDS),
  dedupString: deliveryId,
  severity: SEVERITIES[notification.importance],
  data: dataOf(notification),
});

/**
 * A later word as an entry of the data. Its name is the same for every attempt, so that the second replaces the first,
 * and begins with the time, so that the console shows them in their order.
 */
export const renderNews = (news: Notification, deliveryId: string): OpsItem['data'] => ({
  [`Rolecall later ${escapePlain(news.occurredAt, 40)} ${fingerprint(deliveryId, 8)}`]: renderPlainText(
    news,
    [],
    LONGEST_VALUE,
  ),
});

// The prefix keeps labels such as "AWS account" away from the names that AWS reserves (aws, amazon, ssm).
const dataOf = ({ facts }: Notification): Readonly<Record<string, string>> =>
  Object.fromEntries(
    facts.slice(0, MOST_KEYS).map(({ label, value, note }, index) => {
      const key = `Rolecall ${String(index + 1).padStart(2, '0')} ${escapePlain(label, 80)}`;
      const words = note === undefined ? value : `${value} (${note})`;
      return [key.slice(0, LONGEST_KEY), escapePlain(words, LONGEST_VALUE)];
    }),
  );
