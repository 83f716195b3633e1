/**
 * A notification as a message to a topic: the mail that SNS makes of it cannot be designed, only written well.
 * Limits: https://docs.aws.amazon.com/sns/latest/api/API_Publish.html (subject, attributes, 256 KiB in all)
 */
import type { Edition } from '../../kernel/edition.ts';
import { oneLine } from '../../kernel/one-line.ts';
import type { Notification } from '../../notification/notification.ts';
import { renderPlainText } from '../render-plain-text.ts';
import { vendorId } from '../vendor-id.ts';

export interface Mail {
  readonly subject: string;
  readonly message: string;
  readonly attributes: Readonly<Record<string, string>>;
}

const LONGEST_SUBJECT = 99;
const LONGEST_MESSAGE = 60_000;
const MOST_ATTRIBUTES = 10;

const EDITION_LINES: Readonly<Record<Edition, string>> = {
  owner:
    'This is the full edition, for the owner of the account. It holds identifiers: think before you forward it.',
  client: 'You get this notice whenever somebody uses this way into your systems.',
};

/** Why the reader gets this mail. */
const closingLine = ({ kind, edition }: Notification): string => {
  if (kind === 'operator')
    return 'You get this notice because you run Rolecall: somebody may not be told until this is mended.';
  return kind === 'door' && edition === 'client' ? DOOR_LINE : EDITION_LINES[edition];
};

const DOOR_LINE =
  'You get this notice whenever somebody changes who may enter your systems, or uses the root user.';

/** Renders subject, text and attributes; `notice` is a sentence about the delivery itself. */
export const renderMail = (
  notification: Notification,
  deliveryId: string,
  notice: string | undefined,
): Mail => ({
  subject: cleanSubject(notification.title),
  message: renderPlainText(
    notification,
    [...(notice === undefined ? [] : [notice]), closingLine(notification)],
    LONGEST_MESSAGE,
  ),
  // The delivery id first: with raw delivery to SQS an eleventh attribute would discard the message.
  attributes: cleanAttributes([
    ['deliveryId', vendorId(deliveryId, notification.edition)],
    ...Object.entries(notification.attributes).filter(([name]) => name !== 'deliveryId'),
  ]),
});

/**
 * Printable ASCII on one line, below 100 characters, beginning with a letter, digit or punctuation mark: anything
 * else is an InvalidParameter, and no alert at all.
 */
export const cleanSubject = (title: string): string => {
  const ascii = oneLine(title, 400)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[–—]/g, '-')
    .replace(/[‘’]/g, "'")
    .replace(/[“”]/g, '"')
    .replace(/[^\x20-\x7e]/gu, '?')
    .trim();
  if (ascii === '') return 'Rolecall notice';
  return ascii.length <= LONGEST_SUBJECT ? ascii : `${ascii.slice(0, LONGEST_SUBJECT - 3)}...`;
};

/** Texts on one line, at most 256 long, without characters beyond the basic plane: SNS takes no surrogate pairs. */
const cleanAttributes = (entries: readonly (readonly [string, string])[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    entries
      .map(([name, value]) => [name, oneLine(value.replace(/[\u{10000}-\u{10FFFF}]/gu, '?'), 256)] as const)
      .filter(([name, value]) => value !== '' && isAttributeName(name))
      .slice(0, MOST_ATTRIBUTES),
  );

/** https://docs.aws.amazon.com/sns/latest/dg/sns-message-attributes.html */
const isAttributeName = (name: string): boolean =>
  /^[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*$/.test(name) &&
  name.length <= 256 &&
  !/^(?:aws|amazon)\./i.test(name);
