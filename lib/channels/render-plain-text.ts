/** A notification as plain text that reads well in a mail and in a console: the sentence first, one fact a line. */
import { oneLine } from '../kernel/one-line.ts';
import type { Fact, Link, Notification } from '../notification/notification.ts';
import { cutText, orDash, withoutLinks } from './clean-text.ts';
import { fitMessage, type Shown } from './fit-message.ts';
import { linkHref } from './link-href.ts';

const LONGEST_LABEL = 28;

/** The one escaping function for plain text: one line, nothing that steers, no clickable address of a stranger. */
export const escapePlain = (text: string, limit: number): string =>
  orDash(oneLine(withoutLinks(text), limit));

/** The whole text, of at most `limit` UTF-16 units. `closing` lines come last, each a paragraph. */
export const renderPlainText = (
  notification: Notification,
  closing: readonly string[],
  limit: number,
): string => {
  const text = fitMessage(
    notification,
    (shown) => paragraphs(notification, shown, closing).join('\n\n'),
    (candidate) => candidate.length <= limit,
  );
  return cutText(text, limit);
};

const paragraphs = (
  { sentence, links }: Notification,
  shown: Shown,
  closing: readonly string[],
): readonly string[] =>
  [
    escapePlain(sentence, 2000),
    factLines(shown.facts, shown.valueLength),
    shown.omitted ?? '',
    links.flatMap((link) => linkLine(link)).join('\n'),
    ...closing,
  ].filter((paragraph) => paragraph !== '');

/** Not aligned in columns: mail programs show plain text in a proportional type, where columns fall apart. */
const factLines = (facts: readonly Fact[], valueLength: number): string =>
  facts
    .map(({ label, value, note }) => {
      const line = `${escapePlain(label, LONGEST_LABEL)}: ${escapePlain(value, valueLength)}`;
      return note === undefined ? line : `${line} (${escapePlain(note, 200)})`;
    })
    .join('\n');

const linkLine = ({ label, url }: Link): readonly string[] => {
  const href = linkHref(url);
  return href === undefined ? [] : [`${escapePlain(label, 80)}: ${href}`];
};
